"""Write the reader's network as ONNX, once, in a process of its own.

`python -m service.reading.exporting ENCODER_FOLDER ENCODER_EXPORT WEIGHTS SHIPPED TARGET PRECISION`
is the only place that imports torch for the reader, so that no serving process ever carries it.
ENCODER_EXPORT is the folder of the encoder's own export, or of none. SHIPPED are the weights of the
shipped reader. Exit code 3: the weights are none of a reader, and the last line on standard error
says why.
"""

import json
import shutil
import sys
import tempfile
from pathlib import Path

import numpy as np
import onnx
import torch

from index.encoder.attention import use_one_operator
from index.encoder.export import optimise
from index.encoder.model import CANNOT_EXPORT
from index.encoder.onnx import MODEL_FILE, TOKENIZER_FILE, WEIGHTS_FILE
from service.reading.embeddings import TablePlace
from service.reading.int8_graph import round_to_int8
from service.reading.network import ReaderNetwork, load_network
from service.reading.onnx_reader import DESCRIPTION_FILE, INPUTS, OUTPUTS
from service.reading.pair import WINDOW

_ENCODER_WEIGHTS, _TABLE = "model.safetensors", "embeddings.word_embeddings.weight"


def export(
    encoder_folder: Path,
    encoder_export: Path,
    weights: Path,
    shipped: Path,
    target: Path,
    precision: str,
) -> None:
    """Write network, tokenizer and description into `target`.

    Raises ValueError for weights of another network.
    """
    network = load_network(encoder_folder, weights, shipped)
    shutil.copyfile(encoder_folder / TOKENIZER_FILE, target / TOKENIZER_FILE)
    with tempfile.TemporaryDirectory(dir=target) as scratch:
        path = Path(scratch, MODEL_FILE)
        _write_onnx(network, path)
        if precision == "int8":
            whole, path = path, Path(scratch, "int8.onnx")
            round_to_int8(whole, path)
        optimise(path, target)
    table = network.transformer.get_input_embeddings().weight.detach().numpy()
    place = _in_export(table, encoder_export) or _in_safetensors(encoder_folder)
    description = {
        "embeddings": {"path": str(place.path), "offset": place.offset},
        "shape": table.shape,
    }
    (target / DESCRIPTION_FILE).write_text(json.dumps(description, indent=1), "utf-8")


def _write_onnx(network: ReaderNetwork, path: Path) -> None:
    use_one_operator(network.transformer)
    tokens = torch.export.Dim("tokens", min=4, max=WINDOW)
    sentences = torch.export.Dim("sentences", min=1, max=WINDOW)
    examples = (
        torch.zeros(1, 16, network.span.in_features),
        torch.zeros(1, 16, dtype=torch.int64),
        torch.full((3, 16), 1 / 16),
    )
    program = torch.onnx.export(
        network,
        examples,
        dynamo=True,
        verbose=False,
        opset_version=23,  # the first one with attention as an operator
        input_names=list(INPUTS),
        output_names=list(OUTPUTS),
        dynamic_shapes=({1: tokens}, {1: tokens}, {0: sentences, 1: tokens}),
    )
    assert program is not None
    program.save(str(path))


def _in_export(table: np.ndarray, folder: Path) -> TablePlace | None:
    """Return where the encoder's export has the same table; None where it has another, or none."""
    if not (folder / MODEL_FILE).is_file():
        return None
    graph = onnx.load(str(folder / MODEL_FILE), load_external_data=False).graph
    for tensor in graph.initializer:
        where = {entry.key: entry.value for entry in tensor.external_data}
        if tuple(tensor.dims) == table.shape and where.get("location") == WEIGHTS_FILE:
            place = TablePlace(folder / WEIGHTS_FILE, int(where["offset"]), *table.shape)
            if np.array_equal(place.open(), table):
                return place
    return None


def _in_safetensors(folder: Path) -> TablePlace:
    """Return where the table lies in the encoder's weights (the safetensors format: the length of
    a JSON header in 8 bytes, the header, then the tensors at the offsets that it names).
    """
    path = folder / _ENCODER_WEIGHTS
    with path.open("rb") as file:
        size = int.from_bytes(file.read(8), "little")
        header = json.loads(file.read(size))
    [name] = [name for name in header if name.endswith(_TABLE)]
    rows, width = header[name]["shape"]
    return TablePlace(path, 8 + size + header[name]["data_offsets"][0], rows, width)


def main(arguments: list[str]) -> int:
    *folders, precision = arguments
    encoder_folder, encoder_export, weights, shipped, target = map(Path, folders)
    try:
        export(encoder_folder, encoder_export, weights, shipped, target, precision)
    except ValueError as error:
        sys.stderr.write(f"{error}\n")
        return CANNOT_EXPORT
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
