"""Follow-ups that are little more than a question word: "why?", "since when?", "which models?"."""

import re
from collections.abc import Iterator

from service.english import nouns
from service.english.clauses import Asks, Clause, capital
from service.english.parsed_text import ParsedText
from service.english.tokens import Tag
from service.english.verbs import is_clearly_past
from service.followups.history import MOST_TURNS, History, Past
from service.followups.referents import topics

# The words that may follow a question word and add nothing to it.
_TAIL = (
    r"(?: exactly| precisely| then| though| so)?"
    r"(?: (?:is|was|were) (?:that|this)(?: so)?| was it"
    r"| (?:did|does|do|has|had|have) (?:that|this|it|they|he|she) (?:happen(?:ed)?|occur(?:red)?"
    r"|take place|taken place|(?:do|done)(?: that| this| it| so)?))?"
)
_CIRCUMSTANCE = re.compile(
    r"(?P<word>(?:(?:since|until|till|from|by) )?(?:when|where)|why(?: not)?|how come|how so"
    r"|how(?: (?:long|often|far|soon|quickly))?(?: ago)?|where (?:to|from)|what (?:for|of)"
    r"|(?:by|for|with|to|from|against|about|of|between|among|under) (?:whom|what)"
    r"|by how (?:much|many)|(?:in|on|at|by|for|from|with|to|of|under) (?:which|what) \w+"
    r"|(?:in |on |at |during |since |from )?(?:which|what) (?:year|day|month|date|time|place|age"
    rf"|century|country|city|town|village)){_TAIL}"
    r"(?P<more> (?:in|on|at|for|to|with|from|by|during|after|before) .+)?",
    re.IGNORECASE,
)
# What the short forms stand for, as they begin a whole question.
_MEANS = {
    "how come": "why",
    "how so": "how",
    "what for": "why",
    "for what": "why",
    "what of": "of what",
    "where to": "where",
    "where from": "from where",
}
_PARTICIPANT = re.compile(
    r"(?:who|whom|which(?: ones?)?|how (?:many|much)(?: of (?:them|it|those))?)"
    r"(?: (?:is|was) (?:that|this))?",
    re.IGNORECASE,
)
_OF_A_NOUN = re.compile(r"(?:which|what|how (?:many|much)|whose) (?!about\b)(?P<noun>.+)", re.I)
_SAYS_NOTHING = re.compile(r"(?:do|does|did|done|happen(?:s|ed)?)\b", re.IGNORECASE)
_ARTICLE = re.compile(r"^(?:the|any|some) ", re.IGNORECASE)
_ARTICLE_AND_NUMBER = re.compile(r"^the (?:\d\S*|\w+(?= hundred| thousand) )?")
# These can ask about a whole statement: "Why is it that NATO withholds authorization?"
_OF_A_STATEMENT = frozenset({"why", "when", "where", "how", "since when"})


def read(question: ParsedText, history: History) -> list[str]:
    """Return the readings of such a follow-up; none for any other question.

    question: without the words that lead in, and without its question mark.
    """
    text = question.text
    if match := _CIRCUMSTANCE.fullmatch(text):
        word = match["word"].lower()
        return list(_circumstance(_MEANS.get(word, word), match["more"] or "", history[-1]))
    if _PARTICIPANT.fullmatch(text):
        return list(_participant(text.lower(), history[-1]))
    match = _OF_A_NOUN.fullmatch(text)
    if match and is_clearly_past(match["noun"].lower()):
        return []  # "how many fled"
    if match and not any(t.tag in (Tag.VERB, Tag.AUXILIARY) for t in question.tokens):
        return list(_of_a_noun(text.lower(), match["noun"], history))
    return []


