"""Loads the reader that the settings name: finds it, checks it, exports it once, opens it."""

from collections.abc import Callable
from pathlib import Path

from index.encoder import ModelIdentity
from index.encoder.model import (
    check_default,
    default_folder,
    export_model,
    new_export,
    run_export,
)
from index.encoder.model_files import sha256_of
from index.errors import ModelError
from index.settings import DEFAULT_MODEL
from index.threads import one_for_blas, usable_cores
from service.reading.onnx_reader import OnnxReader, table_of
from service.settings import Settings

WEIGHTS_FILE = "reader.safetensors"
PACKAGED_SHA256 = "1816b22d5ff768eaaa140dc9bc6ae88c3a05017f87b7b5b94e7ec2e9efb951c4"
_PACKAGED = Path(__file__).parent / "model" / WEIGHTS_FILE
_FORMAT = 2  # of an export: another number has all readers exported anew


def load_reader(settings: Settings, say: Callable[[str], None]) -> OnnxReader | None:
    """Return the reader that `settings` name; None where reading is off.

    say: is told what takes long. Raises ModelError for weights that are missing or of another
    network, and for packaged weights that were changed.
    """
    if settings.reader == "off":
        return None
    weights, sha256 = _weights(settings.reader)
    identity = ModelIdentity.of(settings.reader, sha256, settings.reader_precision)
    export = settings.cache_dir / "readers" / f"{identity.sha256}.{_FORMAT}"
    if not _is_whole(export):
        _export(weights, export, settings, say)
    one_for_blas()
    return OnnxReader(export, identity, settings.threads or usable_cores())


def _weights(reader: str) -> tuple[Path, str]:
    """Return the file of a reader's weights, and its SHA-256."""
    path = _PACKAGED if reader == "pincite" else Path(reader).expanduser() / WEIGHTS_FILE
    if not path.is_file():
        raise ModelError(
            f"PINCITE_READER: {path} does not exist; name a folder that holds {WEIGHTS_FILE}, "
            "or pincite, or off"
        )
    sha256 = sha256_of(path)
    if reader == "pincite" and sha256 != PACKAGED_SHA256:
        raise ModelError(
            f"{path} is not the reader that Pincite ships: its SHA-256 is {sha256}, "
            f"not {PACKAGED_SHA256}; reinstall Pincite"
        )
    return path, sha256


def _is_whole(export: Path) -> bool:
    """Whether the export is complete, and the table of embeddings that it maps is still there."""
    try:
        return table_of(export).path.is_file()
    except OSError:
        return False


def _export(weights: Path, export: Path, settings: Settings, say: Callable[[str], None]) -> None:
    if settings.model == DEFAULT_MODEL:
        # It comes first, so that the reader can map the embeddings in its export.
        encoder, _, encoder_export = export_model(settings, say)
    else:
        encoder = encoder_export = default_folder()
        check_default(encoder)
    say("Preparing the reader (once; about a quarter of a minute) ...")
    with new_export(export, _is_whole) as partial:
        arguments = [
            str(encoder),
            str(encoder_export),
            str(weights),
            str(partial),
            settings.reader_precision,
        ]
        reason = run_export("service.reading.exporting", arguments, "the reader")
        if reason is not None:
            raise ModelError(f"PINCITE_READER: {reason}")
