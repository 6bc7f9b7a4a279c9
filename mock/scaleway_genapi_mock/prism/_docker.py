"""Finds Docker's engine with its compose plugin, and builds the commands for `compose.yaml`.

A client without an engine is no engine: `docker info` decides.
"""

from __future__ import annotations

import shutil
import subprocess
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path


@dataclass(frozen=True, slots=True)
class Docker:
    """A Docker engine that answered."""

    executable: str
    version: str

    def __str__(self) -> str:
        return f"Docker {self.version}"

    def compose(self, file: Path, project: str, *arguments: str) -> list[str]:
        """The command for `docker compose` on `file`, under a project name of its own."""
        return [
            self.executable,
            "compose",
            "--file",
            str(file),
            "--project-name",
            project,
            *arguments,
        ]


def find_docker(timeout: float = 5) -> Docker | None:
    """The engine, if `docker info` and `docker compose version` succeed within `timeout` seconds."""
    executable = shutil.which("docker")
    if executable is None:
        return None
    version = _output([executable, "info", "--format", "{{.ServerVersion}}"], timeout)
    if not version or _output([executable, "compose", "version", "--short"], timeout) is None:
        return None
    return Docker(executable, version)


def _output(command: list[str], timeout: float) -> str | None:
    try:
        done = subprocess.run(  # noqa: S603 - the user's own Docker, no shell
            command, capture_output=True, text=True, timeout=timeout, check=True
        )
    except (OSError, subprocess.SubprocessError):
        return None
    return done.stdout.strip()
