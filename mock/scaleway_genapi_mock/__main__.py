"""The command `scaleway-genapi-mock`, also `python -m scaleway_genapi_mock`."""

from __future__ import annotations

import sys


def main(arguments: list[str] | None = None) -> int:
    """Run the command; returns its exit code."""
    try:
        from ._cli import run  # noqa: PLC0415 - without the extra the import fails, with a reason

        return run(sys.argv[1:] if arguments is None else arguments)
    except ModuleNotFoundError as error:
        if (error.name or "").startswith("scaleway_genapi"):
            raise
        sys.stderr.write(
            f"error: {error.name} is missing; install the mock's extra: "
            "pip install 'scaleway-genapi[mock]'\n"
        )
        return 1


if __name__ == "__main__":
    raise SystemExit(main())
