"""The HTTP service: the questions as ``/api/v1``, the explorer page, and everything that holds for all of it."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from functools import partial
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

from fastapi import Depends, FastAPI
from fastapi.middleware.cors import CORSMiddleware
from fastapi.responses import FileResponse
from fastapi_offline import FastAPIOffline

from graph_schema.store.base import Store
from graph_schema.vocabulary import load
from service import examples, views
from service.caching import ASSETS, Caching, Tags
from service.context import Context, may_read, noticed
from service.idempotency import HEADER as IDEMPOTENCY_KEY
from service.idempotency import REPLAYED, Idempotency, repeatable
from service.kept import Keeping
from service.keys import Keyring, KeysUnusable
from service.limiting import Buckets, RateLimit
from service.metrics import Measured, Metrics
from service.problems import handle, responses
from service.proposed import MADE
from service.requests import HEADER, HeadAsGet, RequestScope
from service.routes import analytics, ask, batch, cite, curate, draw, find, health, quality, read, research, write
from service.settings import Settings, keys_file
from service.texts import SourceGiven, largest

ANSWERED = "answered.sqlite"
"""Beside the keys: what was answered to requests with an Idempotency-Key."""
EXPLORER = Path(__file__).parent / "explorer"
PAGES = {
    "": "index.html",
    "explorer/app.js": "app.js",
    "explorer/draw.js": "draw.js",
    "explorer/marked.js": "marked.js",
    "explorer/style.css": "style.css",
}
CSP = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
)

TAGS = [
    {"name": "find", "description": "From words to documents"},
    {"name": "batch", "description": "Many things in one request, and what has changed since"},
    {"name": "read", "description": "One thing by its id"},
    {"name": "ask", "description": "What implements it, where it stands, what rests on it"},
    {"name": "draw", "description": "What a picture needs: the diagram of a document, one hop from any node"},
    {"name": "research", "description": "Coverage, lags, ways, comparisons, tasks, and figures over all documents"},
    {"name": "quality", "description": "What is wrong, open or unread, and one report of it"},
    {"name": "write", "description": "Loading and retracting, with a key of a loader or a curator"},
    {"name": "curate", "description": "Decisions of curators: previewed, listed, and undone by one call"},
    {"name": "health", "description": "For those who run it"},
]


def create_app(settings: Settings, store: Store, *, close: bool = False) -> FastAPI:
    """The application over one store; ``close`` makes it close the store when it ends."""

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        yield
        if close:
            store.close()

    app = FastAPIOffline(  # Swagger UI from here: no other server is asked for it
        static_url=ASSETS,
        favicon_url="data:,",
        title="directive-graph",
        summary="Which documents implement which directives of the Communist Party of Vietnam, and who says so",
        version=_version(),
        openapi_tags=TAGS,
        generate_unique_id_function=lambda route: route.name,
        docs_url="/docs",
        redoc_url=None,
        redirect_slashes=False,  # such a redirect is built from the Host header, which is the caller's to choose
        lifespan=lifespan,
    )
    vocabulary = load()
    own = settings.write_key.get_secret_value() if settings.write_key else None
    keys = Keyring(keys_file(settings), own)
    app.state.context = Context(store, vocabulary, settings, Tags(f"{_version()} {vocabulary.version}"), keys)
    app.state.metrics = Metrics(store)
    handle(app)
    groups = (find, cite, batch, read, ask, draw, research, analytics, quality, write, curate)
    reading = [Depends(may_read if settings.reads_need_key else noticed)]
    for group in groups:
        app.include_router(group.router, dependencies=reading)
    app.include_router(health.router)
    _explorer(app)
    _describe(app)
    app.add_middleware(
        Idempotency,
        routes=repeatable(group.router for group in groups),
        keys=keys,
        file=keys_file(settings).with_name(ANSWERED),
        most=largest(settings.max_text_bytes),
    )
    _surround(app, settings, keys)
    return app


def _surround(app: FastAPI, settings: Settings, keys: Keyring) -> None:
    """What holds for every request, from the innermost to the outermost."""
    context: Context = app.state.context
    if settings.max_kept_bytes and not settings.reads_need_key:  # whoever asks is not looked at here
        app.add_middleware(Keeping, store=context.store, tags=context.tags, most=settings.max_kept_bytes)
    if settings.rate_limit:
        app.add_middleware(RateLimit, buckets=Buckets(settings.rate_limit), key_of=partial(_key_of, keys))
    app.add_middleware(Caching)
    if settings.cors_origins:
        app.add_middleware(
            CORSMiddleware,
            allow_origins=list(settings.cors_origins),
            allow_methods=["GET", "HEAD", "POST", "PUT", "DELETE"],
            allow_headers=["Authorization", "Content-Type", "If-Match", "If-None-Match", IDEMPOTENCY_KEY, HEADER],
            expose_headers=["ETag", "Retry-After", "Content-Disposition", "Location", REPLAYED, HEADER],
        )
    app.add_middleware(Measured, metrics=app.state.metrics)
    app.add_middleware(HeadAsGet)
    app.add_middleware(RequestScope)


def _key_of(keys: Keyring, authorization: str) -> str | None:
    try:
        bearer = keys.bearer(authorization)
    except KeysUnusable:
        return None  # what needs the key will say so
    return bearer.id if bearer else None


def _version() -> str:
    try:
        return version("directive-graph")
    except PackageNotFoundError:
        return "0"


def _explorer(app: FastAPI) -> None:
    for address, name in PAGES.items():
        app.add_api_route(f"/{address}", _page(name), methods=["GET"], include_in_schema=False)


def _page(name: str) -> Callable[[], FileResponse]:
    def show() -> FileResponse:
        return FileResponse(EXPLORER / name, headers={"Content-Security-Policy": CSP, "Cache-Control": "no-cache"})

    return show


def _describe(app: FastAPI) -> None:
    """OpenAPI with the problem document in it, and nothing of FastAPI's own error shape, which is never answered."""
    made = app.openapi

    def openapi() -> dict[str, Any]:
        if not app.openapi_schema:
            document = made()
            schemas = document.setdefault("components", {}).setdefault("schemas", {})
            for model in (views.Problem, views.Moved, SourceGiven, batch.BatchGiven, *MADE):
                schemas[model.__name__] = model.model_json_schema(ref_template="#/components/schemas/{model}")
                schemas |= schemas[model.__name__].pop("$defs", {})
            for shape, example in views.EXAMPLES.items():
                # FastAPI drops nulls from examples; in our answers unknown is null.
                schemas[views.view(shape).__name__]["examples"] = [example]
            for name in ("HTTPValidationError", "ValidationError"):
                schemas.pop(name, None)
            examples.show(document)
            for path, methods in document["paths"].items():
                for operation in methods.values():
                    if "security" in operation:
                        told = {str(status): said for status, said in responses("unauthorized").items()}
                        operation["responses"].setdefault("401", told["401"])
                if "get" in methods and path.startswith("/api/"):
                    methods["get"]["responses"]["304"] = {"description": "What If-None-Match names is still the answer"}
        return app.openapi_schema or {}

    app.openapi = openapi  # type: ignore[method-assign]
