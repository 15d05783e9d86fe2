"""A follow-up -> the reading that is meant, and what was found for it on the way."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import partial

from index.records import Span
from index.storage.document_filter import Filter
from service.answering.answerer import Answerer
from service.answering.asking.spelling import may_have_slips
from service.answering.looked import Looked
from service.collection.intents import OF_DOCUMENTS
from service.conversation.language_names import code_of
from service.english.function_words import is_english
from service.followups.choose import MOST_OTHERS, choose
from service.followups.judging import judged, without_places
from service.followups.listening import hear, said_before
from service.followups.reading_features import AskedOf, Judged
from service.followups.readings import readings
from service.followups.said.history import History, QuotedAt, words_of
from service.followups.said.moves import Move, move_of
from service.followups.said.words import PRONOUNS
from service.reading.reader import Reader

_LAST_QUOTED = 2  # turns: a follow-up is likely about the documents that these quoted
# Words that were left as typed are answered within the conversation's documents unless others
# answer them this much better.
_BETTER_ELSEWHERE = 2.0
_SURE_AS_TYPED, _LIKELY_UNREAD = 0.6, 0.45  # confidences


@dataclass(frozen=True, slots=True)
class Understood:
    """What a question means after what was said.

    standalone: the question that is answered. readings: what else it may have meant, the likeliest
    first. within: whether it is answered within the documents of the conversation alone.
    document_filter: the documents that may be quoted. looked: what was found for it in these; None
    where nothing was searched for. rest: the places of what a list goes on with, where that was
    asked for.
    """

    standalone: str
    document_filter: Filter | None
    readings: tuple[str, ...] = ()
    within: bool = False
    looked: Looked | None = None
    rest: tuple[QuotedAt, ...] = ()


class Understanding:
    """The readings of one follow-up, judged by what was said and by the documents.

    may_stop: called before each step; it may raise to end the work. listener: hears how well a
    reading goes on from what was said; None where reading is off.
    """

    def __init__(
        self,
        answerer: Answerer,
        history: History,
        document_filter: Filter | None,
        may_stop: Callable[[], None],
        listener: Reader | None = None,
    ) -> None:
        self._answerer, self._history, self._listener = answerer, history, listener
        self._filter, self._may_stop = document_filter, may_stop
        self._looked: dict[str, Looked] = {}
        self._move = Move.NONE
        last = (past.documents for past in history[-_LAST_QUOTED:])
        self.documents = frozenset[str]().union(*last)

    def of(self, question: str) -> Understood:
        """Return what the question means, with what was found for it on the way.

        Raises IndexMissing, GenerationDamaged, ModelError, ModelFailed.
        """
        understood = self._of(question)
        right = self._without_slips(question, understood)
        if right is None:
            return understood
        other = self._of(right)
        if not self._answerer.is_surer(self._looked_for(other), self._looked_for(understood)):
            return understood
        # The words as they were sent are among the readings, whatever else these are.
        others = [one for one in other.readings if one not in (right, question)]
        return replace(other, readings=(*others[:MOST_OTHERS], question))

    def _of(self, question: str) -> Understood:
        meant = self.meant(question)
        understood = replace(meant, looked=self._read(meant.standalone))
        if meant.standalone != question and self._may_stand_alone(question):
            return self._or_as_typed(understood, question)
        # What can hardly mean anything else stands alone, and any document may answer it.
        left_open = meant.readings or self._move is not Move.NONE
        as_typed = meant.standalone == question
        return self._within(understood) if as_typed and left_open else understood

    def _without_slips(self, question: str, understood: Understood) -> str | None:
        """Return a question without its slips of typing; None where it has none, or is no question
        to the documents.
        """
        if self._move is not Move.NONE or not may_have_slips(question):
            return None
        if self._looked_for(understood).question.aim.intent not in OF_DOCUMENTS:
            return None
        if question not in self._looked:
            self.search([question])
        return self._answerer.without_slips(self._looked[question])

    def _looked_for(self, understood: Understood) -> Looked:
        return understood.looked or self._found(understood.standalone)

    def meant(self, question: str) -> Understood:
        """Return what the question means alone: `looked` is None, `within` false.

        Raises IndexMissing, GenerationDamaged, ModelError, ModelFailed.
        """
        moved = move_of(question)
        self._move = moved.move
        last = self._history[-1]
        if moved.move is Move.NEXT and last.rest:
            return Understood(last.standalone, self._filter, rest=last.rest)
        if moved.move is Move.LANGUAGE and (code := code_of(moved.subject)):
            language = replace(self._filter or Filter(), language=code)
            return Understood(last.standalone, language)
        asked_of = self.asked_of
        made = readings(question, self._history, moved, of_many=asked_of.is_large)
        heard = partial(self._hear, question) if self._listener and asked_of.is_large else None
        # Only a search tells which topic has something left that was not quoted yet; and what is
        # heard of another language than English means little.
        may_settle = not self._asks_more and is_english(question)
        chosen = choose(made, self.search, asked_of, heard, may_settle=may_settle)
        return Understood(chosen.text, self._filter, chosen.others)

    def _may_stand_alone(self, question: str) -> bool:
        return self._move is Move.NONE and words_of(question).isdisjoint(PRONOUNS)

    def _or_as_typed(self, understood: Understood, question: str) -> Understood:
        """Return the same, or the words as typed where what they were read as has no answer and
        they have a sure one: then they are most likely a new question.
        """
        found = self._looked_for(understood)
        about_collection = found.question.aim.intent not in OF_DOCUMENTS
        is_answered = about_collection or self._answerer.is_sure(found.considered.confidence)
        typed = None if is_answered else self._found_surely(question)
        if typed is None:
            return replace(understood, looked=found)
        others = [one for one in understood.readings if one != question]
        readings = (understood.standalone, *others[: MOST_OTHERS - 1])
        return replace(understood, standalone=question, readings=readings, looked=typed)

    def _found_surely(self, text: str) -> Looked | None:
        """Return what was found for a question if it has a sure answer. It is read only where the
        search by itself finds one likely, since to read takes most of the time.
        """
        if text not in self._looked:
            self.search([text])
        if self._looked[text].considered.confidence < _LIKELY_UNREAD:
            return None
        found = self._found(text)
        return found if found.considered.confidence >= _SURE_AS_TYPED else None

    def _found(self, text: str) -> Looked:
        """Return what was found for a question, read."""
        if text not in self._looked:
            self.search([text])
        looked = self._read(text)
        assert looked is not None
        return looked

    @property
    def _asks_more(self) -> bool:
        return self._move in (Move.MORE, Move.NEXT)

    @property
    def asked_of(self) -> AskedOf:
        """The documents that are asked."""
        return AskedOf(self.documents, self._answerer.documents(self._filter))

    def _within(self, understood: Understood) -> Understood:
        """Return the same, asked of the conversation's documents alone if these answer as well."""
        if not self.documents:
            return understood
        looked = self._looked_for(understood)
        understood = replace(understood, looked=looked)
        if self._judged(looked).document in self.documents:
            return understood
        own = replace(self._filter or Filter(), documents=self.documents)
        self._may_stop()
        (found,) = self._answerer.look([understood.standalone], own)
        within = self._kept(self._answerer.read(found))
        sure = within.considered.confidence
        if not self._answerer.is_sure(sure):
            return understood
        if looked.considered.confidence > _BETTER_ELSEWHERE * sure:
            return understood
        return replace(understood, within=True, document_filter=own, looked=within)

    def search(self, texts: Sequence[str]) -> list[Judged]:
        """Judge questions by what the search finds for them."""
        self._may_stop()
        found = self._answerer.look(texts, self._filter)
        self._looked |= dict(zip(texts, map(self._kept, found), strict=True))
        return [self._judged(self._looked[text]) for text in texts]

    def _read(self, text: str) -> Looked | None:
        """Return what was found for a question, read; None where it was not searched for."""
        if text not in self._looked:
            return None
        self._may_stop()
        return self._kept(self._answerer.read(self._looked[text]))

    def _kept(self, looked: Looked) -> Looked:
        """Return what was found, without what was quoted where more is asked for."""
        return without_places(looked, self._quoted_of) if self._asks_more else looked

    def _quoted_of(self, document_id: str) -> list[Span]:
        """Return what the conversation has quoted of a document."""
        places = (place for past in self._history for place in past.places)
        return [Span(p.start, p.end) for p in places if p.document_id == document_id]

    def _hear(self, question: str, readings: Sequence[str]) -> list[float]:
        """Return how well readings of a question go on from what was said."""
        assert self._listener is not None
        self._may_stop()
        return hear(self._listener, said_before(question, self._history), readings)

    def _judged(self, looked: Looked) -> Judged:
        return judged(looked, self._history[-1], self._quoted_of)
