"""`python -m generator`."""

import sys


def run() -> int:
    """Run the command; an interruption while it is still being imported ends as a later one."""
    try:
        from .cli import main  # noqa: PLC0415 -- see above: it takes a while

        return main()
    except KeyboardInterrupt:
        print("Interrupted. Nothing is half-written.", file=sys.stderr)
        return 130


if __name__ == "__main__":
    sys.exit(run())
