"""One question in a conversation: understand it, answer it, keep it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, fields, replace
from functools import cache

from index.search import Searcher
from index.storage.document_filter import Filter
from service.answering.answerer import Answerer
from service.answering.choosing.select import MOST_QUOTES
from service.collection.intents import OF_DOCUMENTS, TALK, Aim, aim_of
from service.conversation.continuing import continued
from service.conversation.conversations import Conversations, NewTurn, StoredTurn
from service.conversation.recall import past_of, recalled
from service.conversation.references import References
from service.conversation.turns import ChatAnswer, Conversation, PastTurn
from service.conversation.understanding import Understanding, Understood
from service.english.function_words import THIRD_PERSON, THIRD_PERSON_POSSESSIVES
from service.filters import Filters, filter_of
from service.followups.said.history import MOST_TURNS, Exchange, Past, words_of
from service.followups.said.moves import Move, move_of
from service.followups.said.words import ONES, PLACES, PRONOUNS
from service.reading.reader import Reader
from service.records import Answer

Ask = Callable[[Understood], Answer]
"""Answers what a question was understood to mean."""


# Whoever says "what do they do?" speaks of something that was named.
_REFERRING = THIRD_PERSON | THIRD_PERSON_POSSESSIVES


def _never() -> None:
    """Stop nothing."""


@dataclass(frozen=True, slots=True)
class TurnRequest:
    """A question, who asks it, and in which conversation; None begins a new one.

    standalone_question: what the user says the question means; it is answered as it is.
    filters: which documents the answer may quote; None for all.
    """

    owner: str | None
    question: str
    conversation_id: str | None = None
    standalone_question: str | None = None
    filters: Filters | None = None

    @property
    def document_filter(self) -> Filter | None:
        """The filters as the index takes them; None if nothing is filtered."""
        return filter_of(self.filters)


class Chat:
    """Understands follow-ups, and keeps conversations. Safe to use from any number of threads.

    searcher: returns the Searcher of the current generation. listener: hears how well what a
    follow-up may mean goes on from what was said; None where reading is off.
    """

    def __init__(
        self,
        searcher: Callable[[], Searcher],
        answerer: Answerer,
        conversations: Conversations,
        listener: Reader | None = None,
    ) -> None:
        self._searcher, self._answerer, self._listener = searcher, answerer, listener
        self.conversations = conversations

    def history(self, request: TurnRequest) -> list[Past]:
        """Return the turns before, as far as a follow-up may refer to them.

        Raises ConversationMissing, DatabaseFailed; IndexMissing, GenerationDamaged, ModelError.
        """
        searcher = self._searcher()
        if request.conversation_id is None:
            return []
        _, turns = self.conversations.read(request.owner, request.conversation_id, last=MOST_TURNS)
        documents = cache(searcher.generation.store.document)
        past = [recalled(turn, documents) for turn in turns]
        return [past_of(turn, documents) for turn in past if turn.mode != "talk"]

    def answer(
        self,
        request: TurnRequest,
        history: Sequence[Past],
        ask: Ask,
        may_stop: Callable[[], None] = _never,
    ) -> ChatAnswer:
        """Return the answer in its conversation, where it is kept.

        may_stop: called between the steps; it may raise to end the work.

        Raises ConversationMissing if the conversation was deleted meanwhile, ConversationFull,
        DatabaseFailed.
        """
        understood = self.understood(request, history, may_stop)
        may_stop()
        answer = self._continued(understood) if understood.rest else ask(understood)
        understood = _as_answered(understood, answer)
        may_stop()
        turn = NewTurn(
            id=answer.id,
            question=request.question,
            standalone_question=understood.standalone,
            status=answer.status,
            confidence=answer.confidence,
            generation=answer.generation,
            references=References.from_answer(answer, understood.readings, understood.within),
            filters=_kept(request, understood),
        )
        conversation_id, number = self.conversations.add(
            request.owner, request.conversation_id, turn
        )
        return _in_conversation(
            replace(answer, question=request.question), conversation_id, number, understood
        )

    def understood(
        self,
        request: TurnRequest,
        history: Sequence[Past],
        may_stop: Callable[[], None] = _never,
    ) -> Understood:
        """Return the question that stands by itself and means the same after these turns, with what
        was found for it.
        """
        if request.standalone_question is not None:
            return Understood(request.standalone_question, request.document_filter)
        if not _may_go_on(request.question, history):
            return Understood(request.question, request.document_filter)
        return self._understanding(request, history, may_stop).of(request.question)

    def _understanding(
        self, request: TurnRequest, history: Sequence[Past], may_stop: Callable[[], None] = _never
    ) -> Understanding:
        return Understanding(
            self._answerer, history, request.document_filter, may_stop, self._listener
        )

    def retold(self, exchanges: Sequence[Exchange], filters: Filters | None = None) -> list[Past]:
        """Return the history that a client sends, each question understood after those before."""
        history: list[Past] = []
        for exchange in exchanges[-MOST_TURNS:]:
            if aim_of(exchange.question).intent in TALK:
                continue
            request = TurnRequest(None, exchange.question, filters=filters)
            standalone = exchange.question
            if _may_go_on(standalone, history):
                standalone = self._understanding(request, history).meant(standalone).standalone
            quotes = exchange.quotes[:MOST_QUOTES]
            # The client does not say which document it quotes: most likely the best one now.
            best = self._best_document(standalone, request.document_filter) if quotes else None
            documents = frozenset() if best is None else frozenset({best})
            history.append(
                Past(exchange.question, standalone, quotes, documents, items=exchange.quotes)
            )
        return history

    def conversation(self, owner: str | None, conversation_id: str) -> Conversation:
        """Return a whole conversation.

        Raises ConversationMissing, DatabaseFailed; IndexMissing, GenerationDamaged, ModelError.
        """
        summary, turns = self.conversations.read(owner, conversation_id)
        return Conversation(
            id=summary.id,
            title=summary.title,
            created_at=summary.created_at,
            updated_at=summary.updated_at,
            pinned=summary.pinned,
            turns=_recalled(turns, self._searcher()),
        )

    def _continued(self, understood: Understood) -> Answer:
        return continued(
            understood.standalone, understood.rest, self._searcher(), understood.document_filter
        )

    def _best_document(self, question: str, document_filter: Filter | None) -> str | None:
        evidence = self._answerer.look([question], document_filter)[0].considered.evidence
        return evidence[0].document_id if evidence else None


def _may_go_on(question: str, history: Sequence[Past]) -> bool:
    """Whether a question may mean something else after what was said."""
    goes_on = move_of(question).move is not Move.NONE or bool(words_of(question) & _REFERRING)
    return bool(history) and (goes_on or not _stands_alone(aim_of(question)))


def _stands_alone(aim: Aim) -> bool:
    """Whether it is known what is asked for, whatever was said before.

    That is so of a question about the collection, unless its subject is a word such as "it", or
    "the first one".
    """
    if aim.intent in OF_DOCUMENTS:
        return False
    words = frozenset(aim.subject.lower().split())
    is_one_of_several = bool(words) and words <= PLACES.keys() | ONES | {"the"}
    return not (is_one_of_several or words & PRONOUNS.keys())


def _as_answered(understood: Understood, answer: Answer) -> Understood:
    """Return what was understood, without the slips of typing that the answer leaves out."""
    if answer.corrected is None:
        return understood
    readings = (*understood.readings, understood.standalone)
    return replace(understood, standalone=answer.corrected, readings=readings)


def _kept(request: TurnRequest, understood: Understood) -> Filters | None:
    """Return the filters that are kept with a turn: as they were sent, with the language that was
    asked for in words ("and in German?").
    """
    chosen, filters = understood.document_filter, request.filters
    language = chosen.language if chosen else None
    if language and (filters is None or filters.language != language):
        return (filters or Filters()).model_copy(update={"language": language})
    return filters if request.document_filter else None


def _recalled(turns: Sequence[StoredTurn], searcher: Searcher) -> list[PastTurn]:
    # Turns quote the same documents again and again; each is read once.
    documents = cache(searcher.generation.store.document)
    return [recalled(turn, documents) for turn in turns]


def _in_conversation(
    answer: Answer, conversation_id: str, number: int, understood: Understood
) -> ChatAnswer:
    values = {field.name: getattr(answer, field.name) for field in fields(answer)}
    return ChatAnswer(
        **values,
        conversation_id=conversation_id,
        turn=number,
        standalone_question=understood.standalone,
        readings=[*understood.readings],
        within=understood.within,
    )
