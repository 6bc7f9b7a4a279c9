"""The project's commands: `uv run nox -s NAME`, `uv run nox -l` for the list.

Every session runs in the environment that `uv run` has just made true to `uv.lock`, so none
installs anything of its own; what needs Node finds or installs it by itself.
"""

from __future__ import annotations

import json
import shutil
import sys
from pathlib import Path

import nox

nox.needs_version = ">=2025.2.9"
nox.options.default_venv_backend = "none"
nox.options.sessions = ["lint", "tests"]

# What a module or a class shares, a server above all, is made once.
_PARALLEL = ("-n", "auto", "--dist", "loadscope")
# They do not depend on the document, the client or the mock that somebody is editing.
_OF_THE_TOOLS = (
    "*/contract/kit/*",
    "*/contract/test_fuzzing.py",
    "*/compatibility/test_[!gh]*",
    "*/mutants/test_runner.py",
)
_REPORTS = {"markdown": "md", "junit": "xml", "json": "json"}


def _python(session: nox.Session, *arguments: str) -> None:
    session.run(sys.executable, *arguments, external=True)


@nox.session
def demo(session: nox.Session) -> None:
    """Show the loop: check the client, start the mock, call it (`-- --live`: the real API)."""
    _python(session, "-m", "generator", "--check")
    _python(session, "examples/demo.py", *session.posargs)


@nox.session
def tests(session: nox.Session) -> None:
    """Run every test; `-- ARGUMENTS` go to pytest."""
    _python(session, "-m", "pytest", *(session.posargs or _PARALLEL))


@nox.session
def httpx2(session: nox.Session) -> None:
    """Run the client's tests once more with httpx2, httpx's maintained successor, in its place."""
    rest = session.posargs or _PARALLEL
    _python(session, "-m", "pytest", "-p", "tests.client.alias_httpx2", "tests/client", *rest)


@nox.session
def bench(session: nox.Session) -> None:
    """Measure client and mock beside their peers; `-- client` or `-- mock` for one of them."""
    _python(session, "-m", "benchmarks", *session.posargs)


@nox.session
def contract(session: nox.Session) -> None:
    """Run the contract tests: client, mock engines and document against each other.

    `-- --quick` tries fewer examples, starts no Prism, and leaves out the tests of the tools.
    `-- --live` asks the real service instead: SCW_SECRET_KEY, under a cent, build/contract-live/.
    """
    if "--live" in session.posargs:
        _live(session)
        return
    left_out = _OF_THE_TOOLS if "--quick" in session.posargs else ()
    ignored = [f"--ignore-glob={path}" for path in left_out]
    report = "--junit-xml=build/contract/junit.xml"
    chosen = ("tests/openapi", "tests/contract", *_PARALLEL, report, *ignored)
    _python(session, "-m", "pytest", *chosen, *session.posargs)


def _live(session: nox.Session) -> None:
    reports = Path("build", "contract-live")
    shutil.rmtree(
        reports, ignore_errors=True
    )  # what an earlier service said is no news of this one
    written = [f"--{form}={reports}/report.{suffix}" for form, suffix in _REPORTS.items()]
    kit = ("-m", "scaleway_genapi_contract", *session.posargs, *written)
    # The report is wanted whatever it says; what it says is the result after the client's turn.
    session.run(sys.executable, *kit, external=True, success_codes=[0, 1])
    client = ("tests/contract/live", "--live", f"--junit-xml={reports / 'client.xml'}")
    _python(session, "-m", "pytest", *client)
    failed = json.loads((reports / "report.json").read_text("utf-8"))["failed"]
    if failed:
        session.error(f"the service and the document part: see {reports / 'report.md'}")


@nox.session
def mutants(session: nox.Session) -> None:
    """Break the contract in one place after the other: its tests must notice each (20 minutes).

    `-- 'mock/*'` is some of them, `-- --list` says which there are. A complete run writes its
    score into README.md, every run its report into build/mutants/.
    """
    _python(session, "-m", "tests.contract.mutants", *session.posargs)


@nox.session
def new_endpoint(session: nox.Session) -> None:
    """Add operations to a copy of the project; generate, lint and run every test there."""
    _python(session, "-m", "tests.new_endpoint", *(session.posargs or _PARALLEL))


@nox.session
def contract_foreign(session: nox.Session) -> None:
    """Try the contract kit on LiteLLM's proxy, in an environment under build/ (600 MB, once)."""
    _python(session, "tests/contract_kit/foreign/run.py")


@nox.session
def compat(session: nox.Session) -> None:
    """Say what changed since the last release; refuse it without its version and CHANGELOG entry.

    `lint` does so too. `-- report` refuses nothing, `-- snapshot` is a step of a release.
    """
    _python(session, "-m", "openapi.compatibility", *(session.posargs or ["check"]))


@nox.session
def generate(session: nox.Session) -> None:
    """Make the client from openapi/openapi.yaml."""
    _python(session, "-m", "generator", *session.posargs)


@nox.session
def lint(session: nox.Session) -> None:
    """Check document, that the client is its client, style, types, and that changes are declared."""
    # First what the rest follows from: the document, and that the client is made from it.
    _python(session, "openapi/lint.py")
    _python(session, "-m", "generator", "--check")
    _python(session, "-m", "ruff", "check")
    _python(session, "-m", "ruff", "format", "--check")
    _python(session, "-m", "mypy")
    _python(session, "-m", "pyright")
    _python(session, "-m", "openapi.compatibility", "check")
