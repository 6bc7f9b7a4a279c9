"""What the gate asks of additions, done as a maintainer does it: by what it prints, and no more.

Knows the words of its demands; what differs, and which version that needs, it leaves to the gate.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from typing import TYPE_CHECKING

from scaleway_genapi_mock.document import load_document
from tests.new_endpoint.tree import DOCUMENT, environment

if TYPE_CHECKING:
    from pathlib import Path

_UNRELEASED = "## Unreleased\n"
_ENTRY = "\n### Added\n\n- The operations of the trial.\n"


def ask(tree: Path) -> subprocess.CompletedProcess[str]:
    """What the gate says of the tree."""
    command = [sys.executable, "-m", "openapi.compatibility", "check"]
    return subprocess.run(
        command,
        cwd=tree,
        env=environment(tree),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        timeout=300,
        check=False,
    )


def satisfy(tree: Path, said: str) -> None:
    """Do what it said: the version where it stands, a line in the CHANGELOG."""
    if wanted := re.search(r"run `uv version ([^`]+)`, set info\.version of (\S+), ", said):
        _raise_version(tree, wanted[1])
        assert wanted[2] == DOCUMENT.as_posix()
    if re.search(r"CHANGELOG\.md: say what changed.* under '## Unreleased'", said):
        changelog = tree / "CHANGELOG.md"
        text = changelog.read_text(encoding="utf-8")
        assert _UNRELEASED in text
        changelog.write_text(text.replace(_UNRELEASED, _UNRELEASED + _ENTRY, 1), encoding="utf-8")


def _raise_version(tree: Path, version: str) -> None:
    uv = os.environ.get("UV") or shutil.which("uv")
    assert uv, "raising the version needs uv on PATH"
    # The environment is that of the checkout, which keeps its version.
    command = [uv, "version", "--quiet", "--no-sync", version]
    subprocess.run(command, cwd=tree, timeout=120, check=True)
    path = tree / DOCUMENT
    document = load_document(path)
    line = document.line("/info/version")
    assert line is not None
    lines = document.source.decode().splitlines(keepends=True)
    assert document.data["info"]["version"] in lines[line - 1]
    lines[line - 1] = lines[line - 1].replace(document.data["info"]["version"], version)
    path.write_text("".join(lines), encoding="utf-8")
