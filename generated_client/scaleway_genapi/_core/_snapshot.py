"""A response as plain values, so that it pickles and holds neither the key nor a connection.

Duck-typed: knows what httpx and httpx2 responses have in common, imports neither.
"""

from typing import Any, NamedTuple

from ._redact import Secret, redact, redact_bytes

# The body is kept decoded, and what would make a reader decode it again must go;
# a cookie is a credential like the request's own headers.
_DROPPED = frozenset(
    {"connection", "content-encoding", "content-length", "set-cookie", "transfer-encoding"}
)


class ResponseSnapshot(NamedTuple):
    """What is kept of a response: of its request only the method and the URL without query.

    `library` names the module that the response's class is of.
    """

    status_code: int
    headers: tuple[tuple[str, str], ...]
    content: bytes
    method: str
    url: str
    library: str = ""


def take_snapshot(response: Any, secret: Secret | None = None) -> ResponseSnapshot:
    """The snapshot of an httpx response, `secret` taken out wherever the server echoed it."""
    try:
        content = response.content
    except Exception:  # noqa: BLE001 - a body that was never read is no body, whatever the family calls that
        content = b""
    try:
        method, url = response.request.method, str(response.request.url).partition("?")[0]
    except RuntimeError:
        # httpx raises this for a response that never had a request.
        method, url = "GET", ""
    classes = (kind for kind in type(response).__mro__ if kind.__name__ == "Response")
    library = [kind.__module__.partition(".")[0] for kind in classes][-1:]
    return ResponseSnapshot(
        response.status_code,
        tuple(
            (name, redact(value, secret))
            for name, value in response.headers.multi_items()
            if name.lower() not in _DROPPED
        ),
        redact_bytes(content, secret),
        method,
        redact(url, secret),
        *library,
    )
