"""Checks and joins what a client is configured with: key, project, base URL, headers.

Pure: the environment comes in as a mapping. No message shows a key or a password.
"""

import re
from collections.abc import Mapping
from typing import Any, NamedTuple
from urllib.parse import urlsplit

from ._errors import ConfigurationError
from ._operation import ApiDescription
from ._redact import Secret
from ._shapes import is_mapping

KEY_VARIABLE = "SCW_SECRET_KEY"
PROJECT_VARIABLE = "SCW_DEFAULT_PROJECT_ID"
BASE_URL_VARIABLE = "SCW_GENAPI_BASE_URL"

# What a value of a format that the document may name looks like, how it is called, and one of them.
_FORMATS = {
    "uuid": (
        re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}", re.IGNORECASE),
        "a UUID, such as 01234567-89ab-cdef-0123-456789abcdef",
    ),
}
# Of any other format, what is one segment of a path and needs no escaping.
_SEGMENT = (re.compile(r"(?!\.{1,2}\Z)[0-9A-Za-z._~-]+"), "letters, digits, '-', '.', '_' and '~'")
_KEY = re.compile(r"[\x21-\x7e]+")
_HEADER_NAME = re.compile(r"[!#$%&'*+\-.^_`|~0-9A-Za-z]+")
_HEADER_VALUE = re.compile(r"[\x20-\x7e\t]*")
# Contradicting the message that is sent, these would desynchronise the connection.
_FRAMING = frozenset(
    {"connection", "content-length", "te", "trailer", "transfer-encoding", "upgrade"}
)
_LOOPBACK = re.compile(r"127(?:\.[0-9]{1,3}){3}")
_IPV4 = re.compile(r"[0-9]+(?:\.[0-9]+){3}")
_LONGEST_LABEL = 63
# Characters of a base URL; the HTTP library takes 65 536 of a whole one.
_LONGEST_URL = 8192
_LONGEST_QUOTE = 100
_PUNCTUATION = re.compile(r"[.:/]")
_QUERY = re.compile(r"[?#]")
_UNPRINTABLE = re.compile(r"[\x00-\x20\x7f]")


class Address(NamedTuple):
    """Where requests go.

    Attributes:
        root: The base URL without the path prefix and without a project from elsewhere.
        project_id: The project that is joined to it, or None.
        url: Both together; an operation's path is appended to it.
    """

    root: str
    project_id: str | None
    url: str


def check_api_key(key: Secret, source: str = "api_key") -> Secret:
    """`key`, if it can stand in a header; messages never show it."""
    if not isinstance(key.reveal(), str):
        kind = type(key.reveal()).__name__
        raise ConfigurationError(f"{source} must be a string, not {kind}")
    if not key.reveal():
        raise ConfigurationError(f"{source} is empty")
    if not _KEY.fullmatch(key.reveal()):
        raise ConfigurationError(
            f"{source} holds white space, a control character or a character outside ASCII"
            " (is there a line break at its end?); an IAM secret key has none of these"
        )
    return key


def find_api_key(key: Secret | None) -> Secret:
    """The key from the environment, if there is a usable one."""
    if key is None or not key.reveal():
        raise ConfigurationError(
            f"No API key: pass api_key=..., or set the environment variable {KEY_VARIABLE}"
        )
    return check_api_key(key, f"The environment variable {KEY_VARIABLE}")


def check_project_id(project_id: object, api: ApiDescription, source: str = "project_id") -> str:
    """`project_id`, if it is of the document's format: it becomes a path segment, so nothing else may pass."""
    text = str(project_id)
    looks, said = _FORMATS.get(api.project_format or "", _SEGMENT)
    if not looks.fullmatch(text):
        raise ConfigurationError(
            f"{source} must be the id of a project, {said}; what was given is none, and not shown here,"
            " since it may be a key"
        )
    return text


def normalise_base_url(url: object, prefix: str, source: str = "base_url") -> str:
    """A base URL without trailing slash and without the path prefix that the document's paths repeat."""
    text = str(url)
    source += _quote(text)
    if len(text) > _LONGEST_URL:
        raise ConfigurationError(f"{source} is longer than {_LONGEST_URL} characters")
    if _UNPRINTABLE.search(text):
        raise ConfigurationError(f"{source} holds white space or a control character")
    try:
        parts = urlsplit(text)
        parts.port  # noqa: B018 - a port out of range is only noticed here
    except ValueError:
        raise ConfigurationError(f"{source} is no valid URL") from None
    if "@" in parts.netloc:
        raise ConfigurationError(
            f"{source} must not hold a user name or password; the API takes a key"
        )
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        raise ConfigurationError(f"{source} must begin with https:// or http:// and name a host")
    if parts.query or parts.fragment:
        raise ConfigurationError(f"{source} must have no query and no fragment")
    _check_host(parts.hostname, "[" in parts.netloc, source)
    try:
        parts.path.encode()
    except UnicodeEncodeError:
        raise ConfigurationError(f"{source} holds half of a surrogate pair") from None
    path = parts.path.rstrip("/")
    if prefix:
        path = path.removesuffix(prefix).rstrip("/")
    return f"{parts.scheme}://{parts.netloc}{path}"


