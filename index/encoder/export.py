"""Writes a sentence-transformers model as ONNX, once, in a process of its own.

`python -m index.encoder.export MODEL_FOLDER TARGET NAME WEIGHTS_SHA256 PRECISION` is a process of
its own so that no serving process loads torch to make an export. Exit code 3: the model cannot be
exported, and the last line on standard error says why.
"""

import dataclasses
import json
import shutil
import sys
import tempfile
from pathlib import Path

import onnxruntime
import torch
from onnxruntime.quantization import QuantType, quantize_dynamic
from sentence_transformers import SentenceTransformer
from transformers import PreTrainedModel

from index.encoder import ModelIdentity
from index.encoder.attention import texts_apart, use_one_operator
from index.encoder.model import CANNOT_EXPORT
from index.encoder.onnx import (
    APART,
    DESCRIPTION_FILE,
    MODEL_FILE,
    POSITIONS,
    TOKENIZER_FILE,
    WEIGHTS_FILE,
    OnnxEncoder,
)
from index.records import PassageText, Vectors

# Of the export's vectors to the model's own. Rounding costs a little; a wrong graph costs more.
_LEAST_COSINE = {"float32": 0.9999, "int8": 0.98}
_SAMPLES = [
    "Where do otters sleep?",
    "Sea otters hold hands while they sleep, so that the current does not part them.",
    "In 1911, 1.5 million pelts later, a treaty ended the hunt – “at last”, wrote the 'Times'. "
    "The animals came back slowly: first to Alaska, then to California.",
]


class NotExportable(Exception):
    """The model is more than a transformer with mean pooling, or its ONNX graph differs."""


_IDS = ("input_ids", torch.randint(100, 1000, (2, 16)), {0: "batch", 1: "tokens"})


class _TokenVectors(torch.nn.Module):  # type: ignore[misc]  # torch is not followed
    """The transformer alone: token ids -> token vectors.

    inputs: of each, its name, an example, and the names of its dimensions that vary.
    """

    inputs: tuple[tuple[str, torch.Tensor, dict[int, str]], ...]

    def __init__(self, transformer: torch.nn.Module) -> None:
        super().__init__()
        self.transformer = transformer


class _OneText(_TokenVectors):
    """Takes one text a row, all rows of one length: int64, shape (texts, tokens)."""

    inputs = (_IDS,)

    def forward(self, input_ids: torch.Tensor) -> torch.Tensor:
        vectors: torch.Tensor = self.transformer(input_ids=input_ids).last_hidden_state
        return vectors


class _TextsInARow(_TokenVectors):
    """Takes rows that may hold several texts, one after the other.

    positions: of each token in its text; int64, shape (1, tokens). apart: see `texts_apart`.
    """

    inputs = (
        _IDS,
        (POSITIONS, torch.arange(16)[None], {1: "tokens"}),
        (APART, torch.zeros(16, 16), {0: "tokens", 1: "tokens"}),
    )

    def forward(
        self, input_ids: torch.Tensor, positions: torch.Tensor, apart: torch.Tensor
    ) -> torch.Tensor:
        with texts_apart(apart):
            output = self.transformer(input_ids=input_ids, position_ids=positions)
        vectors: torch.Tensor = output.last_hidden_state
        return vectors


def export(model_folder: Path, target: Path, identity: ModelIdentity) -> None:
    """Write model, tokenizer and description into `target`. Raises NotExportable."""
    model = SentenceTransformer(str(model_folder), device="cpu", local_files_only=True)
    transformer = _transformer_of(model)
    target.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(model_folder / TOKENIZER_FILE, target / TOKENIZER_FILE)
    description = {
        "identity": dataclasses.asdict(identity),
        "dimension": model.get_embedding_dimension(),
        "window": model.max_seq_length,
    }
    (target / DESCRIPTION_FILE).write_text(json.dumps(description, indent=1), "utf-8")
    expected = model.encode(_SAMPLES, normalize_embeddings=True)
    for form in (_joined_texts, _one_operator, _as_it_is):
        try:
            _write_model(form(transformer), model.max_seq_length, target, identity.precision)
            _compare(expected, target)
        except Exception as error:  # a model can be unlike others in many ways
            failure = error
        else:
            return
    raise failure


def _joined_texts(transformer: PreTrainedModel) -> _TokenVectors:
    use_one_operator(transformer)
    return _TextsInARow(transformer)


def _one_operator(transformer: PreTrainedModel) -> _TokenVectors:
    use_one_operator(transformer)
    return _OneText(transformer)


def _as_it_is(transformer: PreTrainedModel) -> _TokenVectors:
    transformer.set_attn_implementation("sdpa")
    return _OneText(transformer)


