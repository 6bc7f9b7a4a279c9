"""An environment that holds the built distribution and its peers, and nothing of the development tools.

httpx imports rich, click and pygments where they are installed, as they are beside the tools: what
an import costs is told by an environment such as a service has.
"""

from __future__ import annotations

import importlib.metadata
import os
import shutil
import subprocess
import sys
import venv
from pathlib import Path

_ROOT = Path(__file__).resolve().parents[1]
_FOLDER = _ROOT / "build" / "benchmarks" / "clean"
_PEERS = ("httpx", "openai")


def python() -> Path:
    """The interpreter of a new environment with this distribution, httpx and the OpenAI SDK."""
    shutil.rmtree(_FOLDER, ignore_errors=True)
    peers = [f"{name}=={importlib.metadata.version(name)}" for name in _PEERS]
    uv = os.environ.get("UV") or shutil.which("uv")
    venv.create(_FOLDER, with_pip=uv is None, symlinks=True)
    found = _FOLDER / ("Scripts" if sys.platform == "win32" else "bin") / "python"
    pip = [uv, "pip"] if uv else [str(found), "-m", "pip"]
    where = ["--python", str(found)] if uv else []
    subprocess.run([*pip, "install", "--quiet", *where, str(_ROOT), *peers], check=True)
    return found
