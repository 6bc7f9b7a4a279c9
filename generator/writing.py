"""Puts a rendered package where it belongs, in one step or not at all; compares two packages."""

from __future__ import annotations

import contextlib
import shutil
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Generator


@contextlib.contextmanager
def workspace(target: Path) -> Generator[Path]:
    """A folder on the file system of `target`, gone at the end: renames need no copy."""
    target.parent.mkdir(parents=True, exist_ok=True)
    folder = Path(tempfile.mkdtemp(prefix=".generated-", dir=target.parent))
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def swap(rendered: Path, target: Path, folder: Path) -> None:
    """Put `rendered` in the place of `target` by two renames; if the second fails, undo the first.

    `folder` is the workspace: the old package is kept there until it goes with it.
    """
    kept = folder / "replaced"
    existed = target.exists()
    if existed:
        target.rename(kept)
    try:
        rendered.rename(target)
    except BaseException:
        if existed:
            kept.rename(target)
        raise


def differences(rendered: Path, target: Path) -> list[str]:
    """One line for each file of `target` that is not what `rendered` has."""
    ours, theirs = _files(rendered), _files(target)
    lines: list[str] = []
    for name in sorted(ours | theirs):
        path = target / name
        if name not in theirs:
            lines.append(f"missing: {path}")
        elif name not in ours:
            lines.append(f"not generated: {path}")
        elif (rendered / name).read_bytes() != path.read_bytes():
            lines.append(f"differs: {path}")
    return lines


def _files(folder: Path) -> set[str]:
    return {
        file.relative_to(folder).as_posix()
        for file in folder.rglob("*")
        if file.is_file() and "__pycache__" not in file.parts
    }
