"""The HTTP application: routers, limits, headers, error table, static files."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from importlib.metadata import version
from typing import Any

from fastapi import FastAPI

from service.http.doors.access import Access, Rules
from service.http.doors.admission import Admission, Turns, keep_threads_free, turns_of
from service.http.doors.body import Body
from service.http.doors.guard import Guard
from service.http.doors.observe import Observer
from service.http.exchange.failures import FailureBody, add_handlers
from service.http.exchange.limits import LIMITS, Limits
from service.http.exchange.metrics import Metrics
from service.http.routes import (
    admin,
    ask,
    chat,
    collection,
    completions,
    conversations,
    documents,
    health,
    metrics,
    models,
    pages,
)
from service.http.schema import complete
from service.wiring import Parts

_FAILURES: dict[int | str, dict[str, Any]] = {
    status: {"model": FailureBody, "description": description}
    for status, description in {
        400: "The request cannot be read, or names another host",
        401: "An API key is needed, or the one that was sent is not good",
        403: "A page of another site sends this, or the API key has not the scope that it needs",
        404: "No such document, or no such conversation",
        405: "Another method is needed",
        408: "The body did not come in time",
        409: "The document has changed since that version, the conversation is full, or the index "
        "is being made already",
        413: "The body is too large",
        415: "The body is compressed",
        422: "A parameter is missing or wrong",
        431: "The address and the headers are too large",
        500: "A fault in Pincite",
        503: "No index to answer from, too much to do (then `Retry-After` says when to come back), "
        "or the server is about to end",
    }.items()
}
_FAILURES[401]["headers"] = {
    "WWW-Authenticate": {"description": "How to send a key", "schema": {"type": "string"}}
}
_FAILURES[503]["headers"] = {
    "Retry-After": {"description": "In how many seconds", "schema": {"type": "integer"}}
}
# What any request may be answered, whatever it is for.
_ALWAYS = (400, 403, 408, 413, 415, 431, 500)


def _failures(*statuses: int) -> dict[int | str, dict[str, Any]]:
    return {status: _FAILURES[status] for status in statuses}


def create_app(parts: Parts, limits: Limits = LIMITS) -> FastAPI:
    """The application around `parts`; it reads no settings of its own.

    While it runs, it follows what is published.
    """
    turns = turns_of(parts.settings)

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        keep_threads_free(turns)
        with parts.library.following():
            yield
        parts.indexer.stop()

    app = FastAPI(
        title="Pincite",
        version=version("pincite"),
        description="Ask your documents; every sentence of the answer is pinned to its place.",
        docs_url=None,
        redoc_url=None,
        # The names that clients are generated with.
        generate_unique_id_function=lambda route: route.name,
        responses=_failures(*_ALWAYS),
        lifespan=lifespan,
    )
    app.state.parts, app.state.metrics = parts, Metrics(parts.library)
    app.include_router(ask.router, responses=_failures(401, 422, 503))
    app.include_router(chat.router, responses=_failures(401, 404, 409, 422, 503))
    app.include_router(conversations.router, responses=_failures(401, 404, 422, 503))
    app.include_router(completions.router, responses=_failures(401, 422, 503))
    app.include_router(models.router, responses=_failures(401, 404, 422, 503))
    app.include_router(collection.router, responses=_failures(401, 422, 503))
    app.include_router(documents.router, responses=_failures(401, 404, 409, 422, 503))
    app.include_router(admin.router, responses=_failures(401, 409, 422, 503))
    app.include_router(metrics.router, responses=_failures(401, 503))
    app.include_router(health.router, responses=_failures(503))
    app.include_router(pages.router)
    pages.mount_files(app)
    add_handlers(app)
    _add_middleware(app, parts, turns, limits)
    complete(app)
    return app


def _add_middleware(app: FastAPI, parts: Parts, turns: Turns, limits: Limits) -> None:
    """What stands around the routes, from the inside out: the last sees each request first."""
    settings, metrics = parts.settings, app.state.metrics
    app.add_middleware(Admission, turns=turns, metrics=metrics)
    app.add_middleware(Body, limits=limits)
    app.add_middleware(Access, rules=Rules(parts.keys, settings.allow_anyone), metrics=metrics)
    app.add_middleware(Guard, allowed_hosts=_hosts(parts), limits=limits)
    app.add_middleware(Observer, metrics=metrics, log_questions=settings.log_questions)


def _hosts(parts: Parts) -> set[str]:
    """The allow-list, and the address listened on unless that means "all of them"."""
    host = parts.settings.host
    own = {f"[{host}]" if ":" in host else host} - {"0.0.0.0", "[::]"}  # noqa: S104
    return own | set(parts.settings.allowed_hosts)
