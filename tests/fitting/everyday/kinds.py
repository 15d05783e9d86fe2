"""How everyday questions of each kind are handled from a confidence on."""

from collections import defaultdict
from collections.abc import Iterable

import numpy as np

from service.evaluation.measures import holds_answer
from service.evaluation.run import Result
from tests.fitting.everyday.asking import EverydayQuestion, named


def table_of_kinds(
    questions: Iterable[EverydayQuestion], results: Iterable[Result], threshold: float
) -> str:
    """A Markdown table: a line for each kind, first of those that can be answered.

    questions: all, as `read_questions` gives them. results: those of each, by its id.
    """
    handled: dict[tuple[bool, str], list[bool]] = defaultdict(list)
    by_id = {result.query.query_id: result for result in results}
    for name, one in named(questions):
        result = by_id[name]
        is_given = bool(result.sentences) and result.confidence >= threshold
        is_right = is_given and holds_answer(result.query, result.sentences[0])
        handled[not one.answer, one.kind].append(is_right if one.answer else not is_given)
    lines = ["| kind | questions | answered right, or refused |", "|---|---|---|"]
    order = sorted(handled.items(), key=lambda item: (item[0][0], -np.mean(item[1])))
    for (is_refused, kind), told in order:
        name = f"{kind}, no answer" if is_refused else kind
        lines.append(f"| {name} | {len(told)} | {np.mean(told):.2f} |")
    for is_refused in (False, True):
        every = [ok for (refused, _), told in order if refused is is_refused for ok in told]
        name = "all, no answer" if is_refused else "all"
        lines.append(f"| {name} | {len(every)} | {np.mean(every):.3f} |")
    return "\n".join(lines)
