"""A real server of object storage (moto's), at 127.0.0.1, and its objects."""

import os
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx2
import pytest

BUCKET = "papers"
ROOT = Path("s3://papers/team")
KEYS = {
    "AWS_ACCESS_KEY_ID": "tests",
    "AWS_SECRET_ACCESS_KEY": "tests",
    "AWS_DEFAULT_REGION": "us-east-1",
    "AWS_EC2_METADATA_DISABLED": "true",
}


class Storage:
    """The bucket that tests use. asked: each request so far, as `GET /papers/team/a.txt`.

    before: called with each request before it is done, in the thread that does it.
    """

    def __init__(self, url: str, asked: list[str]) -> None:
        import botocore.session

        self.url, self.asked = url, asked
        self.before: Callable[[str], None] = lambda request: None
        self._client: Any = botocore.session.get_session().create_client(
            "s3",
            region_name="us-east-1",
            endpoint_url=url,
            aws_access_key_id="tests",
            aws_secret_access_key="tests",
        )
        self._client.create_bucket(Bucket=BUCKET)

    def put(self, texts: Mapping[str, str | bytes]) -> None:
        """Write objects below the root, by the rest of their keys."""
        for name, text in texts.items():
            body = text.encode() if isinstance(text, str) else text
            self._client.put_object(Bucket=BUCKET, Key=f"team/{name}", Body=body)

    def remove(self, name: str) -> None:
        self._client.delete_object(Bucket=BUCKET, Key=f"team/{name}")

    def objects(self, under: str) -> dict[str, bytes]:
        """All objects of the bucket whose keys begin so."""
        listed = self._client.list_objects_v2(Bucket=BUCKET, Prefix=under).get("Contents", ())
        keys = [each["Key"] for each in listed]
        return {k: self._client.get_object(Bucket=BUCKET, Key=k)["Body"].read() for k in keys}

    def overwrite(self, key: str, data: bytes) -> None:
        self._client.put_object(Bucket=BUCKET, Key=key, Body=data)

    @contextmanager
    def asking_for_keys(self) -> Iterator[None]:
        """Let the server refuse the keys of these tests, which it does not know."""
        httpx2.post(f"{self.url}/moto-api/reset-auth", content="0")
        try:
            yield
        finally:
            httpx2.post(f"{self.url}/moto-api/reset-auth", content="inf")

    def fetched(self) -> list[str]:
        """The objects that were fetched since this was asked last."""
        begin = f"GET /{BUCKET}/team/"
        names = [line.removeprefix(begin) for line in self.asked if line.startswith(begin)]
        self.asked.clear()
        return sorted(names)


@contextmanager
def storage_of(monkeypatch: pytest.MonkeyPatch) -> Iterator[Storage]:
    """Start a server, and let the variables of AWS name it; give its bucket."""
    pytest.importorskip("s3fs", reason="s3fs is not installed: pip install 'pincite[scale]'")
    server_module = pytest.importorskip("moto.server", reason="moto[server] is not installed")
    from moto.moto_server.werkzeug_app import DomainDispatcherApplication

    asked: list[str] = []
    running: list[Storage] = []
    dispatch = DomainDispatcherApplication.__call__
    one_at_a_time = threading.Lock()

    def noting(self: Any, environ: Any, start_response: Any) -> Any:
        request = f"{environ['REQUEST_METHOD']} {environ['PATH_INFO']}"
        asked.append(request)
        for started in running:
            started.before(request)
        with one_at_a_time:  # moto looks at a condition and writes in two steps; storages in one
            return dispatch(self, environ, start_response)

    monkeypatch.setattr(DomainDispatcherApplication, "__call__", noting)
    server = server_module.ThreadedMotoServer("127.0.0.1", 0, verbose=False)
    server.start()
    try:
        host, port = server.get_host_and_port()
        for name, value in KEYS.items():
            monkeypatch.setenv(name, value)
        monkeypatch.setenv("AWS_ENDPOINT_URL_S3", f"http://{host}:{port}")
        httpx2.post(f"http://{host}:{port}/moto-api/reset")
        running.append(Storage(os.environ["AWS_ENDPOINT_URL_S3"], asked))
        yield running[0]
    finally:
        server.stop()
