"""Follow-ups that are little more than a question word: "why?", "since when?", "which models?"."""

import re
from collections.abc import Iterator

from service.english import nouns
from service.english.clauses import Asks, Clause, capital
from service.english.parsing import clause_of
from service.english.phrases import phrases
from service.english.tagging import tagged
from service.english.tags import Tag
from service.english.verb_or_noun import tells_past
from service.followups.former_answer import answer_of, answer_words, statement
from service.followups.history import MOST_TURNS, History, Past
from service.followups.referents import topics

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
_WITHOUT_WORDS = re.compile(r"(?:do|does|did|done|happen(?:s|ed)?)\b", re.IGNORECASE)
_ARTICLE = re.compile(r"^(?:the|any|some) ", re.IGNORECASE)
_ARTICLE_AND_NUMBER = re.compile(r"^the (?:\d\S*|\w+(?= hundred| thousand) )?")
# These can ask of a whole statement: "Why is it that NATO withholds authorization?"
_OF_A_STATEMENT = frozenset({"why", "when", "where", "how", "since when"})


def bare(question: str, history: History) -> list[str]:
    """Readings of such a follow-up; none if it is no such.

    question: without what leads in, and without its mark.
    """
    if match := _CIRCUMSTANCE.fullmatch(question):
        word = match["word"].lower()
        return list(_circumstance(_MEANS.get(word, word), match["more"] or "", history[-1]))
    if _PARTICIPANT.fullmatch(question):
        return list(_participant(question.lower(), history[-1]))
    match = _OF_A_NOUN.fullmatch(question)
    if match and tells_past(match["noun"].lower()):
        return []  # "how many fled"
    if match and not any(t.tag in (Tag.VERB, Tag.AUXILIARY) for t in tagged(question)):
        return list(_of_a_noun(question.lower(), match["noun"], history))
    return []


def _circumstance(word: str, more: str, past: Past) -> Iterator[str]:
    """more: a place or time that follows, as in "why not in Hamburg?"."""
    clause = clause_of(past.standalone)
    if clause is not None and word == "why not":
        yield clause.asking_why_not(more)
    elif clause is not None and clause.word.lower() != word and not _only_answer_tells(clause):
        for reading in _asked_with(word, clause, past):
            yield f"{reading.rstrip('?')}{more}?"
    elif (said := statement(past)) and word in _OF_A_STATEMENT:
        was = "is" if word in ("why", "how") else "was"
        yield f"{capital(word)} {was} it that {said}?"
    elif word in ("when", "where"):
        yield from (f"{capital(word)} was {topic.text}{more}?" for topic in topics([past])[:1])
    else:
        yield from _as_for(f"{word}{more}", [past])


def _asked_with(word: str, clause: Clause, past: Past) -> list[str]:
    """The former question with another question word."""
    if word.startswith(("which ", "what ")):
        word = f"in {word}"
    active = clause.asking(word, answer_words(past))
    passive = clause.passive(word) or active
    # Of who did it one asks the reason; the time and the place are those of what was done.
    of_who_did_it = answer_of(past) is not None and word in ("why", "how", "since when")
    return [active, passive] if of_who_did_it else [passive, active]


def _only_answer_tells(clause: Clause) -> bool:
    """Whether the question says nothing of what happened: "What did Serbia do?"."""
    asks_part = clause.asks in (Asks.SUBJECT, Asks.OBJECT)
    return asks_part and _WITHOUT_WORDS.match(clause.rest) is not None


def _participant(word: str, past: Past) -> Iterator[str]:
    clause = clause_of(past.standalone)
    if word.startswith("how m"):
        yield from _how_many("how many" if "many" in word else "how much", clause, past)
    elif clause is not None and word.startswith("which"):
        found = [clause.of_participant(f"which {noun}") for noun in _plurals(past)[:2]]
        yield from filter(None, found)
    elif clause is not None and clause.asks is not Asks.SUBJECT:
        yield from filter(None, [clause.of_participant("who")])
    yield from _as_for(word, [past])


def _how_many(word: str, clause: Clause | None, past: Past) -> Iterator[str]:
    asks_no_part = clause is not None and clause.asks in (Asks.WHETHER, Asks.CIRCUMSTANCE)
    if clause is not None and asks_no_part and any(p.plural for p in phrases(clause.subject)[:1]):
        noun = _ARTICLE.sub("", clause.subject)
        yield from filter(None, [clause.of_participant(f"{word} {noun}")])
    for noun in _plurals(past)[:2]:
        asked = None
        if clause is not None and clause.asks is Asks.OBJECT:
            asked = clause.of_participant(f"{word} {noun}")
        yield asked or f"{capital(word)} {noun} are there?"


def _plurals(past: Past) -> list[str]:
    """What was spoken of and can be counted."""
    return [_ARTICLE_AND_NUMBER.sub("", one.text) for one in topics([past]) if one.plural]


def _of_a_noun(question: str, noun: str, history: History) -> Iterator[str]:
    """For "which models?" ask for a part of the last question that has such a part."""
    head = nouns.singular(noun.rsplit(maxsplit=1)[-1])
    for past in list(history)[: -MOST_TURNS - 1 : -1]:
        clause = clause_of(past.standalone)
        if clause is None:
            continue
        subject_fits = any(head == phrase.head for phrase in phrases(clause.subject))
        asks_part = clause.asks in (Asks.SUBJECT, Asks.OBJECT)
        if (asks_part or subject_fits) and (found := clause.of_participant(question)):
            yield found
    yield from _as_for(question, history)


def _as_for(question: str, history: History) -> Iterator[str]:
    """What always makes a sentence, where nothing better does."""
    yield from (f"As for {topic.text}, {question}?" for topic in topics(history)[:1])
