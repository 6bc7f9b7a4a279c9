"""The command line: arguments in, exit code out. Every failure is one line on stderr, no traceback.

What it does with the arguments stands in `_serve`.
"""

from __future__ import annotations

import argparse
import ipaddress
import sys
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

from . import _cli_record
from ._config import Config, Limits
from ._keys import FULL_ACCESS_KEY
from ._models import ModelsError, read_models
from .cassette import CassetteError
from .document import DocumentError
from .faults import PROFILES
from .rules import RuleError, load_rules

if TYPE_CHECKING:
    from collections.abc import Sequence

_DEFAULT_PORT = 4010
_LARGEST_PORT = 65535
_EPILOG = f"""\
keys that exist: {FULL_ACCESS_KEY} may do everything,
2222… has no permission set, 3333… may use one project alone.

examples:
  scaleway-genapi-mock serve --port 0 --limit-requests 60
  SCW_GENAPI_BASE_URL=http://127.0.0.1:4010 SCW_SECRET_KEY={FULL_ACCESS_KEY} my-service
"""


def parser() -> argparse.ArgumentParser:
    """The arguments that the command takes."""
    command = argparse.ArgumentParser(
        prog="scaleway-genapi-mock",
        description="A mock of Scaleway Generative APIs, served from its OpenAPI document.",
        epilog=_EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    commands = command.add_subparsers(dest="command", required=True, metavar="COMMAND")
    serve = commands.add_parser("serve", help="serve until Ctrl-C or SIGTERM", allow_abbrev=False)
    _document(serve)
    _where(serve)
    serve.add_argument("--engine", choices=["embedded", "prism"], default="embedded")
    _how(serve)
    _limits(serve)
    record = commands.add_parser(
        "record", help="record a real server through a proxy", allow_abbrev=False
    )
    _document(record)
    _where(record)
    _cli_record.add_arguments(record)
    check = commands.add_parser(
        "check", help="is this rules file or cassette valid?", allow_abbrev=False
    )
    check.add_argument("file", type=Path, metavar="FILE")
    _document(check)
    routes = commands.add_parser("routes", help="list what is served", allow_abbrev=False)
    _document(routes)
    return command


def _document(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "--spec", type=Path, metavar="FILE", help="serve this OpenAPI 3.1 document"
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


def _how(serve: argparse.ArgumentParser) -> None:
    serve.add_argument("--seed", type=int, default=0, help="decides texts and values (default 0)")
    serve.add_argument(
        "--latency",
        type=_seconds,
        default=0.0,
        metavar="TIME",
        help="before each answer: 200ms, 1s",
    )
    serve.add_argument(
        "--token-delay", type=_seconds, default=0.0, metavar="TIME", help="before each event"
    )
    serve.add_argument(
        "--strict", action="store_true", help="refuse request fields that the document lacks"
    )
    serve.add_argument(
        "--accept-any-key", action="store_true", help="let every key through, with full access"
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
        default=1.0,
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
    if not text.isdecimal() or int(text) > _LARGEST_PORT:
        raise argparse.ArgumentTypeError(f"{text!r} is no port: 0 to {_LARGEST_PORT}")
    return int(text)


def _amount(text: str) -> int:
    if not text.isdecimal() or int(text) < 1:
        raise argparse.ArgumentTypeError(f"{text!r} is no number from 1")
    return int(text)


def _seconds(text: str) -> float:
    units = {"ms": 0.001, "s": 1.0, "": 1.0}
    number = text.rstrip("ms")
    factor = units.get(text[len(number) :])
    try:
        value = float(number) * factor if factor is not None else -1.0
    except ValueError:
        value = -1.0
    if not 0 <= value < float("inf"):
        raise argparse.ArgumentTypeError(f"{text!r} is no time: 200ms, 0.2 or 1s")
    return value


def _speed(text: str) -> float:
    try:
        value = float(text)
    except ValueError:
        value = -1.0
    if not 0 <= value < float("inf"):
        raise argparse.ArgumentTypeError(f"{text!r} is no factor: 1, 2.5, or 0")
    return value


def is_loopback(host: str) -> bool:
    """Whether only this machine can reach `host`."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def run(arguments: Sequence[str]) -> int:
    """Run the command with `arguments`; returns the exit code."""
    # Looked for, not imported: that takes longer than most commands.
    for needed in ("jsonschema_rs", "uvicorn"):
        if find_spec(needed) is None:
            raise ModuleNotFoundError(f"No module named {needed!r}", name=needed)
    given = parser().parse_args(arguments)
    try:
        return _COMMANDS[given.command](given)
    except (CassetteError, DocumentError, ModelsError, RuleError) as error:
        return fail(str(error))
    except KeyboardInterrupt:
        return 0


def _exposed(given: argparse.Namespace) -> str | None:
    """What is wrong with a host that others can reach."""
    if is_loopback(given.host) or given.allow_remote:
        return None
    return f"--host {given.host} is reachable from outside; add --allow-remote"


def _record(given: argparse.Namespace) -> int:
    exposed = _exposed(given)
    return _cli_record.record(given) if exposed is None else fail(exposed)


def _serve(given: argparse.Namespace) -> int:
    exposed = _exposed(given)
    if exposed is not None:
        return fail(exposed)
    if given.engine == "prism":
        return _prism(given)
    from ._serve import serve  # noqa: PLC0415

    return serve(_config(given), given.host, given.port, quiet=given.quiet)


def _config(given: argparse.Namespace) -> Config:
    return Config(
        spec=given.spec,
        seed=given.seed,
        latency=given.latency,
        token_delay=given.token_delay,
        strict=given.strict,
        accept_any_key=given.accept_any_key,
        models=None if given.models is None else read_models(given.models),
        gateway_errors=given.gateway_errors,
        rules=() if given.rules is None else tuple(load_rules(given.rules)),
        fault_profile=given.fault_profile,
        cassette=given.cassette,
        replay_speed=given.replay_speed,
        dedicated=given.dedicated,
        limits=Limits(given.limit_requests, given.limit_tokens, given.limit_concurrent),
    )


def _prism(given: argparse.Namespace) -> int:
    """Serve by Prism, unless something was asked for that Prism cannot do."""
    embedded = Config(spec=given.spec)
    config = _config(given)
    asked = [
        name
        for name in Config.__dataclass_fields__
        if getattr(config, name) != getattr(embedded, name)
    ]
    if asked:
        options = ", ".join(f"--{name.replace('_', '-')}" for name in asked)
        return fail(f"Prism cannot do this: {options}; the embedded engine can")
    from .prism import run_prism  # noqa: PLC0415 - the second engine only on request

    return run_prism(given.spec, given.host, given.port)


def _routes(given: argparse.Namespace) -> int:
    from ._compile import compile_document  # noqa: PLC0415
    from .document import load_document  # noqa: PLC0415

    operations = compile_document(load_document(given.spec)).operations.values()
    width = max((len(o.path) for o in operations), default=0)
    for operation in operations:
        kinds = list(operation.success.media)
        line = f"{operation.method:7} {operation.path:{width}}  {operation.id}"
        sys.stdout.write(f"{line}  ({', '.join(kinds) or 'no body'})\n")
    return 0


def _check(given: argparse.Namespace) -> int:
    """Read every rule, or every recorded answer, against the document."""
    from .cassette.file import is_cassette  # noqa: PLC0415
    from .server import build_app  # noqa: PLC0415

    path: Path = given.file
    if is_cassette(path):
        return _cli_record.check_cassette(path, given.spec)
    stated = tuple(load_rules(path))
    build_app(Config(spec=given.spec, rules=stated))
    sys.stdout.write(f"{path}: {len(stated)} rules, all valid\n")
    return 0


_COMMANDS = {"serve": _serve, "routes": _routes, "check": _check, "record": _record}


def fail(message: str) -> int:
    """Say what is wrong; the exit code that goes with it."""
    sys.stderr.write(f"error: {message}\n")
    return 1
