"""Installs a locked npm tree, once, into the user's cache: never into a checkout or site-packages.

The folder is named by what is locked, so another lock is another folder and nothing is ever
stale. Knows nothing of what the tree contains.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import platform
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from ._errors import PrismError, tail

if TYPE_CHECKING:
    from collections.abc import Callable, Generator

    from ._node import Node

CACHE_VARIABLE = "SCALEWAY_GENAPI_CACHE"
_FILES = ("package.json", "package-lock.json")
_FLAGS = ("ci", "--ignore-scripts", "--no-audit", "--no-fund", "--no-update-notifier")


def cache_folder() -> Path:
    """Where installed trees are kept: `SCALEWAY_GENAPI_CACHE`, else the platform's cache folder."""
    if chosen := os.environ.get(CACHE_VARIABLE):
        return Path(chosen)
    if sys.platform == "win32":
        base = os.environ.get("LOCALAPPDATA") or Path.home() / "AppData/Local"
    elif sys.platform == "darwin":
        base = Path.home() / "Library/Caches"
    else:
        base = os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
    return Path(base, "scaleway-genapi")


def npm_tree(
    source: Path,
    node: Node,
    *,
    say: Callable[[str], object] = lambda _: None,
    timeout: float = 600,
) -> Path:
    """The folder with `node_modules` that the lock in `source` describes; installed if need be.

    Args:
        source: The folder of `package.json` and `package-lock.json`; nothing is written there.
        node: Whose npm installs.
        say: Told, in one line, that an installation begins.
        timeout: Seconds that npm may take.

    Raises:
        PrismError: The lock is unreadable, the cache cannot be written, or npm failed; the text
            ends with the end of npm's output.
    """
    try:
        locked = [(name, (source / name).read_bytes()) for name in _FILES]
        package = json.loads(locked[0][1]).get("name", "packages")
    except (OSError, ValueError) as error:
        raise PrismError(f"cannot read the npm lock: {error}") from error
    digest = hashlib.sha256(f"{sys.platform} {platform.machine()}".encode())
    for _, content in locked:
        digest.update(content)
    cache = cache_folder()
    target = cache / f"npm-{digest.hexdigest()[:20]}"
    if target.is_dir():
        return target
    try:
        cache.mkdir(parents=True, exist_ok=True)
        # Two test processes that start together install once.
        with _lock(cache / f"{target.name}.lock"):
            if not target.is_dir():
                say(f"Installing {package} with npm into {target} (once)")
                _install(target, locked, node, timeout)
    except OSError as error:
        raise PrismError(
            f"cannot install into {target}: {error}; set {CACHE_VARIABLE} to a folder that can be written"
        ) from error
    return target


def _install(target: Path, locked: list[tuple[str, bytes]], node: Node, timeout: float) -> None:
    folder = Path(tempfile.mkdtemp(prefix=f"{target.name}-", dir=target.parent))
    try:
        for name, content in locked:
            (folder / name).write_bytes(content)
        try:
            done = subprocess.run(  # noqa: S603 - npm of the Node.js that was found, no shell
                [*node.npm, *_FLAGS],
                cwd=folder,
                env=node.environment(),
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                text=True,
                errors="replace",
                timeout=timeout,
                check=False,
            )
        except subprocess.TimeoutExpired as error:
            output = error.stdout or ""
            text = output if isinstance(output, str) else output.decode(errors="replace")
            raise PrismError(
                f"`npm ci` did not end within {timeout:g} s: is the npm registry reachable?{tail(text)}"
            ) from error
        if done.returncode != 0:
            raise PrismError(
                f"`npm ci` failed with exit code {done.returncode} ({node}):{tail(done.stdout)}"
            )
        folder.rename(target)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextlib.contextmanager
def _lock(path: Path) -> Generator[None]:
    """Waits for other processes that install the same; no lock where the platform has no flock."""
    if sys.platform == "win32":
        yield
        return
    import fcntl  # noqa: PLC0415 - POSIX alone has it

    with path.open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield
