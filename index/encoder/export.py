"""sentence-transformers defines the model; this writes it as ONNX, once, in a process of its own.

`python -m index.encoder.export MODEL_FOLDER TARGET NAME SHA256` is the only place that imports
torch to make an export, so that no serving process ever carries it. Exit code 3: the model
cannot be exported, and the last line on standard error says why.
"""

import inspect
import json
import shutil
import sys
from pathlib import Path
from typing import Any

import numpy as np
import torch
from sentence_transformers import SentenceTransformer

from index.encoder.onnx import DESCRIPTION_FILE, MODEL_FILE, TOKENIZER_FILE, OnnxEncoder
from index.records import PassageText

CANNOT_EXPORT = 3
_SAMPLES = [
    "Where do otters sleep?",
    "Sea otters hold hands while they sleep, so that the current does not part them.",
    "In 1911, 1.5 million pelts later, a treaty ended the hunt – “at last”, wrote the 'Times'. "
    "The animals came back slowly: first to Alaska, then to California.",
]


class NotExportable(Exception):
    """The model is more than a transformer with mean pooling, or its ONNX graph differs."""


class _TokenVectors(torch.nn.Module):  # type: ignore[misc]  # torch is not followed
    """The transformer alone: token ids -> token vectors."""

    def __init__(self, transformer: torch.nn.Module, inputs: list[str]) -> None:
        super().__init__()
        self.transformer, self.inputs = transformer, inputs

    def forward(self, *tensors: torch.Tensor) -> torch.Tensor:
        arguments = dict(zip(self.inputs, tensors, strict=True))
        vectors: torch.Tensor = self.transformer(**arguments).last_hidden_state
        return vectors


def export(model_folder: Path, target: Path, name: str, sha256: str) -> None:
    """Write model, tokenizer and description into `target`. Raises NotExportable."""
    model = SentenceTransformer(str(model_folder), device="cpu", local_files_only=True)
    transformer = _transformer_of(model)
    target.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(model_folder / TOKENIZER_FILE, target / TOKENIZER_FILE)
    _write_onnx(transformer, model.max_seq_length, target / MODEL_FILE)
    description = {
        "name": name,
        "sha256": sha256,
        "dimension": model.get_embedding_dimension(),
        "window": model.max_seq_length,
    }
    (target / DESCRIPTION_FILE).write_text(json.dumps(description, indent=1), "utf-8")
    _compare(model, OnnxEncoder(target))


def _transformer_of(model: SentenceTransformer) -> torch.nn.Module:
    """The model's transformer, if pooling and normalising are all that follows it."""
    kinds = [type(module).__name__ for module in model]
    if kinds not in (["Transformer", "Pooling"], ["Transformer", "Pooling", "Normalize"]):
        raise NotExportable(f"its modules are {', '.join(kinds)}")
    if model[1].pooling_mode != "mean":
        raise NotExportable(f"it pools by {model[1].pooling_mode}, not by the mean")
    if any(model.prompts.values()):
        raise NotExportable("it puts prompts before its texts")
    if not Path(model[0].tokenizer.name_or_path, TOKENIZER_FILE).is_file():
        raise NotExportable(f"it has no {TOKENIZER_FILE}")
    transformer: torch.nn.Module = model[0].auto_model.eval()
    return transformer


def _write_onnx(transformer: torch.nn.Module, window: int, path: Path) -> None:
    known = inspect.signature(transformer.forward).parameters
    inputs = [n for n in ("input_ids", "attention_mask", "token_type_ids") if n in known]
    example: dict[str, Any] = {
        "input_ids": torch.randint(100, 1000, (2, 16)),
        "attention_mask": torch.ones(2, 16, dtype=torch.long),
        "token_type_ids": torch.zeros(2, 16, dtype=torch.long),
    }
    axes = {
        0: torch.export.Dim("batch", min=1, max=4096),
        1: torch.export.Dim("tokens", max=window),
    }
    program = torch.onnx.export(
        _TokenVectors(transformer, inputs).eval(),
        tuple(example[name] for name in inputs),
        dynamo=True,
        verbose=False,
        input_names=inputs,
        output_names=["token_vectors"],
        dynamic_shapes=((axes,) * len(inputs),),
    )
    if program is None:
        raise NotExportable("torch wrote no ONNX program")
    program.save(str(path))


def _compare(model: SentenceTransformer, encoder: OnnxEncoder) -> None:
    """An export that does not say what the model says is no export."""
    ours = encoder.encode_passages([PassageText(text, ()) for text in _SAMPLES])
    theirs = model.encode(_SAMPLES, normalize_embeddings=True)
    cosines = [float(np.dot(o.passage, t)) for o, t in zip(ours, theirs, strict=True)]
    if min(cosines) < 0.9999:
        raise NotExportable(f"its ONNX graph gives other vectors (cosine {min(cosines):.5f})")


def main(arguments: list[str]) -> int:
    model_folder, target, name, sha256 = arguments
    try:
        export(Path(model_folder), Path(target), name, sha256)
    except Exception as failure:  # any failure of torch's exporter means: run this model in torch
        error: BaseException = failure
        while error.__cause__:  # the exporter wraps what went wrong in pages of advice
            error = error.__cause__
        sys.stderr.write(f"{type(error).__name__}: {str(error).strip().splitlines()[0]}\n")
        return CANNOT_EXPORT
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
