"""What a word that refers back may stand for: the noun phrases of what was said, scored."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from service.english.clauses import Asks
from service.english.function_words import BE
from service.english.nouns import Sort
from service.english.phrases import Phrase, in_brackets
from service.english.verbs import base_of
from service.followups.history import MOST_TURNS, History, Past

# The weights: how much speaks for a phrase, or against it. They were set by hand on the
# conversations of tests/service/followups.
# For each turn that it lies back: a topic lasts longer than what is only quoted.
_TURN_BACK_ASKED, _TURN_BACK_ANSWERED = -0.6, -0.9
_SPOKEN_OF_BEFORE = 0.3  # for each further question that names it, up to two
# For a phrase of a question:
_INSIDE = -0.3  # it lies inside another, as Kosovo in "the leader of Kosovo"
_COUNTED = 0.3  # "how many species" counts it; for "them", and twice as much against "their"
_ANYBODY = -0.2  # "how many people" counts it, and names nobody yet
_IS_A_PERSON = 1.0  # "Who is X?" asks about it
# For a phrase of an answer:
_IN_ANSWER = -0.8
_LATER_IN_ANSWER = -0.15  # for each phrase before it
_FURTHER_QUOTE = -0.4  # for each quote before its own
_IN_BRACKETS = -1.0
_IS_THE_ANSWER = 1.5
# For any phrase:
_NAME = 0.3  # it is a name
_PERSON_BY_NAME = 1.0  # a person is wanted; half of it for a name that may be of anything
_RATHER_A_PLACE = -0.5  # a person is wanted: "from Virginia to Nova Scotia"
_MAYBE_A_PERSON = -0.3  # no person is wanted; for each further word of a name
_NO_EVENT = -1.0  # it is a name, and an event is wanted
_ONLY_WORDS = -0.6  # "the name": one speaks of what bears it
_OTHER_NUMBER = -1.0  # it is plural where the singular is wanted, or the other way round
_SAME_ROLE = 0.4
_RIGHT_SORT = 0.5

_OF_WORDS = frozenset("word name term title nickname question answer reason way sort kind".split())
_ANYTHING: tuple[Sort, ...] = ("thing", "organisation", "person", "place", "event")
_ANY_SORT = 4  # a name of one word may be of this many sorts
_PLACED = frozenset("in at on near from to into".split())
_WHO = frozenset({"person", "organisation"})
_WHO_IS = re.compile(r"who(?:['’]s| is| was| are| were) ", re.IGNORECASE)
_LINKING_VERBS = frozenset("go become get turn remain feel seem".split())
_APPOSITION = re.compile(r"(?: (?:in|from|of|at) [\w ]{1,30})?, ")

ScoredPhrase = tuple[float, Phrase]  # how much speaks for it


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a word may stand for.

    sorts: the sorts that will do, the best first.
    plural: whether it must be plural; None for either.
    role: the role of the word itself, as in `Phrase`.
    without: words that the phrase must not contain.
    possessive: whether the word is "its" or the like.
    """

    sorts: tuple[Sort, ...]
    plural: bool | None
    role: str = "subject"
    without: frozenset[str] = frozenset()
    possessive: bool = False


def referents(wanted: Wanted, history: History, in_answers: bool = True) -> list[ScoredPhrase]:
    """Return the phrases that fit, each thing once, the likeliest first.

    in_answers: whether phrases of the answers count, and not only those of the questions.
    """
    turns = list(history)[: -MOST_TURNS - 1 : -1]
    unanswered = turns and not (in_answers and turns[0].quotes)
    if unanswered and any(phrase.name for _, phrase in _in_question(wanted, turns[0])):
        turns = turns[:1]  # the documents do not speak of it, but whoever asks still does
    scored: list[ScoredPhrase] = []
    for back, turn in enumerate(turns):
        for score, phrase in _in_question(wanted, turn):
            scored.append((score + _TURN_BACK_ASKED * back, phrase))
        for score, phrase in _in_answer(wanted, turn) if in_answers else ():
            scored.append((score + _TURN_BACK_ANSWERED * back, phrase))
    scored = [
        (score + _SPOKEN_OF_BEFORE * _further_turns(phrase, turns), phrase)
        for score, phrase in scored
    ]
    return _each_thing_once(scored, history)


def topics(
    history: History, without: frozenset[str] = frozenset(), in_answers: bool = True
) -> list[Phrase]:
    """Return all that was spoken of, the likeliest to be spoken of again first.

    without: words that a topic must not contain.
    """
    wanted = Wanted(_ANYTHING, None, without=without)
    return [phrase for _, phrase in referents(wanted, history, in_answers)]


def _each_thing_once(scored: Sequence[ScoredPhrase], history: History) -> list[ScoredPhrase]:
    """Return the best phrase for each thing, by the fullest name that it has among all phrases."""
    phrases = [phrase for _, phrase in scored]
    best: list[ScoredPhrase] = []
    for score, phrase in sorted(scored, key=lambda pair: -pair[0]):
        fullest = _fullest(phrase, phrases, history)
        if not any(_name_one_thing(fullest, better) for _, better in best):
            best.append((score, fullest))
    return best


def _further_turns(phrase: Phrase, turns: Sequence[Past]) -> int:
    """Return in how many more questions than one the phrase is named, at most 2."""
    if len(turns) == 1:
        return 0
    named = sum(
        any(phrase.words <= asked.words for asked in turn.question.all_phrases) for turn in turns
    )
    return min(max(named - 1, 0), 2)


