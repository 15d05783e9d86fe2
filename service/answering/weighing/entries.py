"""Entries: what a glossary, a table or a list says of one thing that it names in front.

"What is a pack?" is answered by "Pack: a file of several blobs", and not by how packs are made.
"""

import re
from collections.abc import Sequence
from dataclasses import replace

from index.documents.shape import BETWEEN_CELLS
from index.records import BlockKind
from index.storage.words.analysis import terms
from service.answering.agreement.designations import designations_asked
from service.answering.asking.question import Question
from service.answering.weighing.evidence import Evidence
from service.english.clauses import Asks
from service.english.function_words import BE, DO

_BAR = BETWEEN_CELLS.strip()
_LABELLED = re.compile(r"(?P<label>[^:–—]{1,40}?)(?::\s|\s[:–—]\s)\s*\S")
_NUMBERED = re.compile(r"(?P<label>\d[\w.]*)\s")
_MEANING = re.compile(r"(?P<before>.*?)\b(?:mean|stand for|do)", re.IGNORECASE)


def entries_first(question: Question, evidence: Sequence[Evidence]) -> list[Evidence]:
    """Return the evidence, best first, with the entries of what a question asks the meaning of
    before all else: they get the score of what was best.

    evidence: best first.
    """
    asked = frozenset(terms(_thing_asked(question)))
    entries = [one for one in evidence if _is_entry_of(asked, one)] if asked else []
    if not entries:
        return [*evidence]
    places, best = {one.place for one in entries}, evidence[0]
    before = None if best.place in places else best
    return [
        *(replace(one, logit=best.logit, instead_of=before) for one in entries),
        *(one for one in evidence if one.place not in places),
    ]


def is_what_it_means(question: Question, best: Evidence) -> bool:
    """Whether a question asks what something means, stands for or does, or what a thing with a
    number is, and the best of the evidence is the entry of just that: the row "E07 | The door is
    open".
    """
    asked = frozenset(terms(_thing_asked(question)))
    clause = question.clause
    if not asked or clause is None:
        return False
    is_asked = clause.asks is Asks.OBJECT or bool(designations_asked(question.text))
    return is_asked and _is_entry_of(asked, best)


def _thing_asked(question: Question) -> str:
    """Return what a question asks the meaning of: "exit code 12"; "" where it asks for more."""
    clause = question.clause
    if clause is None or clause.word.lower() != "what":
        return ""
    auxiliary = clause.auxiliary.lower()
    if clause.asks is Asks.COMPLEMENT and auxiliary in BE and not clause.rest:
        return clause.subject
    meaning = _MEANING.fullmatch(clause.rest) if clause.asks is Asks.OBJECT else None
    return f"{clause.subject} {meaning['before']}" if meaning and auxiliary in DO else ""


def _is_entry_of(asked: frozenset[str], one: Evidence) -> bool:
    """Whether it begins with the name of what is asked about, or with what tells this from others
    of the kind that it stands under: "12" under "Exit codes".
    """
    label = frozenset(terms(_label_of(one)))
    if not label or not label <= asked:
        return False
    return asked <= label.union(*map(terms, one.above))


def _label_of(one: Evidence) -> str:
    """Return the first cell of a row; of a sentence what stands before its colon or dash, or the
    number that it begins with.
    """
    if one.kind is BlockKind.ROW:
        label, bar, rest = one.text.partition(_BAR)
        return label if bar and rest.strip(f" {_BAR}") else ""
    if one.kind not in (BlockKind.ITEM, BlockKind.PARAGRAPH):
        return ""
    labelled = _LABELLED.match(one.text) or _NUMBERED.match(one.text)
    return labelled["label"] if labelled else ""
