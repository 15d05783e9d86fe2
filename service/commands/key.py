"""`pincite key`: the API keys of a server."""

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from index.commands.terminal import AsJson, DataDir, line, print_json, say

if TYPE_CHECKING:
    from service.keys import Key, Keys

app = typer.Typer(help="Make, list and revoke the API keys of a server.", no_args_is_help=True)


def _keys(data_dir: Path | None) -> "Keys":
    # Imported here: a command's help must not wait for what it does not use.
    from service.settings import Settings
    from service.wiring import keys_of

    return keys_of(Settings.load(data_dir=data_dir))


@app.command()
def create(
    name: Annotated[str, typer.Argument(help="What it is for, to tell it from others.")],
    scope: Annotated[
        Literal["ask", "admin"],
        typer.Option(help="What it may do; admin: all that ask may, and index again."),
    ] = "ask",
    days: Annotated[
        int | None,
        typer.Option(min=1, max=36500, help="Days until it expires; without it, it does not."),
    ] = None,
    data_dir: DataDir = None,
    as_json: AsJson = False,
) -> None:
    """Make a key and print it, this once. From the first on, every API request needs one."""
    keys = _keys(data_dir)
    first = not keys.exist()
    key, token = keys.create(name, scope, days)
    if as_json:
        print_json({**asdict(key), "token": token})
        return
    line(token)
    until = f"until {key.expires_at}" if key.expires_at else "until it is revoked"
    say(f"That is the key {name} (scope {scope}), {until}. It is shown this once.")
    if first:
        say("From now on every API request needs a key, sent as: Authorization: Bearer KEY")


@app.command("list")
def list_(data_dir: DataDir = None, as_json: AsJson = False) -> None:
    """List the keys, also those that are revoked or have expired. Tokens are stored nowhere."""
    keys = _keys(data_dir)
    found = keys.all()
    if as_json:
        print_json([{**asdict(key), "usable": keys.usable(key)} for key in found])
        return
    for key in found:
        line(f"{key.key_id}  {key.scope:<5}  {_state(key, keys)}  {key.name}")
    if not found:
        say("There is no key: this machine needs none.")


def _state(key: "Key", keys: "Keys") -> str:
    if key.revoked_at:
        return f"revoked {key.revoked_at}"
    if keys.expired(key):
        return f"expired {key.expires_at}"
    return f"until {key.expires_at}" if key.expires_at else "never expires"


@app.command()
def revoke(
    key: Annotated[str, typer.Argument(metavar="NAME", help="Its name or its id.")],
    data_dir: DataDir = None,
    as_json: AsJson = False,
) -> None:
    """Revoke a key; a running server refuses it from its next request on."""
    revoked = _keys(data_dir).revoke(key)
    if as_json:
        print_json(asdict(revoked))
    else:
        line(f"Revoked: {revoked.name} ({revoked.key_id}). The server still needs a key.")


@app.command()
def reset(data_dir: DataDir = None, as_json: AsJson = False) -> None:
    """Forget all keys, also revoked ones: the server's own machine then needs none again."""
    forgotten = _keys(data_dir).reset()
    if as_json:
        print_json({"forgotten": forgotten})
    else:
        line(f"Forgotten: {forgotten} keys. The server's own machine needs none now.")
