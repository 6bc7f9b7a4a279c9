"""The project's commands: `uv run nox -s NAME`, `uv run nox -l` for the list.

Every session runs in the environment that `uv run` has just made true to `uv.lock`, so none
installs anything of its own; what needs Node finds or installs it by itself.
"""

from __future__ import annotations

import nox

nox.needs_version = ">=2025.2.9"
nox.options.default_venv_backend = "none"
nox.options.sessions = ["lint", "tests"]


def _python(session: nox.Session, *arguments: str) -> None:
    session.run("python", *arguments, external=True)


@nox.session
def demo(session: nox.Session) -> None:
    """Show the loop: check the client, start the mock, call it (`-- --live`: the real API)."""
    _python(session, "-m", "generator", "--check")
    _python(session, "examples/demo.py", *session.posargs)


@nox.session
def tests(session: nox.Session) -> None:
    """Run every test; `-- ARGUMENTS` go to pytest."""
    _python(session, "-m", "pytest", *(session.posargs or ["-n", "auto"]))


@nox.session
def contract(session: nox.Session) -> None:
    """Run the contract tests: client, mock engines and document against each other."""
    _python(session, "-m", "pytest", "tests/openapi", "tests/contract", *session.posargs)


@nox.session
def generate(session: nox.Session) -> None:
    """Make the client from openapi/openapi.yaml."""
    _python(session, "-m", "generator", *session.posargs)


@nox.session
def lint(session: nox.Session) -> None:
    """Check style, types, the document, and that the client is what the document generates."""
    session.run("ruff", "check", external=True)
    session.run("ruff", "format", "--check", external=True)
    session.run("mypy", external=True)
    session.run("pyright", external=True)
    _python(session, "openapi/lint.py")
    _python(session, "-m", "generator", "--check")