def _in_question(wanted: Wanted, turn: Past) -> Iterator[ScoredPhrase]:
    """Yield the fitting phrases of a turn's question."""
    question, clause, end = turn.standalone, turn.question.clause, 0
    # "What is packet switching" speaks of its predicate, "the club is bankrupt" does not.
    is_subject = clause is not None and clause.asks is Asks.COMPLEMENT and not clause.noun
    is_subject = is_subject and not question.lower().startswith("how")
    is_who = wanted.sorts[0] == "person" and _WHO_IS.match(question) is not None
    for phrase in turn.question.all_phrases:
        inside, end = phrase.end <= end, max(phrase.end, end)
        if not _fits(wanted, phrase) or not (is_subject or not _is_predicate(phrase, question)):
            continue
        score = _score(wanted, phrase) + _INSIDE * inside + _IS_A_PERSON * (is_who and phrase.name)
        if clause is not None and phrase.end <= len(clause.word):
            # "How many species" may go on with "how many of them"; "it" is rather the answer.
            if wanted.plural is not True:
                continue
            score += _ANYBODY if phrase.head == "person" else _COUNTED
            score -= 2 * _COUNTED * wanted.possessive
        yield score, phrase


def _in_answer(wanted: Wanted, turn: Past) -> Iterator[ScoredPhrase]:
    """Yield the fitting phrases of a turn's quotes."""
    answer = turn.answer.phrase
    if (turn.answer.sort == "person") != (wanted.sorts[0] in _WHO):
        answer = None  # who did it is seldom "it", and what was done does nothing itself
    for further, quote in enumerate(turn.answer.quotes):
        fitting = [
            phrase
            for phrase in quote.all_phrases
            if _fits(wanted, phrase)
            and not _is_predicate(phrase, quote.text)
            and not _is_capital_of_sentence(phrase, turn.standalone)
        ]
        for place, phrase in enumerate(fitting):
            score = _IN_ANSWER + place * _LATER_IN_ANSWER + further * _FURTHER_QUOTE
            score += _IN_BRACKETS * in_brackets(phrase, quote.text)
            where = turn.answer.sort == "place" and answer is None and wanted.sorts == ("place",)
            where = where and phrase.role in _PLACED
            named = answer is not None and not further and _is_or_names(phrase, answer, quote.text)
            score += _IS_THE_ANSWER * (where + named)
            yield score + _score(wanted, phrase), phrase


def _is_or_names(phrase: Phrase, answer: Phrase, quote: str) -> bool:
    """Whether the phrase is the answer, or its name: "a supplier in Poland, Zeltex"."""
    between = quote[answer.end : phrase.start]
    named = phrase.name and not answer.name and _APPOSITION.fullmatch(between) is not None
    return phrase.start == answer.start or named


def _is_predicate(phrase: Phrase, text: str) -> bool:
    """Whether the phrase only says how something is: "bankrupt" in "the club went bankrupt"."""
    if phrase.name or phrase.text.removeprefix("the ") != text[phrase.start : phrase.end]:
        return False
    before = text[: phrase.start].split()[-1:]
    return any(base_of(word) in _LINKING_VERBS or word.lower() in BE for word in before)


def _is_capital_of_sentence(phrase: Phrase, question: str) -> bool:
    """Whether a quote's first word is no name: the question has it in small letters."""
    return phrase.start == 0 and phrase.name and phrase.text.lower() in question.split()


def _fits(wanted: Wanted, phrase: Phrase) -> bool:
    """Whether the word may stand for the phrase at all."""
    if phrase.sorts & {"time", "measure"} or phrase.words & wanted.without:
        return False
    if not phrase.sorts & set(wanted.sorts) or (wanted.sorts == ("person",) and phrase.plural):
        return False
    # An organisation is "it" or "they"; one person may be "they" as well.
    either = "organisation" in phrase.sorts and (wanted.plural is True or not phrase.plural)
    anybody = wanted.plural is True and phrase.sorts == {"person"}
    return wanted.plural in (None, phrase.plural) or either or anybody


def _score(wanted: Wanted, phrase: Phrase) -> float:
    """Return how much speaks for a phrase wherever it stands."""
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
    """Return how much speaks for a phrase because it is a name."""
    score = _NAME
    if wanted.sorts == ("person",):
        score += _PERSON_BY_NAME / (1 if len(phrase.sorts) < _ANY_SORT else 2)
        score += _RATHER_A_PLACE * (phrase.role in _PLACED and "place" in phrase.sorts)
    if wanted.sorts == ("event", "thing") and "event" not in phrase.sorts:
        score += _NO_EVENT
    if "person" in phrase.sorts and "person" not in wanted.sorts:
        score += _MAYBE_A_PERSON * (len(phrase.words) - 1)
    return score


def _fullest(phrase: Phrase, others: Sequence[Phrase], history: History) -> Phrase:
    """Return the phrase by a fuller name of the same thing, if it has one: "Ember", "the bridge".

    others: the phrases among which to look.
    """
    if phrase.plural:
        return phrase
    for fuller in others:
        if not phrase.words < fuller.words:
            continue
        same_head = fuller.head == phrase.head and (fuller.name or _was_asked(fuller, history))
        if same_head or (fuller.name and phrase.name):
            return replace(fuller, role=phrase.role)
    return phrase


def _was_asked(phrase: Phrase, history: History) -> bool:
    """Whether a question of the conversation has the phrase."""
    return any(phrase in turn.question.all_phrases for turn in history)


def _name_one_thing(phrase: Phrase, better: Phrase) -> bool:
    """Whether a phrase names what a better one names already."""
    return phrase.words == better.words or (
        phrase.head == better.head and phrase.words <= better.words
    )
