"""`python -m openapi.compatibility check | report | snapshot`, from the root of the repository.

Exit status: 0 fine, 1 the gate refuses and says what to do, 2 a file cannot be used.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from ._gate import demands
from ._report import as_junit, as_markdown, as_text
from ._repository import InputError, Repository
from ._versions import Version

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ._gate import Demand, State

_REFUSED, _BAD_INPUT = 1, 2


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; returns the exit status."""
    options = _parser().parse_args(arguments)
    repository = Repository(options.root.resolve())
    try:
        if options.command == "snapshot":
            return _snapshot(repository, replace=options.replace)
        against = None if options.against is None else Version.parse(options.against)
        state = repository.state(against)
        found = demands(state) if options.command == "check" else ()
        _write(options.build or repository.root / "build" / "compatibility", state, found)
    except (InputError, ValueError) as error:
        print(error, file=sys.stderr)
        return _BAD_INPUT
    print(as_text(state, found), end="")
    return _REFUSED if found else 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m openapi.compatibility",
        description="What changed since the last release, and what the next version must be.",
    )
    parser.add_argument("--root", type=Path, default=Path(), help="the repository (default: .)")
    commands = parser.add_subparsers(dest="command", required=True)
    for name, words in (
        ("check", "the gate: refuse changes without their version and CHANGELOG entry"),
        ("report", "say what changed, and refuse nothing"),
    ):
        command = commands.add_parser(name, help=words, description=words)
        command.add_argument("--build", type=Path, help="folder for the reports")
        command.add_argument(
            "--against", metavar="VERSION", help="compare with this release (default: the last)"
        )
    words = "copy the document and the Python surface to openapi/released/<version>"
    command = commands.add_parser("snapshot", help=words, description=words)
    command.add_argument(
        "--replace", action="store_true", help="take it again; only if nobody has that version"
    )
    return parser


def _snapshot(repository: Repository, *, replace: bool) -> int:
    version = repository.version()
    released = repository.releases()
    if version in released and not replace:
        print(
            f"{repository.released_folder / str(version)} is there already. A release is history: "
            "raise the version in pyproject.toml, or say --replace if nobody has this one.",
            file=sys.stderr,
        )
        return _REFUSED
    before = [other for other in released if other != version]
    state = repository.state(before[-1]) if before else _first(repository)
    missing = demands(state, releasing=True)
    if missing:
        print(as_text(state, missing), end="", file=sys.stderr)
        return _REFUSED
    folder = repository.take_snapshot(version)
    print(f"{folder} holds {version}. Commit it with the CHANGELOG's heading, then tag.")
    return 0


def _first(repository: Repository) -> State:
    """The state before anything is released, though a copy of this version may be there."""
    state = repository.state()
    return type(state)(state.version, state.document_version, None, (), state.changelog)


def _write(folder: Path, state: State, found: tuple[Demand, ...]) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for name, render in (
        ("report.txt", as_text),
        ("report.md", as_markdown),
        ("junit.xml", as_junit),
    ):
        (folder / name).write_text(render(state, found), encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main())
