"""What Prometheus is told. Every label has few values: route templates, stages, statuses."""

from collections.abc import Callable
from contextlib import AbstractContextManager

from prometheus_client import (
    CollectorRegistry,
    Counter,
    Gauge,
    Histogram,
    ProcessCollector,
    disable_created_metrics,
    exposition,
)

from index.errors import PinciteError
from service.library import Library
from service.records import Answer

CONTENT_TYPE = exposition.CONTENT_TYPE_LATEST
# They are for each count the moment of its first, which nobody reads.
disable_created_metrics()  # type: ignore[no-untyped-call]
_SECONDS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)


class Metrics:
    """The counts of one application, in a registry of its own."""

    def __init__(self, library: Library) -> None:
        self._library = library
        self._registry = registry = CollectorRegistry()
        self._requests = Counter(
            "pincite_requests",
            "Requests answered, by route template; none: no route took it.",
            ("method", "route", "status"),
            registry=registry,
        )
        self._under_way = Gauge(
            "pincite_requests_under_way", "Requests being answered now.", registry=registry
        )
        self._waiting = _gauge("requests_waiting", "Requests that wait for their turn.", registry)
        self._refused = Counter(
            "pincite_requests_refused",
            "Requests told to come back, for there was too much to do.",
            registry=registry,
        )
        self._stages = Histogram(
            "pincite_stage_seconds",
            "Time of each stage of an answer; total: of its whole request.",
            ("stage",),
            buckets=_SECONDS,
            registry=registry,
        )
        self._answers = Counter(
            "pincite_answers",
            "Questions answered, and those that the documents do not answer (unsupported).",
            ("status",),
            registry=registry,
        )
        self._held = {
            "generation": _gauge("generation", "Generation that answers; 0: none.", registry),
            "documents": _gauge("documents", "Documents in it.", registry),
            "passages": _gauge("passages", "Passages in it.", registry),
        }
        for status in ("answered", "unsupported"):
            self._answers.labels(status)  # a rate needs the zero that it starts from
        ProcessCollector(registry=registry)

    def under_way(self) -> AbstractContextManager[object]:
        """Counts a request as under way while it is entered."""
        return self._under_way.track_inprogress()

    def watch_waiting(self, count: Callable[[], int]) -> None:
        """Take from `count` how many requests wait, whenever that is read."""
        self._waiting.set_function(count)

    def count_refused(self) -> None:
        self._refused.inc()

    def count(
        self, method: str, route: str, status: int, answer: Answer | None, seconds: float
    ) -> None:
        """Count a request that is done, with the answer that it gave, if any."""
        self._requests.labels(method, route, str(status)).inc()
        if answer is None:
            return
        self._answers.labels(answer.status).inc()
        timings = answer.timings_ms
        stages = {
            "wait": timings.wait,
            "encode": timings.encode,
            "search": timings.search,
            "rerank": timings.rerank,
            "answer": timings.answer,
            "total": seconds * 1000,
        }
        for stage, ms in stages.items():
            if ms is not None:
                self._stages.labels(stage).observe(ms / 1000)

    def text(self) -> bytes:
        """All of it, in Prometheus's text format, with what the index holds at this moment."""
        held = dict.fromkeys(self._held, 0)
        try:
            manifest = self._library.searcher().generation.manifest
            held = {name: getattr(manifest, name) for name in ("documents", "passages")}
            held["generation"] = manifest.number
        except PinciteError:
            pass  # no index, or none that can be used: /readyz says why
        for name, gauge in self._held.items():
            gauge.set(held[name])
        return exposition.generate_latest(self._registry)


def _gauge(name: str, words: str, registry: CollectorRegistry) -> Gauge:
    return Gauge(f"pincite_{name}", words, registry=registry)
