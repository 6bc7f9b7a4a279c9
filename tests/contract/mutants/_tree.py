"""A copy of the checkout in which one mutant at a time lives. Never touches the checkout itself."""

from __future__ import annotations

import importlib.util
import os
import shutil
import subprocess
import sys
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ._catalogue import Mutant

PACKAGES = ("generated_client", "mock", "tests/contract_kit", ".")
"""What the copy is imported from, in place of the checkout that the environment has installed."""
GENERATED = Path("generated_client/scaleway_genapi/_generated")
_TRACKED = ("git", "ls-files", "--cached", "--others", "--exclude-standard", "-z")


class Tree:
    """One copy, at `root`."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self._pristine = root.with_name(f"{root.name}-generated")

    @classmethod
    def copy(cls, checkout: Path, root: Path) -> Tree:
        """A copy of what is in the working tree now, without what git ignores."""
        _remove(root)
        listed = subprocess.run(_TRACKED, cwd=checkout, capture_output=True, check=True).stdout
        for name in listed.decode().split("\0"):
            path = checkout / name
            if not name or not (path.is_file() or path.is_symlink()):
                continue  # deleted and not committed yet
            target = root / name
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(path, target, follow_symlinks=False)
        return cls(root)._keep()

    def again(self, root: Path) -> Tree:
        """A further copy of this one, which is the same whatever became of the checkout."""
        _remove(root)
        shutil.copytree(self.root, root, symlinks=True)
        return Tree(root)._keep()

    def _keep(self) -> Tree:
        _remove(self._pristine)
        if (self.root / GENERATED).is_dir():
            shutil.copytree(self.root / GENERATED, self._pristine)
        return self

    def environment(self) -> dict[str, str]:
        """The variables under which Python imports the copy: PYTHONPATH comes before `.pth` files."""
        paths = os.pathsep.join(str(self.root / package) for package in PACKAGES)
        return {**os.environ, "PYTHONPATH": paths, "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"}

    def imported(self, package: str) -> Path:
        """Where a process in this tree imports `package` from."""
        program = f"import {package}; print({package}.__file__)"
        done = subprocess.run(
            [sys.executable, "-c", program],
            cwd=self.root,
            env=self.environment(),
            capture_output=True,
            text=True,
            check=True,
        )
        return Path(done.stdout.strip())

    @contextmanager
    def mutated(self, mutant: Mutant) -> Iterator[None]:
        """The tree with `mutant` in it, and without it again. Raises CatalogueError."""
        path = self.root / mutant.file
        before, changed = path.read_bytes(), mutant.applied(self.root)
        try:
            path.write_text(changed, "utf-8")
            _forget_bytecode(path)
            yield
        finally:
            path.write_bytes(before)
            _forget_bytecode(path)
            if mutant.generate:
                shutil.rmtree(self.root / GENERATED)
                shutil.copytree(self._pristine, self.root / GENERATED)


def _forget_bytecode(path: Path) -> None:
    """A change of the same size within the same second would go unnoticed by Python."""
    if path.suffix == ".py":
        Path(importlib.util.cache_from_source(str(path))).unlink(missing_ok=True)


def _remove(folder: Path) -> None:
    if folder.exists():
        shutil.rmtree(folder)
