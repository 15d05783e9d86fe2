"""READ FIRST: a text or claims -> what the documents say of each sentence; an old answer -> what
became of its citations.
"""

import itertools
import time
import uuid
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import partial

from index.records import Block
from index.search import Searcher
from index.storage.document_filter import Filter
from service.checking.citations.saved_answers import citations_in
from service.checking.citations.standing import standings
from service.checking.citations.standing_records import CheckedAnswer
from service.checking.judgement import Assertion, Judge, Judgement
from service.checking.texts.candidates import EvidenceFinder, Group, IndexEvidence
from service.checking.texts.check_records import (
    MAX_CLAIM,
    MAX_SENTENCES,
    CheckCounts,
    CheckedSentence,
    CheckedText,
    CheckTimings,
    GivenDocument,
)
from service.checking.texts.given import Encode, GivenEvidence
from service.checking.texts.said_sentences import SaidSentence, said_by, said_in
from service.checking.texts.settling import Settled, settled, worth_judging
from service.errors import BadText, BrokenCitation
from service.filters import filtered_by

_TOGETHER = 32  # sentences that are encoded in one pass
TOO_LONG = f"It is longer than {MAX_CLAIM:,} characters."

Advance = Callable[[int, int], None]


class Checker:
    """Checks texts and old answers by whatever generation is current. Safe to use from any number
    of threads.

    searcher: returns the Searcher of the current generation. judge: says what evidence says of a
    sentence. encode: for documents that come with a text, which need no index.
    """

    def __init__(self, searcher: Callable[[], Searcher], judge: Judge, encode: Encode) -> None:
        self._searcher, self._judge, self._encode = searcher, judge, encode

    def check_text(
        self,
        text: str,
        document_filter: Filter | None = None,
        documents: Sequence[GivenDocument] = (),
        blocks: Sequence[Block] = (),
        most_sentences: int = MAX_SENTENCES,
        advance: Advance | None = None,
    ) -> CheckedText:
        """Return what the documents say of each sentence of a text.

        document_filter: which documents of the index count; None for all. documents: those to check
        by instead of the index. blocks: of a text that was read from a file. advance: called with
        how many sentences are done, and how many there are.

        Raises BadText for a text without words, or with more than `most_sentences` sentences;
        IndexMissing, GenerationDamaged, ModelError, ModelFailed; BrokenCitation.
        """
        begun = time.perf_counter()
        said = said_in(text, blocks)
        if not said:
            raise BadText("the text is empty: there is nothing to check")
        if len(said) > most_sentences:
            raise BadText(
                f"the text has {len(said):,} sentences; at most {most_sentences:,} are checked"
            )
        texts = [one.span.of(text) for one in said]
        return self._checked(said, texts, document_filter, documents, begun, advance)

    def check_claims(
        self,
        claims: Sequence[str],
        document_filter: Filter | None = None,
        documents: Sequence[GivenDocument] = (),
    ) -> CheckedText:
        """Return what the documents say of each claim. Each is taken whole, as one sentence.

        For the rest see `check_text`, which also raises BadText for a claim without words.
        """
        begun = time.perf_counter()
        said = [said_by(claim) for claim in claims]
        for number, one in enumerate(said, start=1):
            if one.span.start >= one.span.end:
                raise BadText(f"claim {number} is empty")
        texts = [one.span.of(claim) for one, claim in zip(said, claims, strict=True)]
        return self._checked(said, texts, document_filter, documents, begun)

    def check_answer(self, saved: object) -> CheckedAnswer:
        """Return what became of the citations of an answer that somebody kept.

        saved: its JSON as Python values: an answer of `ask` or `chat`, a conversation, or a chat
        completion in the shape of OpenAI's API.

        Raises BadAnswer for anything else; IndexMissing, GenerationDamaged, ModelError,
        ModelFailed; BrokenCitation.
        """
        return standings(citations_in(saved), self._searcher())

    def _checked(
        self,
        said: Sequence[SaidSentence],
        texts: Sequence[str],
        chosen: Filter | None,
        documents: Sequence[GivenDocument],
        begun: float,
        advance: Advance | None = None,
    ) -> CheckedText:
        if documents:
            given = GivenEvidence(documents, self._encode)
            return self._compared(said, texts, given, begun, advance)
        searcher = self._searcher()
        held = IndexEvidence(searcher, chosen)
        checked = self._compared(said, texts, held, begun, advance)
        return replace(
            checked,
            generation=searcher.generation.number,
            filtered=filtered_by(searcher.allowed(chosen)),
        )

    def _compared(
        self,
        said: Sequence[SaidSentence],
        texts: Sequence[str],
        finder: EvidenceFinder,
        begun: float,
        advance: Advance | None,
    ) -> CheckedText:
        """Return what was found of each sentence, without what only an index tells."""
        sentences: list[CheckedSentence] = []
        judging_s = 0.0
        for first in range(0, len(said), _TOGETHER):
            batch = said[first : first + _TOGETHER]
            asked = [one for one in batch if not _unchecked(one)]
            found = [
                worth_judging(one.claim, groups)
                for one, groups in zip(asked, finder.find(asked) if asked else [], strict=True)
            ]
            judging = time.perf_counter()
            known = self._settled(asked, found)
            sentences += map(partial(_sentence, known), batch, texts[first : first + _TOGETHER])
            judging_s += time.perf_counter() - judging
            if advance:
                advance(len(sentences), len(said))
        _check(sentences, finder)
        return CheckedText(
            id=uuid.uuid4().hex,
            generation=None,
            sentences=sentences,
            counts=_counts(sentences),
            timings_ms=_timings(begun, judging_s),
        )

    def _settled(
        self, said: Sequence[SaidSentence], found: Sequence[Sequence[Group]]
    ) -> dict[int, Settled]:
        """Return what is said of each sentence, by its identity. Raises ModelFailed.

        The best document of each is judged first, and the next one only where that does not support
        it.
        """
        judgements: list[list[Judgement]] = [[] for _ in said]
        open_ones = [*range(len(said))]
        while open_ones := [
            number
            for number in open_ones
            if len(judgements[number]) < len(found[number]) and not _supports(judgements[number])
        ]:
            asked = [
                Assertion(said[number].claim, found[number][len(judgements[number])].texts)
                for number in open_ones
            ]
            for number, judgement in zip(open_ones, self._judge.judge(asked), strict=True):
                judgements[number].append(judgement)
        return {
            id(one): settled(groups, known)
            for one, groups, known in zip(said, found, judgements, strict=True)
        }


