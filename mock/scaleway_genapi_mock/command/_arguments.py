"""The arguments that the command takes, each checked as it is read."""

from __future__ import annotations

import argparse
import re
import sys
from difflib import get_close_matches
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

from scaleway_genapi_mock._config import LONGEST, MOST
from scaleway_genapi_mock.check._keys import (
    FULL_ACCESS_KEY,
    NO_PERMISSION_KEY,
    ONE_PROJECT_KEY,
    RESTRICTED_PROJECT,
)
from scaleway_genapi_mock.faults import PROFILES

from . import _cli_record

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

_DEFAULT_PORT = 4010
_LARGEST_PORT = 65535
_EPILOG = f"""\
keys that exist:
  {FULL_ACCESS_KEY}  may do everything
  {NO_PERMISSION_KEY}  has no permission set
  {ONE_PROJECT_KEY}  may use the project {RESTRICTED_PROJECT} alone

examples:
  scaleway-genapi-mock serve --port 0 --limit-requests 60
  SCW_GENAPI_BASE_URL=http://127.0.0.1:4010 SCW_SECRET_KEY={FULL_ACCESS_KEY} my-service
"""


class _Parser(argparse.ArgumentParser):
    """Says what is wrong in one line, where argparse prints all options before it."""

    commands: Mapping[str, _Parser] = {}

    def error(self, message: str) -> NoReturn:
        self.exit(2, f"error: {message}; {self.prog} --help tells what there is\n")

    def read(self, arguments: Sequence[str]) -> argparse.Namespace:
        """What the command was given; ends the process with 2 where that cannot be."""
        given, unknown = self.parse_known_args(arguments)
        if unknown:
            self._refuse(given.command, unknown)
        return given

    def _refuse(self, name: str, unknown: list[str]) -> NoReturn:
        """Refuse arguments that `name` does not take, with the options that may be meant."""
        command = self.commands[name]
        known = re.findall(r"(?<!\S)\[?(--[\w-]+)", command.format_help())
        said: list[str] = []
        for text in unknown:
            near = get_close_matches(text.partition("=")[0], known, n=1, cutoff=0.7)
            said.append(f"{text} (did you mean {near[0]}?)" if near and text[:1] == "-" else text)
        command.error(f"{name} takes no {' '.join(said)}")


