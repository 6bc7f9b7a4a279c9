"""Builds requests: the parts that do not change are merged once, the rest per try.

Takes its classes from a family; sends nothing.
"""

from collections.abc import Mapping, MutableMapping
from functools import cache
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from ._config import check_headers, check_mapping
from ._errors import ConfigurationError, RequestEncodeError
from ._json_text import join_halves
from ._operation import Operation
from ._redact import Secret
from ._shapes import is_mapping, is_sequence
from ._unset import UNSET

if TYPE_CHECKING:
    from ._httpx import Family


_NO_TEXT = (bytes, bytearray, memoryview, set, frozenset)
_LONGEST_NAME = 40
# Without the key the call is somebody else's, without the others it is malformed.
_NEEDED = frozenset({"authorization", "content-type", "host"})


@cache
def user_agent() -> str:
    """How the client names itself."""
    import platform  # noqa: PLC0415 - slow to import
    from importlib.metadata import PackageNotFoundError, version  # noqa: PLC0415

    try:
        own = version("scaleway-genapi")
    except PackageNotFoundError:
        own = "unknown"
    return f"scaleway-genapi/{own} python/{platform.python_version()}"


def expand_path(path: str, values: Mapping[str, object] | None) -> str:
    """`path` with its parameters filled in, each as one segment.

    Raises:
        ConfigurationError: A value would change which resource is addressed.
    """
    for name, value in (values or {}).items():
        if value is None or value is UNSET:
            raise ConfigurationError(f"{name} must be given: it is a segment of the URL")
        text = _text(value)
        if text in {"", ".", ".."}:
            raise ConfigurationError(
                f"{name} must not be empty, '.' or '..': it is a segment of the URL"
            )
        try:
            path = path.replace(f"{{{name}}}", quote(text, safe=""))
        except UnicodeEncodeError:
            raise ConfigurationError(f"{name} holds half of a surrogate pair") from None
    return path


