"""Follow-ups that are little more than a question word: "why?", "since when?", "which models?"."""

from collections.abc import Iterator, Sequence

from index.documents.marks import BULLETS_OF_QUOTE
from service.english.clauses import Asks, Clause, capital
from service.english.function_words import NEGATIVE, QUANTIFIERS
from service.english.parsed_text import ParsedText
from service.english.tokens import Tag, Token, small
from service.followups.said.history import Past, Reading
from service.followups.said.spoken_of import Said
from service.followups.said.words import PRONOUNS, QUESTION_DETERMINERS, QUESTION_WORDS

_VERBS = (Tag.VERB, Tag.AUXILIARY)
_LONGEST_STATEMENT = 30  # words and marks
_LONGEST_NAMED = 3  # words that "which" may ask for: "which backup server version"
_NAMED = (Tag.NOUN, Tag.NAME, Tag.NUMBER)


def read(fragment: ParsedText, history: Said) -> Iterator[Reading]:
    """Yield the former question asked with these question words; nothing for other follow-ups.

    fragment: without the words that lead in, and without its question mark.
    """
    tokens = _without_stand_ins(fragment)
    asks = [place for place, token in enumerate(tokens) if token.lower in QUESTION_WORDS]
    if not asks or asks[0] > 1 or any(token.tag in _VERBS for token in tokens):
        return
    if not _is_one_part(tokens[asks[0]], tokens[asks[0] + 1 :], led=bool(asks[0])):
        return
    word = _in_order(tokens)
    past = history[-1]
    clause = past.question.clause
    same = clause is not None and clause.word.lower() == word
    if clause is not None and not same:
        for kind, text in _asked_with(word, clause, past):
            yield Reading(past.under_topic(_shaped(text)), {kind: 1.0})
    # "Why?" after a question for the reason, or for what somebody did, is asked of the answer.
    of_answer = clause is None or same or clause.asks is Asks.OBJECT
    if of_answer and len(tokens) == 1 and (statement := _statement(past)):
        be = "is" if word in ("why", "how") else "was"
        yield Reading(f"{capital(word)} {be} it that {statement}?", {"of statement": 1.0})


def _is_one_part(word: Token, rest: Sequence[Token], *, led: bool) -> bool:
    """Whether a question word and the words after it can stand at the head of a clause as one part
    of it: "which version", "why not", but not "why the hurry" or "what about floats".

    led: whether a preposition stands before the word.
    """
    if rest and rest[-1].tag is Tag.PREPOSITION and (led or len(rest) == 1):
        rest = rest[:-1]  # "from which version on", "what for"
    if word.lower == "how":
        first = rest[0].tag if rest and rest[0].lower not in QUANTIFIERS else None
        return first not in (Tag.DETERMINER, Tag.PREPOSITION)
    if not rest:
        return True
    if len(rest) == 1 and rest[0].tag is Tag.ADVERB:  # "who else", "when exactly", "why not"
        return word.lower == "why" or rest[0].lower not in NEGATIVE
    named = len(rest) <= _LONGEST_NAMED and all(token.tag in _NAMED for token in rest)
    return named and word.lower in QUESTION_DETERMINERS


def _without_stand_ins(fragment: ParsedText) -> tuple[Token, ...]:
    """Return the words without "was that" or "did it happen", which say no more than the others.

    After "how old" or "which ones" they say of what it is asked.
    """
    tokens = fragment.tokens
    for place, token in enumerate(tokens):
        if token.tag is Tag.AUXILIARY:
            degree = tokens[0].lower == "how"
            asked = [t for t in tokens[:place] if degree or t.tag is not Tag.ADVERB]
            if asked and asked[-1].lower not in QUESTION_WORDS:
                return tokens
            rest = tokens[place + 1 :]
            empty = [t for t in rest if t.lower in PRONOUNS]
            return tokens[:place] if empty and len(rest) == len(empty) else tokens
    return tokens


def _in_order(tokens: Sequence[Token]) -> str:
    """Return the words with their preposition first: "for what" for "what for"."""
    if len(tokens) == 2 and tokens[1].tag is Tag.PREPOSITION:
        return f"{tokens[1].lower} {tokens[0].lower}"
    return " ".join(token.text if place else token.lower for place, token in enumerate(tokens))


def _asked_with(word: str, clause: Clause, past: Past) -> Iterator[tuple[str, str]]:
    """Yield the former question with another question word, and in which way it was made."""
    if word == "why not":
        yield "asked again", clause.asking_why_not("")
        return
    filler = _filler(clause, past)
    degrees = clause.degree and word.startswith("how ")
    same_part = clause.asks in (Asks.CIRCUMSTANCE,) or degrees
    if same_part and clause.word:
        yield "swapped", word + past.question.text[len(clause.word) :] + "?"
    if not degrees:
        first = word.split(maxsplit=1)[0]
        if first not in ("who", "which", "what", "whose") and not word.startswith("how m"):
            passive = clause.asking_in_passive(word)
            if passive:
                yield "asked in passive", passive
            if filler or not passive:  # "when was it lit" rather than "when did someone light it"
                yield "asked again", clause.asking(word, filler)
        elif participant := clause.asking_for_participant(word):
            yield "asked for participant", participant


def _filler(clause: Clause, past: Past) -> str:
    """Return what answered the question as a noun phrase: "eleven workers"; "" if unclear."""
    for short in past.parsed_short_answers[:1]:
        is_number = all(token.tag is Tag.NUMBER for token in short.tokens)
        return f"{short.text} {clause.noun}" if clause.noun and is_number else short.text
    return ""


def _statement(past: Past) -> str | None:
    """Return the best quote, without its reason, ready to follow "that"; None if it is no short
    whole sentence.
    """
    for quote in past.parsed_quotes[:1]:
        words = quote.tokens
        whole = any(word.tag in _VERBS for word in words) and len(words) <= _LONGEST_STATEMENT
        if not whole or words[0].tag is Tag.PRONOUN or "\n" in quote.text.strip():
            return None
        reason = next((word.start for word in words if word.lower == "because"), None)
        text = quote.text[:reason].strip().lstrip(BULLETS_OF_QUOTE).rstrip(".!…, ")
        return text if words[0].tag is Tag.NAME else small(text)
    return None


def _shaped(text: str) -> str:
    return capital(text.strip().rstrip("?") + "?")