def parser() -> _Parser:
    """The arguments that the command takes."""
    command = _Parser(
        prog="scaleway-genapi-mock",
        description="A mock of Scaleway Generative APIs, served from its OpenAPI document.",
        epilog=_EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    command.add_argument("--version", action=_Version, nargs=0, help="tell the version, and end")
    commands = command.add_subparsers(dest="command", required=True, metavar="COMMAND")
    serve = commands.add_parser("serve", help="serve until Ctrl-C or SIGTERM", allow_abbrev=False)
    command.commands = commands.choices
    _document(serve, "serve")
    _where(serve)
    serve.add_argument(
        "--engine",
        choices=["embedded", "prism"],
        default="embedded",
        help="what serves: this package, or Prism, which knows neither keys nor rules "
        "(default embedded)",
    )
    _how(serve)
    _limits(serve)
    record = commands.add_parser(
        "record", help="record a real server through a proxy", allow_abbrev=False
    )
    _document(record, "hold answers against")
    _where(record)
    _cli_record.add_arguments(record)
    check = commands.add_parser(
        "check", help="is this rules file or cassette valid?", allow_abbrev=False
    )
    check.add_argument(
        "file", type=Path, metavar="FILE", help="rules, in YAML or JSON, or a recording"
    )
    _document(check, "hold it against")
    routes = commands.add_parser("routes", help="list what is served", allow_abbrev=False)
    _document(routes, "list what is in")
    return command


class _Version(argparse.Action):
    """Looks the version up when it is asked for, which takes longer than most commands."""

    def __call__(self, parser: argparse.ArgumentParser, *_: object) -> None:
        from importlib.metadata import version  # noqa: PLC0415

        sys.stdout.write(f"{parser.prog} {version('scaleway-genapi')}\n")
        parser.exit()


def _document(command: argparse.ArgumentParser, verb: str) -> None:
    command.add_argument(
        "--spec",
        type=Path,
        metavar="FILE",
        help=f"{verb} this OpenAPI 3.1 document instead of the bundled one",
    )


def _where(serve: argparse.ArgumentParser) -> None:
    serve.add_argument(
        "--port", type=_port, default=_DEFAULT_PORT, help="0 takes a free one (default 4010)"
    )
    serve.add_argument("--host", default="127.0.0.1", help="default 127.0.0.1")
    serve.add_argument(
        "--allow-remote",
        action="store_true",
        help="allow a --host that other machines can reach",
    )
    serve.add_argument(
        "--allow-host",
        dest="hosts",
        action="append",
        default=[],
        metavar="NAME",
        help="a name by which it is reached, beside localhost, addresses and names without a dot",
    )
    serve.add_argument(
        "--request-timeout",
        type=_positive,
        default=60.0,
        metavar="TIME",
        help="in which a request must have arrived (default 60s)",
    )


def _how(serve: argparse.ArgumentParser) -> None:
    serve.add_argument("--seed", type=_seed, default=0, help="decides texts and values (default 0)")
    serve.add_argument(
        "--latency",
        type=_seconds,
        default=0.0,
        metavar="TIME",
        help="before each answer: 200ms, 1s; a number alone is seconds",
    )
    serve.add_argument(
        "--token-delay", type=_seconds, default=0.0, metavar="TIME", help="before each event: 20ms"
    )
    serve.add_argument(
        "--strict", action="store_true", help="refuse request fields that the document lacks"
    )
    serve.add_argument(
        "--accept-any-key",
        action="store_true",
        help="let unknown keys through too, with full access",
    )
    serve.add_argument(
        "--models", type=Path, metavar="FILE", help="ids of the models there are: YAML or JSON"
    )
    serve.add_argument(
        "--gateway-errors", action="store_true", help="answer 401 and 403 in the gateway's shape"
    )
    serve.add_argument(
        "--dedicated", action="store_true", help="answer chats as a dedicated deployment does"
    )
    serve.add_argument(
        "--rules", type=Path, metavar="FILE", help="answer by these rules: YAML or JSON"
    )
    serve.add_argument(
        "--cassette", type=Path, metavar="FILE", help="replay this recording, made by `record`"
    )
    serve.add_argument(
        "--replay-speed",
        type=_speed,
        metavar="FACTOR",
        help="2 halves the recorded delays, 0 is without any (default 1)",
    )
    serve.add_argument("--fault-profile", choices=list(PROFILES), help="break answers, by the seed")
    serve.add_argument("--quiet", action="store_true", help="no line for each request")


def _limits(serve: argparse.ArgumentParser) -> None:
    for name, what in (
        ("requests", "requests a minute"),
        ("tokens", "tokens a minute"),
        ("concurrent", "requests at once"),
    ):
        serve.add_argument(f"--limit-{name}", type=_amount, metavar="N", help=what)


def _port(text: str) -> int:
    value = _integer(text)
    if value is None or not 0 <= value <= _LARGEST_PORT:
        raise argparse.ArgumentTypeError(f"{text!r} is no port: 0 to {_LARGEST_PORT}")
    return value


def _amount(text: str) -> int:
    value = _integer(text)
    if value is None or not 1 <= value <= MOST:
        raise argparse.ArgumentTypeError(f"{text!r} is no number from 1")
    return value


def _seed(text: str) -> int:
    value = _integer(text)
    if value is None or abs(value) > MOST:
        raise argparse.ArgumentTypeError(f"{text!r} is no whole number of 64 bits")
    return value


def _integer(text: str) -> int | None:
    try:
        return int(text)
    except ValueError:
        return None


def _seconds(text: str) -> float:
    units = {"ms": 0.001, "s": 1.0, "": 1.0}
    number = text.rstrip("ms")
    factor = units.get(text[len(number) :])
    try:
        value = float(number) * factor if factor is not None else -1.0
    except ValueError:
        value = -1.0
    if not 0 <= value < LONGEST:
        raise argparse.ArgumentTypeError(f"{text!r} is no time: 200ms, 1s, or 0.2 (seconds)")
    return value


def _positive(text: str) -> float:
    value = _seconds(text)
    if not value:
        raise argparse.ArgumentTypeError("some time is needed: 500ms, 60s")
    return value


def _speed(text: str) -> float:
    try:
        value = float(text)
    except ValueError:
        value = -1.0
    if not 0 <= value < LONGEST:
        raise argparse.ArgumentTypeError(f"{text!r} is no factor: 1, 2.5, or 0")
    return value
