"""Makes results, as if questions had been asked."""

from collections.abc import Mapping, Sequence

from service.evaluation.dataset import JudgedQuery
from service.evaluation.run import Quote, Ranked, Result


def result(
    relevant: Mapping[str, int] | None = None,
    ranking: Sequence[str] = (),
    sentences: Sequence[tuple[str, str]] = (),
    *,
    name: str = "q",
    answerable: bool | None = None,
    answers: Sequence[str] = (),
    evidence: Sequence[str] = (),
    confidence: float = 0.5,
    shown: int = 0,
    ms: float = 1.0,
    cited: Sequence[tuple[str, str]] = (),
) -> Result:
    """sentences: (document, text), the highest-scored first. cited: those that the answer shows."""
    asked = JudgedQuery(
        name, f"What of {name}?", relevant or {}, answerable, tuple(answers), tuple(evidence)
    )
    return Result(
        query=asked,
        ranking=tuple(Ranked(document, 0.5) for document in ranking),
        sentences=tuple(Quote(*sentence) for sentence in sentences),
        confidence=confidence,
        shown=shown,
        ms=ms,
        cited=tuple(Quote(*sentence) for sentence in cited),
    )
