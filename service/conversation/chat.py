"""One question in a conversation: read it, answer it, keep it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, fields, replace
from functools import cache

from index.search import Searcher
from index.storage.document_filter import Filter
from service.answering.answerer import EVIDENCE_PASSAGES, Answerer, consider
from service.answering.select import MOST_QUOTES
from service.conversation.conversations import Conversations, NewTurn, StoredTurn
from service.conversation.recall import past_of, recalled
from service.conversation.references import References
from service.conversation.turns import ChatAnswer, Conversation, PastTurn
from service.followups.choose import Judged, choose
from service.followups.history import MOST_TURNS, Exchange, Past
from service.followups.readings import readings
from service.records import Answer

_LAST_QUOTED = 2  # turns whose documents are likelier to be asked about again


def _never() -> None:
    """Nobody stops it."""


@dataclass(frozen=True, slots=True)
class TurnRequest:
    """A question, who asks it, and in which conversation; None begins one.

    standalone_question: where the user says what is meant, which is then answered as it is.
    chosen: the documents that may be quoted; None for all.
    """

    owner: str | None
    question: str
    top_k: int
    conversation_id: str | None = None
    standalone_question: str | None = None
    chosen: Filter | None = None


class Chat:
    """Answers follow-ups. Safe to use from any number of threads.

    searcher: gives the Searcher of the current generation.
    """

    def __init__(
        self, searcher: Callable[[], Searcher], answerer: Answerer, conversations: Conversations
    ) -> None:
        self._searcher, self._answerer = searcher, answerer
        self.conversations = conversations

    def history(self, asked: TurnRequest) -> list[Past]:
        """What was said before in the conversation, as far as a follow-up may refer to it.

        Raises ConversationMissing, DatabaseFailed; IndexMissing and its like.
        """
        searcher = self._searcher()
        if asked.conversation_id is None:
            return []
        _, turns = self.conversations.read(asked.owner, asked.conversation_id, last=MOST_TURNS)
        return [past_of(turn) for turn in _recalled(turns, searcher)]

    def answer(
        self, asked: TurnRequest, history: Sequence[Past], may_stop: Callable[[], None] = _never
    ) -> ChatAnswer:
        """The answer, which is kept. may_stop: called between the steps; what it raises ends them.

        Raises ConversationMissing if the conversation was deleted meanwhile, ConversationFull,
        DatabaseFailed.
        """
        standalone = asked.standalone_question or self.understood(
            asked.question, history, asked.chosen, may_stop
        )
        may_stop()
        answer = self._answerer.answer(standalone, asked.top_k, asked.chosen)
        may_stop()
        turn = NewTurn(
            id=answer.id,
            question=asked.question,
            standalone_question=standalone,
            status=answer.status,
            confidence=answer.confidence,
            generation=answer.generation,
            references=References.of(answer),
        )
        conversation_id, number = self.conversations.add(asked.owner, asked.conversation_id, turn)
        return _in_conversation(
            replace(answer, question=asked.question), conversation_id, number, standalone
        )

    def understood(
        self,
        question: str,
        history: Sequence[Past],
        chosen: Filter | None = None,
        may_stop: Callable[[], None] = _never,
    ) -> str:
        """The question as it is understood after what was said."""

        def judge(reading: str) -> Judged:
            may_stop()
            return self._judged(reading, chosen)

        quoted = (past.documents for past in history[-_LAST_QUOTED:])
        return choose(readings(question, history), judge, frozenset().union(*quoted))

    def heard(self, exchanges: Sequence[Exchange], chosen: Filter | None = None) -> list[Past]:
        """The history that a client tells: each question understood after those before it."""
        history: list[Past] = []
        for exchange in exchanges[-MOST_TURNS:]:
            standalone = self.understood(exchange.question, history, chosen)
            quotes = exchange.quotes[:MOST_QUOTES]
            found = self._judged(standalone, chosen).document if quotes else None
            documents = frozenset() if found is None else frozenset({found})
            history.append(Past(exchange.question, standalone, quotes, documents))
        return history

    def _judged(self, reading: str, chosen: Filter | None) -> Judged:
        retrieved = self._searcher().search(reading, EVIDENCE_PASSAGES, chosen)
        evidence, confidence = consider(reading, retrieved)
        if not evidence:
            return Judged(confidence, None)
        return Judged(confidence, evidence[0].place[0], evidence[0].text)

    def conversation(self, owner: str | None, conversation_id: str) -> Conversation:
        """A whole conversation. Raises ConversationMissing, DatabaseFailed; IndexMissing."""
        summary, turns = self.conversations.read(owner, conversation_id)
        s = summary
        recalled_turns = _recalled(turns, self._searcher())
        return Conversation(s.id, s.title, s.created_at, s.updated_at, recalled_turns)


def _recalled(turns: Sequence[StoredTurn], searcher: Searcher) -> list[PastTurn]:
    documents = cache(searcher.generation.store.document)
    return [recalled(turn, documents) for turn in turns]


def _in_conversation(
    answer: Answer, conversation_id: str, number: int, standalone: str
) -> ChatAnswer:
    values = {field.name: getattr(answer, field.name) for field in fields(answer)}
    return ChatAnswer(
        **values, conversation_id=conversation_id, turn=number, standalone_question=standalone
    )
