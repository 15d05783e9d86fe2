"""Has torch's exporter write attention as one ONNX operator.

By itself it writes a dozen, with a mask for padding that no pass of ours has, and ONNX Runtime
takes twice as long for them. The one operator can also keep apart texts that stand in one row, one
after the other.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import torch
from transformers import AttentionInterface, AttentionMaskInterface, PreTrainedModel
from transformers.masking_utils import bidirectional_mask_function, sdpa_mask

_NAME = "one_operator"
_apart: torch.Tensor | None = None
_HARMLESS = {"position_ids", "cache_position", "use_cache", "output_attentions"}


def use_one_operator(transformer: PreTrainedModel) -> None:
    """Replace the model's attention. Raises ValueError where that is impossible."""
    AttentionInterface.register(_NAME, _attend)
    AttentionMaskInterface.register(_NAME, _mask)
    transformer.set_attn_implementation(_NAME)


@contextmanager
def texts_apart(mask: torch.Tensor) -> Iterator[None]:
    """Within the context, every layer of a model adds `mask` to how much a token heeds another.

    mask: float32, shape (tokens, tokens), a row for each token that heeds.
    """
    global _apart  # noqa: PLW0603 - no model passes on what it does not know
    _apart = mask
    try:
        yield
    finally:
        _apart = None


def _attend(
    module: torch.nn.Module,
    query: torch.Tensor,
    key: torch.Tensor,
    value: torch.Tensor,
    attention_mask: torch.Tensor | None,
    dropout: float = 0.0,  # of training
    scaling: float | None = None,
    **others: Any,
) -> tuple[torch.Tensor, None]:
    """Return the attention to `value`: shape (batch, tokens, heads, size).

    query, key, value: shape (batch, heads, tokens, size) each. Raises ValueError for attention that
    the operator does not have.
    """
    unknown = others.keys() - _HARMLESS - {n for n, v in others.items() if v is None or v is False}
    if unknown or (attention_mask is None and getattr(module, "is_causal", True)):
        raise ValueError(f"attention with {', '.join(sorted(unknown)) or 'a causal mask'}")
    if _apart is not None:
        if attention_mask is not None:
            raise ValueError("attention with a mask of its own")
        attention_mask = _apart
    heads = query.shape[1]
    mixed = torch.onnx.ops.attention(
        *(vectors.transpose(1, 2).flatten(2) for vectors in (query, key, value)),
        attn_mask=attention_mask,
        scale=scaling,
        q_num_heads=heads,
        kv_num_heads=key.shape[1],
    )[0]
    return mixed.unflatten(2, (heads, -1)), None


def _mask(*sizes: Any, mask_function: Any, attention_mask: Any = None, **others: Any) -> Any:
    """Return the mask of a layer; None where every token may heed every other."""
    if attention_mask is None and mask_function is bidirectional_mask_function:
        return None
    return sdpa_mask(*sizes, mask_function=mask_function, attention_mask=attention_mask, **others)
