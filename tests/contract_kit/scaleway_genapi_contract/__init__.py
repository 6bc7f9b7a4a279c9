"""Does a server honour the document of Scaleway Generative APIs?

`scaleway-genapi-contract --base-url URL` asks on the command line, `from
scaleway_genapi_contract.pytest_suite import *` in a test module, `run` from Python. Judges by the
document alone, over plain HTTP: the client is not involved. Needs the extra
`scaleway-genapi[contract]`; so that the command can say so, every name loads when first used.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from ._check import Check
    from ._findings import CallRecord, CheckResult, Finding, Kind, Severity, State
    from ._run import Report, checks, run, select
    from ._session import Session
    from ._target import Target, TargetError

__all__ = [
    "CallRecord",
    "Check",
    "CheckResult",
    "Finding",
    "Kind",
    "Report",
    "Session",
    "Severity",
    "State",
    "Target",
    "TargetError",
    "checks",
    "run",
    "select",
]

_MODULES = ("_findings", "_target", "_check", "_session", "_run")


def __getattr__(name: str) -> Any:
    if name in __all__:
        for module in _MODULES:
            found = vars(import_module(f".{module}", __name__))
            if name in found:
                globals()[name] = found[name]
                return found[name]
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
