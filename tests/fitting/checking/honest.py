"""Claims that a passage supports, each said in another way than there."""

import random
import re
from collections.abc import Iterator
from dataclasses import dataclass

from service.answering.agreement.values import ValueKind, find_values
from service.english.clauses import Asks
from service.english.function_words import DO
from service.english.parsed_text import ParsedText
from service.english.tagger.labels import Label
from service.english.tagging import tag_words
from service.english.tokens import Tag
from service.english.verbs import base_of, is_participle, past_of, third_person_of
from tests.fitting.checking.sources import Passage

_PARENTHESIS = re.compile(r"\s*\([^()]*\)")
_LOWERED = re.compile(r"^(?:The|A|An|In|On|At|It|He|She|They|This|These|Its|His|Her|Their)\b")
_NUMBER_WORDS = dict(
    zip(
        "two three four five six seven eight nine ten eleven twelve".split(),
        map(str, range(2, 13)),
        strict=True,
    )
)


@dataclass(frozen=True, slots=True)
class Claim:
    """A claim. kind: how it was made. place: of the sentence that it comes from; -1 for none."""

    kind: str
    text: str
    place: int


def honest_claims(passage: Passage, rng: random.Random) -> Iterator[Claim]:
    """Yield claims that the passage supports."""
    for place, sentence in enumerate(passage.sentences):
        yield from (Claim("shortened", text, place) for text in _shortened(sentence))
        if place and (joined := _joined(passage.sentences[place - 1], sentence)):
            yield Claim("joined", joined, place)
        if passive := passive_of(sentence):
            yield Claim("passive", passive, place)
        if restated := _restated(sentence, rng):
            yield Claim("restated", restated, place)
    for question, answer in passage.asked:
        if statement := statement_of(question, answer):
            yield Claim("by a person", statement, _place_of(answer, passage))


def _place_of(answer: str, passage: Passage) -> int:
    return next((n for n, one in enumerate(passage.sentences) if answer in one), -1)


def _shortened(sentence: str) -> Iterator[str]:
    without = _PARENTHESIS.sub("", sentence)
    if without != sentence:
        yield without
    head, comma, tail = without.rpartition(", ")
    if comma and len(head.split()) > 5 and _has_verb(head) and tail.split()[0] not in ("and", "or"):
        yield head.rstrip(" ,;") + "."
    lead, comma, rest = without.partition(", ")
    if comma and len(lead.split()) < 8 and len(rest.split()) > 5 and _has_verb(rest):
        yield rest[0].upper() + rest[1:]


def _has_verb(text: str) -> bool:
    return any(token.tag in (Tag.VERB, Tag.AUXILIARY) for token in tag_words(text))


def _joined(one: str, other: str) -> str:
    if len(one.split()) + len(other.split()) > 50 or not one.endswith("."):
        return ""
    begin = other[0].lower() + other[1:] if _LOWERED.match(other) else other
    return f"{one[:-1]}, and {begin}"


def passive_of(sentence: str) -> str:
    """Return "O was V-ed by S." for "S V-ed O."; "" where the sentence is no such one."""
    tokens = [t for t in tag_words(sentence) if t.tag is not Tag.MARK]
    verbs = [n for n, t in enumerate(tokens) if t.tag in (Tag.VERB, Tag.AUXILIARY)]
    if len(verbs) != 1 or len(tokens) > 14:
        return ""
    verb = tokens[verbs[0]]
    if verb.label is not Label.PAST or not is_participle(verb.lower):
        return ""
    subject = sentence[: verb.start].strip()
    following = sentence[verb.end :].strip(" .")
    phrase = next(iter(ParsedText(following).phrases), None)
    if not subject or phrase is None or "," in sentence or not following.startswith(phrase.text):
        return ""
    if tokens[0].tag is Tag.PRONOUN or following.split()[0].lower() in ("him", "them", "it"):
        return ""
    rest = following[len(phrase.text) :]
    be = "were" if phrase.text.endswith("s") else "was"
    first = subject if tokens[0].tag is Tag.NAME else subject[0].lower() + subject[1:]
    return f"{phrase.text[0].upper()}{phrase.text[1:]} {be} {verb.text} by {first}{rest}."


def _restated(sentence: str, rng: random.Random) -> str:
    """Return the sentence with a number or date written in another form; "" without any."""
    for value in rng.sample(found := find_values(sentence), len(found)):
        written = value.span.of(sentence)
        other = _other_form(written, value.kind)
        if other and other != written:
            return f"{sentence[: value.span.start]}{other}{sentence[value.span.end :]}"
    return ""


def _other_form(written: str, kind: ValueKind) -> str:
    if kind is ValueKind.DATE:
        match = re.fullmatch(r"(\d{1,2}) (\w+) (\d{4})", written)
        if match:
            return f"{match[2]} {match[1]}, {match[3]}"
        match = re.fullmatch(r"(\w+) (\d{1,2}), (\d{4})", written)
        return f"{match[2]} {match[1]} {match[3]}" if match else ""
    if written.lower() in _NUMBER_WORDS:
        return _NUMBER_WORDS[written.lower()]
    words = {digits: word for word, digits in _NUMBER_WORDS.items()}
    if written in words:
        return words[written]
    if re.fullmatch(r"\d{1,3}(,\d{3})+", written):
        return written.replace(",", "")
    return ""


def statement_of(question: str, answer: str) -> str:
    """Return what a question and its short answer say together; "" for an unusual question."""
    clause = ParsedText(question).clause
    if clause is None or clause.noun or len(answer.split()) > 8:
        return ""
    word, answer = clause.word.lower(), answer.strip(" .")
    if clause.asks is Asks.SUBJECT and word in ("who", "what"):
        said = " ".join(filter(None, (answer, clause.auxiliary, clause.rest)))
    elif word in ("when", "where", "what", "who", "whom") and clause.subject:
        verb = _declared(clause.auxiliary, clause.subject, clause.rest)
        joint = " in" if word == "when" and re.fullmatch(r"\d{4}|\w+ \d{4}", answer) else ""
        said = f"{clause.subject} {verb}{joint} {answer}" if verb else ""
    else:
        return ""
    return f"{said[0].upper()}{said[1:].rstrip(' ?.')}." if said else ""


def _declared(auxiliary: str, subject: str, rest: str) -> str:
    """Return the verb phrase in the order of a statement: "did rise" as "rose"."""
    rest = rest.strip(" ?.")
    verb, _, more = rest.partition(" ")
    if not verb or (auxiliary.lower() in DO and base_of(verb.lower()) is None):
        return ""
    if auxiliary.lower() == "did":
        return f"{past_of(verb)} {more}".strip()
    if auxiliary.lower() == "does":
        return f"{third_person_of(verb)} {more}".strip()
    if auxiliary.lower() == "do":
        return rest
    return f"{auxiliary} {rest}" if subject else ""
