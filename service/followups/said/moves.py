"""Follow-ups that are moves in a conversation, no questions about the documents: "go on".

They are told as questions about the collection are (service.collection.intents): by a multinomial
logistic regression of the words and parts of words, and another of the words of the subject. A word
that is rare in moves counts as any other such word, since it names what somebody asks about: "tell
me more" is a move, "tell me more about otters" a question. docs/follow-ups.md tells what both are
worth, and `python -m tests.fitting.moves` fits them.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path

import numpy as np

from service.collection.features import Numbers, Word, intent_features, words_of
from service.collection.intents import LinearModel
from service.english.lexicon.inflections import singular_of
from service.english.lexicon.lexicon import letters_of
from service.english.parsed_text import ParsedText
from service.english.tokens import Tag

FITTED = Path(__file__).with_name("moves.npz")
_LONGEST = 24  # words; whoever writes more asks something
_OTHER = "_"  # stands for all words in a row that are rare in moves
_STEPS = 16  # of weights in the file, which is then half as large and tells the same


class Move(StrEnum):
    """What a follow-up wants of the conversation; NONE if it asks about the documents."""

    NONE = "none"
    MORE = "more"  # "Tell me more."
    NEXT = "next"  # "What are the others?", after some of a list
    EXAMPLE = "example"  # "Such as?"
    EXCEPTION = "exception"  # "Does that always apply?"
    DOUBT = "doubt"  # "Are you sure?", "Where does it say so?"
    RECALL = "recall"  # "What did you say about the deposit?"
    CORRECT = "correct"  # "No, I meant the deposit."
    LANGUAGE = "language"  # "And in German?"


WITH_SUBJECT = (Move.RECALL, Move.CORRECT, Move.LANGUAGE)
_MOVES = list(Move)


@dataclass(frozen=True, slots=True)
class Moved:
    """A move. subject: of those WITH_SUBJECT, as the follow-up has it; "" of the others.

    The subject of LANGUAGE is the language, that of RECALL and CORRECT what is spoken of.
    """

    move: Move
    subject: str = ""


@dataclass(frozen=True, slots=True)
class MoveModel:
    """Both models, and how sure the first must be.

    moves: one output for each Move. subjects: one for each move that has a subject. vocabulary: the
    words that are not rare in moves. threshold: the least probability that a follow-up is a move,
    whichever.
    """

    moves: LinearModel
    subjects: LinearModel
    vocabulary: frozenset[str]
    threshold: float

    def moved(self, question: str) -> Moved:
        """Return the move that the question is; NONE where that is not sure."""
        words = words_of(question)[: _LONGEST + 1]
        if not words or len(words) > _LONGEST:
            return Moved(Move.NONE)
        features = move_features(words, self.vocabulary)
        move = likeliest(self.moves.probabilities(*features), self.threshold)
        if move not in WITH_SUBJECT:
            return Moved(Move.NONE if self._names_something(question, words) else move)
        subject = self.subjects.subject_in(question, words, WITH_SUBJECT.index(move))
        return Moved(move, subject) if subject else Moved(Move.NONE)

    def _names_something(self, question: str, words: Sequence[Word]) -> bool:
        """Whether it has no verb, and an English word that is rare in moves: "and open source?"
        names what is asked about, and "what source?" doubts.
        """
        rare = (word.text for word in words if word.text not in self.vocabulary)
        if not any(letters_of(word) or singular_of(word) for word in rare):
            return False
        return all(
            token.tag not in (Tag.VERB, Tag.AUXILIARY) for token in ParsedText(question).tokens
        )


def move_features(words: Sequence[Word], vocabulary: Collection[str]) -> tuple[Numbers, Numbers]:
    """Return the numbers of the features that tell a move, as `intent_features` does.

    vocabulary: the words that are not rare in moves. Of rows of words, no other is a feature.
    """
    known: list[Word] = []
    for word in words:
        if word.text in vocabulary:
            known.append(word)
        elif not known or known[-1].text != _OTHER:
            known.append(Word(_OTHER, word.span))
    rows, _ = intent_features(known)
    _, parts = intent_features(words)
    return rows, parts


def likeliest(probabilities: np.ndarray, threshold: float) -> Move:
    """Return the likeliest move; NONE where another than that is less probable than `threshold`.

    probabilities: of each Move, shape (moves,).
    """
    is_move = probabilities[1:]
    return _MOVES[1 + int(is_move.argmax())] if is_move.sum() >= threshold else Move.NONE


def move_of(question: str) -> Moved:
    """Return the move that a question is, by the models that are shipped."""
    return _model().moved(question)


@cache
def _model() -> MoveModel:
    return load(FITTED)


def load(path: Path) -> MoveModel:
    """Return the models in a file that `save` wrote."""
    with np.load(path, allow_pickle=False) as stored:
        moves = LinearModel.unpacked(stored, "moves")
        subjects = LinearModel.unpacked(stored, "subjects")
        vocabulary = frozenset(stored["vocabulary"].tolist())
        return MoveModel(moves, subjects, vocabulary, float(stored["threshold"]))


def save(model: MoveModel, path: Path) -> None:
    """Write the models, each weight in one byte."""
    arrays = model.moves.packed("moves", _STEPS) | model.subjects.packed("subjects", _STEPS)
    arrays["vocabulary"] = np.array(sorted(model.vocabulary))
    np.savez_compressed(path, threshold=np.array(model.threshold), **arrays)