def _text(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def make_url(family: "Family", text: str) -> Any:
    """The URL of a call.

    Raises:
        ConfigurationError: The HTTP library cannot write it: it is too long, most likely.
    """
    try:
        return family.Url(text)
    except (family.module.InvalidURL, ValueError) as error:
        raise ConfigurationError(
            f"The URL of the call cannot be written ({error}): check base_url and what stands in the path"
        ) from None


def with_query(url: Any, query: Mapping[str, object], source: str) -> Any:
    """`url` with query parameters over those it has; lists repeat the name, None and UNSET are left out.

    Raises:
        RequestEncodeError: A value cannot stand in a URL; the message says where in `source`.
    """
    params = url.params
    for name, value in query.items():
        values = value if is_sequence(value) else (value,)
        try:
            texts = [_query_text(item) for item in values if item is not None and item is not UNSET]
            if texts:
                params = params.remove(name)
            for text in texts:
                params = params.add(name, text)
            longer = url.copy_with(params=params)
        except Exception as error:  # noqa: BLE001 - the HTTP library has errors of its own for what is too long
            place = f"{source}/{join_halves(str(name)[:_LONGEST_NAME])}"
            raise RequestEncodeError(f"The URL cannot be written: {place}: {error}") from None
        url = longer
    return url


def _query_text(value: object) -> str:
    kind = type(value).__name__
    if is_mapping(value) or is_sequence(value) or isinstance(value, _NO_TEXT):
        raise TypeError(f"{kind} is no value for a query; write it as text")
    try:
        return join_halves(_text(value), "strict")
    except UnicodeDecodeError:
        raise ValueError("holds half of a surrogate pair") from None


class Template:
    """A request but for its body, its key and what one call adds."""

    __slots__ = ("authorized", "headers", "merged", "url")

    def __init__(self, url: Any, headers: Any, merged: list[tuple[bytes, bytes]] | None) -> None:
        self.url = url
        # Pairs of bytes: looking into an httpx.Headers costs more than making one.
        self.headers: list[tuple[bytes, bytes]] = headers.raw
        self.authorized = "authorization" in headers
        self.merged = merged  # the supplied client's headers as they were when merged


def build_template(
    family: "Family",
    operation: Operation[Any],
    *,
    base: str,
    defaults: Mapping[str, str],
    client_headers: Any,
    streaming: bool,
) -> Template:
    """The template of an operation: a supplied client's headers, over them ours, over them the user's."""
    path = operation.path
    url = make_url(family, base + (path if "{" not in path else ""))
    if client_headers is None:
        merged = None
        headers = family.Headers({"Accept-Encoding": "gzip, deflate", "Connection": "keep-alive"})
    else:
        merged = client_headers.raw
        headers = family.Headers(client_headers)
        # The key is ours to set; a supplied client that authenticates otherwise has `auth`.
        headers.pop("authorization", None)
    headers["Accept"] = (
        "text/event-stream" if streaming else (operation.response_media_type or "*/*")
    )
    headers["User-Agent"] = user_agent()
    if streaming:
        # Compression would hold events back until a block is full.
        headers["Accept-Encoding"] = "identity"
        headers["Cache-Control"] = "no-store"
    if operation.request_media_type is not None:
        headers["Content-Type"] = operation.request_media_type
    headers.update(defaults)
    # HTTP wants Host first; a request built from a stream gets none by itself.
    if "host" not in headers:
        headers = family.Headers([(b"Host", url.netloc), *headers.raw])
    return Template(url, headers, merged)


class Call:
    """One call: everything that its tries have in common."""

    __slots__ = ("content", "headers", "operation", "template", "timeout", "url")

    def __init__(
        self,
        operation: Operation[Any],
        template: Template,
        *,
        url: Any,
        headers: Mapping[str, str | None] | None,
        content: bytes | None,
        timeout: dict[str, float | None],
    ) -> None:
        self.operation = operation
        self.template = template
        self.url = url
        self.headers = headers
        self.content = content
        self.timeout = timeout

    def describe(self) -> str:
        """The request line without the query, for messages and the log."""
        return f"{self.operation.method} {str(self.url).partition('?')[0]}"

    def secret(self, request: Any, key: Secret | None) -> Secret | None:
        """What a request was authorised with, which nothing may show: the key, or what was sent in its place."""
        sent: str | None = request.headers.get("authorization")
        return key if sent is None else Secret(sent.rpartition(" ")[2])

    def build(
        self,
        family: "Family",
        http: Any,
        key: Secret | None,
        timeout: MutableMapping[str, float | None],
        *,
        supplied: bool,
    ) -> Any:
        """The request of one try."""
        pairs = self.template.headers.copy()
        content = self.content
        if content is not None:
            pairs.append((b"Content-Length", b"%d" % len(content)))
        headers = family.Headers(pairs)
        if key is not None and not self.template.authorized:
            # The one place where the key is bare; httpx shows no Authorization header.
            headers["Authorization"] = "Bearer " + key.reveal()
        if self.headers:
            for name, value in self.headers.items():
                if value is None:
                    headers.pop(name, None)
                else:
                    headers[name] = value
        method = self.operation.method
        extensions: dict[str, Any] = {"timeout": timeout}
        if supplied:
            if isinstance(timeout, dict):
                # A hook may change it. Our own clients have none: there, open streams share it.
                extensions["timeout"] = dict(timeout)
            # Hooks and auth classes of a supplied client may want to read the body: give it loaded.
            return family.Request(
                method,
                self.url,
                headers=headers,
                content=content,
                cookies=http.cookies,
                extensions=extensions,
            )
        stream = family.Body(content or b"")
        return family.Request(
            method, self.url, headers=headers, stream=stream, extensions=extensions
        )


def call_headers(
    declared: Mapping[str, object] | None, extra: Mapping[str, str | None] | None
) -> dict[str, str | None] | None:
    """The headers that one call adds: those of the operation, over them the caller's own, whose None leaves one out."""
    if not declared and not extra:
        return None
    given = {
        name: _text(value)
        for name, value in (declared or {}).items()
        if value is not None and value is not UNSET
    }
    own = check_mapping(extra, "extra_headers")
    dropped = [name for name, value in own.items() if value is None]
    # As their names are checked, too.
    kept = check_headers({**own, **dict.fromkeys(dropped, "")}, "extra_headers")
    for name in dropped:
        if name.lower() in _NEEDED:
            raise ConfigurationError(
                f"extra_headers: {name!r} cannot be left out, because the request would mean something else"
                " or nothing; give it another value"
            )
    return {**check_headers(given, "headers"), **kept, **dict.fromkeys(dropped)}
