"""Finds a model's files on this machine, and the hash that identifies its weights."""

import hashlib
from pathlib import Path

from index.errors import ModelError


def folder_of(setting: str, model: str) -> Path:
    """Return the folder of a model.

    model: a folder, or the name of a model in the Hugging Face cache of this machine. setting: the
    variable that names the model, for messages. Raises ModelError for a model that is neither.
    """
    if Path(model).is_dir():
        return Path(model).resolve()
    from huggingface_hub import snapshot_download

    try:
        return Path(snapshot_download(model, local_files_only=True))
    except Exception as error:  # a bad name and a missing snapshot fail in a dozen ways
        raise ModelError(
            f"{setting}: {model} is neither a folder nor a model on this machine "
            "(Pincite downloads nothing by itself)"
        ) from error


def sha256_of_weights(folder: Path) -> str:
    """Return one SHA-256 for all files of weights and settings, in the order of their names.

    Raises ModelError for a folder without weights, or with pickled ones only.
    """
    digest = hashlib.sha256()
    kinds = {".safetensors", ".json", ".txt", ".model"}
    files = sorted(p for p in folder.rglob("*") if p.suffix in kinds and p.is_file())
    if not any(path.suffix == ".safetensors" for path in files):
        raise ModelError(
            f"{folder} holds no .safetensors weights; Pincite loads no pickled ones, "
            "because loading them can run code"
        )
    for path in files:
        digest.update(f"{path.relative_to(folder).as_posix()} {sha256_of(path)}\n".encode())
    return digest.hexdigest()


def sha256_of(path: Path) -> str:
    """Return the SHA-256 of a file. Raises ModelError if it cannot be read."""
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as error:
        raise ModelError(f"{path} cannot be read: {error.strerror}") from error
