"""`pincite feedback`: the answers that people judged, as questions for `pincite evaluate`."""

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from index.commands.terminal import AsJson, DataDir, line, print_json, say
from index.errors import PinciteError

if TYPE_CHECKING:
    from service.evaluation.feedback_set import Counts, FeedbackSet
    from service.settings import Settings

_PARTS = {
    "right_answers": "answered right",
    "right_refusals": "refused right",
    "wrong_refusals": "refused wrong",
    "wrong_answers": "answered wrong; not asked until you write down what is right",
}
_LEFT_OUT = {
    "removed": "whose quotes are no longer in the documents",
    "filtered": "asked of part of the documents",
    "collection": "about the collection",
    "again": "judged again later",
}


def feedback(
    folder: Annotated[
        Path, typer.Argument(metavar="FOLDER", help="The folder to make; it must not be there.")
    ],
    data_dir: DataDir = None,
    as_json: AsJson = False,
) -> None:
    """Write the answers that people judged as a set of questions for `pincite evaluate`."""
    from service.evaluation.feedback_set import write_set
    from service.settings import Settings

    found = _judged(Settings.load(data_dir=data_dir))
    if not found.lines:
        left_out = _left_out(found.counts)
        raise PinciteError(left_out or "no answer has been judged yet: nothing was written")
    write_set(folder, found)
    if as_json:
        counts = asdict(found.counts)
        print_json({"folder": str(folder), "questions": len(found.lines), **counts})
        return
    line(f"{folder}: judged questions, {len(found.lines):,}", "bold")
    for name, words in _PARTS.items():
        if count := getattr(found.counts, name):
            line(f"{count:>7,}  {words}")
    if left_out := _left_out(found.counts):
        say(left_out)
    if count := found.counts.removed_quotes:
        say(f"Quotes that are no longer in the documents: {count:,}. They were left out.")


def _judged(settings: "Settings") -> "FeedbackSet":
    """Return the set of all judged answers. No model is loaded for it."""
    from functools import cache

    from index.homes.home import home_of
    from service.conversation.conversations import Conversations
    from service.database.opening import database_of
    from service.evaluation.feedback_set import feedback_set

    lease, _ = home_of(settings).open_good()
    store = lease.generation().store
    conversations = Conversations(database_of(settings), settings.max_conversations)
    return feedback_set(conversations.judged(), cache(store.document))


def _left_out(counts: "Counts") -> str:
    """Return in words which questions were left out, "" for none."""
    told = [f"{n:,} {words}" for name, words in _LEFT_OUT.items() if (n := getattr(counts, name))]
    return f"Questions left out: {'; '.join(told)}." if told else ""
