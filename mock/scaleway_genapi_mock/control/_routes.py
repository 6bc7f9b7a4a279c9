"""What the control interface answers to which request. JSON in, JSON out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, unquote

from scaleway_genapi_mock._json import dumps, is_array, is_object, parse
from scaleway_genapi_mock._routes import sent_path
from scaleway_genapi_mock.faults import PROFILES, names
from scaleway_genapi_mock.rules import RuleError

from . import _settings

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, MutableMapping

    from scaleway_genapi_mock._app import App

    Message = MutableMapping[str, Any]
    Handler = Callable[["Request"], "tuple[int, Any]"]

PREFIX = "/__mock__/"
_LARGEST = 4 * 1024 * 1024
_DEFAULT_SHOWN = 100


class ControlError(Exception):
    """A request that is refused, with its status."""

    def __init__(self, status: int, message: str) -> None:
        super().__init__(message)
        self.status = status


class Request:
    """A request to the control interface."""

    def __init__(self, app: App, rest: str, query: str, body: Any) -> None:
        self.app = app
        self.rest = rest
        self.query = {name: values[-1] for name, values in parse_qs(query).items()}
        self.body = body


async def control(
    app: App,
    scope: MutableMapping[str, Any],
    receive: Callable[[], Awaitable[Message]],
    send: Callable[[Message], Awaitable[None]],
) -> None:
    """Answer a request below `/__mock__/`."""
    method = scope["method"]
    name, _, rest = sent_path(scope).removeprefix(PREFIX).partition("/")
    try:
        handler = _handler(name, method)
        body = await _body(scope, receive) if method in {"POST", "PUT", "PATCH"} else None
        query = scope["query_string"].decode("latin-1")
        status, answer = handler(Request(app, unquote(rest), query, body))
    except ControlError as error:
        status, answer = error.status, {"error": str(error)}
    except (RuleError, _settings.SettingError) as error:
        status, answer = 400, {"error": str(error)}
    content = dumps(answer)
    headers = [
        (b"content-type", b"application/json"),
        (b"content-length", str(len(content)).encode()),
        (b"cache-control", b"no-store"),
    ]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": content})


def _handler(name: str, method: str) -> Handler:
    handlers = _HANDLERS.get(name)
    if handlers is None:
        raise ControlError(404, f"there are {', '.join(filter(None, _HANDLERS))}")
    if method not in handlers:
        raise ControlError(405, f"{name or PREFIX} takes {', '.join(handlers)}")
    return handlers[method]


async def _body(scope: MutableMapping[str, Any], receive: Callable[[], Awaitable[Message]]) -> Any:
    parts: list[bytes] = []
    more = True
    while more and sum(map(len, parts)) <= _LARGEST:
        message = await receive()
        parts.append(message.get("body", b""))
        more = bool(message.get("more_body"))
    raw = b"".join(parts)
    if len(raw) > _LARGEST:
        raise ControlError(400, f"the body is larger than {_LARGEST} bytes")
    if not raw:
        return None
    content_type = dict(scope["headers"]).get(b"content-type", b"")
    # A page in a browser can send anything but this without asking first.
    if not content_type.lower().startswith(b"application/json"):
        raise ControlError(400, "content-type must be application/json")
    try:
        return parse(raw)
    except ValueError as error:
        raise ControlError(400, f"invalid JSON: {error}") from None


def _summary(request: Request) -> tuple[int, Any]:
    app = request.app
    return 200, {
        "requests": app.requests,
        "operations": list(app.compiled.operations),
        "rules": len(app.rules),
        "faults": names(),
        "fault_profiles": list(PROFILES),
        "settings": _settings.shown(app.config),
    }


def _journal(request: Request) -> tuple[int, Any]:
    if request.rest:
        for entry in request.app.journal:
            if str(entry.number) == request.rest:
                return 200, entry.to_dict()
        raise ControlError(404, f"the journal has no request {request.rest!r}")
    query = request.query
    status, limit = query.get("status"), query.get("limit", str(_DEFAULT_SHOWN))
    if not limit.isdecimal() or not (status or "0").isdecimal():
        raise ControlError(400, "limit and status are numbers")
    entries = request.app.journal.find(
        query.get("operation"), status=None if status is None else int(status)
    )
    size = int(limit)
    return 200, {"entries": [entry.to_dict() for entry in entries[-size:] if size]}


def _clear_journal(request: Request) -> tuple[int, Any]:
    request.app.journal.clear()
    return 200, {}


def _rules(request: Request) -> tuple[int, Any]:
    return 200, {"rules": [rule.to_dict() for rule in request.app.rules]}


def _add_rules(request: Request) -> tuple[int, Any]:
    """Add a rule or a list of them: all, or none if one is wrong."""
    stated = request.body if is_array(request.body) else [request.body]
    added: list[str] = []
    try:
        added.extend(request.app.add_rule(item).name for item in stated)
    except RuleError:
        for name in added:
            request.app.rules.remove(name)
        raise
    return 201, {"names": added}


def _remove_rules(request: Request) -> tuple[int, Any]:
    if not request.rest:
        request.app.rules.clear()
    elif not request.app.rules.remove(request.rest):
        raise ControlError(404, f"there is no rule {request.rest!r}")
    return 200, {}


def _show_settings(request: Request) -> tuple[int, Any]:
    return 200, _settings.shown(request.app.config)


def _change_settings(request: Request) -> tuple[int, Any]:
    request.app.change(**_settings.parse(request.body))
    return _show_settings(request)


def _reset(request: Request) -> tuple[int, Any]:
    request.app.reset()
    return 200, {}


def _clock(request: Request) -> tuple[int, Any]:
    clock = request.app.clock
    if request.body is not None:
        given = request.body if is_object(request.body) else {}
        if set(given) not in ({"advance"}, {"freeze"}, {"reset"}):
            raise ControlError(400, "give advance (seconds), freeze (seconds since 1970) or reset")
        ((what, value),) = given.items()
        if what == "reset":
            clock.reset()
        elif isinstance(value, bool) or not isinstance(value, int | float) or value < 0:
            raise ControlError(400, f"{what} is a number of seconds")
        elif what == "advance":
            clock.advance(value)
        else:
            clock.freeze(value)
    return 200, {"now": clock.now()}


_HANDLERS: dict[str, dict[str, Handler]] = {
    "": {"GET": _summary},
    "journal": {"GET": _journal, "DELETE": _clear_journal},
    "rules": {"GET": _rules, "POST": _add_rules, "DELETE": _remove_rules},
    "settings": {"GET": _show_settings, "PATCH": _change_settings},
    "reset": {"POST": _reset},
    "clock": {"GET": _clock, "POST": _clock},
}
