"""Puts a rendered package where it belongs, in one step or not at all; compares two packages.

Whatever ends the program, a whole package stands at the target, or is put back by the next run.
Knows files, and the line that a generated one begins with; knows nothing of documents.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import stat
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from .locks import locked

if TYPE_CHECKING:
    from collections.abc import Generator, Iterator

_PREFIX = ".generated-"
_RENDERED, _REPLACED = "rendered", "replaced"
_PARTS = {_RENDERED, _REPLACED}
_HEADER = b"# Generated from "
_COMMAND = b"`python -m generator`"

Kind = Literal["file", "folder", "symlink", "special file"]


class OutputError(Exception):
    """The target holds what is not ours to replace; the message names it."""


@contextlib.contextmanager
def workspace(target: Path) -> Generator[Path]:
    """A folder on the file system of `target`, gone at the end: renames need no copy.

    It stands outside of the package that `target` is part of, which could be shipped meanwhile.
    What runs that were killed have left there goes first.
    """
    home = _home(target)
    for place in {home, target.parent}:
        _sweep(place, target)
    with contextlib.ExitStack() as held:
        folder = _own_folder(home, held)
        try:
            yield folder
        finally:
            # An interruption in here leaves the folder, and the old package in it, to the next run.
            _put_back(folder, target)
            shutil.rmtree(folder, ignore_errors=True)


def rendered_in(folder: Path) -> Path:
    """Where in the workspace the new package is rendered."""
    return folder / _RENDERED


def swap(folder: Path, target: Path) -> None:
    """Put what was rendered in the place of `target` by two renames; undo the first without both.

    `folder` is the workspace: the old package is kept there until it goes with it.
    Raises `OutputError` if the target is not ours to replace.
    """
    refuse_foreign(target)
    target.parent.mkdir(parents=True, exist_ok=True)
    kept = _kept(folder, target)
    kept.parent.mkdir(parents=True, exist_ok=True)
    try:
        if target.exists():
            target.rename(kept)
        rendered_in(folder).rename(target)
    except BaseException:
        # Whether a rename was done is asked of the disk: an interruption may follow one at once.
        _put_back(folder, target)
        raise


def refuse_foreign(target: Path) -> None:
    """Raise `OutputError` unless `target` is missing, or a folder of generated files only."""
    if target.is_symlink():
        raise OutputError(f"{target}: is a symlink; name the folder that it leads to")
    if not target.exists():
        return
    if not target.is_dir():
        raise OutputError(f"{target}: is no folder")
    for path, kind in _entries(target):
        if kind == "folder" or _is_bytecode(path):
            continue
        if kind != "file":
            raise OutputError(f"{path}: is a {kind}, which was not generated")
        if not _is_generated(path):
            raise OutputError(f"{path}: was not generated; it would be lost")


def differences(rendered: Path, target: Path) -> list[str]:
    """One line for each thing in `target` that is not what `rendered` has."""
    if target.is_symlink() or (target.exists() and not target.is_dir()):
        return [f"no folder: {target}"]
    ours, theirs = _contents(rendered), _contents(target)
    lines: list[str] = []
    for name in sorted(ours.keys() | theirs.keys()):
        path, kind = target / name, theirs.get(name)
        words = "" if kind in {"file", None} else f" (a {kind})"
        if kind is None:
            # The files in a folder are named, each of them.
            lines += [f"missing: {path}"] if ours[name] == "file" else []
        elif name not in ours:
            lines.append(f"not generated: {path}{words}")
        elif kind != ours[name] or (
            kind == "file" and (rendered / name).read_bytes() != path.read_bytes()
        ):
            lines.append(f"differs: {path}{words}")
    return lines


def _contents(folder: Path) -> dict[str, Kind]:
    return {
        path.relative_to(folder).as_posix(): kind
        for path, kind in _entries(folder)
        if not _is_bytecode(path) and not (kind == "folder" and path.name == "__pycache__")
    }


def _entries(folder: Path) -> Iterator[tuple[Path, Kind]]:
    """Everything below `folder`; no symlink is followed."""
    if not folder.exists():
        return
    for path in sorted(folder.iterdir()):
        kind = _kind(path)
        yield path, kind
        if kind == "folder":
            yield from _entries(path)


def _kind(path: Path) -> Kind:
    mode = path.lstat().st_mode
    if stat.S_ISLNK(mode):
        return "symlink"
    if stat.S_ISDIR(mode):
        return "folder"
    return "file" if stat.S_ISREG(mode) else "special file"


def _is_bytecode(path: Path) -> bool:
    """Whether the interpreter has put it there; it writes under another name first, and renames."""
    return path.parent.name == "__pycache__" and ".pyc" in path.suffixes


def _is_generated(path: Path) -> bool:
    if path.suffix != ".py":
        return False
    with path.open("rb") as file:
        first = file.readline()
    return first.startswith(_HEADER) and _COMMAND in first


def _home(target: Path) -> Path:
    """The nearest folder above `target` that is there, on its file system, and no package."""
    home = target.parent
    while not home.exists() and home != home.parent:
        home = home.parent
    while (
        home != home.parent
        and (home / "__init__.py").exists()
        and home.stat().st_dev == home.parent.stat().st_dev
    ):
        home = home.parent
    return home


def _own_folder(home: Path, held: contextlib.ExitStack) -> Path:
    """A new folder in `home`, held against the sweep of others if the file system can do that."""
    while True:
        folder = Path(tempfile.mkdtemp(prefix=_PREFIX, dir=home))
        try:
            held.enter_context(locked(folder))
        except (BlockingIOError, FileNotFoundError):
            continue  # another run took it for a remnant before it was held
        except OSError:
            return folder
        if folder.exists():
            return folder


def _sweep(place: Path, target: Path) -> None:
    """Remove the workspaces in `place` that no living run holds."""
    for folder in list(place.glob(f"{_PREFIX}*")) if place.is_dir() else ():
        with contextlib.suppress(OSError), locked(folder):
            if {path.name for path in folder.iterdir()} <= _PARTS:
                _put_back(folder, target)
                shutil.rmtree(folder, ignore_errors=True)


def _kept(folder: Path, target: Path) -> Path:
    """Where in the workspace the old package is kept: a path that says which target it is from."""
    return folder / _REPLACED / os.path.relpath(target, folder.parent)


def _put_back(folder: Path, target: Path) -> None:
    kept = _kept(folder, target)
    if kept.exists() and not target.exists():
        kept.rename(target)