def _transformer_of(model: SentenceTransformer) -> PreTrainedModel:
    """Return the model's transformer. Raises NotExportable if more than pooling follows it."""
    kinds = [type(module).__name__ for module in model]
    if kinds not in (["Transformer", "Pooling"], ["Transformer", "Pooling", "Normalize"]):
        raise NotExportable(f"its modules are {', '.join(kinds)}")
    if model[1].pooling_mode != "mean":
        raise NotExportable(f"it pools by {model[1].pooling_mode}, not by the mean")
    if any(model.prompts.values()):
        raise NotExportable("it puts prompts before its texts")
    if not Path(model[0].tokenizer.name_or_path, TOKENIZER_FILE).is_file():
        raise NotExportable(f"it has no {TOKENIZER_FILE}")
    transformer: PreTrainedModel = model[0].auto_model.eval()
    return transformer


def _write_model(model: _TokenVectors, window: int, target: Path, precision: str) -> None:
    with tempfile.TemporaryDirectory(dir=target) as scratch:
        path = Path(scratch, MODEL_FILE)
        _write_onnx(model, window, path)
        if precision == "int8":
            whole, path = path, Path(scratch, "int8.onnx")
            round_to_int8(whole, path)
        optimise(path, target)


def _write_onnx(model: _TokenVectors, window: int, path: Path) -> None:
    axes = {
        "batch": torch.export.Dim("batch", min=1, max=4096),
        "tokens": torch.export.Dim("tokens", max=window),
    }
    names, examples, shapes = zip(*model.inputs, strict=True)
    program = torch.onnx.export(
        model.eval(),
        examples,
        dynamo=True,
        verbose=False,
        opset_version=23,  # the first one with attention as an operator
        input_names=names,
        output_names=["token_vectors"],
        dynamic_shapes=tuple({i: axes[name] for i, name in shape.items()} for shape in shapes),
    )
    if program is None:
        raise NotExportable("torch wrote no ONNX program")
    program.save(str(path))


def round_to_int8(source: Path, target: Path) -> None:
    """Round the weights to integers of 7 bits, scaled by the largest weight of each output.

    The numbers that they are multiplied by are rounded to 8 bits at run time. Were both of 8 bits,
    sums would overflow on processors without VNNI.
    """
    quantize_dynamic(
        source,
        target,
        op_types_to_quantize=["MatMul", "Gemm"],
        weight_type=QuantType.QInt8,
        per_channel=True,
        reduce_range=True,
    )


def optimise(source: Path, target: Path) -> None:
    """Let ONNX Runtime fuse operators now rather than at each start."""
    options = onnxruntime.SessionOptions()
    options.log_severity_level = 3
    # All optimisations that do not depend on the processor, except the fusion of a sum with its
    # normalisation: fused, they take five times as long (docs/speed.md).
    options.graph_optimization_level = onnxruntime.GraphOptimizationLevel.ORT_ENABLE_EXTENDED
    options.optimized_model_filepath = str(target / MODEL_FILE)
    for key, value in {
        "optimization.disable_specified_optimizers": "SkipLayerNormFusion",
        "session.optimized_model_external_initializers_file_name": WEIGHTS_FILE,
        "session.optimized_model_external_initializers_min_size_in_bytes": "1024",
    }.items():
        options.add_session_config_entry(key, value)
    onnxruntime.InferenceSession(str(source), options, providers=["CPUExecutionProvider"])


def _compare(expected: Vectors, target: Path) -> None:
    """Raise NotExportable if the export's vectors are not those of the model.

    expected: the model's own vectors of the samples; float32, shape (samples, dimension).
    """
    encoder = OnnxEncoder(target, threads=1)
    passages = encoder.encode_passages([PassageText(text, ()) for text in _SAMPLES])
    ours = [passage.passage for passage in passages]
    ours += [question.whole for question in encoder.encode_questions(_SAMPLES)]
    both = [*expected, *expected]  # of passages and of questions
    cosine = min(float(own @ theirs) for own, theirs in zip(ours, both, strict=True))
    if cosine < _LEAST_COSINE[encoder.identity.precision]:
        raise NotExportable(f"its ONNX graph gives other vectors (cosine {cosine:.5f})")


def main(arguments: list[str]) -> int:
    model_folder, target, *identity = arguments
    try:
        export(Path(model_folder), Path(target), ModelIdentity.of(*identity))
    except Exception as failure:  # any failure of torch's exporter means: run this model in torch
        error: BaseException = failure
        while error.__cause__:  # the exporter wraps the error in pages of advice
            error = error.__cause__
        sys.stderr.write(f"{type(error).__name__}: {str(error).strip().splitlines()[0]}\n")
        return CANNOT_EXPORT
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
