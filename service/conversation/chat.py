"""One question in a conversation: understand it, answer it, keep it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, fields, replace
from functools import cache

from index.search import Searcher
from index.storage.document_filter import Filter
from service.answering.answerer import EVIDENCE_PASSAGES, consider
from service.answering.question import analyse
from service.answering.select import MOST_QUOTES
from service.collection.intents import OF_DOCUMENTS, TALK, Aim, aim_of
from service.conversation.conversations import Conversations, NewTurn, StoredTurn
from service.conversation.recall import past_of, recalled
from service.conversation.references import References
from service.conversation.turns import ChatAnswer, Conversation, PastTurn
from service.english.function_words import DEMONSTRATIVES, PRONOUNS
from service.filters import Filters, filter_of
from service.followups.choose import Judged, choose
from service.followups.history import MOST_TURNS, Exchange, Past
from service.followups.readings import readings
from service.records import Answer

_LAST_QUOTED = 2  # turns: a follow-up is likely about the documents that these quoted


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

    searcher: returns the Searcher of the current generation.
    """

    def __init__(self, searcher: Callable[[], Searcher], conversations: Conversations) -> None:
        self._searcher = searcher
        self.conversations = conversations

    def history(self, request: TurnRequest) -> list[Past]:
        """Return the turns before, as far as a follow-up may refer to them.

        Raises ConversationMissing, DatabaseFailed; IndexMissing, GenerationDamaged, ModelError.
        """
        searcher = self._searcher()
        if request.conversation_id is None:
            return []
        _, turns = self.conversations.read(request.owner, request.conversation_id, last=MOST_TURNS)
        return [past_of(turn) for turn in _recalled(turns, searcher) if turn.mode != "talk"]

    def answer(
        self,
        request: TurnRequest,
        history: Sequence[Past],
        ask: Callable[[str], Answer],
        may_stop: Callable[[], None] = _never,
    ) -> ChatAnswer:
        """Return the answer in its conversation, where it is kept.

        ask: answers a question that stands by itself. may_stop: called between the steps; it may
        raise to end the work.

        Raises ConversationMissing if the conversation was deleted meanwhile, ConversationFull,
        DatabaseFailed.
        """
        standalone = request.standalone_question or self.understood(
            request.question, history, request.document_filter, may_stop
        )
        may_stop()
        answer = ask(standalone)
        may_stop()
        turn = NewTurn(
            id=answer.id,
            question=request.question,
            standalone_question=standalone,
            status=answer.status,
            confidence=answer.confidence,
            generation=answer.generation,
            references=References.from_answer(answer),
            filters=request.filters if request.document_filter else None,
        )
        conversation_id, number = self.conversations.add(
            request.owner, request.conversation_id, turn
        )
        return _in_conversation(
            replace(answer, question=request.question), conversation_id, number, standalone
        )

    def understood(
        self,
        question: str,
        history: Sequence[Past],
        document_filter: Filter | None = None,
        may_stop: Callable[[], None] = _never,
    ) -> str:
        """Return the question that stands by itself and means the same after these turns."""
        if _stands_alone(aim_of(question)):
            return question

        def judge(reading: str) -> Judged:
            may_stop()
            return self._judged(reading, document_filter)

        quoted = (past.documents for past in history[-_LAST_QUOTED:])
        return choose(readings(question, history), judge, frozenset().union(*quoted))

    def retold(
        self, exchanges: Sequence[Exchange], document_filter: Filter | None = None
    ) -> list[Past]:
        """Return the history that a client sends, each question understood after those before."""
        history: list[Past] = []
        for exchange in exchanges[-MOST_TURNS:]:
            if aim_of(exchange.question).intent in TALK:
                continue
            standalone = self.understood(exchange.question, history, document_filter)
            quotes = exchange.quotes[:MOST_QUOTES]
            # The client does not say which document it quotes: most likely the best one now.
            best = self._judged(standalone, document_filter).document if quotes else None
            documents = frozenset() if best is None else frozenset({best})
            history.append(Past(exchange.question, standalone, quotes, documents))
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

    def _judged(self, reading: str, document_filter: Filter | None) -> Judged:
        retrieved = self._searcher().search(reading, EVIDENCE_PASSAGES, document_filter)
        # The search alone must tell: to read for every reading would take several times as long.
        considered = consider(analyse(reading), retrieved)
        if not considered.evidence:
            return Judged(considered.confidence, None)
        best = considered.evidence[0]
        return Judged(considered.confidence, best.document_id, best.text)


def _stands_alone(aim: Aim) -> bool:
    """Whether it is known what is asked for, whatever was said before.

    That is so of a question about the collection, unless its subject is a word such as "it".
    """
    if aim.intent in OF_DOCUMENTS:
        return False
    return not frozenset(aim.subject.lower().split()) & (PRONOUNS | DEMONSTRATIVES)


def _recalled(turns: Sequence[StoredTurn], searcher: Searcher) -> list[PastTurn]:
    # Turns quote the same documents again and again; each is read once.
    documents = cache(searcher.generation.store.document)
    return [recalled(turn, documents) for turn in turns]


def _in_conversation(
    answer: Answer, conversation_id: str, number: int, standalone: str
) -> ChatAnswer:
    values = {field.name: getattr(answer, field.name) for field in fields(answer)}
    return ChatAnswer(
        **values, conversation_id=conversation_id, turn=number, standalone_question=standalone
    )
