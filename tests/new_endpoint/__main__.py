"""`python -m tests.new_endpoint`: add operations to a copy of the project, and do there what
CONTRIBUTING says: generate, raise the version as the gate asks, lint, test. The arguments go to
pytest.

Whatever fails is a part of the project that names an endpoint, or counts on there being no other.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path

from tests.new_endpoint.gate import ask, satisfy
from tests.new_endpoint.tree import copy_with_additions, environment

# A copy in a copy would say the same again.
_LEFT_OUT = ("--ignore=tests/new_endpoint",)
_GENERATE = ("-m", "generator")
_LINT = (
    ("openapi/lint.py",),
    ("-m", "generator", "--check"),
    ("-m", "ruff", "check", "--quiet"),
    ("-m", "ruff", "format", "--check", "--quiet"),
    ("-m", "mypy"),
    ("-m", "openapi.compatibility", "check"),
)


def main(arguments: list[str]) -> int:
    """Run it all; the exit code of the first step that fails."""
    with tempfile.TemporaryDirectory(prefix="new-endpoint-") as folder:
        tree = Path(folder, "tree")
        copy_with_additions(tree)
        # Some tests ask git what it ignores.
        subprocess.run(["git", "init", "--quiet", tree], check=True)
        if code := _run(tree, _GENERATE):
            return code
        said = ask(tree).stdout
        sys.stderr.write(said)
        satisfy(tree, said)
        tests = ("-m", "pytest", *_LEFT_OUT, *arguments)
        for step in (_GENERATE, *_LINT, tests):
            if code := _run(tree, step):
                return code
    return 0


def _run(tree: Path, step: tuple[str, ...]) -> int:
    sys.stderr.write(f"+ python {' '.join(step)}\n")
    command = [sys.executable, *step]
    return subprocess.run(command, cwd=tree, env=environment(tree), check=False).returncode


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
