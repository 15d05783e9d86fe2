"""A client that is generated from the OpenAPI schema, against a running server."""

import json
import subprocess
import sys
import venv
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.end_to_end.site import Site
from tests.service.apps import QUESTION, TEXTS, without_what_differs

# In an environment of its own: it wants another typer than Pincite.
GENERATOR = "openapi-python-client==0.29.1"
_SCRIPT = Path(__file__).with_name("generated_client.py")
pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    site = Site(tmp_path_factory.mktemp("generated"), TEXTS)
    yield site
    site.stop()


@pytest.fixture(scope="module")
def programs(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the generator's programs."""
    folder = tmp_path_factory.mktemp("generator")
    venv.create(folder, with_pip=True)
    programs = folder / ("Scripts" if sys.platform == "win32" else "bin")
    install = [programs / "python", "-m", "pip", "install", "-q", GENERATOR]
    if subprocess.run(install, capture_output=True, check=False, timeout=300).returncode:
        pytest.skip(f"NOT RUN: {GENERATOR} cannot be installed")
    return programs


def test_a_generated_client_asks_and_gets_typed_answers(
    site: Site, programs: Path, tmp_path: Path
) -> None:
    generate = ["generate", "--url", f"{site.url}/openapi.json", "--meta", "none"]
    config = tmp_path / "config.yaml"
    config.write_text("post_hooks: []\n", "utf-8")
    made = subprocess.run(
        [
            programs / "openapi-python-client",
            *generate,
            *("--output-path", tmp_path / "pincite_client", "--config", config),
            "--fail-on-warning",
        ],
        capture_output=True,
        encoding="utf-8",
        timeout=120,
        check=False,
    )
    assert made.returncode == 0, made.stdout + made.stderr
    script = tmp_path / _SCRIPT.name
    script.write_bytes(_SCRIPT.read_bytes())
    run = subprocess.run(
        [programs / "python", script, site.url, QUESTION],
        capture_output=True,
        encoding="utf-8",
        timeout=60,
        check=False,
    )
    assert run.returncode == 0, run.stderr
    said = json.loads(run.stdout)
    right = site.ask(QUESTION)
    right["passages"] = right["passages"][:2]
    assert without_what_differs(said["answer"]) == without_what_differs(right)
    assert set(said["documents"]) == set(TEXTS)
    assert said["none"] == 0
    assert said["codes"] == ["invalid_request", "model_not_found"]
    assert "eight metres deep" in said["completion"]
    assert said["ready"] == "ready"
