"""What a word that refers back may stand for: the noun phrases of what was said, scored."""

import re
from collections.abc import Iterator, Sequence, Set
from dataclasses import dataclass, replace

from service.answering.question import Kind, kind_of
from service.english.clauses import Asks
from service.english.function_words import BE
from service.english.nouns import Sort
from service.english.parsing import clause_of
from service.english.phrases import Phrase, all_phrases, in_brackets
from service.english.verbs import base_of
from service.followups.former_answer import answer_of
from service.followups.history import MOST_TURNS, History, Past

# How much speaks for a phrase: set by hand on the conversations of tests/service/followups.
_TURN_BACK_ASKED, _TURN_BACK_ANSWERED = -0.6, -0.9  # a topic lasts longer than what is in quotes
_SPOKEN_OF_BEFORE = 0.3  # for each further question that names it, up to two
# of a phrase of a question
_INSIDE = -0.3  # another: Kosovo of "the leader of Kosovo"
_COUNTED = 0.3  # "how many species", for "them"; taken off for "their"
_ANYBODY = -0.2  # "how many people": they were not named yet
_IS_A_PERSON = 1.0  # "Who is X?"
# of a phrase of an answer
_IN_ANSWER = -0.8
_LATER_IN_ANSWER = -0.15  # for each phrase before it
_FURTHER_QUOTE = -0.4
_IN_BRACKETS = -1.0
_IS_THE_ANSWER = 1.5
# of any
_NAME = 0.3
_PERSON_BY_NAME = 1.0  # half of that for a name that may be of anything
_RATHER_A_PLACE = -0.5  # "from Virginia to Nova Scotia"
_MAYBE_A_PERSON = -0.3  # for each further word of a name, where no person is wanted
_NO_EVENT = -1.0  # a name, where an event is wanted
_OTHER_NUMBER = -1.0
_SAME_ROLE = 0.4
_RIGHT_SORT = 0.5

_ONLY_WORDS = -0.6  # "the name": one speaks of what has it
_OF_WORDS = frozenset("word name term title nickname question answer reason way sort kind".split())

_ANYTHING: tuple[Sort, ...] = ("thing", "organisation", "person", "place", "event")
_ANY_SORT = 4  # sorts that a name of one word may be of
_PLACED = frozenset("in at on near from to into".split())
_WHO = frozenset({"person", "organisation"})
_WHO_IS = re.compile(r"who(?:['’]s| is| was| are| were) ", re.IGNORECASE)
_LINKING_VERBS = frozenset("go become get turn remain feel seem".split())
_APPOSITION = re.compile(r"(?: (?:in|from|of|at) [\w ]{1,30})?, ")

