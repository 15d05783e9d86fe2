import socket
from typing import Any

import pytest

from index.commands.terminal import say
from index.errors import UsageError
from service.http.server import listen, url_of
from service.settings import Settings
from service.wiring import keys_of


def listens(host: str, **settings: Any) -> bool:
    """Whether a connection to such a server would be taken."""
    loaded = Settings.load(host=host, port=0, **settings)
    with listen(loaded, keys_of(loaded), say) as listener:
        address = ("127.0.0.1" if host == "0.0.0.0" else host, listener.getsockname()[1])
        with socket.create_connection(address, timeout=120):
            return True


def make_key(days: int | None = None) -> None:
    keys_of(Settings.load()).create("any", "ask", days)


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "127.3.2.1"])
def test_this_machine_needs_no_key_to_listen_on_itself(host: str) -> None:
    assert listens(host)


def test_any_other_address_is_refused_and_says_what_to_do() -> None:
    with pytest.raises(UsageError, match=r"pincite key create .* --allow-anyone"):
        listens("0.0.0.0")


def test_with_a_key_it_listens_everywhere() -> None:
    make_key()
    assert listens("0.0.0.0")


@pytest.mark.parametrize("ended", ["revoked", "expired"])
def test_a_key_that_nobody_can_use_is_none(ended: str) -> None:
    make_key(-1 if ended == "expired" else None)
    if ended == "revoked":
        keys_of(Settings.load()).revoke("any")
    with pytest.raises(UsageError, match="API key"):
        listens("0.0.0.0")


def test_with_the_word_of_its_owner_it_listens_everywhere_and_says_what_that_means(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert listens("0.0.0.0", allow_anyone=True)
    assert "anyone who can reach this address may ask" in capsys.readouterr().err
    make_key()
    assert listens("0.0.0.0", allow_anyone=True)
    assert capsys.readouterr().err == ""


def test_the_owner_may_say_so_in_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PINCITE_ALLOW_ANYONE", "true")
    assert listens("0.0.0.0")


@pytest.mark.parametrize("host", ["127.0.0.1", "0.0.0.0"])
def test_the_address_is_shown_as_a_browser_takes_it(host: str) -> None:
    settings = Settings.load(host=host, port=0, allow_anyone=True)
    with listen(settings, keys_of(settings), say) as listener:
        assert url_of(listener) == f"http://127.0.0.1:{listener.getsockname()[1]}"
