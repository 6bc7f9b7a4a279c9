"""`python -m scaleway_genapi_contract`, and the console script; names the extra if it is missing."""

from __future__ import annotations

import sys


def main() -> int:
    """Run the command; the exit code."""
    try:
        from ._cli import main as run
    except ModuleNotFoundError as error:
        print(  # noqa: T201 -- a command
            f"scaleway-genapi-contract needs {error.name}: pip install 'scaleway-genapi[contract]'",
            file=sys.stderr,
        )
        return 2
    return run()


if __name__ == "__main__":
    raise SystemExit(main())
