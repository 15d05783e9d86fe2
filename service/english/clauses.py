"""A question in its parts, so that it can be asked again in another way.

"Why did NATO withhold authorization?" is a question word, an auxiliary, a subject and the rest.
With "when" in the first place the same parts ask when. Where the question word stands for a part of
the sentence ("Who asked for it?"), something has to fill the place of that part first.
"""

from dataclasses import dataclass
from enum import Enum

from service.english import function_words
from service.english.phrases import noun_phrases
from service.english.tagging import tag_words
from service.english.tokens import Tag
from service.english.verbs import base_of, form_of_do, is_participle, past_of, third_person_of


class Asks(Enum):
    """The part of the sentence that the question word stands for."""

    SUBJECT = "subject"  # "Who asked for it?"
    OBJECT = "object"  # "What did the explosion damage?"
    COMPLEMENT = "complement"  # "Who is the mayor?"
    CIRCUMSTANCE = "circumstance"  # "Why did it happen?"
    WHETHER = "whether"  # "Did it happen?"


@dataclass(frozen=True, slots=True)
class Clause:
    """A question: `word` `auxiliary` `subject` `rest`, each as written; "" where it has none.

    word: the question word, with the noun that belongs to it: "how many people".
    noun: that noun alone: "people".
    """

    word: str
    asks: Asks
    auxiliary: str
    subject: str
    rest: str
    noun: str = ""

    @property
    def asks_how(self) -> bool:
        """Whether it asks how, how many or how deep."""
        return self.word.lower().startswith("how")

    @property
    def degree(self) -> str:
        """What it asks the degree of: "deep" for "how deep", "many people"; "" for none."""
        word = self.word.lower()
        return word.removeprefix("how ") if word.startswith("how ") else ""

    def asking(self, word: str, filler: str = "") -> str:
        """Return the question asked with another word for a circumstance: "when", "by whom".

        filler: what takes the place of the former question word where that stood for a part.
        """
        return f"{capital(word)} {self._inverted(filler)}?"

    def asking_why_not(self, more: str) -> str:
        """Return the question asked as "Why was the film not shot in Hamburg?".

        more: a place, a time or the like that follows the question.
        """
        if self.asks in (Asks.CIRCUMSTANCE, Asks.WHETHER):
            again = join(self.auxiliary.lower(), self.subject, "not", self.rest, more)
        else:
            again = join(self._inverted(""), more)
        return f"Why {again}?"

    def _inverted(self, filler: str) -> str:
        """Return the question without its question word: "did NATO withhold authorization"."""
        filler, auxiliary = filler or self._anything(), self.auxiliary.lower()
        if self.asks is Asks.SUBJECT:
            if auxiliary:
                return join(auxiliary, filler, self.rest)
            verb, _, after = self.rest.partition(" ")
            return join(form_of_do(verb), filler, base_of(verb) or verb, after)
        if self.asks is Asks.COMPLEMENT:
            if self.degree:  # "how high is the dam" -> "is the dam so high"
                return join(auxiliary, self.subject, "so", self.degree)
            return join(auxiliary, filler, self.subject)
        rest = _filled(self.rest, filler) if self.asks is Asks.OBJECT else self.rest
        return join(auxiliary, self.subject, rest)

    def _anything(self) -> str:
        """Return the words for a part that nobody named: "something", "so many people"."""
        if self.word.lower() == "how much":
            return "so much"
        if self.noun:
            if self.word.lower().startswith("how m"):
                return f"so {self.word.split()[1].lower()} {self.noun}"
            phrases = noun_phrases(tag_words(self.noun), self.noun)
            plural = any(phrase.plural for phrase in phrases)
            return f"{'those' if plural else 'that'} {self.noun}"
        return "someone" if self.word.lower().startswith("who") else "something"

    def asking_for_participant(self, word: str) -> str | None:
        """Return the question asked for who or what takes part: "who", "which models".

        Where the question asks for no part, `word` takes the place of the subject. None if that
        leaves no verb.
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

    def asking_in_passive(self, word: str) -> str | None:
        """Return "When was the bridge designed?" for "Who designed the bridge?" and "when".

        None if the question does not ask who did something to something.
        """
        verb, _, after = self.rest.partition(" ")
        if self.asks is not Asks.SUBJECT or self.auxiliary or not is_participle(verb):
            return None
        phrases = noun_phrases(tag_words(after), after)
        if not phrases or phrases[0].start > 0 or verb.lower() in function_words.HAVE:
            return None
        done_to, rest = after[: phrases[0].end], after[phrases[0].end :]
        was = "were" if phrases[0].plural else "was"
        return f"{capital(word)} {join(was, done_to, verb, rest)}?"

    def presupposition(self) -> str | None:
        """Return what the question takes for granted: "NATO withheld authorization".

        None where the question word stands for a part of the sentence.
        """
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
    """Return `rest` with what its verb lacks.

    It goes to the end where that is a preposition or the verb, else right after the verb.
    """
    tokens = tag_words(rest)
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


def join(*parts: str) -> str:
    """Return the parts with a space between them, without the empty ones."""
    return " ".join(part.strip() for part in parts if part.strip())


def capital(text: str) -> str:
    """Return the text with a capital first letter."""
    return text[:1].upper() + text[1:]