def _supports(judgements: Sequence[Judgement]) -> bool:
    return any(judgement.support.label == "supported" for judgement in judgements)


def _unchecked(said: SaidSentence) -> str:
    """Return why there is nothing to check; "" where there is."""
    return said.unchecked or (TOO_LONG if len(said.claim) > MAX_CLAIM else "")


def _sentence(known: Mapping[int, Settled], said: SaidSentence, text: str) -> CheckedSentence:
    """Return a sentence with what is said of it. known: by the identity of what was asked of."""
    start, end, settled = said.span.start, said.span.end, known.get(id(said))
    if settled is None:
        return CheckedSentence(start, end, text, None, _unchecked(said), [], [], None)
    return CheckedSentence(
        start,
        end,
        text,
        settled.support,
        settled.reason,
        settled.citations,
        settled.against,
        settled.nearest,
    )


def _check(sentences: Sequence[CheckedSentence], finder: EvidenceFinder) -> None:
    """Compare every place with its document. Raises BrokenCitation."""
    for _, place in itertools.chain.from_iterable(one.places() for one in sentences):
        if not finder.stands(place):
            source = place.source
            raise BrokenCitation(
                f"a quote of {source.document_id} does not stand at {source.start} to {source.end}"
            )


def _counts(sentences: Sequence[CheckedSentence]) -> CheckCounts:
    labels = Counter(one.support.label if one.support else "not_checked" for one in sentences)
    return CheckCounts(
        *(labels[name] for name in ("supported", "contradicted", "not_mentioned", "not_checked"))
    )


def _timings(begun: float, judging_s: float) -> CheckTimings:
    total = (time.perf_counter() - begun) * 1000
    judge = judging_s * 1000
    return CheckTimings(0.0, round(total - judge, 2), round(judge, 2), round(total, 2))
