"""Ruff, with settings of its own: the bytes depend on the pinned version and on nothing else."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

# Imports sorted; those that a file does not need, and what they leave behind, taken out.
_RULES = "I,F401,PIE790,TC005"
_ISOLATED = ("--isolated", "--no-cache", "--quiet", "--target-version", "py311")
_SETTINGS = (
    # What the caller's folder is called, or ignores, is of no concern.
    "exclude=[]",
    "respect-gitignore=false",
    "line-length=100",
    "lint.isort.known-first-party=['scaleway_genapi']",
)


class FormattingError(Exception):
    """Ruff could not read what was rendered: a fault of the templates."""


def format_package(folder: Path) -> None:
    """Tidy every file below `folder` in place. Raises `FormattingError`."""
    settings = [word for setting in _SETTINGS for word in ("--config", setting)]
    # Twice: what the first round takes out leaves more to take out.
    for command in (("check", "--fix", "--select", _RULES), ("format",)) * 2:
        done = subprocess.run(  # noqa: S603 -- our own command line, no shell
            [sys.executable, "-m", "ruff", *command, *_ISOLATED, *settings, str(folder)],
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode:
            raise FormattingError((done.stdout or done.stderr).strip())


def compile_package(folder: Path) -> None:
    """Compile every file below `folder`, executing nothing. Raises `FormattingError`."""
    for file in sorted(folder.rglob("*.py")):
        try:
            compile(file.read_bytes(), str(file), "exec", dont_inherit=True)
        except (SyntaxError, ValueError) as error:
            raise FormattingError(f"{file.name}: {error}") from None
