"""A real nginx in front of a site, set up as docs/serving.md says."""

import re
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.end_to_end.site import Site

_SERVING = Path(__file__).parents[4] / "docs" / "serving.md"
_PATIENCE_S = 30.0
# One process, as whoever runs the tests, with all that it writes in one folder.
_CONFIG = """
daemon off;
master_process off;
pid {folder}/nginx.pid;
error_log {folder}/error.log;
events {{ }}
http {{
    access_log off;
    client_body_temp_path {folder}/body;
    proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi;
    scgi_temp_path {folder}/scgi;
    {http}
}}
"""


def documented(site: Site, strips: bool) -> str:
    """The locations that the documentation gives, with the site in the place of the server.

    strips: whether nginx takes the path away.
    """
    found = re.search(r"<!-- nginx -->\n```nginx\n(.*?)```", _SERVING.read_text("utf-8"), re.DOTALL)
    assert found
    assert found[1].count("http://127.0.0.1:8000;") == 1
    return found[1].replace("http://127.0.0.1:8000;", f"{site.url}{'/' if strips else ''};")


@contextmanager
def nginx(folder: Path, locations: str) -> Iterator[str]:
    """The URL of an nginx that runs meanwhile."""
    port = free_port()
    http = f"server {{\n listen 127.0.0.1:{port};\n{locations}\n}}"
    with nginx_of(folder, port, http) as url:
        yield url


@contextmanager
def nginx_of(folder: Path, port: int, http: str) -> Iterator[str]:
    """The URL of an nginx that runs meanwhile, and listens on that port, as its servers say."""
    program = shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin")
    if program is None:
        pytest.skip("no nginx: apt-get install nginx")
    config = folder / "nginx.conf"
    config.write_text(_CONFIG.format(folder=folder, http=http), "utf-8")
    command = [program, "-p", folder, "-c", config, "-e", folder / "error.log"]
    process = subprocess.Popen(command, stderr=subprocess.DEVNULL)
    try:
        _wait_for(process, port, folder / "error.log")
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait()


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port: int = free.getsockname()[1]
        return port


def _wait_for(process: "subprocess.Popen[bytes]", port: int, log: Path) -> None:
    end = time.monotonic() + _PATIENCE_S
    while time.monotonic() < end:
        assert process.poll() is None, log.read_text("utf-8")
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            time.sleep(0.05)
        else:
            return
    raise AssertionError(f"nginx does not listen: {log.read_text('utf-8')}")