def _circumstance(word: str, more: str, turn: Past) -> Iterator[str]:
    """Ask when, where, why or how. more: what follows, as "in Hamburg" in "why not in Hamburg?"."""
    clause = turn.question.clause
    if clause is not None and word == "why not":
        yield clause.asking_why_not(more)
    elif clause is not None and clause.word.lower() != word and not _only_answer_tells(clause):
        for reading in _asked_with(word, clause, turn):
            yield f"{reading.rstrip('?')}{more}?"
    elif word in _OF_A_STATEMENT and (statement := turn.answer.statement):
        was = "is" if word in ("why", "how") else "was"
        yield f"{capital(word)} {was} it that {statement}?"
    elif word in ("when", "where"):
        yield from (f"{capital(word)} was {topic.text}{more}?" for topic in topics([turn])[:1])
    else:
        yield from _as_for(f"{word}{more}", [turn])


def _asked_with(word: str, clause: Clause, turn: Past) -> list[str]:
    """Return the former question with another question word, the likelier form first."""
    if word.startswith(("which ", "what ")):
        word = f"in {word}"
    active = clause.asking(word, turn.answer.words)
    passive = clause.asking_in_passive(word) or active
    # The reason is that of whoever did it; the time and the place are those of what was done.
    asks_of_doer = word in ("why", "how", "since when") and turn.answer.phrase is not None
    return [active, passive] if asks_of_doer else [passive, active]


def _only_answer_tells(clause: Clause) -> bool:
    """Whether the question does not say what happened: "What did Serbia do?"."""
    asks_part = clause.asks in (Asks.SUBJECT, Asks.OBJECT)
    return asks_part and _SAYS_NOTHING.match(clause.rest) is not None


def _participant(word: str, turn: Past) -> Iterator[str]:
    """Ask who or what took part, or how many did."""
    clause = turn.question.clause
    if word.startswith("how m"):
        yield from _how_many("how many" if "many" in word else "how much", clause, turn)
    elif clause is not None and word.startswith("which"):
        asked = [clause.asking_for_participant(f"which {noun}") for noun in _plurals(turn)[:2]]
        yield from filter(None, asked)
    elif clause is not None and clause.asks is not Asks.SUBJECT:
        yield from filter(None, [clause.asking_for_participant("who")])
    yield from _as_for(word, [turn])


def _how_many(word: str, clause: Clause | None, turn: Past) -> Iterator[str]:
    if clause is not None and clause.asks in (Asks.WHETHER, Asks.CIRCUMSTANCE):
        subject = ParsedText(clause.subject)
        if any(phrase.plural for phrase in subject.phrases[:1]):
            noun = _ARTICLE.sub("", subject.text)
            yield from filter(None, [clause.asking_for_participant(f"{word} {noun}")])
    for noun in _plurals(turn)[:2]:
        asked = None
        if clause is not None and clause.asks is Asks.OBJECT:
            asked = clause.asking_for_participant(f"{word} {noun}")
        yield asked or f"{capital(word)} {noun} are there?"


def _plurals(turn: Past) -> list[str]:
    """Return the things that were spoken of and can be counted."""
    return [_ARTICLE_AND_NUMBER.sub("", topic.text) for topic in topics([turn]) if topic.plural]


def _of_a_noun(question: str, noun: str, history: History) -> Iterator[str]:
    """Read "which models?" as asking for a part of the last question that has such a part."""
    head = nouns.singular(noun.rsplit(maxsplit=1)[-1])
    for turn in list(history)[: -MOST_TURNS - 1 : -1]:
        clause = turn.question.clause
        if clause is None:
            continue
        subject_fits = any(head == phrase.head for phrase in ParsedText(clause.subject).phrases)
        asks_part = clause.asks in (Asks.SUBJECT, Asks.OBJECT)
        if (asks_part or subject_fits) and (asked := clause.asking_for_participant(question)):
            yield asked
    yield from _as_for(question, history)


def _as_for(question: str, history: History) -> Iterator[str]:
    """Ask the question about the likeliest topic, which always makes a sentence."""
    yield from (f"As for {topic.text}, {question}?" for topic in topics(history)[:1])
