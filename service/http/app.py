"""READ FIRST: the HTTP application, its doors in the order a request meets them, its routes."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from importlib.metadata import version

from fastapi import FastAPI
from starlette.middleware import Middleware

from service.http.agents import AgentEndpoint
from service.http.doors.access import Access, Rules
from service.http.doors.admission import Admission, reserve_threads, slots_of
from service.http.doors.body import Body
from service.http.doors.guard import Guard
from service.http.doors.observe import Observer
from service.http.doors.origins import Origins
from service.http.doors.prefix import Prefix
from service.http.doors.public_keys import PublicUse
from service.http.exchange.failures import add_handlers
from service.http.exchange.limits import LIMITS, Limits
from service.http.exchange.metrics import Metrics
from service.http.routes import (
    admin,
    ask,
    chat,
    collection,
    completions,
    conversations,
    health,
    models,
    pages,
)
from service.http.routes.files import file_list, folders, originals, page_pictures, rules, uploads
from service.http.routes.texts import check, documents, excerpts
from service.http.schema import DescribedApp
from service.http.waiting.senders import Senders
from service.http.waiting.slots import Slots
from service.wiring import Parts, allowance_of

_FAMILIES = (
    ask,
    chat,
    check,
    conversations,
    completions,
    models,
    collection,
    originals,  # these two before the documents, whose ids are paths
    page_pictures,
    documents,
    excerpts,
    uploads,
    file_list,
    rules,
    admin,
    folders,
    health,
    pages,
)


def create_app(parts: Parts, limits: Limits = LIMITS) -> FastAPI:
    """Return the application around `parts`. It reads no settings of its own.

    While it runs, it answers from each generation of the index as soon as that is published.
    """
    slots, metrics = slots_of(parts.settings), Metrics(parts.library)
    agents = AgentEndpoint(parts, slots.count)
    limits = replace(limits, upload_bytes=parts.settings.max_upload_mib * 2**20)

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        reserve_threads(slots, parts.worder.most_threads if parts.worder else 0)
        with parts.library.following():
            async with agents.running():
                yield
        parts.indexer.stop()
        parts.pictures.close()

    app = DescribedApp(
        title="Pincite",
        version=version("pincite"),
        description="Ask your documents; every sentence of the answer is pinned to its place.",
        docs_url=None,
        redoc_url=None,
        servers=[{"url": parts.settings.root}] if parts.settings.root else None,
        middleware=_doors(parts, limits, slots, metrics),
        lifespan=lifespan,
    )
    app.state.parts, app.state.metrics = parts, metrics
    for family in _FAMILIES:
        app.router.routes.extend(family.router.routes)
    app.router.routes.append(agents.route)
    pages.mount_files(app)
    add_handlers(app)
    return app


def _doors(parts: Parts, limits: Limits, slots: Slots, metrics: Metrics) -> list[Middleware]:
    """Return the doors in the order in which a request meets them.

    The first door, `connections`, is the server's; `screening` is part of the guard.
    """
    settings = parts.settings
    shared = allowance_of(settings, limits.origin_burst, limits.origin_rate)
    return [
        Middleware(Observer, metrics=metrics, log_questions=settings.log_questions),
        Middleware(Prefix, root=settings.root),
        Middleware(
            Guard,
            allowed_hosts=_hosts(parts),
            origins=Origins(settings.allowed_origins),
            limits=limits,
        ),
        Middleware(
            Access,
            rules=Rules(parts.keys, settings.allow_anyone),
            public_use=PublicUse(limits, shared=shared),
            metrics=metrics,
        ),
        Middleware(Body, limits=limits),
        Middleware(
            Admission, slots=slots, metrics=metrics, senders=Senders(settings.trusted_proxies)
        ),
    ]


def _hosts(parts: Parts) -> set[str]:
    """Return the names by which the server may be reached, without port.

    They are the allowed hosts and the address listened on, unless that means "all addresses".
    """
    host = parts.settings.host
    own = {f"[{host}]" if ":" in host else host} - {"0.0.0.0", "[::]"}  # noqa: S104
    return own | set(parts.settings.allowed_hosts)
