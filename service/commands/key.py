"""`pincite key`: make, list, revoke and forget the API keys of a server."""

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from index.commands.terminal import AsJson, DataDir, line, print_json, say

if TYPE_CHECKING:
    from service.keys import Key, Keys

app = typer.Typer(help="Make, list and revoke the API keys of a server.", no_args_is_help=True)


def _keys(data_dir: Path | None) -> "Keys":
    # Imported here, so that `--help` need not load them.
    from service.settings import Settings
    from service.wiring import keys_of

    return keys_of(Settings.load(data_dir=data_dir))


@app.command()
def create(
    name: Annotated[str, typer.Argument(help="A name for the key, to tell it from others.")],
    scope: Annotated[
        Literal["ask", "admin"],
        typer.Option(help="What the key allows. admin allows all that ask does, and indexing."),
    ] = "ask",
    days: Annotated[
        int | None,
        typer.Option(
            min=1, max=36500, help="Days until the key expires. By default it never does."
        ),
    ] = None,
    data_dir: DataDir = None,
    as_json: AsJson = False,
) -> None:
    """Make a key and print it, only this once. As soon as there is a key, API requests need one."""
    keys = _keys(data_dir)
    is_first = not keys.exist()
    key, token = keys.create(name, scope, days)
    inherited = keys.conversations_of(key)
    if as_json:
        print_json({**asdict(key), "token": token, "inherited": inherited})
        return
    # Only the token goes to standard output, so that a script can take it from there.
    line(token)
    until = f"until {key.expires_at}" if key.expires_at else "until it is revoked"
    say(f"This is the key {name} (scope {scope}), valid {until}. It is shown only this once.")
    if is_first:
        say("From now on every API request needs a key, sent as: Authorization: Bearer KEY")
    if inherited:
        some = "1 conversation" if inherited == 1 else f"{inherited:,} conversations"
        say(f"It inherits what was asked without a key: {some}.")
    elif is_first and scope == "ask":
        say("What was asked without a key waits for the first key of scope admin.")


@app.command("list")
def list_(data_dir: DataDir = None, as_json: AsJson = False) -> None:
    """List all keys, including revoked and expired ones. Their tokens are not stored anywhere."""
    keys = _keys(data_dir)
    listed = keys.all()
    if as_json:
        print_json([{**asdict(key), "usable": keys.usable(key)} for key in listed])
        return
    for key in listed:
        line(f"{key.key_id}  {key.scope:<5}  {_state(key, keys)}  {key.name}")
    if not listed:
        say("There is no key. Requests from this machine need none.")


def _state(key: "Key", keys: "Keys") -> str:
    if key.revoked_at:
        return f"revoked {key.revoked_at}"
    if keys.expired(key):
        return f"expired {key.expires_at}"
    return f"until {key.expires_at}" if key.expires_at else "never expires"


@app.command()
def revoke(
    key: Annotated[str, typer.Argument(metavar="NAME", help="The key's name or id.")],
    data_dir: DataDir = None,
    as_json: AsJson = False,
) -> None:
    """Revoke a key. A running server refuses it from the next request on."""
    revoked = _keys(data_dir).revoke(key)
    if as_json:
        print_json(asdict(revoked))
    else:
        line(f"Revoked: {revoked.name} ({revoked.key_id}). API requests still need a key.")


@app.command()
def reset(data_dir: DataDir = None, as_json: AsJson = False) -> None:
    """Forget all keys, including revoked ones. Requests from this machine then need none again."""
    forgotten = _keys(data_dir).reset()
    if as_json:
        print_json({"forgotten": forgotten})
    else:
        line(f"Forgotten: {forgotten} keys. Requests from this machine need none now.")
