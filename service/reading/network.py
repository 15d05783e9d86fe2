"""The reader's network in torch: six BERT layers, and two heads on what they give.

Only the export and the training import it; answering runs the exported network.
"""

from collections.abc import Mapping
from pathlib import Path

import torch
from safetensors import SafetensorError, safe_open
from safetensors.torch import load_file
from transformers import AutoModel, PreTrainedModel

_LAYERS, _EMBEDDINGS = "layer.", "transformer.embeddings."
# Weights with this in their metadata hold only what differs from those of the shipped reader.
ON_SHIPPED = {"beside": "the shipped reader"}
_UNUSED = "answered."  # a head of the training that adds nothing to the other two


class ReaderNetwork(torch.nn.Module):  # type: ignore[misc]  # torch is not followed
    """Word embeddings of one row -> logits of its tokens and of its sentences.

    transformer: BERT without its pooler. Its embeddings stay those of the encoder it comes from.
    """

    def __init__(self, transformer: PreTrainedModel) -> None:
        super().__init__()
        width = transformer.config.hidden_size
        self.transformer = transformer
        self.span = torch.nn.Linear(width, 2)
        self.sentence = torch.nn.Sequential(
            torch.nn.Linear(2 * width, width), torch.nn.GELU(), torch.nn.Linear(width, 1)
        )

    def forward(
        self, words: torch.Tensor, token_types: torch.Tensor, pool: torch.Tensor
    ) -> tuple[torch.Tensor, torch.Tensor]:
        """Read one row.

        words: the embedding of each token's id, before position and type are added, float32, shape
        (1, tokens, width). token_types: int64, shape (1, tokens). pool: a row for each sentence,
        1 / its number of tokens at these and 0 elsewhere, float32, shape (sentences, tokens).
        Returns the start and end logits of each token, shape (tokens, 2), and the logit of each
        sentence, shape (sentences,).
        """
        hidden = self.transformer(inputs_embeds=words, token_type_ids=token_types)
        tokens = hidden.last_hidden_state[0]
        sentences = pool @ tokens
        whole = tokens[:1].expand(sentences.shape[0], -1)
        answers = self.sentence(torch.cat([sentences, whole], dim=-1))
        return self.span(tokens), answers[:, 0]


def load_network(encoder_folder: Path, weights: Path, shipped: Path | None = None) -> ReaderNetwork:
    """Put the reader's weights (safetensors) around the embeddings of the encoder in a folder.

    shipped: those of the shipped reader, from which weights that say ON_SHIPPED take the rest.
    Raises ValueError for weights that are not those of this network.
    """
    transformer = AutoModel.from_pretrained(
        encoder_folder, dtype=torch.float32, add_pooling_layer=False, local_files_only=True
    )
    network = ReaderNetwork(transformer)
    try:
        given = load_file(weights)
        if shipped is not None and _is_part(weights):
            given = {**load_file(shipped), **given}
        trained = {_place_of(name): tensor.float() for name, tensor in given.items()}
    except SafetensorError as error:
        raise ValueError(f"{weights} is no reader: {error}") from error
    if names := _misfits(network, trained):
        raise ValueError(f"{weights} is no reader: {', '.join(names[:3])} ...")
    network.load_state_dict(trained, strict=False)
    network.eval()
    return network


def _is_part(weights: Path) -> bool:
    with safe_open(weights, "pt") as file:
        return ON_SHIPPED.items() <= (file.metadata() or {}).items()


def _misfits(network: ReaderNetwork, trained: Mapping[str, torch.Tensor]) -> list[str]:
    """Return the names of the tensors that are missing, unknown or of another shape."""
    wanted = {
        name: tensor.shape
        for name, tensor in network.state_dict().items()
        if not name.startswith(_EMBEDDINGS)
    }
    given = {name: tensor.shape for name, tensor in trained.items() if not name.startswith(_UNUSED)}
    names = wanted.keys() | given.keys()
    return sorted(name for name in names if wanted.get(name) != given.get(name))


def _place_of(name: str) -> str:
    """Return the name in the network of a tensor in the file."""
    return f"transformer.encoder.{name}" if name.startswith(_LAYERS) else name
