"""The rules for the text of a question, wherever the question comes from."""

import re
from typing import Annotated

from pydantic import Field, TypeAdapter, ValidationError

from service.errors import BadQuestion

MAX_QUESTION = 2000  # code points, as sent
MAX_TOP_K = 50
DEFAULT_TOP_K = 5

QuestionText = Annotated[
    str,
    Field(
        min_length=1,
        max_length=MAX_QUESTION,
        # At least one character that is not white space, and no NUL anywhere.
        pattern=r"^[^\u0000]*[^\s\u0000][^\u0000]*$",
        description="The question, in plain words.",
        examples=["why did NATO withhold authorization?"],
    ),
]

# A question that names first what it is about; headings stand in quotation marks, and may have a
# colon: "About the ferry in “Timetable: winter”: does it run?".
_TOPIC_FIRST = re.compile(r"About ((?:“[^”]*”|[^:“])+): (?=\S)")

_HEADINGS = re.compile("(?: ?in )?“[^”]*”")

_RULE: TypeAdapter[str] = TypeAdapter(QuestionText)


def topic_and_question(text: str) -> tuple[str, str]:
    """Return "the ferry" and "does it run?" of "About the ferry: does it run?"; of any other text
    nothing and the text.
    """
    led = _TOPIC_FIRST.match(text)
    return (led[1], text[led.end() :]) if led else ("", text)


def without_headings(topic: str) -> str:
    """Return "the ferry" of the topic "the ferry in “Timetable”"; "" of headings alone."""
    return _HEADINGS.sub("", topic)


def check_question(text: str) -> str:
    """Return the text unchanged if it may be a question. Raises BadQuestion with the reason."""
    try:
        return _RULE.validate_python(text)
    except ValidationError as error:
        if len(text) > MAX_QUESTION:
            message = f"it has {len(text):,} characters; at most {MAX_QUESTION:,} are answered"
        elif not text.strip():
            message = "it is empty"
        else:
            message = "it contains characters that are not text"
        raise BadQuestion(f"this question cannot be asked: {message}") from error
