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
from scaleway_genapi_mock.compile._operations import essence_of, is_json

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

_UTF_8, _GZIP = {"utf-8", "utf8", "us-ascii"}, b"\x1f\x8b"


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
        tokens = _tokens(call, operation.credentials)
        if tokens is None:
            raise Refusal(401, _wrong_scheme(call, operation.credentials))
        keys = [self._keys.get(token) for token in tokens]
        if None in keys and not self._config.accept_any_key:
            raise Refusal(403, reason=Words.UNKNOWN_KEY)
        call.key = key = keys[0] or Key(tokens[0])
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
        media_type = essence_of(call.header("content-type") or "")
        if not _read(call, body, media_type):
            return
        if self._config.cassette is not None:
            # What is valid, the recorded server has decided.
            return
        value = call.body
        content = body.content(media_type)
        for rule in content.rules:
            _existence(rule, value)
        validator = content.strict() if self._config.strict else content.validator
        if validator is not None and not validator.is_valid(value):
            sent = as_sent(call.raw, value)
            # Rounding alone may have made it wrong.
            fault = explain(validator, value if validator.is_valid(sent) else sent)
            reason = _crowded(operation) if fault.crowded else ""
            message = None if reason else str(fault)
            raise Refusal(400, message, param=fault.path or None, reason=reason)
        selector = operation.selector
        if selector is not None:
            for rule in content.rules:
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


def _tokens(call: Call, credentials: tuple[tuple[Credential, ...], ...]) -> list[str] | None:
    """The keys that were sent, by the first way to show them of which none is missing."""
    for way in credentials:
        tokens = [_token(call, credential) for credential in way]
        found = [token for token in tokens if token]
        if found and len(found) == len(way):
            return found
    return None


def _token(call: Call, credential: Credential) -> str | None:
    match credential.kind:
        case "bearer":
            return bearer(call.header("authorization"))
        case "basic":
            return basic(call.header("authorization"))
        case _:
            return _parameters.text_at(call, credential.place, credential.name)


def _wrong_scheme(call: Call, credentials: tuple[tuple[Credential, ...], ...]) -> str | None:
    """What to say of a header that is there, and holds no key in the form that is wanted."""
    wanted = [each.kind for way in credentials for each in way if each.kind != "key"]
    if not call.header("authorization") or not wanted:
        return None
    form = "Basic <user:key in base64>" if wanted[0] == "basic" else "Bearer <key>"
    return f"The Authorization header is not of the form `{form}`."


def _read(call: Call, body: Body, media_type: str) -> bool:
    """Parse the body into `call.body`; False if it is not JSON and need not be."""
    if not any(_accepts(declared, media_type) for declared in body.media):
        got = f"got {_cut(media_type)}" if media_type else "got none"
        wanted = " or ".join(body.media)
        raise Refusal(400, f"content-type must be {wanted}, {got}.")
    encoding = (call.header("content-encoding") or "identity").strip()
    if encoding.lower() != "identity":
        message = f"content-encoding: {_cut(encoding)} is not read here; send the body as it is."
        raise Refusal(400, message)
    if not is_json(media_type):
        form = body.forms.get(media_type)
        if form is not None:
            _parameters.check_form(form, call.header("content-type") or "", call.raw)
        return False
    try:
        call.body = parse(call.raw)
    except ValueError as error:
        message = _undecodable(call) or str(error)
        raise Refusal(400, f"Invalid JSON: {message}") from None
    return True


def _undecodable(call: Call) -> str:
    """What is wrong with a body that is no text in UTF-8; "" if it is one."""
    _, found, charset = (call.header("content-type") or "").lower().partition("charset=")
    charset = charset.partition(";")[0].strip(' "')
    if found and charset not in _UTF_8:
        return f"the charset is {_cut(charset)}, and JSON is sent in UTF-8 (RFC 8259)."
    if call.raw.startswith(_GZIP):
        return "the body is compressed (gzip), and no content-encoding says so; send it as it is."
    try:
        call.raw.decode()
    except UnicodeDecodeError as error:
        byte = call.raw[error.start]
        return f"the body is not UTF-8: byte {error.start} is 0x{byte:02x}."
    if b"\0" in call.raw[:4]:
        return "the body is not UTF-8: it looks like UTF-16 or UTF-32."
    return ""


def _accepts(declared: str, media_type: str) -> bool:
    declared = essence_of(declared)
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
