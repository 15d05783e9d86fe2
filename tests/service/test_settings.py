from collections.abc import Iterable
from pathlib import Path

import pytest

from index.errors import UsageError
from service.settings import Settings
from tests.service.apps import settings_table

README = Path(__file__).parent.parent.parent / "README.md"


def variable(name: str) -> str:
    return f"PINCITE_{name.upper()}"


def test_the_defaults_are_local_and_need_nothing() -> None:
    settings = Settings.load()
    assert (settings.host, settings.port) == ("127.0.0.1", 8000)
    assert list(settings.allowed_hosts) == ["localhost", "127.0.0.1", "[::1]"]
    assert settings.model == "all-MiniLM-L6-v2"


def test_a_flag_wins_over_the_environment_and_that_over_the_default(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("PINCITE_PORT", "9000")
    assert Settings.load().port == 9000
    assert Settings.load(port=None).port == 9000
    assert Settings.load(port=9001).port == 9001


def test_the_hosts_are_read_from_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PINCITE_ALLOWED_HOSTS", "Pincite.example, localhost")
    assert [host.lower() for host in Settings.load().allowed_hosts] == [
        "pincite.example",
        "localhost",
    ]


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("PINCITE_PORT", "eighty"),
        ("PINCITE_PORT", "65536"),
        ("PINCITE_PORT", "-1"),
        ("PINCITE_HOST", ""),
        ("PINCITE_MIN_CONFIDENCE", "1.5"),
        ("PINCITE_MIN_CONFIDENCE", "nan"),
        ("PINCITE_THREADS", "-2"),
        ("PINCITE_MODEL", ""),
        ("PINCITE_CROSS_ENCODER_PASSAGES", "1"),
        ("PINCITE_CROSS_ENCODER_PASSAGES", "21"),
        ("PINCITE_ROOT_PATH", "pincite"),
        ("PINCITE_ROOT_PATH", "/v1"),
        ("PINCITE_PUBLIC_URL", "docs.example"),
        ("PINCITE_PUBLIC_URL", "https://docs.example/v1"),
        ("PINCITE_ALLOWED_ORIGINS", "*"),
        ("PINCITE_ALLOWED_ORIGINS", "https://site.example, https://*.site.example"),
        ("PINCITE_ALLOWED_ORIGINS", "https://site.example/"),
        ("PINCITE_LLM_BASE_URL", "127.0.0.1:11434/v1"),
        ("PINCITE_LLM_BASE_URL", "ftp://127.0.0.1/v1"),
        ("PINCITE_LLM_BASE_URL", "http://:80/v1"),
        ("PINCITE_LLM_BASE_URL", "http://127.0.0.1:eighty/v1"),
        ("PINCITE_LLM_BASE_URL", "http://127.0.0.1/v1?key=1"),
        ("PINCITE_LLM_BASE_URL", "http://me:secret@127.0.0.1/v1"),
        ("PINCITE_LLM_MODE", "worded"),
        ("PINCITE_LLM_MODE", "told"),
        ("PINCITE_LLM_TIMEOUT_S", "0"),
        ("PINCITE_LLM_API_KEY", "one\ntwo"),
    ],
)
def test_a_bad_setting_is_a_usage_error_that_names_it(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str
) -> None:
    monkeypatch.setenv(name, value)
    with pytest.raises(UsageError, match=name):
        Settings.load()


@pytest.mark.parametrize("name", ["PINCITE_LLM_BASE_URL", "PINCITE_LLM_MODEL"])
def test_an_llm_needs_its_server_and_its_name(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    monkeypatch.setenv(name, "http://127.0.0.1:11434/v1")
    with pytest.raises(UsageError, match=r"PINCITE_LLM_MODEL: .*PINCITE_LLM_BASE_URL"):
        Settings.load()


def test_the_key_of_an_llm_stands_in_no_text(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PINCITE_LLM_API_KEY", " sk-abc123\n")
    settings = Settings.load()
    assert settings.llm_api_key is not None
    assert settings.llm_api_key.get_secret_value() == "sk-abc123"
    assert "abc123" not in f"{settings!r} {settings} {settings.model_dump_json()}"
    for name, value in [("API_KEY", "sk-abc123\x7f"), ("BASE_URL", "http://me:sk-abc123@host/v1")]:
        monkeypatch.setenv(f"PINCITE_LLM_{name}", value)
        with pytest.raises(UsageError) as failed:
            Settings.load()
        assert "abc123" not in f"{failed.value!r} {failed.value.__cause__!r}"
        monkeypatch.delenv(f"PINCITE_LLM_{name}")


def test_origins_are_read_from_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    assert Settings.load().allowed_origins == ()
    monkeypatch.setenv("PINCITE_ALLOWED_ORIGINS", "https://site.example, http://localhost:3000")
    assert Settings.load().allowed_origins == ("https://site.example", "http://localhost:3000")


@pytest.mark.parametrize(
    ("root", "public", "expected"),
    [
        ("", "", ""),
        ("/pincite", "", "/pincite"),
        ("", "https://docs.example", ""),
        ("", "https://docs.example/", ""),
        ("", "https://docs.example/pincite/", "/pincite"),
        ("/pincite", "https://docs.example/pincite", "/pincite"),
        ("/pincite", "https://docs.example/pincite/", "/pincite"),
    ],
)
def test_the_root_path_is_the_path_of_the_public_url(root: str, public: str, expected: str) -> None:
    assert Settings.load(root_path=root, public_url=public).root == expected


@pytest.mark.parametrize("public", ["https://docs.example", "https://docs.example/other"])
def test_a_root_path_that_the_public_url_contradicts_is_refused(public: str) -> None:
    with pytest.raises(UsageError, match=r"PINCITE_PUBLIC_URL: it must end with .* /pincite"):
        Settings.load(root_path="/pincite", public_url=public)


def test_every_setting_says_what_it_means() -> None:
    for name, field in Settings.model_fields.items():
        assert field.description, name
        assert field.description.endswith("."), name


def test_the_readme_lists_every_setting_and_no_other() -> None:
    lines = settings_table(README.read_text("utf-8"))
    if lines is None:
        pytest.skip("README.md has no table of settings between its marks yet")
    rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines[2:]]
    documented = {name.strip("`"): (default, meaning) for name, default, meaning in rows}
    assert len(documented) == len(rows)
    assert list(documented) == [variable(name) for name in Settings.model_fields]
    for name, field in Settings.model_fields.items():
        default, meaning = documented[variable(name)]
        assert meaning == field.description
        # A default that depends on the platform is described in words.
        if field.default_factory is None:
            assert default == (
                f"`{written(field.default)}`" if field.default not in ("", (), None) else "none"
            )
        else:
            assert default
            assert "`" not in default


def written(default: object) -> str:
    """A default as the variable would hold it."""
    if isinstance(default, Iterable) and not isinstance(default, str):
        return ",".join(map(str, default))
    return str(default)
