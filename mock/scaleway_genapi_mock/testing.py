"""What the fixture `genapi_mock` hands out: a mock server with clients that are ready to use."""

from __future__ import annotations

from contextlib import suppress
from importlib import import_module
from typing import TYPE_CHECKING, Any

from ._clients import Clients
from .server import MockServer

if TYPE_CHECKING:
    from types import TracebackType

# All that a start needs is loaded with this module: the first test waits for work, not for files.
for _name in (
    "._app",
    ".wire._protocol",
    ".wire._server",
    ".behaviours.chat",
    "uvicorn.lifespan.off",
):
    import_module(_name, __package__)
with suppress(ImportError):  # not on every platform
    import_module("uvloop")


class GenapiMock(MockServer, Clients):
    """A mock server for tests. Clients made by it are closed at the next reset, or at its end."""

    def __init__(self, *arguments: Any, **settings: Any) -> None:
        MockServer.__init__(self, *arguments, **settings)
        Clients.__init__(self)

    def reset(self) -> None:
        """As new: no requests, no settings, no open clients."""
        self.close_clients()
        super().reset()

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close_clients()
        super().__exit__(kind, error, trace)
