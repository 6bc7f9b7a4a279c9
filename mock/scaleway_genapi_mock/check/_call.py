"""One request on its way through the mock: what was asked, who asks, and what was found out."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

    from scaleway_genapi_mock.compile._operations import Operation

    from ._keys import Key

_NOTHING: Mapping[str, str] = {}


@dataclass(slots=True)
class Call:
    """A request. Filled in step by step: what is refused early has no operation, key or body.

    `sent_path` is the path as it was sent, percent-encoded; `path` is for people to read;
    `measured` is what the operation's behaviour found out when it checked the call.
    """

    number: int
    method: str
    path: str
    sent_path: str
    query: bytes
    headers: Mapping[bytes, bytes]
    at: float
    raw: bytes = b""
    operation: Operation | None = None
    params: Mapping[str, str] = field(default_factory=lambda: _NOTHING)
    project: str | None = None
    key: Key | None = None
    body: Any = None
    streams: bool = False
    measured: Any = None

    def header(self, name: str) -> str | None:
        """The value of a header; None if it was not sent."""
        value = self.headers.get(name.lower().encode("latin-1"))
        return None if value is None else value.decode("latin-1")
