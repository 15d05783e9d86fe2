"""What a question is after, and in which of its words: two learned models.

The first is a multinomial logistic regression of the question's words and parts of words, the
second a logistic regression for each word, of the words around it. Both know no encoder, so they
are the same whatever model the settings name. docs/quality.md tells what they are worth, and
`python -m tests.fitting.intents` fits them.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from index.languages.telling import LANGUAGES, language_among
from index.records import Span
from index.storage.words.analysis import number_of, terms
from service.collection.features import Numbers, Word, intent_features, subject_features, words_of
from service.collection.subjects.little_words import little_words
from service.collection.subjects.whole_run import odds_of_names, whole_run
from service.english.lexicon.lexicon import letters_of
from service.english.parsed_text import ParsedText

Weights = npt.NDArray[np.float32]

FITTED = Path(__file__).with_name("intents.npz")
_SIGNS_OF_A_NAME = re.compile(r"[+#]*")  # "C++", "C#"
# Two names of documents as the examples have them, of a kind each. A name that the models do not
# know as one, as "Gizmo", is replaced by them.
_KNOWN_NAMES = ("report_2024.pdf", "the onboarding guide")
# The least probability, with either name, that a question asks what a document says. A thing that
# has the name of a document is asked about, described and explained too.
_ASKS_ABOUT = 0.4
_LONGEST = 40  # words; whoever writes more wants to know something particular


class Intent(StrEnum):
    """What a question is after.

    AGGREGATE is for a number or a ranking of all things of a kind inside documents, SEVERAL for a
    comparison or a list of some of them. Both are answered from the documents, as an ORDINARY one
    is.
    """

    ORDINARY = "ordinary"
    AGGREGATE = "aggregate"  # "Which plan is the most expensive?"
    SEVERAL = "several"  # "How does the basic plan differ from the pro plan?"
    GREETING = "greeting"
    THANKS = "thanks"
    HELP = "help"  # "What can you do?"
    SIZE = "size"  # "How many documents are there?"
    TOPICS = "topics"  # "What are these documents about?"
    DOCUMENTS = "documents"  # "List the documents."
    MENTIONS = "mentions"  # "Which documents mention Canterbury?"
    SUMMARY = "summary"  # "Summarise the onboarding guide."


TALK = frozenset({Intent.GREETING, Intent.THANKS, Intent.HELP})
OF_SEVERAL = frozenset({Intent.AGGREGATE, Intent.SEVERAL})
OF_DOCUMENTS = OF_SEVERAL | {Intent.ORDINARY}
WITH_SUBJECT = (Intent.MENTIONS, Intent.SUMMARY)
_INTENTS = list(Intent)
_OF_SEVERAL = [place for place, intent in enumerate(Intent) if intent in OF_SEVERAL]
_ABOUT_COLLECTION = [place for place, intent in enumerate(Intent) if intent not in OF_DOCUMENTS]
_ABOUT_ITS_TEXT = [_INTENTS.index(Intent.SUMMARY), _INTENTS.index(Intent.TOPICS)]


@dataclass(frozen=True, slots=True)
class Aim:
    """What a question is after. subject: of MENTIONS and SUMMARY, as asked; "" of the others."""

    intent: Intent
    subject: str = ""


@dataclass(frozen=True, slots=True)
class LinearModel:
    """Weights by the number of a feature: float32, shape (features, outputs); bias: (outputs,)."""

    weights: Weights
    bias: Weights

    def probabilities(self, *kinds: Numbers) -> Weights:
        """Return the probability of each output: float32, shape (outputs,).

        kinds: the features of each kind. Each kind counts the same, however many it has.
        """
        logits = self.bias.copy()
        for numbers in kinds:
            if len(numbers):
                logits += self.weights[numbers].sum(axis=0) / np.sqrt(len(numbers))
        odds = np.exp(logits - logits.max())
        result: Weights = odds / odds.sum()
        return result

    def subject_in(self, question: str, words: Sequence[Word], output: int) -> str:
        """Return the words that are likeliest the subject, as the question has them; "" for none.

        words: of the question. output: which of the outputs is the log-odds that a word belongs to
        the subject.
        """
        weights = self.weights[:, output]
        logits = [weights[numbers].sum() for numbers in subject_features(words)]
        written = [word.span.of(question) for word in words]
        little = little_words(language_among(question, LANGUAGES))
        logits = (np.array(logits, np.float32) + self.bias[output]).tolist()
        odds = odds_of_names(written, logits, little)
        run = longest_run(odds)
        if run is None:
            return ""
        run = whole_run(run, written, odds, little)
        start, end = words[run.start].span.start, words[run.end - 1].span.end
        signs = _SIGNS_OF_A_NAME.match(question, end)
        return question[start:end] + (signs[0] if signs else "")

    def packed(self, name: str, steps: int = 127) -> dict[str, Any]:
        """Return the arrays that keep the model in a file, each weight in one byte.

        steps: from zero to the greatest weight. The fewer, the smaller is the file when compressed.
        """
        scale = np.abs(self.weights).max(axis=0) / steps
        whole = np.round(self.weights / scale).astype(np.int8)
        return {name: whole, f"{name}_scale": scale, f"{name}_bias": self.bias}

    @classmethod
    def unpacked(cls, stored: Mapping[str, Any], name: str) -> "LinearModel":
        """Return the model of which `packed` made these arrays."""
        weights = stored[name].astype(np.float32) * stored[f"{name}_scale"]
        return cls(weights, stored[f"{name}_bias"])


@dataclass(frozen=True, slots=True)
class IntentModel:
    """Both models, and how sure they must be.

    intents: one output for each Intent. subjects: one for each intent that has a subject.
    threshold: the least probability that a question is about the collection, whichever intent of
    that kind it has. summary_threshold: the same where that intent is SUMMARY, which a document of
    the name must bear out. several_threshold: that it is about several things inside documents.
    nouns: the numbers (index.storage.words.analysis) of the terms of words for any document.
    asking: the same of the words that ask what a document says: "explain", "gist".
    """

    intents: LinearModel
    subjects: LinearModel
    threshold: float
    summary_threshold: float
    several_threshold: float
    nouns: frozenset[int]
    asking: frozenset[int]

    def aim(self, question: str) -> Aim:
        """Return what the question is after; ORDINARY where that is not sure."""
        words = words_of(question)[: _LONGEST + 1]
        if not words or len(words) > _LONGEST:
            return Aim(Intent.ORDINARY)
        intent = self.chosen(self.intents.probabilities(*intent_features(words)))
        if intent not in WITH_SUBJECT:
            return Aim(intent)
        subject = self.subjects.subject_in(question, words, WITH_SUBJECT.index(intent))
        return Aim(intent, subject) if subject else Aim(Intent.ORDINARY)

    def asks_about(self, question: str, name: Span) -> bool:
        """Whether a question asks what a document says, if its words at `name` name one."""
        before, after = question[: name.start], question[name.end :]
        for known in _KNOWN_NAMES:
            words = words_of(f"{before}{known}{after}")[:_LONGEST]
            probabilities = self.intents.probabilities(*intent_features(words))
            if probabilities[_ABOUT_ITS_TEXT].sum() < _ASKS_ABOUT:
                return False
        return True

    def chosen(self, probabilities: npt.NDArray[np.floating]) -> Intent:
        """Return the intent that these probabilities are for; ORDINARY where that is not sure.

        probabilities: of each Intent, shape (intents,).
        """
        about_it = probabilities[_ABOUT_COLLECTION]
        likeliest = _INTENTS[_ABOUT_COLLECTION[int(about_it.argmax())]]
        is_summary = likeliest is Intent.SUMMARY
        if about_it.sum() >= (self.summary_threshold if is_summary else self.threshold):
            return likeliest
        of_several = probabilities[_OF_SEVERAL]
        if of_several.sum() >= self.several_threshold:
            return _INTENTS[_OF_SEVERAL[int(of_several.argmax())]]
        return Intent.ORDINARY


def longest_run(logits: Sequence[float]) -> Span | None:
    """Return the run of words whose log-odds have the greatest sum; None if none is above 0.

    That is the likeliest subject, if each word is in it or not by itself (Kadane's algorithm).
    """
    best, best_sum = None, 0.0
    start, total = 0, 0.0
    for place, logit in enumerate(logits):
        if total <= 0.0:
            start, total = place, 0.0
        total += logit
        if total > best_sum:
            best, best_sum = Span(start, place + 1), total
    return best


def aim_of(question: str) -> Aim:
    """Return what a question is after, by the models that are shipped."""
    aim = _model().aim(question)
    if aim.intent is Intent.DOCUMENTS and _asks_for_other_things(question):
        return Aim(Intent.ORDINARY)
    return aim


def _asks_for_other_things(question: str) -> bool:
    """Whether it asks which things there are that are no documents: "Which plans are there?"."""
    clause = ParsedText(question).clause
    things = ParsedText(clause.noun).phrases[-1:] if clause and clause.noun else []
    return any(letters_of(one.head) and not is_for_documents(one.head) for one in things)


def asks_about(question: str, name: Span) -> bool:
    """Return what `IntentModel.asks_about` does, by the models that are shipped."""
    return _model().asks_about(question, name)


def document_nouns() -> frozenset[int]:
    """Return the numbers of the terms of words for any document, as the examples have them."""
    return _model().nouns


def is_for_documents(word: str) -> bool:
    """Whether a word stands for any document."""
    return _is_among(word, document_nouns())


def asks_for_text(word: str) -> bool:
    """Whether a word is known to ask what a document says."""
    return _is_among(word, _model().asking)


def _is_among(word: str, numbers: frozenset[int]) -> bool:
    return any(number_of(term) in numbers for term in terms(word))


@cache
def _model() -> IntentModel:
    return load(FITTED)


def load(path: Path) -> IntentModel:
    """Return the models in a file that `save` wrote."""
    with np.load(path, allow_pickle=False) as stored:
        intents = LinearModel.unpacked(stored, "intents")
        subjects = LinearModel.unpacked(stored, "subjects")
        nouns, asking = (frozenset(stored[name].tolist()) for name in ("nouns", "asking"))
        threshold, of_summary, of_several = stored["thresholds"].tolist()
        return IntentModel(intents, subjects, threshold, of_summary, of_several, nouns, asking)


def save(model: IntentModel, path: Path) -> None:
    """Write the models, each weight in one byte."""
    arrays: dict[str, Any] = {
        "thresholds": np.array([model.threshold, model.summary_threshold, model.several_threshold]),
        "nouns": np.array(sorted(model.nouns), np.int64),
        "asking": np.array(sorted(model.asking), np.int64),
    }
    arrays |= model.intents.packed("intents") | model.subjects.packed("subjects")
    np.savez_compressed(path, **arrays)
