"""What the fixture `genapi_mock` hands out when Prism serves it: clients, and no scripting.

What Prism cannot do is refused with the reason, never silently left out.
"""

from __future__ import annotations

from contextlib import ExitStack
from typing import TYPE_CHECKING, Any

from scaleway_genapi_mock._clients import Clients
from scaleway_genapi_mock.check._keys import FULL_ACCESS_KEY

from ._errors import PrismError
from ._server import prism_server

if TYPE_CHECKING:
    from typing import Self

    from ._server import PrismServer

_NO_RULES = "it knows no rules; the header `Prefer: code=429, example=tokens` chooses an answer"
_NO_JOURNAL = "it keeps no journal"
_REASONS = {
    "rule": _NO_RULES,
    "when": _NO_RULES,
    "fail_next": _NO_RULES,
    "journal": _NO_JOURNAL,
    "assert_called": _NO_JOURNAL,
    "assert_not_called": _NO_JOURNAL,
    "configure": "it has no seed, delays, strictness, keys, limits, faults or cassettes",
    "clock": "it has neither limits nor a clock",
    "app": "it is another program",
}


class PrismMock(Clients):
    """Prism on the bundled document, with the part of `GenapiMock` that it can do."""

    def __init__(self) -> None:
        super().__init__()
        self._running = ExitStack()
        self._server: PrismServer | None = None

    def __getattr__(self, name: str) -> Any:
        if name in _REASONS:
            raise PrismError(
                f"genapi_mock.{name}: Prism cannot do this: {_REASONS[name]}. "
                "The embedded engine can: leave out --genapi-mock-engine"
            )
        raise AttributeError(f"{type(self).__name__!r} object has no attribute {name!r}")

    @property
    def url(self) -> str:
        """The base URL, without `/v1`. RuntimeError while it is not serving."""
        if self._server is None:
            raise RuntimeError("it is not serving: call start()")
        return self._server.url

    @property
    def api_key(self) -> str:
        """A key; Prism takes any."""
        return FULL_ACCESS_KEY

    def start(self) -> Self:
        """Serve. Raises PrismError: there is no engine, or it does not start."""
        if self._server is None:
            self._server = self._running.enter_context(prism_server())
        return self

    def stop(self) -> None:
        """End Prism."""
        self._server = None
        self._running.close()

    def reset(self) -> None:
        """As new: no open clients. Prism remembers nothing else."""
        self.close_clients()
