"""Answers the paths of the pages: files of this package, the document, the journal as it grows."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

from scaleway_genapi_mock._json import dumps
from scaleway_genapi_mock.check._keys import FULL_ACCESS_KEY

from .live import watch

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, MutableMapping

    from scaleway_genapi_mock._app import App
    from scaleway_genapi_mock.compile._operations import Operation
    from scaleway_genapi_mock.document import Document

    Message = MutableMapping[str, Any]
    Receive = Callable[[], Awaitable[Message]]
    Send = Callable[[Message], Awaitable[None]]

_HERE = Path(__file__).parent
_TYPES = {
    "css": "text/css; charset=utf-8",
    "html": "text/html; charset=utf-8",
    "js": "text/javascript; charset=utf-8",
    "json": "application/json",
    "txt": "text/plain; charset=utf-8",
    "yaml": "application/yaml",
}
_POLICY = (
    "default-src 'none'; script-src 'self'; connect-src 'self'; img-src 'self' data:; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'; "
)
_UI = _POLICY + "style-src 'self'"
# Redoc writes styles into the page and brings a font with it. What it would ask of other hosts
# (a logo, telemetry) is refused by the browser.
_DOCS = _POLICY + "style-src 'self' 'unsafe-inline'; font-src data:; worker-src 'self' blob:"
_BUNDLE = "offapi"
"""The package that bundles Redoc. It is not imported: that would read every file it has."""


@dataclass(frozen=True, slots=True)
class _Page:
    """What stands at a path; `policy` is what the page may load."""

    content: bytes
    kind: str
    policy: str = ""
    status: int = 200
    allow: str = ""


async def page(app: App, scope: Message, receive: Receive, send: Send) -> None:
    """Answer a request for one of `PAGES`."""
    path: str = scope["path"]
    if scope["method"] not in {"GET", "HEAD"}:
        await _send(send, scope, _Page(b"", "txt", status=405, allow="GET, HEAD"))
    elif path == "/__mock__/live":
        await watch(app.journal, scope, receive, send)
    else:
        await _send(send, scope, _page(app, path))


def _page(app: App, path: str) -> _Page:
    document = app.compiled.document
    match path:
        case "/openapi.yaml":
            return _Page(document.source, "yaml")
        case "/openapi.json":
            return _Page(dumps(document.data), "json")
        case "/__mock__/operations":
            return _Page(dumps(_operations(app)), "json")
        case "/docs" | "/docs/redoc.js":
            return _docs(document, path)
        case _:
            return _file(path.rpartition("/")[2])


def _docs(document: Document, path: str) -> _Page:
    bundle = _redoc()
    if path != "/docs":
        return _Page(bundle.read_bytes(), "js") if bundle else _Page(b"", "js", status=404)
    title = escape(str(document.data.get("info", {}).get("title", "API")))
    text = (_HERE / ("docs.html" if bundle else "no_docs.html")).read_text(encoding="utf-8")
    return _Page(text.replace("$title", title).encode(), "html", _DOCS)


def _file(name: str) -> _Page:
    if name == "ui":
        return _Page((_HERE / "ui.html").read_bytes(), "html", _UI)
    return _Page((_HERE / name).read_bytes(), name.rpartition(".")[2])


def _redoc() -> Path | None:
    """Redoc's standalone build; None where the package that has it is missing."""
    spec = find_spec(_BUNDLE)
    for folder in (spec.submodule_search_locations if spec else None) or ():
        file = Path(folder) / "redoc.js"
        if file.is_file():
            return file
    return None


def _operations(app: App) -> dict[str, Any]:
    """What the sender needs to know of the operations, and the key to begin with.

    A key of the configuration is shown only if it is the one that everybody knows.
    """
    known = any(key.secret == FULL_ACCESS_KEY for key in app.config.keys)
    info = app.compiled.document.data.get("info", {})
    return {
        "title": str(info.get("title", "")),
        "version": str(info.get("version", "")),
        "key": FULL_ACCESS_KEY if known else "",
        "operations": [_operation(each) for each in app.compiled.operations.values()],
    }


def _operation(operation: Operation) -> dict[str, Any]:
    media = next(iter(operation.body.media.values()), None) if operation.body else None
    examples = dict(media.examples) if media else {}
    return {
        "id": operation.id,
        "method": operation.method,
        "path": operation.path,
        "media_type": media.type if media else None,
        "examples": examples,
        "stream": operation.stream.when if operation.stream else None,
    }


async def _send(send: Send, scope: Message, found: _Page) -> None:
    headers = {
        "content-type": _TYPES[found.kind],
        "content-length": str(len(found.content)),
        "cache-control": "no-store",
        "content-security-policy": found.policy,
        "allow": found.allow,
        "referrer-policy": "no-referrer",
        "x-content-type-options": "nosniff",
    }
    raw = [(name.encode(), value.encode()) for name, value in headers.items() if value]
    await send({"type": "http.response.start", "status": found.status, "headers": raw})
    body = b"" if scope["method"] == "HEAD" else found.content
    await send({"type": "http.response.body", "body": body})
