"""A copy of the project, with operations added to its document as CONTRIBUTING says.

`additions.yaml` says which; names none itself, and changes nothing but the document.
"""

from __future__ import annotations

import os
import shutil
import textwrap
from pathlib import Path

from scaleway_genapi_mock.document import load_document, parse_yaml

ROOT = Path(__file__).resolve().parents[2]
ADDITIONS = Path(__file__).with_name("additions.yaml")
DOCUMENT = Path("openapi", "openapi.yaml")
# What a clone has not: environments, caches, build folders.
_NOT_COPIED = shutil.ignore_patterns(
    ".git", ".venv", ".nox", ".*_cache", "__pycache__", ".hypothesis", "build", "dist"
)
_PACKAGES = ("generated_client", "mock", "tests/contract_kit")


def copy_with_additions(tree: Path) -> Path:
    """Copy the project to `tree` and add to its document; the document is returned."""
    shutil.copytree(ROOT, tree, symlinks=True, ignore=_NOT_COPIED)
    document = tree / DOCUMENT
    document.write_text(extended(document), encoding="utf-8")
    return document


def extended(path: Path) -> str:
    """The document at `path`, with each added text below the line of what it goes under.

    As it is, if it has them already: a copy is tested like any other tree.
    """
    document = load_document(path)
    if any("/trial/" in known for known in document.data["paths"]):
        return document.source.decode()
    lines = document.source.decode().splitlines(keepends=True)
    placed = [(document.line(under) or 0, text) for under, text in _additions()]
    # From the end, so that what is added moves no line that is still wanted.
    for line, text in sorted(placed, reverse=True):
        owner = lines[line - 1]
        indent = " " * (len(owner) - len(owner.lstrip()) + 2)
        lines.insert(line, textwrap.indent(text, indent))
    return "".join(lines)


def _additions() -> list[tuple[str, str]]:
    data = parse_yaml(ADDITIONS.read_bytes(), str(ADDITIONS))
    return [(addition["under"], addition["text"]) for addition in data]


def environment(tree: Path) -> dict[str, str]:
    """The environment in which programs take the packages of `tree`, not those installed."""
    paths = [str(tree), *(str(tree / package) for package in _PACKAGES)]
    return {**os.environ, "PYTHONPATH": os.pathsep.join(paths)}
