"""Loads the reader that the settings name, and the listener: finds them, checks them, and exports
each once. The reader is opened at once, the listener when it first hears.
"""

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
from service.reading.late_reader import LateReader
from service.reading.onnx_reader import OnnxReader, table_of
from service.settings import Settings

WEIGHTS_FILE = "reader.safetensors"
PACKAGED_SHA256 = "e186d43e31910fa29de366e11b3ec3f77df7cc398f927a77edc9111bda8cac07"
PACKAGED = Path(__file__).parent / "model" / WEIGHTS_FILE
LISTENER_SHA256 = "b7d455bd2f41d80e8aba66f8e1904836d8099667ecd3aca423155b5c5b1efc4c"
LISTENER = PACKAGED.with_name("listener.safetensors")
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
    return _opened(_exported(weights, identity, settings, say), identity, settings)


def load_listener(settings: Settings, say: Callable[[str], None]) -> LateReader | None:
    """Return the reader that is trained on what was said before a question, and what the question
    may mean, in the place of a question and a passage; None where reading is off.

    It is the shipped reader but for its last layers. say: is told what takes long. Raises
    ModelError for weights that were changed.
    """
    if settings.reader == "off":
        return None
    _check_shipped(LISTENER, sha256_of(LISTENER), LISTENER_SHA256)
    identity = ModelIdentity.of("listener", LISTENER_SHA256, settings.reader_precision)
    export = _exported(LISTENER, identity, settings, say)
    return LateReader(identity, lambda: _opened(export, identity, settings))


def _exported(
    weights: Path, identity: ModelIdentity, settings: Settings, say: Callable[[str], None]
) -> Path:
    """Return the folder of the export, which is made where there is none."""
    export = settings.cache_dir / "readers" / f"{identity.sha256}.{_FORMAT}"
    if not _is_whole(export):
        _export(weights, export, settings, say)
    return export


def _opened(export: Path, identity: ModelIdentity, settings: Settings) -> OnnxReader:
    one_for_blas()
    return OnnxReader(export, identity, settings.threads or usable_cores())


def _weights(reader: str) -> tuple[Path, str]:
    """Return the file of a reader's weights, and its SHA-256."""
    path = PACKAGED if reader == "pincite" else Path(reader).expanduser() / WEIGHTS_FILE
    if not path.is_file():
        raise ModelError(
            f"PINCITE_READER: {path} does not exist; name a folder that holds {WEIGHTS_FILE}, "
            "or pincite, or off"
        )
    sha256 = sha256_of(path)
    if reader == "pincite":
        _check_shipped(path, sha256, PACKAGED_SHA256)
    return path, sha256


def _check_shipped(path: Path, sha256: str, shipped: str) -> None:
    if sha256 != shipped:
        raise ModelError(
            f"{path} is not what Pincite ships: its SHA-256 is {sha256}, "
            f"not {shipped}; reinstall Pincite"
        )


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
    what = "the listener" if weights == LISTENER else "the reader"
    say(f"Preparing {what} (once; about a quarter of a minute) ...")
    with new_export(export, _is_whole) as partial:
        arguments = [
            str(encoder),
            str(encoder_export),
            str(weights),
            str(PACKAGED),
            str(partial),
            settings.reader_precision,
        ]
        reason = run_export("service.reading.exporting", arguments, "the reader")
        if reason is not None:
            raise ModelError(f"PINCITE_READER: {reason}")
