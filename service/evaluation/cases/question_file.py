"""The fields of a question.json: a question or a conversation, and how it should be answered."""

from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from service.conversation.conversations import MOST_TURNS
from service.question_text import QuestionText


def _several(value: Any) -> Any:
    """Return one text or several as a tuple, without blank texts; anything else unchanged."""
    if isinstance(value, str):
        value = [value]
    if isinstance(value, list):
        return tuple(text for text in value if not isinstance(text, str) or text.strip())
    return value


def _one_of_several(value: Any) -> Any:
    """Return one text or several as a tuple with a tuple of alternatives for each."""
    several = _several(value)
    return tuple(map(_several, several)) if isinstance(several, tuple) else several


_Texts = Annotated[tuple[str, ...], BeforeValidator(_several)]
_Alternatives = Annotated[tuple[str, ...], Field(min_length=1)]
_AllOf = Annotated[tuple[_Alternatives, ...], BeforeValidator(_one_of_several)]


class JudgedTurn(BaseModel):
    """A question, and how it should be understood and answered.

    stands_alone: whether it must be understood just as it is typed. expected_reading: what the
    question that it is understood as must contain; of a tuple of alternatives, one.
    reading_must_not_contain: texts that it must not. expected_contains, expected_contains_too: what
    the answer must contain, told alike; all of both count. must_not_contain:
    texts that it must not. expected_document: a document that it must cite. expected_documents: all
    that it must cite, and no others. expected_conflict: whether it must report a contradiction;
    None for either. note: for people. observed: what an earlier run brought; nobody reads it.
    """

    model_config = ConfigDict(strict=True, extra="allow")

    question: QuestionText
    stands_alone: bool = False
    expected_reading: _AllOf = ()
    reading_must_not_contain: _Texts = ()
    expected_status: Literal["answered", "unsupported"] = "answered"
    expected_contains: _AllOf = ()
    expected_contains_too: _AllOf = ()
    must_not_contain: _Texts = ()
    expected_document: str | None = None
    expected_documents: tuple[str, ...] | None = None
    expected_conflict: bool | None = None
    note: str = ""
    observed: Any = None

    @property
    def tells_reading(self) -> bool:
        """Whether anything is said of how the question must be understood."""
        return bool(self.stands_alone or self.expected_reading or self.reading_must_not_contain)

    def expectations(self) -> dict[str, Any]:
        """Return what the file says of the reading and the answer, as JSON values, by field."""
        told = self.model_dump(mode="json", exclude_defaults=True, include=_EXPECTATIONS)
        return {"expected_status": self.expected_status, **told}


_EXPECTATIONS = set(JudgedTurn.model_fields) - {"question", "note", "observed"}


class QuestionFile(JudgedTurn):
    """A question.json with one question.

    turns_before: the questions of the conversation so far. files: the documents; None for all files
    beside the question; empty where it is asked of the index that is set.
    """

    turns_before: tuple[QuestionText, ...] = Field(default=(), max_length=MOST_TURNS - 1)
    files: tuple[str, ...] | None = None

    @property
    def turns(self) -> tuple[JudgedTurn, ...]:
        """The question, as the only turn that is judged."""
        return (self,)

    @property
    def unknown_fields(self) -> set[str]:
        """The names of the fields that mean nothing."""
        return set(self.model_extra or ())


class ConversationFile(BaseModel):
    """A question.json with a whole conversation, of which every turn is judged.

    files, note, observed: as of a QuestionFile and of a turn.
    """

    model_config = ConfigDict(strict=True, extra="allow")

    turns: tuple[JudgedTurn, ...] = Field(min_length=1, max_length=MOST_TURNS)
    files: tuple[str, ...] | None = None
    note: str = ""
    observed: Any = None

    @property
    def turns_before(self) -> tuple[str, ...]:
        """The questions that are asked and not judged: none."""
        return ()

    @property
    def unknown_fields(self) -> set[str]:
        """The names of the fields that mean nothing, of the turns too."""
        return {name for part in (self, *self.turns) for name in part.model_extra or ()}


class _Kind(BaseModel):
    """The field by which the two kinds of files are told apart."""

    turns: Any = None


def parse_question_file(text: str) -> QuestionFile | ConversationFile:
    """Return what a question.json says. Raises pydantic's ValidationError."""
    kind = QuestionFile if _Kind.model_validate_json(text).turns is None else ConversationFile
    return kind.model_validate_json(text)
