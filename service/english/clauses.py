"""A question in its parts, so that it can be asked again in another way.

"Why did NATO withhold authorization?" is the question word, "did", what it asks about and the
rest; with "when" in the first place it asks when. Where the question word stands for a part of
the sentence ("Who asked for it?"), something has to fill its place first.
"""

from dataclasses import dataclass
from enum import Enum

from service.english import function_words
from service.english.phrases import phrases
from service.english.tagging import tagged
from service.english.tags import Tag
from service.english.verbs import base_of, is_participle, is_past, past_of, third_person_of

_MOVES = frozenset("took had became made got went left lost".split())  # "took part", "left Sweden"


class Asks(Enum):
    """What the question word stands for."""

    SUBJECT = "subject"  # "Who asked for it?"
    OBJECT = "object"  # "What did the explosion damage?"
    COMPLEMENT = "complement"  # "Who is the mayor?"
    CIRCUMSTANCE = "circumstance"  # "Why did it happen?"
    WHETHER = "whether"  # "Did it happen?"


@dataclass(frozen=True, slots=True)
class Clause:
    """A question: `word` `auxiliary` `subject` `rest`, each as it was written, "" for none.

    noun: what is counted or chosen, "people" of "how many people".
    """

    word: str
    asks: Asks
    auxiliary: str
    subject: str
    rest: str
    noun: str = ""

    def asking(self, word: str, filler: str = "") -> str:
        """The same asked with another question word for a circumstance: "when", "by whom".

        filler: what takes the place of the former word, where that stood for a part.
        """
        return f"{capital(word)} {self._inverted(filler)}?"

    def asking_why_not(self, more: str) -> str:
        """As "Why was the film not shot in Hamburg?"; `more` is what follows."""
        if self.asks in (Asks.CIRCUMSTANCE, Asks.WHETHER):
            again = join(self.auxiliary.lower(), self.subject, "not", self.rest, more)
        else:
            again = join(self._inverted(""), more)
        return f"Why {again}?"

    def _inverted(self, filler: str) -> str:
        filler, auxiliary = filler or self._anything(), self.auxiliary.lower()
        if self.asks is Asks.SUBJECT:
            if auxiliary:
                return join(auxiliary, filler, self.rest)
            verb, _, after = self.rest.partition(" ")
            return join(_do_for(verb), filler, base_of(verb) or verb, after)
        if self.asks is Asks.COMPLEMENT:
            degree = self.word.lower().removeprefix("how ")
            if degree != self.word.lower():  # "how high is the dam" asks no more for a part of it
                return join(auxiliary, self.subject, "so", degree)
            return join(auxiliary, filler, self.subject)
        rest = _filled(self.rest, filler) if self.asks is Asks.OBJECT else self.rest
        return join(auxiliary, self.subject, rest)

    def _anything(self) -> str:
        """What stands for a part that nobody named."""
        if self.word.lower() == "how much":
            return "so much"
        if self.noun:
            many = self.word.lower().startswith("how m")
            if many:
                return f"so {self.word.split()[1].lower()} {self.noun}"
            plural = any(phrase.plural for phrase in phrases(self.noun))
            return f"{'those' if plural else 'that'} {self.noun}"
        return "someone" if self.word.lower().startswith("who") else "something"

    def of_participant(self, word: str) -> str | None:
        """The same asked for whoever or whatever takes part: "who", "which models". In a question
        that asks for no part it takes the subject's place. None where that has no verb.
        """
        auxiliary = self.auxiliary.lower()
        if self.asks is Asks.SUBJECT:
            return f"{capital(join(word, auxiliary, self.rest))}?"
        if self.asks is Asks.OBJECT:
            return f"{capital(join(word, auxiliary, self.subject, self.rest))}?"
        if self.asks is Asks.COMPLEMENT:
            return f"{capital(join(word, auxiliary, self.subject))}?"
        if auxiliary not in function_words.DO:
            return f"{capital(join(word, auxiliary, self.rest))}?"
        verb, _, after = self.rest.partition(" ")
        verb = past_of(verb) if auxiliary == "did" else verb
        return f"{capital(join(word, verb, after))}?" if verb else None

    def passive(self, word: str) -> str | None:
        """As `asking`, without whoever did it: "When was the bridge designed?". None where
        that cannot be told.
        """
        verb, _, after = self.rest.partition(" ")
        if self.asks is not Asks.SUBJECT or self.auxiliary or not is_participle(verb):
            return None
        found = phrases(after)
        if not found or found[0].start > 0 or verb.lower() in _MOVES:
            return None
        done_to, rest = after[: found[0].end], after[found[0].end :]
        was = "were" if found[0].plural else "was"
        return f"{capital(word)} {join(was, done_to, verb, rest)}?"

    def statement(self) -> str | None:
        """What it takes for granted: "NATO withheld authorization". None where a part is asked."""
        if self.asks not in (Asks.CIRCUMSTANCE, Asks.WHETHER) or not self.rest:
            return None
        verb, _, after = self.rest.partition(" ")
        match self.auxiliary.lower():
            case "did":
                return join(self.subject, past_of(verb), after)
            case "does":
                return join(self.subject, third_person_of(verb), after)
            case "do":
                return join(self.subject, self.rest)
            case auxiliary:
                return join(self.subject, auxiliary, self.rest)


def _filled(rest: str, filler: str) -> str:
    """`rest` with what its verb is missing: at the end after a preposition, else after the verb."""
    tokens = tagged(rest)
    if not tokens or tokens[-1].tag in (Tag.PREPOSITION, Tag.VERB):
        return join(rest, filler)
    verb = 0
    for place, token in enumerate(tokens):
        if token.tag is Tag.VERB or place == 0:
            verb = place
        elif token.tag is not Tag.TO:
            break
    end = tokens[verb].end
    return join(rest[:end], filler, rest[end:])


def _do_for(verb: str) -> str:
    """The form of "do" that asks with a verb's tense."""
    if is_past(verb):
        return "did"
    return "do" if base_of(verb) == verb.lower() else "does"


def join(*parts: str) -> str:
    return " ".join(part.strip() for part in parts if part.strip())


def capital(text: str) -> str:
    return text[:1].upper() + text[1:]