Scored = tuple[float, Phrase]


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a word may stand for.

    sorts: any of them will do, the first best. plural: None for either. role: the word's own, as
    in Phrase. without: words that the phrase must not have. possessive: it is "its" or the like.
    """

    sorts: tuple[Sort, ...]
    plural: bool | None
    role: str = "subject"
    without: frozenset[str] = frozenset()
    possessive: bool = False


def referents(wanted: Wanted, history: History) -> list[Scored]:
    """The phrases that fit, the likeliest first, each thing once, and how much speaks for each."""
    turns = list(history)[: -MOST_TURNS - 1 : -1]
    if turns and not turns[0].quotes and any(one.name for _, one in _of_question(wanted, turns[0])):
        turns = turns[:1]  # the documents do not speak of it; whoever asks still does
    scored = [
        (score + weight * back + _SPOKEN_OF_BEFORE * _further_turns(phrase, turns), phrase)
        for back, past in enumerate(turns)
        for found, weight in (
            (_of_question(wanted, past), _TURN_BACK_ASKED),
            (_of_answer(wanted, past), _TURN_BACK_ANSWERED),
        )
        for score, phrase in found
    ]
    asked = {phrase for past in history for phrase in all_phrases(past.standalone)}
    said = [phrase for _, phrase in scored]
    best: list[Scored] = []
    for score, phrase in sorted(scored, key=lambda one: -one[0]):
        fuller = _fullest(phrase, said, asked)
        if not any(_same(fuller, other) for _, other in best):
            best.append((score, fuller))
    return best


def topics(history: History, without: frozenset[str] = frozenset()) -> list[Phrase]:
    """All that was spoken of, the likeliest to be spoken of again first."""
    wanted = Wanted(_ANYTHING, None, without=without)
    return [phrase for _, phrase in referents(wanted, history)]


def _further_turns(phrase: Phrase, turns: Sequence[Past]) -> int:
    """In how many more questions than one it was named; at most 2."""
    named = sum(
        any(phrase.words <= other.words for other in all_phrases(past.standalone)) for past in turns
    )
    return min(max(named - 1, 0), 2)


def _of_question(wanted: Wanted, past: Past) -> Iterator[Scored]:
    question, end = past.standalone, 0
    clause = clause_of(question)
    # In "what is packet switching" it is what is spoken of, in "the club is bankrupt" it is not.
    is_subject = clause is not None and clause.asks is Asks.COMPLEMENT and not clause.noun
    is_subject = is_subject and not question.lower().startswith("how")
    is_who = wanted.sorts[0] == "person" and _WHO_IS.match(question) is not None
    for phrase in all_phrases(question):
        inside, end = phrase.end <= end, max(phrase.end, end)
        score = _score(wanted, phrase) + _INSIDE * inside + _IS_A_PERSON * (is_who and phrase.name)
        if _is_asked_for(phrase, question):
            # Of "how many species" one may say "how many of them"; "it" is what answered.
            if wanted.plural is not True:
                continue
            score += _ANYBODY if phrase.head == "person" else _COUNTED
            score -= 2 * _COUNTED * wanted.possessive
        if _fits(wanted, phrase) and (is_subject or not _is_predicate(phrase, question)):
            yield score, phrase


def _of_answer(wanted: Wanted, past: Past) -> Iterator[Scored]:
    answer, kind = answer_of(past), kind_of(past.standalone)
    if (kind is Kind.PERSON) != (wanted.sorts[0] in _WHO):
        answer = None  # who did it is seldom "it", and what was done does nothing itself
    for further, quote in enumerate(past.quotes):
        fitting = [
            phrase
            for phrase in all_phrases(quote)
            if _fits(wanted, phrase)
            and not _is_predicate(phrase, quote)
            and not _only_begins(phrase, past.standalone)
        ]
        for place, phrase in enumerate(fitting):
            score = _IN_ANSWER + place * _LATER_IN_ANSWER + further * _FURTHER_QUOTE
            score += _IN_BRACKETS * in_brackets(phrase, quote)
            where = kind is Kind.PLACE and answer is None and wanted.sorts == ("place",)
            where = where and phrase.role in _PLACED
            named = answer is not None and not further and _is_or_names(phrase, answer, quote)
            score += _IS_THE_ANSWER * (where + named)
            yield score + _score(wanted, phrase), phrase


def _is_or_names(phrase: Phrase, answer: Phrase, quote: str) -> bool:
    """Whether it is the answer, or its name: "a supplier in Poland, Zeltex"."""
    between = quote[answer.end : phrase.start]
    named = phrase.name and not answer.name and _APPOSITION.fullmatch(between) is not None
    return phrase.start == answer.start or named


def _is_asked_for(phrase: Phrase, question: str) -> bool:
    """Whether it belongs to the question word, as "force" in "Which force did it send?"."""
    clause = clause_of(question)
    return clause is not None and phrase.end <= len(clause.word)


def _is_predicate(phrase: Phrase, text: str) -> bool:
    """Whether it only says how something is, as "bankrupt" in "the club went bankrupt"."""
    before = text[: phrase.start].split()
    links = bool(before) and (base_of(before[-1]) in _LINKING_VERBS or before[-1].lower() in BE)
    bare = phrase.text.removeprefix("the ") == text[phrase.start : phrase.end]
    return links and bare and not phrase.name


def _only_begins(phrase: Phrase, question: str) -> bool:
    """Whether its capital is that of a sentence: the question has it in small letters."""
    return phrase.start == 0 and phrase.name and phrase.text.lower() in question.split()


def _fits(wanted: Wanted, phrase: Phrase) -> bool:
    if phrase.sorts & {"time", "measure"} or phrase.words & wanted.without:
        return False
    if not phrase.sorts & set(wanted.sorts) or (wanted.sorts == ("person",) and phrase.plural):
        return False
    # Of an organisation one says "it" and "they"; of one person "they" as well.
    either = "organisation" in phrase.sorts and (wanted.plural is True or not phrase.plural)
    anybody = wanted.plural is True and phrase.sorts == {"person"}
    return wanted.plural in (None, phrase.plural) or either or anybody


def _score(wanted: Wanted, phrase: Phrase) -> float:
    """What a phrase has for and against it wherever it stands."""
    score = _score_of_name(wanted, phrase) if phrase.name else 0.0
    if wanted.plural is not None and phrase.plural != wanted.plural:
        score += _OTHER_NUMBER
    if phrase.head in _OF_WORDS:
        score += _ONLY_WORDS
    if phrase.role == wanted.role or "subject" not in (phrase.role, wanted.role):
        score += _SAME_ROLE
    if wanted.sorts == ("place",) and phrase.role in _PLACED:
        score += _RIGHT_SORT
    # Where any of many sorts will do, or the name may be of any, the sort tells nothing.
    tells = len(wanted.sorts) < 3 and len(phrase.sorts) < _ANY_SORT
    return score + _RIGHT_SORT * (tells and wanted.sorts[0] in phrase.sorts)


def _score_of_name(wanted: Wanted, phrase: Phrase) -> float:
    score = _NAME
    if wanted.sorts == ("person",):
        score += _PERSON_BY_NAME / (1 if len(phrase.sorts) < _ANY_SORT else 2)
        score += _RATHER_A_PLACE * (phrase.role in _PLACED and "place" in phrase.sorts)
    if wanted.sorts == ("event", "thing") and "event" not in phrase.sorts:
        score += _NO_EVENT
    if "person" in phrase.sorts and "person" not in wanted.sorts:
        score += _MAYBE_A_PERSON * (len(phrase.words) - 1)
    return score


def _fullest(phrase: Phrase, others: Sequence[Phrase], asked: Set[Phrase]) -> Phrase:
    """The same thing by its full name, where it was named so: "the bridge", "Ember".

    asked: the phrases of the questions.
    """
    fuller = () if phrase.plural else (one for one in others if phrase.words < one.words)
    for other in fuller:
        same_head = other.head == phrase.head and (other.name or other in asked)
        if same_head or (other.name and phrase.name):
            return replace(other, role=phrase.role)
    return phrase


def _same(one: Phrase, other: Phrase) -> bool:
    return one.words == other.words or (one.head == other.head and one.words <= other.words)
