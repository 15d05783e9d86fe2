"""What the lexicon keeps of each word of WordNet."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from service.english.lexicon.inflections import regular_plural
from service.english.lexicon.lexicon import (
    ADJECTIVE,
    ADVERB,
    EVENT,
    NAME,
    NATION,
    NOUN,
    ORGANISATION,
    PERSON,
    PLACE,
    QUANTITY,
    REPORTING,
    THING,
    TIME,
    VERB,
    WRITING,
)
from tests.fitting.lexicon.wordnet import PARTS, Sense, WordNet

_WORD = re.compile(r"[^\W\d_]+(?:['-][^\W\d_]+)*")
_LETTER_OF_PART = {"noun": NOUN, "verb": VERB, "adj": ADJECTIVE, "adv": ADVERB}
# A sort counts if at least this share of the uses of a noun have it. Of nouns that nobody has
# counted, the first two meanings are taken for equally frequent.
_SHARE = 0.15
_UNCOUNTED = 2
_FIRST_SENSES = 4
_FEW = {TIME, QUANTITY}
# The lexicographers' files (lexnames(5WN)).
_SORT_OF_FILE = {18: PERSON, 15: PLACE, 4: EVENT, 11: EVENT, 19: EVENT, 22: EVENT, 23: QUANTITY}
_TOPS, _GROUPS, _TIMES, _WRITTEN = 3, 14, 28, 10
_SAYS, _THAT_CLAUSE = 32, 26  # verbs of communication; the frame "Somebody ----s that CLAUSE"
_PERTAINS = 1  # adjectives that pertain to a noun: "French"


class Entries:
    """The entries of a lexicon."""

    def __init__(self, wordnet: WordNet) -> None:
        self._net = wordnet
        noun = wordnet.noun
        self._sites = {
            noun(6, "structure", "construction"),
            noun(6, "way"),
            noun(6, "facility", "installation"),
            noun(6, "area"),
            noun(6, "workplace", "work"),
            noun(17, "geological_formation", "formation"),
            noun(17, "body_of_water", "water"),
            noun(17, "land", "dry_land"),
            noun(17, "celestial_body", "heavenly_body"),
        }
        self._written = {
            noun(10, "writing", "written_material"),
            noun(10, "publication"),
            noun(10, "document", "written_document"),
            noun(10, "written_record", "written_account"),
            noun(10, "list", "listing"),
            noun(6, "book", "volume"),
            noun(21, "document"),
        }
        self._acting = {noun(14, "social_group"), noun(14, "organization", "organisation")}
        self._people, self._meeting = noun(14, "people"), noun(14, "gathering", "assemblage")
        self._long = {
            noun(28, "time_period", "period_of_time"),
            noun(28, "time_unit", "unit_of_time"),
        }
        self._off = {noun(28, "time_off"), noun(28, "work_time")}  # leave, shifts: one takes them
        self._share_of = noun(24, "proportion")
        self._beginners = {
            noun(_TOPS, "person", "individual"): PERSON,
            noun(_TOPS, "group", "grouping"): ORGANISATION,
            noun(_TOPS, "location"): PLACE,
            noun(_TOPS, "event"): EVENT,
            noun(_TOPS, "act", "deed"): EVENT,
            noun(_TOPS, "measure", "quantity"): QUANTITY,
        }

    def all(self) -> Iterator[tuple[str, str]]:
        """Yield each word in the order of code points, and its letters."""
        written: dict[str, set[str]] = {}
        for part in PARTS:
            for synset in self._net.synsets[part].values():
                for lemma in filter(_WORD.fullmatch, synset.lemmas):
                    written.setdefault(lemma, set()).add(part)
        for word in sorted(written):
            senses = {part: self._senses(word, part) for part in sorted(written[word])}
            letters = self._letters(word, senses)
            # An unknown word is taken for a noun that means a thing, so these need no entry.
            counted = letters != NOUN + THING or sum(sense.count for sense in senses["noun"])
            if counted and not self._is_plural(word, senses):
                yield word, self._with_plural(word, letters)

    def _is_plural(self, word: str, senses: dict[str, list[Sense]]) -> bool:
        """Whether it is the plural of a noun that is more frequent: "days", but not "species"."""
        if [*senses] != ["noun"] or not word.endswith("s"):
            return False
        uses = sum(sense.count for sense in senses["noun"])
        return any(
            regular_plural(one) == word and sum(s.count for s in self._senses(one, "noun")) > uses
            for one in (word[:-1], word[:-2], f"{word[:-3]}y")
        )

    def _with_plural(self, word: str, letters: str) -> str:
        """Return the letters, with that of a writing if the plural is one: "minutes"."""
        plural = self._senses(regular_plural(word), "noun")
        missing = letters.startswith(NOUN) and WRITING in self._of_noun(plural)
        missing = missing and WRITING not in letters
        return letters + WRITING if missing else letters

    def _senses(self, word: str, part: str) -> list[Sense]:
        """The senses that the word has as it is written: "Reading" none of those of "reading"."""
        senses = self._net.senses[part].get(word.lower(), [])
        return [sense for sense in senses if word in sense.synset.lemmas]

    def _letters(self, word: str, senses: dict[str, list[Sense]]) -> str:
        uses = {part: sum(sense.count for sense in senses[part]) for part in senses}
        letters = "".join(_LETTER_OF_PART[p] for p in sorted(uses, key=lambda p: (-uses[p], p)))
        of_noun = self._of_noun(senses.get("noun", []))
        if not uses.get("noun") and any(uses.values()):  # "read" and "basic" are seldom nouns
            of_noun = [letter for letter in of_noun if letter != WRITING]
        letters += "".join(of_noun)
        if "verb" in senses and _tells(senses["verb"][0]):
            letters += REPORTING
        if word[0].isupper() and any(s.synset.file == _PERTAINS for s in senses.get("adj", [])):
            letters += NATION
        return letters

    def _of_noun(self, senses: Sequence[Sense]) -> list[str]:
        if not senses:
            return []
        counted = [(sense, sense.count) for sense in senses if sense.count]
        counted = counted or [(sense, 1) for sense in senses[:_UNCOUNTED]]
        uses, total = Counter[str](), sum(count for _, count in counted)
        for sense, count in counted:
            for letter in self._sorts(sense):
                uses[letter] += count
        letters = {letter for letter, count in uses.items() if count >= _SHARE * total}
        # Nothing refers back to a time or a quantity: they count only where most uses have them.
        first = max(uses, key=lambda letter: (uses[letter], letter in _FEW))
        letters = {first} if first in _FEW else letters - _FEW
        # Titles use such words in meanings that running text seldom has: "Ledger", "Leaflet".
        if any(self._net.kinds_of(s.offset) & self._written for s in senses[:_FIRST_SENSES]):
            letters.add(WRITING)
        if all(sense.synset.is_instance for sense in senses):
            letters.add(NAME)
        return sorted(letters)

    def _sorts(self, sense: Sense) -> set[str]:
        file, kinds = sense.synset.file, self._net.kinds_of(sense.offset)
        sorts = {_SORT_OF_FILE.get(file, THING)}
        if file == _TOPS:
            sorts = {self._beginners.get(sense.offset, THING)}
        elif file == _GROUPS:
            sorts = {ORGANISATION if kinds & self._acting else THING}
            if self._people in kinds:
                sorts = {PERSON}
            elif self._meeting in kinds:
                sorts.add(EVENT)
        elif file == _TIMES:
            sorts = {TIME if kinds & self._long else THING}
            if kinds & self._off:
                sorts = {EVENT}
        elif self._share_of in kinds:
            sorts = {QUANTITY}
        elif kinds & self._sites:
            sorts = {PLACE, THING}
        return sorts | ({WRITING} if file == _WRITTEN else set())


def _tells(sense: Sense) -> bool:
    return sense.synset.file == _SAYS and _THAT_CLAUSE in sense.synset.frames
