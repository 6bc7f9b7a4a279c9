"""A mock of Scaleway Generative APIs, served from the OpenAPI document that the client is made from.

`MockServer` runs it in a thread, the fixture `genapi_mock` in pytest, the command
`scaleway-genapi-mock serve` in front. Importing this costs nothing: names are loaded when used.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from ._address import MockAddress
    from ._config import Config, Limits
    from .cassette import CassetteError
    from .check._keys import (
        FULL_ACCESS_KEY,
        NO_PERMISSION_KEY,
        ONE_PROJECT_KEY,
        RESTRICTED_PROJECT,
        Key,
    )
    from .document import DocumentError
    from .journal._entry import Entry
    from .journal._journal import Journal
    from .recorder import Recorder
    from .rules import Request, Rule, RuleError, RuleWarning
    from .server import MockServer, serve_in_thread
    from .testing import GenapiMock

_HOMES = {
    "CassetteError": ".cassette",
    "Config": "._config",
    "DocumentError": ".document",
    "Entry": ".journal._entry",
    "FULL_ACCESS_KEY": ".check._keys",
    "GenapiMock": ".testing",
    "Journal": ".journal._journal",
    "Key": ".check._keys",
    "Limits": "._config",
    "MockAddress": "._address",
    "MockServer": ".server",
    "NO_PERMISSION_KEY": ".check._keys",
    "ONE_PROJECT_KEY": ".check._keys",
    "RESTRICTED_PROJECT": ".check._keys",
    "Recorder": ".recorder",
    "Request": ".rules",
    "Rule": ".rules",
    "RuleError": ".rules",
    "RuleWarning": ".rules",
    "serve_in_thread": ".server",
}

__all__ = [
    "FULL_ACCESS_KEY",
    "NO_PERMISSION_KEY",
    "ONE_PROJECT_KEY",
    "RESTRICTED_PROJECT",
    "CassetteError",
    "Config",
    "DocumentError",
    "Entry",
    "GenapiMock",
    "Journal",
    "Key",
    "Limits",
    "MockAddress",
    "MockServer",
    "Recorder",
    "Request",
    "Rule",
    "RuleError",
    "RuleWarning",
    "serve_in_thread",
]


def __getattr__(name: str) -> Any:
    """Load a public name from where it lives (PEP 562)."""
    home = _HOMES.get(name)
    if home is None:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module  # noqa: PLC0415 - only when a name is used

    try:
        value = getattr(import_module(home, __name__), name)
    except ModuleNotFoundError as error:
        if (error.name or "").startswith("scaleway_genapi"):
            raise
        raise ModuleNotFoundError(
            f"{__name__}.{name} needs the extra: pip install 'scaleway-genapi[mock]' "
            f"({error.name} is missing)",
            name=error.name,
        ) from None
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
