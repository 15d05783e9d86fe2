"""A tab of Firefox, driven by WebDriver BiDi (https://www.w3.org/TR/webdriver-bidi/), which Firefox
speaks by itself. Playwright could drive only a Firefox of its own making.
"""

import itertools
import json
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from websockets.sync.client import ClientConnection, connect

_PATIENCE_S = 60
_LISTENING = "WebDriver BiDi listening on "
# A mouse, which is fine and hovers; without a screen, Firefox believes that there is no pointer.
_MOUSE = """user_pref("ui.primaryPointerCapabilities", 6);
user_pref("ui.allPointerCapabilities", 6);
"""


class Tab:
    """The tab. errors: what its console and its scripts have complained of."""

    def __init__(self, connection: ClientConnection) -> None:
        self._connection = connection
        self._numbers = itertools.count(1)
        self.errors: list[str] = []
        self._call("session.new", capabilities={})
        self._call("session.subscribe", events=["log.entryAdded"])
        [tab] = self._call("browsingContext.getTree")["contexts"]
        self._context = tab["context"]

    def _call(self, method: str, **parameters: Any) -> Any:
        number = next(self._numbers)
        command = {"id": number, "method": method, "params": parameters}
        self._connection.send(json.dumps(command))
        while True:
            message = json.loads(self._connection.recv(timeout=_PATIENCE_S))
            if message.get("method") == "log.entryAdded" and message["params"]["level"] == "error":
                self.errors.append(message["params"]["text"])
            if message.get("id") == number:
                assert message["type"] == "success", message
                return message["result"]

    def go(self, url: str) -> None:
        self._call("browsingContext.navigate", context=self._context, url=url, wait="complete")

    def evaluate(self, expression: str) -> Any:
        """Evaluate an expression whose value is a text, a number, a truth value or nothing."""
        done = self._call(
            "script.evaluate",
            expression=expression,
            target={"context": self._context},
            awaitPromise=True,
        )
        assert done["type"] == "success", done
        return done["result"].get("value")

    def wait_for(self, expression: str) -> None:
        """Return once the expression is true."""
        deadline = time.monotonic() + _PATIENCE_S
        while not self.evaluate(f"Boolean({expression})"):
            assert time.monotonic() < deadline, expression
            time.sleep(0.1)


@contextmanager
def open_firefox(program: str, profile: Path) -> Iterator[Tab]:
    """Yield the tab of a Firefox of its own, and close that. profile: an empty folder."""
    (profile / "user.js").write_text(_MOUSE)
    command = [program, "--headless", "--no-remote", "--profile", str(profile)]
    with subprocess.Popen(
        [*command, "--remote-debugging-port", "0"], stderr=subprocess.PIPE, text=True
    ) as process:
        assert process.stderr is not None
        try:
            line = next(line for line in process.stderr if _LISTENING in line)
            address = f"{line.partition(_LISTENING)[2].strip()}/session"
            with connect(address, max_size=None) as connection:
                yield Tab(connection)
        finally:
            process.kill()
