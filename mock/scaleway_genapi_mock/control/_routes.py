"""What the control interface answers to which request."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, unquote

from scaleway_genapi_mock._config import ConfigError
from scaleway_genapi_mock._json import brief, is_array, is_object
from scaleway_genapi_mock.compile._routes import sent_path
from scaleway_genapi_mock.faults import PROFILES, names
from scaleway_genapi_mock.rules import RuleError, hint

from . import _settings
from ._http import ControlError, Gone, answer, read

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, MutableMapping

    from scaleway_genapi_mock._app import App
    from scaleway_genapi_mock.rules import Rule

    Message = MutableMapping[str, Any]
    Said = tuple[int, Any]
    Handler = Callable[["Request"], "Said | Awaitable[Said]"]

PREFIX = "/__mock__/"
_ASKED = ("operation", "model", "project", "last_message", "status", "limit")
"""What the journal can be asked by."""
_DEFAULT_SHOWN = 100
_MOST_DIGITS = 9
_LOG = logging.getLogger("scaleway_genapi_mock")


class Request:
    """A request to the control interface; `rest` is what its path names behind the handler."""

    def __init__(self, app: App, rest: str, query: str, body: Any) -> None:
        self.app = app
        self.rest = rest
        sent = parse_qs(query, keep_blank_values=True)
        self.query = {name: values[-1] for name, values in sent.items()}
        self.body = body


async def control(
    app: App,
    scope: MutableMapping[str, Any],
    receive: Callable[[], Awaitable[Message]],
    send: Callable[[Message], Awaitable[None]],
) -> None:
    """Answer a request below `/__mock__/`."""
    # The slash at its end may be missing.
    name, _, rest = sent_path(scope)[len(PREFIX) :].partition("/")
    try:
        handler = _handler(name, rest, scope["method"])
        body = await read(scope, receive)
        query = scope["query_string"].decode("latin-1")
        said = handler(Request(app, unquote(rest), query, body))
        status, data = said if isinstance(said, tuple) else await said
    except Gone:
        return
    except ControlError as error:
        await answer(send, error.status, {"error": str(error)}, error.allow)
    except (ConfigError, RuleError) as error:
        await answer(send, 400, {"error": str(error)})
    except Exception as error:  # noqa: BLE001
        # A mock that breaks says so, and goes on: the traceback is for its maintainers.
        _LOG.exception("internal error at %s %s", scope["method"], scope["path"])
        await answer(send, 500, {"error": f"the mock failed: {error!r}"})
    else:
        await answer(send, status, data)


def _handler(name: str, rest: str, method: str) -> Handler:
    handlers = _NAMED.get(name) if rest else _HANDLERS.get(name)
    if handlers is None and rest and name in _HANDLERS:
        raise ControlError(404, f"{PREFIX}{name} has nothing below it")
    if handlers is None:
        there = ", ".join(PREFIX + known for known in _HANDLERS)
        raise ControlError(404, f"there are {there}; {PREFIX}ui is a page for people")
    found = handlers.get("GET" if method == "HEAD" else method)
    if found is None:
        allowed = [*handlers, *(["HEAD"] if "GET" in handlers else [])]
        message = f"{PREFIX}{name} takes {', '.join(handlers)}, not {method}"
        raise ControlError(405, message, ", ".join(allowed))
    return found


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
    query = request.query
    for name in query:
        if name not in _ASKED:
            raise ControlError(400, f"{brief(name)} is not known; {hint(name, _ASKED)}")
    size = _count(query, "limit", _DEFAULT_SHOWN)
    status = _count(query, "status", None)
    # As a pointer it may be the property of any document.
    model: dict[str, Any] = {"/model": query["model"]} if "model" in query else {}
    asked: dict[str, Any] = {
        name: query[name] for name in ("project", "last_message") if name in query
    }
    try:
        entries = request.app.journal.find(query.get("operation"), status=status, **asked, **model)
    except ValueError as error:
        raise ControlError(400, str(error)) from None
    return 200, {"entries": [entry.to_dict() for entry in entries[-size:] if size]}


def _count(query: dict[str, str], name: str, default: Any) -> Any:
    text = query.get(name)
    if text is None:
        return default
    if not (text.isascii() and text.isdecimal() and len(text) <= _MOST_DIGITS):
        raise ControlError(400, f"{name}: {brief(text)} is no number from 0")
    return int(text)


def _entry(request: Request) -> tuple[int, Any]:
    for entry in request.app.journal:
        if str(entry.number) == request.rest:
            return 200, entry.to_dict()
    raise ControlError(404, f"the journal has no request {brief(request.rest)}")


def _clear_journal(request: Request) -> tuple[int, Any]:
    request.app.journal.clear()
    return 200, {}


def _rules(request: Request) -> tuple[int, Any]:
    return 200, {"rules": [rule.to_dict() for rule in request.app.rules]}


def _rule(request: Request) -> tuple[int, Any]:
    for rule in request.app.rules:
        if rule.name == request.rest:
            return 200, rule.to_dict()
    raise ControlError(404, f"there is no rule {brief(request.rest)}")


def _add_rules(request: Request) -> tuple[int, Any]:
    """Add a rule or a list of them: all, or none if one is wrong."""
    listed = is_array(request.body)
    stated = request.body if listed else [request.body]
    added: list[Rule] = []
    wrong: list[tuple[str, str]] = []
    for number, item in enumerate(stated, 1):
        try:
            added.append(request.app.add_rule(item))
        except RuleError as error:
            before = f"rule {number}: " if listed else ""
            wrong += [(f"{before}{at}".removesuffix(": "), what) for at, what in error.parts]
    if wrong:
        for rule in added:
            request.app.rules.remove(rule.name)
        raise RuleError(*wrong[0], *wrong[1:])
    notes = [f"{rule.name}: {at}: {what}" for rule in added for at, what in rule.notes()]
    return 201, {"names": [rule.name for rule in added]} | ({"notes": notes} if notes else {})


def _remove_rules(request: Request) -> tuple[int, Any]:
    request.app.rules.clear()
    return 200, {}


def _remove_rule(request: Request) -> tuple[int, Any]:
    if not request.app.rules.remove(request.rest):
        raise ControlError(404, f"there is no rule {brief(request.rest)}")
    return 200, {}


def _show_settings(request: Request) -> tuple[int, Any]:
    return 200, _settings.shown(request.app.config)


def _change_settings(request: Request) -> tuple[int, Any]:
    try:
        request.app.change(**_settings.parse(request.body))
    except ValueError as error:  # a ConfigError, or a CassetteError, which is loaded with its file
        raise ControlError(400, str(error)) from None
    return _show_settings(request)


async def _reset(request: Request) -> tuple[int, Any]:
    await request.app.cut_requests()
    request.app.reset()
    return 200, {}


def _clock(request: Request) -> tuple[int, Any]:
    return 200, {"now": request.app.clock.now()}


def _move_clock(request: Request) -> tuple[int, Any]:
    clock = request.app.clock
    given = request.body if is_object(request.body) else {}
    if set(given) not in ({"advance"}, {"freeze"}, {"reset"}):
        raise ControlError(400, "give advance (seconds), freeze (seconds since 1970) or reset")
    ((what, value),) = given.items()
    if what == "reset":
        if value is not True:
            raise ControlError(400, f"reset: {brief(value)} is not true")
        clock.reset()
        return _clock(request)
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise ControlError(400, f"{what}: {brief(value)} is no number of seconds")
    try:
        (clock.advance if what == "advance" else clock.freeze)(value)
    except ValueError as error:
        raise ControlError(400, f"{what}: {error}") from None
    return _clock(request)


_HANDLERS: dict[str, dict[str, Handler]] = {
    "": {"GET": _summary},
    "journal": {"GET": _journal, "DELETE": _clear_journal},
    "rules": {"GET": _rules, "POST": _add_rules, "DELETE": _remove_rules},
    "settings": {"GET": _show_settings, "PATCH": _change_settings},
    "reset": {"POST": _reset},
    "clock": {"GET": _clock, "POST": _move_clock},
}
_NAMED: dict[str, dict[str, Handler]] = {
    "journal": {"GET": _entry},
    "rules": {"GET": _rule, "DELETE": _remove_rule},
}
"""What stands below a name: one request, one rule."""
