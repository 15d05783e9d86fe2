from pathlib import Path

import pytest

from index.errors import UsageError
from index.settings import DEFAULT_MODEL, IndexSettings


def test_defaults_lie_in_the_platforms_folders(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("DATA_DIR", "CACHE_DIR", "MODEL", "THREADS"):
        monkeypatch.delenv(f"PINCITE_{name}", raising=False)
    monkeypatch.setenv("XDG_DATA_HOME", "/somewhere/data")
    monkeypatch.setenv("XDG_CACHE_HOME", "/somewhere/cache")
    settings = IndexSettings.load()
    assert settings.data_dir.name == settings.cache_dir.name == "pincite"
    assert settings.data_dir != settings.cache_dir
    assert (settings.model, settings.threads) == (DEFAULT_MODEL, 0)


def test_a_flag_wins_over_the_environment_over_the_default(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("PINCITE_DATA_DIR", "/from/environment")
    monkeypatch.setenv("PINCITE_THREADS", "3")
    assert IndexSettings.load().data_dir == Path("/from/environment")
    assert IndexSettings.load(data_dir=None).data_dir == Path("/from/environment")
    settings = IndexSettings.load(data_dir=tmp_path)
    assert (settings.data_dir, settings.threads) == (tmp_path, 3)


@pytest.mark.parametrize(
    ("name", "value"), [("THREADS", "many"), ("THREADS", "-1"), ("THREADS", "9999"), ("MODEL", "")]
)
def test_a_bad_setting_is_named(monkeypatch: pytest.MonkeyPatch, name: str, value: str) -> None:
    monkeypatch.setenv(f"PINCITE_{name}", value)
    with pytest.raises(UsageError, match=rf"^PINCITE_{name}: "):
        IndexSettings.load()


@pytest.mark.parametrize(
    ("place", "kept"),
    [
        ("", ""),
        ("s3://papers", "s3://papers"),
        ("s3://papers/added/v1.2_x/", "s3://papers/added/v1.2_x"),
        ("/somewhere", None),
        ("s3://", None),
        ("s3://Papers/added", None),
        ("s3://papers//added", None),
        ("s3://papers/../added", None),
        ("s3://papers/a?b", None),
        ("s3://papers/a b", None),
        ("https://papers.example/added", None),
        ("s3://papers/" + "x" * 300, None),
    ],
)
def test_added_files_are_kept_in_the_data_folder_or_at_a_place_in_object_storage(
    monkeypatch: pytest.MonkeyPatch, place: str, kept: str | None
) -> None:
    monkeypatch.setenv("PINCITE_UPLOADS", place)
    if kept is None:
        with pytest.raises(UsageError, match=r"^PINCITE_UPLOADS: it must be s3://bucket/prefix"):
            IndexSettings.load()
    else:
        assert IndexSettings.load().uploads == kept


def test_every_setting_is_described() -> None:
    assert all(field.description for field in IndexSettings.model_fields.values())
