"""The metrics for Prometheus. Every label has few values: route templates, stages, statuses."""

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
# The library would add the time at which each counter was created, which nobody reads.
disable_created_metrics()  # type: ignore[no-untyped-call]
_SECONDS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)


class Metrics:
    """The counts of one application, in a registry of its own."""

    def __init__(self, library: Library) -> None:
        self._library = library
        self._registry = registry = CollectorRegistry()
        self._requests = Counter(
            "pincite_requests",
            "Requests answered, by route template; none if no route took the request.",
            ("method", "route", "status"),
            registry=registry,
        )
        self._under_way = Gauge(
            "pincite_requests_under_way", "Requests being answered now.", registry=registry
        )
        self._waiting = _gauge("requests_waiting", "Requests waiting to be worked on.", registry)
        self._refused = Counter(
            "pincite_requests_refused",
            "Requests refused because the server was overloaded.",
            registry=registry,
        )
        self._stages = Histogram(
            "pincite_stage_seconds",
            "Seconds of each stage of an answer; total: seconds of the whole request.",
            ("stage",),
            buckets=_SECONDS,
            registry=registry,
        )
        self._answers = Counter(
            "pincite_answers",
            "Questions by outcome: answered, or unsupported if the documents do not say.",
            ("status",),
            registry=registry,
        )
        self._held = {
            "generation": _gauge(
                "generation", "Number of the generation that answers; 0 if there is none.", registry
            ),
            "documents": _gauge("documents", "Documents in that generation.", registry),
            "passages": _gauge("passages", "Passages in that generation.", registry),
        }
        for status in ("answered", "unsupported"):
            # Creates the counter at zero: Prometheus cannot compute a rate without a first value.
            self._answers.labels(status)
        ProcessCollector(registry=registry)

    def under_way(self) -> AbstractContextManager[object]:
        """Return a context manager that counts a request as under way."""
        return self._under_way.track_inprogress()

    def watch_waiting(self, count: Callable[[], int]) -> None:
        """Call `count` for the number of waiting requests whenever the metrics are read."""
        self._waiting.set_function(count)

    def count_refused(self) -> None:
        """Count a request that was refused because of overload."""
        self._refused.inc()

    def count(
        self, method: str, route: str, status: int, answer: Answer | None, seconds: float
    ) -> None:
        """Count a request that has ended, and the answer that it gave, if any.

        seconds: duration of the whole request.
        """
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
            "read": timings.read,
            "answer": timings.answer,
            "word": timings.word,
            "total": seconds * 1000,
        }
        for stage, ms in stages.items():
            if ms is not None:
                self._stages.labels(stage).observe(ms / 1000)

    def text(self) -> bytes:
        """Return all metrics in Prometheus's text format, with what the index holds now."""
        # Set on reading, because another process may publish a generation at any time.
        held = dict.fromkeys(self._held, 0)
        try:
            manifest = self._library.searcher().generation.manifest
            held = {name: getattr(manifest, name) for name in ("documents", "passages")}
            held["generation"] = manifest.number
        except PinciteError:
            pass  # There is no index that can be used; /readyz says why.
        for name, gauge in self._held.items():
            gauge.set(held[name])
        return exposition.generate_latest(self._registry)


def _gauge(name: str, description: str, registry: CollectorRegistry) -> Gauge:
    return Gauge(f"pincite_{name}", description, registry=registry)
