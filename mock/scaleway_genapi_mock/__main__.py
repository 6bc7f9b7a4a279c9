"""The command `scaleway-genapi-mock`, also `python -m scaleway_genapi_mock`."""

from __future__ import annotations

import os
import sys

_INTERRUPTED = 130


def main(arguments: list[str] | None = None) -> int:
    """Run the command; returns its exit code."""
    _open_closed()
    try:
        try:
            return _run(sys.argv[1:] if arguments is None else arguments)
        finally:
            # What is written at the very end of the process cannot be caught.
            sys.stdout.flush()
    except BrokenPipeError:
        _mute()
        return 1
    except KeyboardInterrupt:
        # Before it serves, or beside it: what a shell says of a command that Ctrl-C ended.
        return _INTERRUPTED


def _run(arguments: list[str]) -> int:
    try:
        from .command._cli import run  # noqa: PLC0415 - without the extra the import fails, with a reason

        return run(arguments)
    except ModuleNotFoundError as error:
        if (error.name or "").startswith("scaleway_genapi"):
            raise
        sys.stderr.write(
            f"error: {error.name} is missing; install the mock's extra: "
            "pip install 'scaleway-genapi[mock]'\n"
        )
        return 1


def _open_closed() -> None:
    """Whoever closed an output (`>&-`) wants nothing of it, and no socket in its place either."""
    for name in ("stdout", "stderr"):
        if getattr(sys, name) is None:
            setattr(sys, name, open(os.devnull, "w", encoding="utf-8"))  # noqa: PTH123, SIM115 - for the process's life


def _mute() -> None:
    """Whoever read has left (`| head`): nothing more is to be said, neither at the end."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    for stream in (sys.stdout, sys.stderr):
        try:
            stream.flush()
        except BrokenPipeError:
            os.dup2(nowhere, stream.fileno())


if __name__ == "__main__":
    raise SystemExit(main())
