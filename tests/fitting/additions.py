"""What a further quote adds: the samples to learn it from, and the curve of quotes and answers."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np

from index.ranking import logistic
from service.answering.choosing.select import MOST_QUOTES, addition_signals
from service.answering.weighing.evidence import Evidence
from service.evaluation.measures import answers_in
from service.evaluation.run import Quote
from tests.fitting.data import Model, Sentences
from tests.fitting.models import Flags, Matrix, fit_whether

_CANDIDATES = 8  # as many of the best sentences as may be quoted where better ones are alike
_LEAST = (0.1, 0.15, 0.2, 0.25, 0.3, 0.5)


class Further(NamedTuple):
    """Sentences after the best one of a question, best first.

    signals: shape (sentences, signals), as in select.NAMES. right: whether each holds an answer.
    adds: whether it holds one that the best sentence does not.
    """

    signals: Matrix
    right: Flags
    adds: Flags


class Quoted(NamedTuple):
    """A question of a set: whether its best sentence is right, and what is known of the others.

    probability: that each adds something, shape (sentences,).
    """

    dataset: str
    first_right: bool
    right: Flags
    probability: Matrix


def fit_additions(found: Sequence[Sentences], names: Sequence[str], model: Model) -> Model:
    """Fit on the questions whose answers are known; each set counts the same.

    names, model: of the choice of evidence.
    """
    judged = [one for one in found if one.is_judged]
    parts = [(one.asked.dataset, further(one, names, model)) for one in judged]
    sizes = {name: sum(len(f.adds) for other, f in parts if other == name) for name, _ in parts}
    counts = np.concatenate([np.full(len(f.adds), 1 / sizes[name]) for name, f in parts])
    signals = np.concatenate([f.signals for _, f in parts])
    return fit_whether(signals, np.concatenate([f.adds for _, f in parts]), counts / counts.mean())


def further(one: Sentences, names: Sequence[str], model: Model) -> Further:
    found = one.settled(names, model)[:_CANDIDATES]
    if not found:
        return Further(np.zeros((0, 2)), np.zeros(0, np.bool_), np.zeros(0, np.bool_))
    best, *others = found
    held, held_first = [_held(one, sentence) for sentence in others], _held(one, best)
    # One of several wordings of an answer is enough; each of several right sentences adds.
    enough = bool(one.asked.query.answers and held_first)
    signals = [addition_signals(sentence, best) for sentence in others]
    return Further(
        np.array(signals, np.float64).reshape(len(others), 2),
        np.array([bool(answers) for answers in held], np.bool_),
        np.array([not enough and bool(answers - held_first) for answers in held], np.bool_),
    )


def quoted(one: Sentences, names: Sequence[str], model: Model, addition: Model) -> Quoted:
    """What a model of additions that never saw the article says of a question."""
    best = one.settled(names, model)[:1]
    others = further(one, names, model)
    logits = others.signals @ addition[0] + addition[1]
    probability = logistic.probability(logits)
    first_right = any(_held(one, sentence) for sentence in best)
    return Quoted(one.asked.dataset, first_right, others.right, probability)


def curve(questions: Sequence[Quoted]) -> str:
    """A Markdown table: for each least probability, the quotes of an answer, and the share of
    answers with a right sentence among them.
    """
    sets = sorted({one.dataset for one in questions})
    titles = " | ".join(f"{name.removesuffix('-fit')} quotes | right" for name in sets)
    lines = [f"| a further quote adds with | {titles} |", "|---" * (1 + 2 * len(sets)) + "|"]
    for least in _LEAST:
        cells = [
            f"{np.mean([count for count, _ in outcomes]):.2f} | "
            f"{np.mean([right for _, right in outcomes]):.3f}"
            for outcomes in (list(_outcomes(questions, name, least)) for name in sets)
        ]
        lines.append(f"| {least:.2f} | {' | '.join(cells)} |")
    return "\n".join(lines)


def _outcomes(
    questions: Sequence[Quoted], dataset: str, least: float
) -> Iterator[tuple[int, bool]]:
    """Yield how many sentences each answer would quote, and whether any is right."""
    for one in questions:
        if one.dataset == dataset:
            added = min(int(np.sum(one.probability >= least)), MOST_QUOTES - 1)
            yield 1 + added, one.first_right or bool(one.right[:added].any())


def _held(one: Sentences, sentence: Evidence) -> frozenset[int]:
    return answers_in(one.asked.query, Quote(sentence.document_id, sentence.text))
