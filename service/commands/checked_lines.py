"""A checked text or answer, as lines in the terminal."""

from collections.abc import Sequence

from index.commands.terminal import line
from service.checking.citations.standing_records import CheckedAnswer, CitationStanding
from service.checking.texts.check_records import CheckedSentence, CheckedText
from service.records import CitedSource
from service.sources import path, searched, told, where

_NAMES = {
    "supported": "Supported",
    "contradicted": "Contradicted",
    "not_mentioned": "Not mentioned",
    "stands": "Stands",
    "moved": "Moved",
    "changed": "Changed",
    "gone": "Gone",
}
_STYLES = {
    **dict.fromkeys(("supported", "stands"), "green"),
    **dict.fromkeys(("not_mentioned", "moved"), "yellow"),
    **dict.fromkeys(("contradicted", "changed", "gone"), "red"),
}
_MOST_OF_A_QUOTE = 300  # characters


def print_text(checked: CheckedText) -> None:
    """Print each sentence with what the documents say of it, and how many there are of each."""
    for sentence in checked.sentences:
        _print_sentence(sentence)
    counts = checked.counts
    parts = [
        f"{counts.supported} supported",
        f"{counts.contradicted} contradicted",
        f"{counts.not_mentioned} not mentioned",
        *([f"{counts.not_checked} not checked"] if counts.not_checked else []),
    ]
    line(f"{_counted(len(checked.sentences), 'sentence')}: {', '.join(parts)}.", "bold")
    if checked.filtered:
        line(searched(checked.filtered), "dim")


def print_answer(checked: CheckedAnswer) -> None:
    """Print each citation with what became of it, and how many there are of each standing."""
    for citation in checked.citations:
        _print_citation(citation)
    counts = checked.counts
    line(
        f"{_counted(len(checked.citations), 'citation')}: "
        f"{counts.stands} {'stands' if counts.stands == 1 else 'stand'}, "
        f"{counts.moved} moved, {counts.changed} changed, {counts.gone} gone.",
        "bold",
    )


def _print_sentence(sentence: CheckedSentence) -> None:
    said = " ".join(sentence.text.split())
    if sentence.support is None:
        line(f"Not checked: {said}", "dim")
        line(f"    {sentence.reason}", "dim")
        line()
        return
    label = sentence.support.label
    _print_label(label, said)
    if sentence.reason:
        line(f"    {sentence.reason}")
    for place in sentence.citations:
        _print_place(place.source, place.quote)
    for place in sentence.against:
        line("    Against it:", "red")
        _print_place(place.source, place.quote)
    if sentence.nearest:
        line("    The nearest:", "dim")
        _print_place(sentence.nearest.source, sentence.nearest.quote, "dim")
    line()


def _print_citation(citation: CitationStanding) -> None:
    turn = f"turn {citation.turn} " if citation.turn else ""
    marker = f"[{citation.marker}] " if citation.marker is not None else ""
    _print_label(citation.standing, f"{turn}{marker}{_shown(citation.quote)}".strip())
    if citation.reason:
        line(f"    {citation.reason}")
    was = citation.was
    if citation.now is None:
        at = f", characters {was.start} to {was.end}" if was.end else ""
        line(f"    It was in {was.document_id}{at}", "dim")
    else:
        _print_source(citation.now.source)
    if citation.nearest:
        line("    The nearest sentence now:", "dim")
        _print_place(citation.nearest.source, citation.nearest.quote, "dim")
    line()


def _print_label(label: str, said: str) -> None:
    line(f"{_NAMES[label]}: {said}", _STYLES[label])


def _print_place(source: CitedSource, quote: str, style: str = "") -> None:
    _print_source(source)
    line(f"    {_shown(quote)}", style)


def _print_source(source: CitedSource) -> None:
    line(f"    {source.title}" if source.title else f"    {source.document_id}", "bold")
    facts: Sequence[str] = told(source)
    line(f"    {where(source)}, characters {source.start} to {source.end}", "dim")
    if facts:
        line(f"    {' · '.join(facts)}", "dim")
    if headings := path(source):
        line(f"    {' › '.join(headings)}", "dim")


def _shown(quote: str) -> str:
    """Return a quote in one line; of a long one the beginning."""
    text = " ".join(quote.split())
    cut = f"{text[:_MOST_OF_A_QUOTE].rstrip()}…" if len(text) > _MOST_OF_A_QUOTE else text
    return f"“{cut}”" if text else ""


def _counted(count: int, thing: str) -> str:
    return f"{count:,} {thing}" if count == 1 else f"{count:,} {thing}s"
