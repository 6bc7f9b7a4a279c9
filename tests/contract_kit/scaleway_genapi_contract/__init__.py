"""Does a server honour the document of Scaleway Generative APIs?

`scaleway-genapi-contract --base-url URL --api-key KEY` asks on the command line,
`from scaleway_genapi_contract.pytest_suite import *` in a test module, `run` from Python.
Judges by the document alone, over plain HTTP: the client is not involved. Needs the extra
`scaleway-genapi[contract]`.
"""

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
