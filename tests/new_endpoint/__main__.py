"""`python -m tests.new_endpoint`: add operations to a copy of the project, and do there what
CONTRIBUTING says: generate, lint, test. The arguments go to pytest.

Whatever fails is a part of the project that names an endpoint, or counts on there being no other.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path

from tests.new_endpoint.tree import copy_with_additions, environment

# A copy in a copy would say the same again.
_LEFT_OUT = ("--ignore=tests/new_endpoint",)
_STEPS = (
    ("-m", "generator"),
    ("-m", "ruff", "check", "--quiet"),
    ("-m", "ruff", "format", "--check", "--quiet"),
    ("-m", "mypy"),
    ("openapi/lint.py",),
    ("-m", "generator", "--check"),
)


def main(arguments: list[str]) -> int:
    """Run it all; the exit code of the first step that fails."""
    with tempfile.TemporaryDirectory(prefix="new-endpoint-") as folder:
        tree = Path(folder, "tree")
        copy_with_additions(tree)
        # Some tests ask git what it ignores.
        subprocess.run(["git", "init", "--quiet", tree], check=True)
        tests = ("-m", "pytest", *_LEFT_OUT, *arguments)
        for step in (*_STEPS, tests):
            sys.stderr.write(f"+ python {' '.join(step)}\n")
            done = subprocess.run(
                [sys.executable, *step], cwd=tree, env=environment(tree), check=False
            )
            if done.returncode:
                return done.returncode
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
