"""Sentences of a treebank as the tagger sees them: its own words, each with a label."""

import random
from collections.abc import Sequence
from dataclasses import dataclass

from service.english.tagger.labels import Label
from service.english.tagger.splitting import split
from tests.fitting.tagging.questions import phrases_of, questions_of
from tests.fitting.tagging.treebank import Sentence, Word

_QUESTION_TAGS = ("WP", "WDT", "WRB", "WP$")
_OF_PART = {
    "ADJ": Label.ADJECTIVE,
    "ADP": Label.PREPOSITION,
    "ADV": Label.ADVERB,
    "AUX": Label.AUXILIARY,
    "CCONJ": Label.COORDINATOR,
    "DET": Label.DETERMINER,
    "INTJ": Label.INTERJECTION,
    "NUM": Label.NUMBER,
    "PRON": Label.PRONOUN,
    "SCONJ": Label.SUBORDINATOR,
    "PUNCT": Label.MARK,
    "SYM": Label.MARK,
}
# The label of a part of speech, and the tags that tell a form of it.
_WITH_FORMS = {
    "NOUN": (Label.SINGULAR, {Label.PLURAL}),
    "PROPN": (Label.NAME, {Label.NAMES}),
    "VERB": (
        Label.BASE,
        {Label.PRESENT, Label.THIRD_PERSON, Label.PAST, Label.PARTICIPLE, Label.GERUND},
    ),
}
_UPPER = 0.05  # share of the sentences that are also shown in capitals


@dataclass(frozen=True, slots=True)
class Example:
    """The words and marks of a sentence, and the label of each."""

    words: tuple[str, ...]
    labels: tuple[Label, ...]


def example_of(sentence: Sentence) -> Example:
    """Return the sentence cut as the tagger cuts it."""
    found = [
        (match[0], _label(match.start(), match.end(), sentence)) for match in split(sentence.text)
    ]
    return Example(tuple(word for word, _ in found), tuple(label for _, label in found))


def _label(start: int, end: int, sentence: Sentence) -> Label:
    """Return the label of the characters: that of the first word in them.

    Of what a hyphen joins, the last part tells what the whole is.
    """
    if not sentence.text[start].isalnum():
        return Label.MARK
    inside = [word for word in sentence.words if word.start < end and start < word.end]
    words = [word for word in inside if word.part != "PUNCT" and word.tag != "POS"] or inside
    if not words:
        return Label.OTHER
    return label_of(words[-1 if "-" in sentence.text[start:end] else 0])


def label_of(word: Word) -> Label:
    """Return the label of a word of the treebank."""
    if word.tag in _QUESTION_TAGS:
        return Label.QUESTION
    if word.part == "PART":
        return Label.TO if word.tag == "TO" else Label.ADVERB
    if word.tag == "PRP$":
        return Label.POSSESSIVE
    if word.part == "AUX" and (word.tag == "MD" or word.lemma == "do"):
        return Label.MODAL if word.tag == "MD" else Label.DO
    if word.part in _WITH_FORMS:
        usual, others = _WITH_FORMS[word.part]
        return Label(word.tag) if word.tag in others else usual
    return _OF_PART.get(word.part, Label.OTHER)


def as_typed(example: Example) -> Example:
    """Return the sentence as somebody types it in haste: in lower case, without its last mark."""
    words, labels = example.words, example.labels
    while len(words) > 1 and labels[-1] is Label.MARK:
        words, labels = words[:-1], labels[:-1]
    return Example(tuple(word.lower() for word in words), labels)


def shown(document: Sequence[Sentence]) -> list[Example]:
    """Return what the tagger is shown: the sentences of a document, questions and phrases of them.

    Each as it is written and as it is typed, and some in capitals.
    """
    chance = random.Random(document[0].text if document else 0)
    asked = [question for one in document for question in questions_of(one, chance)]
    asked += [phrase for one in document for phrase in phrases_of(one, chance)]
    examples: list[Example] = []
    for one in map(example_of, (*document, *asked)):
        examples += [one, as_typed(one)]
        if chance.random() < _UPPER:
            examples.append(Example(tuple(word.upper() for word in one.words), one.labels))
    return examples
