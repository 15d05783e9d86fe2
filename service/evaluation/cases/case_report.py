"""Results of cases, as lines for a person at a terminal, each with its style."""

from collections.abc import Iterator, Sequence

from service.evaluation.cases.case_checks import cited_documents, one_of
from service.evaluation.cases.case_json import outcomes
from service.evaluation.cases.case_run import CaseResult, Outcome, TurnResult
from service.evaluation.cases.conversation_figures import (
    ConversationFigures,
    Share,
    conversations_of,
    figures_of,
)
from service.evaluation.cases.question_file import JudgedTurn
from service.evaluation.report import clipped

Lines = Iterator[tuple[str, str]]

_MEANING: dict[Outcome, str] = {
    "answered_right": "answered right",
    "refused_right": "refused, as they should be",
    "answered_wrong": "answered wrong",
    "refused": "answerable, but refused",
    "unanswerable_answered": "not answerable, but answered",
    "not_indexed": "not asked, because no document could be indexed",
}


def case_table(name: str, results: Sequence[CaseResult]) -> Lines:
    """Return how many cases are right, how many questions have each outcome, and the figures."""
    right = sum(result.is_right for result in results)
    asked = sum(len(result.turns) for result in results)
    questions = f", with {asked:,} questions" if asked > len(results) else ""
    yield f"{name}: {right:,} of {len(results):,} cases right{questions}", "bold"
    for outcome, count in outcomes(results).items():
        if count:
            yield f"  {count:>5,}  {_MEANING[outcome]}", ""
    if held := conversations_of(results):
        yield from _conversations(held)


def _conversations(held: Sequence[CaseResult]) -> Lines:
    turns = [turn for result in held for turn in result.turns]
    yield "", ""
    yield f"Conversations ({len(held):,}, with {len(turns):,} turns)", "bold"
    yield from ((text, "") for text in _figure_lines(figures_of(turns)))
    yield "", ""
    for result in held:
        yield f"  {result.case.name}: {_in_short(figures_of(result.turns))}", ""


def _figure_lines(figures: ConversationFigures) -> Iterator[str]:
    yield _figure(figures.follow_ups_read_right, "follow-ups were read right")
    yield _figure(figures.false_rewrites, "questions that stand alone were changed")
    yield _figure(figures.turns_right, "turns were answered right, or rightly refused")
    yield f"{'':20}{figures.refused:,} were refused, {figures.wrong:,} answered wrong"
    times = figures.p50_ms
    if times.question is not None:
        yield f"  {times.question:>7.1f} ms        half of the first questions took at most this"
    if times.follow_up is not None:
        of_question = "" if times.ratio is None else f", {times.ratio:.2f} times as long"
        yield f"  {times.follow_up:>7.1f} ms        half of the follow-ups{of_question}"


def _figure(share: Share, meaning: str) -> str:
    shown = "-" if share.share is None else f"{share.share:.3f}"
    return f"  {shown:>7}  {share.count:>4,} of {share.of:,} {meaning}"


def _in_short(figures: ConversationFigures) -> str:
    right, read = figures.turns_right, figures.follow_ups_read_right
    parts = [
        f"{right.count} of {right.of} turns right",
        *([f"{figures.refused} refused"] if figures.refused else []),
        *([f"{figures.wrong} wrong"] if figures.wrong else []),
        f"{read.count} of {read.of} follow-ups read right",
    ]
    if changed := figures.false_rewrites.count:
        parts.append(f"{changed} changed that stand alone")
    return ", ".join(parts)


def failed_case_lines(results: Sequence[CaseResult], most: int | None) -> Lines:
    """Return what was expected and what came of the questions that went wrong.

    most: how many to show; None for all.
    """
    failed = [(case, turn) for case in results for turn in case.turns if not turn.is_right]
    shown = failed[:most]
    yield "", ""
    if not failed:
        yield "Nothing went wrong.", "bold"
        return
    yield f"Failures ({len(shown):,} of {len(failed):,} shown)", "bold"
    for number, (result, turn) in enumerate(shown, start=1):
        yield "", ""
        yield f"{number}. {turn.turn.question}", "bold"
        yield from ((text, "") for text in _explained(result, turn))


def _explained(result: CaseResult, turn: TurnResult) -> Iterator[str]:
    place = f", turn {turn.number}" if len(result.turns) > 1 else ""
    yield f"   case       {result.case.name}{place}"
    for question in _questions_before(result, turn):
        yield f"   after      {question}"
    if turn.understood != turn.turn.question:
        yield f"   understood {turn.understood}"
    yield from _labelled("expected", [*_expected_reading(turn.turn), *_expected(turn.turn)])
    yield from _labelled("got", _got(turn))
    yield from _labelled("wrong", [*turn.misread, *turn.faults])
    for file in result.unread:
        yield f"   unread     {file.path}: {file.reason}"
    if turn.turn.note:
        yield f"   note       {clipped(turn.turn.note)}"


def _questions_before(result: CaseResult, turn: TurnResult) -> Sequence[str]:
    """Return those of a case, or the last one of a conversation."""
    last = [other.turn.question for other in result.turns if other.number == turn.number - 1]
    return last or result.case.told.turns_before


def _labelled(label: str, texts: Sequence[str]) -> Iterator[str]:
    for text in texts:
        yield f"   {label:<10} {text}"
        label = ""


def _expected_reading(turn: JudgedTurn) -> Iterator[str]:
    if turn.stands_alone:
        yield "the question as it is typed"
    parts = [one_of(alternatives) for alternatives in turn.expected_reading]
    if parts:
        yield f"a reading with {', '.join(parts)}"
    if turn.reading_must_not_contain:
        yield f"no {', '.join(f'“{text}”' for text in turn.reading_must_not_contain)} in it"


def _expected(asked: JudgedTurn) -> list[str]:
    if asked.expected_status == "unsupported":
        return ["that the documents do not say"]
    contained = (*asked.expected_contains, *asked.expected_contains_too)
    parts = [f"contains {one_of(alternatives)}" for alternatives in contained]
    parts += [f"does not contain “{clipped(text)}”" for text in asked.must_not_contain]
    if asked.expected_document is not None:
        parts.append(f"cites {asked.expected_document}")
    if asked.expected_documents is not None:
        parts.append(f"cites just {', '.join(asked.expected_documents) or 'no document'}")
    if asked.expected_conflict is not None:
        parts.append(f"reports {'a' if asked.expected_conflict else 'no'} contradiction")
    if not parts:
        return ["an answer"]
    return [f"an answer that {parts[0]}", *(f"and {part}" for part in parts[1:])]


def _got(turn: TurnResult) -> list[str]:
    if (answer := turn.answer) is None:
        return ["no index"]
    documents = ", ".join(cited_documents(answer))
    lines = [f"“{clipped(answer.answer)}”", f"with confidence {answer.confidence:.3f}"]
    return [*lines, f"from {documents}"] if documents else lines