def _quote(url: str) -> str:
    """A URL for a message, after what it is called; empty for what may be, or hold, a password or a key."""
    if "@" in url or "%40" in url or not _PUNCTUATION.search(url):
        return ""
    return f" {_QUERY.split(url)[0][:_LONGEST_QUOTE]!r}"


def _check_host(host: str, bracketed: bool, source: str) -> None:
    """Refuses a host that the HTTP library cannot write into a URL, or look up: it would say so with the first call."""
    if bracketed or _IPV4.fullmatch(host):
        from ipaddress import ip_address  # noqa: PLC0415 - rarely needed

        try:
            ip_address(host)
        except ValueError:
            raise ConfigurationError(f"{source} names no valid IP address") from None
        return
    labels = host.removesuffix(".").split(".")
    wrong = any(not 0 < len(label) <= _LONGEST_LABEL for label in labels)
    if not host.isascii() and not wrong:
        try:
            # What httpx encodes names with; it refuses half of a surrogate pair, too.
            import idna  # noqa: PLC0415 - rarely needed

            idna.encode(host.lower())
        except (ValueError, UnicodeError):
            wrong = True
    if wrong:
        raise ConfigurationError(f"{source} names no valid host")


def is_loopback(url: str) -> bool:
    """Whether a base URL leads to this machine."""
    host = urlsplit(url).hostname or ""
    return (
        host in {"localhost", "::1"}
        or host.endswith(".localhost")
        or bool(_LOOPBACK.fullmatch(host))
    )


def join_project(api: ApiDescription, root: str, project_id: str | None) -> str:
    """The URL of a project under `root`."""
    if project_id is None:
        return root
    if api.project_base_url is None:
        raise ConfigurationError("This API has no project URLs: leave project_id out")
    # Only a format tells an id from the last segment of somebody's path.
    looks, _ = _FORMATS.get(api.project_format or "", (None, ""))
    if looks is not None and looks.fullmatch(root.rpartition("/")[2]):
        raise ConfigurationError(
            "base_url already ends in a project id: give the project in one place only"
        )
    template = api.project_base_url.removeprefix(api.default_base_url)
    return root + template.replace(f"{{{api.project_variable}}}", project_id)


def find_address(
    api: ApiDescription,
    base_url: object | None,
    project_id: object | None,
    client_base_url: object | None,
    environment: Mapping[str, str],
) -> Address:
    """Where requests go: arguments first, then the environment, then a supplied HTTP client, then the document.

    The project of the environment belongs to the document's own host: another one would not know it.
    """
    given = (
        (base_url, "base_url"),
        (
            environment.get(BASE_URL_VARIABLE) or None,
            f"The environment variable {BASE_URL_VARIABLE}",
        ),
        (client_base_url or None, "The base_url of http_client"),
    )
    root, source = next(((url, name) for url, name in given if url is not None), (None, ""))
    if project_id is not None:
        project_id = check_project_id(project_id, api)
    elif (
        root is None
        and api.project_base_url is not None
        and (found := environment.get(PROJECT_VARIABLE))
    ):
        project_id = check_project_id(found, api, f"The environment variable {PROJECT_VARIABLE}")
    checked = (
        api.default_base_url if root is None else normalise_base_url(root, api.path_prefix, source)
    )
    return Address(checked, project_id, join_project(api, checked, project_id))


def check_mapping(value: Any, source: str) -> Mapping[Any, Any]:
    """`value`, if it is a mapping; an empty one for None."""
    if value is None:
        return {}
    if not is_mapping(value):
        raise ConfigurationError(f"{source} must be a mapping, not {type(value).__name__}")
    return value


def check_headers(
    headers: Mapping[Any, Any] | None, source: str = "default_headers"
) -> dict[str, str]:
    """`headers`, if each can be sent; messages show no value."""
    checked: dict[str, str] = {}
    for name, value in check_mapping(headers, source).items():
        if not isinstance(name, str) or not _HEADER_NAME.fullmatch(name):
            raise ConfigurationError(f"{source}: {name!r} is no header name")
        if name.lower() in _FRAMING:
            raise ConfigurationError(
                f"{source}: {name!r} says how a message is framed, which is the HTTP library's to say"
            )
        if type(value) is not str or not _HEADER_VALUE.fullmatch(value):
            raise ConfigurationError(
                f"{source}: the value of {name!r} must be a string of printable ASCII characters"
            )
        checked[name] = value
    return checked


def check_max_retries(value: object) -> int:
    """`value`, if it is a number of tries."""
    if not isinstance(value, int) or isinstance(value, bool) or value < 0:
        raise ConfigurationError(f"max_retries must be an integer of at least 0, not {value!r}")
    return value


def check_seconds(value: object, source: str) -> float | None:
    """`value`, if it is a positive number of seconds, or None for no bound."""
    if value is None:
        return None
    if not isinstance(value, (int, float)) or isinstance(value, bool) or not value > 0:
        raise ConfigurationError(
            f"{source} must be a positive number of seconds or None, not {value!r}"
        )
    return None if value == float("inf") else float(value)
