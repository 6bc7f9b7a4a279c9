"""What is checked before a request is answered, in this order: each failure is a `Refusal`.

404 route, 405 method, 401 key missing, 403 key, 403 project, 400 content type, JSON and size,
422 missing or unknown model, 400 schema, 416 or 400 caps. Knows no field by name: the document
says which property has which status.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from scaleway_genapi_mock._json import as_sent, brief, is_object, parse
from scaleway_genapi_mock.behaviours import find
from scaleway_genapi_mock.compile._conventions import Words
from scaleway_genapi_mock.compile._operations import is_json

from . import _parameters
from ._errors import Refusal
from ._explain import explain
from ._keys import Key, basic, bearer

if TYPE_CHECKING:
    from collections.abc import Mapping

    from scaleway_genapi_mock._config import Config
    from scaleway_genapi_mock.compile._operations import Body, Credential, Operation, PropertyRule
    from scaleway_genapi_mock.compile._routes import Routes

    from ._call import Call

UNAUTHENTICATED = "unauthenticated"


def _crowded(operation: Operation) -> str:
    """The example that says it when there are too many items of a kind; "" for our own words."""
    behaviour = find(operation.id)
    return behaviour.crowded if behaviour is not None else ""


class Checks:
    """The checks of one server."""

    def __init__(self, config: Config, routes: Routes) -> None:
        self._config = config
        self._routes = routes
        self._keys: Mapping[str, Key] = {key.secret: key for key in config.keys}

    def route(self, call: Call) -> None:
        """Find the operation: 404, 405."""
        match = self._routes.find(call.sent_path)
        if match is None:
            raise Refusal(404, f"No route {_cut(call.path)}.")
        operation = match.methods.get(call.method)
        if operation is None:
            allowed = ", ".join(sorted(match.methods))
            # Errors of the path's operations have one shape; any of them will do.
            call.operation = next(iter(match.methods.values()))
            message = f"{call.method} is not allowed on {_cut(call.path)}; allowed: {allowed}."
            raise Refusal(405, message, headers={"allow": allowed})
        call.operation = operation
        call.params = match.params
        call.project = match.project

    def caller(self, call: Call, operation: Operation) -> None:
        """Find the key: 401, 403."""
        if not operation.secured:
            return
        token = _token(call, operation.credentials)
        if token is None:
            raise Refusal(401)
        key = self._keys.get(token)
        if key is None:
            if not self._config.accept_any_key:
                raise Refusal(403, reason=Words.UNKNOWN_KEY)
            key = Key(token)
        call.key = key
        if not key.has_permission(operation.permission_sets):
            raise Refusal(403)
        if not key.may_use(call.project):
            raise Refusal(403, reason=Words.PROJECT)

    def request(self, call: Call, operation: Operation) -> None:
        """Look at parameters and body: 400, 422, 416."""
        if operation.parameters:
            _parameters.check(call, operation.parameters)
        body = operation.body
        if body is None:
            return
        if not call.raw and not body.required:
            return
        if not _read(call, body):
            return
        if self._config.cassette is not None:
            # What is valid, the recorded server has decided.
            return
        value = call.body
        for rule in body.rules:
            _existence(rule, value)
        validator = body.strict() if self._config.strict else body.validator
        if validator is not None and not validator.is_valid(value):
            sent = as_sent(call.raw, value)
            # Rounding alone may have made it wrong.
            fault = explain(validator, value if validator.is_valid(sent) else sent)
            reason = _crowded(operation) if fault.crowded else ""
            message = None if reason else str(fault)
            raise Refusal(400, message, param=fault.path or None, reason=reason)
        selector = operation.selector
        if selector is not None:
            for rule in body.rules:
                self._cap(rule, selector, call)

    def _cap(self, rule: PropertyRule, selector: PropertyRule, call: Call) -> None:
        value = call.body
        if rule.cap is None or not rule.caps or not is_object(value):
            return
        asked, selected = value.get(rule.name), value.get(selector.name)
        cap = rule.caps.get(selected) if isinstance(selected, str) else None
        if cap is not None and isinstance(asked, int | float) and asked > cap:
            got = brief(as_sent(call.raw, value)[rule.name])
            message = f"{rule.name} is limited to {cap} for this {selector.name}, got {got}."
            raise Refusal(self._config.cap_status or rule.cap, message, param=rule.name)


def _token(call: Call, credentials: tuple[Credential, ...]) -> str | None:
    """The key that was sent, at the first place that has one."""
    for credential in credentials:
        match credential.kind:
            case "bearer":
                token = bearer(call.header("authorization"))
            case "basic":
                token = basic(call.header("authorization"))
            case _:
                token = _parameters.text_at(call, credential.place, credential.name)
        if token:
            return token
    return None


def _read(call: Call, body: Body) -> bool:
    """Parse the body into `call.body`; False if it is not JSON and need not be."""
    media_type = (call.header("content-type") or "").partition(";")[0].strip().lower()
    if not any(_accepts(declared, media_type) for declared in body.media):
        got = f"got {_cut(media_type)}" if media_type else "got none"
        wanted = " or ".join(body.media)
        raise Refusal(400, f"content-type must be {wanted}, {got}.")
    if not is_json(media_type):
        form = body.forms.get(media_type)
        if form is not None:
            _parameters.check_form(form, call.header("content-type") or "", call.raw)
        return False
    try:
        call.body = parse(call.raw)
    except ValueError as error:
        raise Refusal(400, f"Invalid JSON: {error}") from None
    return True


def _accepts(declared: str, media_type: str) -> bool:
    declared = declared.partition(";")[0].strip().lower()
    if declared.endswith("/*"):
        return declared == "*/*" or media_type.startswith(declared[:-1])
    return declared == media_type


def _existence(rule: PropertyRule, value: Any) -> None:
    if not is_object(value):
        return
    given = value.get(rule.name)
    if rule.missing is not None and given is None and rule.name not in value:
        raise Refusal(rule.missing, param=rule.name, reason=Words.missing(rule.name))
    if rule.unknown is None or rule.known is None or not isinstance(given, str):
        return
    if given not in rule.known:
        message = f"The {rule.name} `{_cut(given)}` does not exist."
        raise Refusal(rule.unknown, message, param=rule.name)


def _cut(text: str) -> str:
    """`text` without quotes, as much of it as fits in a sentence."""
    return brief(text).strip('"')
