"""The command line: `python -m generator [--check] [--output DIR] [--document FILE]`."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from scaleway_genapi_mock.document import DocumentError, load_document

from . import config as defaults
from .config import ConfigError, load_config
from .endings import INTERNAL, INTERRUPTED, Terminated, describe, signals_unwind
from .formatting import FormattingError
from .generate import check, generate
from .writing import OutputError

if TYPE_CHECKING:
    from collections.abc import Sequence


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command. 0: done, or nothing differs; 1: it differs, or it cannot be done.

    Another exit code says that it was stopped (128 and the number of the signal), or that the
    generator itself is at fault (70).
    """
    options = _parser().parse_args(arguments)
    try:
        with signals_unwind():
            return _run(options)
    except KeyboardInterrupt:
        return _fail("Interrupted. Nothing is half-written.", code=INTERRUPTED)
    except Terminated as error:
        return _fail("Terminated. Nothing is half-written.", code=error.exit_code)
    except Exception as error:  # noqa: BLE001 -- the last resort: every expected one is told below
        advice = "Please report it, with the document. Nothing is half-written."
        return _fail(f"{describe(error)}. {advice}", code=INTERNAL)


def _run(options: argparse.Namespace) -> int:
    try:
        config = load_config(options.config)
        document = load_document(options.document)
        source = _name(options.document)
        if options.check:
            lines = check(document, config, source, options.output)
        else:
            generate(document, config, source, options.output)
            lines = []
    except DocumentError as error:
        return _fail(str(error), "The document cannot be generated from; nothing was written.")
    except (ConfigError, OutputError) as error:
        return _fail(str(error), "Nothing was written.")
    except FormattingError as error:
        return _fail(
            str(error), "The templates made code that does not compile; nothing was written."
        )
    except OSError as error:
        place = error.filename or options.output
        return _fail(f"{place}: {error.strerror or error}", "Nothing was written.")
    if lines:
        again = "The client is not what the document generates. Run: python -m generator"
        return _fail("\n".join(lines), again)
    print(f"{options.output}: {'as generated' if options.check else 'generated'} from {source}")
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m generator", description="Make the client from the OpenAPI document."
    )
    parser.add_argument(
        "--check", action="store_true", help="write nothing; exit 1 if the client differs"
    )
    parser.add_argument(
        "--output", type=Path, default=defaults.OUTPUT, metavar="DIR", help="the generated package"
    )
    parser.add_argument(
        "--document", type=Path, default=defaults.DOCUMENT, metavar="FILE", help="the document"
    )
    parser.add_argument(
        "--config", type=Path, default=defaults.CONFIG, metavar="FILE", help="the configuration"
    )
    return parser


def _name(path: Path) -> str:
    """The document as the header of the files names it: the same on every machine."""
    try:
        return path.resolve().relative_to(defaults.ROOT).as_posix()
    except ValueError:
        return path.name


def _fail(*lines: str, code: int = 1) -> int:
    print(*lines, sep="\n", file=sys.stderr)
    return code
