"""The command line: arguments in, exit code out. Every failure is one line on stderr, no traceback.

What it does with the arguments stands in `_serve`.
"""

from __future__ import annotations

import ipaddress
import sys
from dataclasses import replace
from importlib.util import find_spec
from typing import TYPE_CHECKING

from scaleway_genapi_mock._config import Config, ConfigError, Limits
from scaleway_genapi_mock.cassette import CassetteError
from scaleway_genapi_mock.document import DocumentError
from scaleway_genapi_mock.rules import RuleError, RulesFile

from . import _cli_record
from ._address import may_be_ours, not_ours
from ._arguments import parser
from ._models import ModelsError, read_models

if TYPE_CHECKING:
    import argparse
    from collections.abc import Sequence
    from pathlib import Path


_YAML = {".yaml", ".yml"}


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
    given = parser().read(arguments)
    try:
        return _COMMANDS[given.command](given)
    except RuleError as error:
        return fail(*str(error).splitlines())
    except (CassetteError, ConfigError, DocumentError, ModelsError) as error:
        return fail(str(error))


def _exposed(given: argparse.Namespace) -> str | None:
    """What is wrong with a host that others can reach."""
    if is_loopback(given.host) or given.allow_remote:
        return None
    if not may_be_ours(given.host):
        return f"--host {given.host}: {not_ours(given.host)}"
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
    if given.replay_speed is not None and given.cassette is None:
        return fail("--replay-speed says how fast a --cassette is replayed, and there is none")
    from scaleway_genapi_mock.server import compiled_for  # noqa: PLC0415

    from ._serve import serve  # noqa: PLC0415

    mistaken = _mistaken(given)
    if mistaken is not None:
        return fail(mistaken)
    config = _config(given)
    if given.rules is not None:
        file = RulesFile(given.rules)
        for note in file.check(compiled_for(config)):
            sys.stderr.write(f"{note}\n")
        config = replace(config, rules=tuple(file.stated))
    return serve(config, given.host, given.port, quiet=given.quiet)


def _mistaken(given: argparse.Namespace) -> str | None:
    """What is wrong where rules were given for a recording, or the other way round."""
    from scaleway_genapi_mock.cassette.file import is_cassette  # noqa: PLC0415

    rules, cassette = given.rules, given.cassette
    if rules is not None and is_cassette(rules):
        return f"--rules {rules}: is a recording; --cassette {rules} replays it"
    if cassette is not None and cassette.suffix in _YAML and not is_cassette(cassette):
        return f"--cassette {cassette}: is no recording; rules are given by --rules {cassette}"
    return None


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
        fault_profile=given.fault_profile,
        cassette=given.cassette,
        replay_speed=1.0 if given.replay_speed is None else given.replay_speed,
        dedicated=given.dedicated,
        limits=Limits(given.limit_requests, given.limit_tokens, given.limit_concurrent),
        hosts=(*given.hosts, given.host),
        request_timeout=given.request_timeout,
    )


def _prism(given: argparse.Namespace) -> int:
    """Serve by Prism, unless something was asked for that Prism cannot do."""
    usual = parser().read(["serve"])
    known = {"command", "engine", "spec", "host", "port", "allow_remote"}
    asked = [
        "--allow-host" if name == "hosts" else f"--{name.replace('_', '-')}"
        for name, value in vars(given).items()
        if name not in known and value != getattr(usual, name)
    ]
    if asked:
        return fail(f"Prism cannot do this: {', '.join(asked)}; the embedded engine can")
    from scaleway_genapi_mock.prism import run_prism  # noqa: PLC0415 - the second engine only on request

    return run_prism(given.spec, given.host, given.port)


def _routes(given: argparse.Namespace) -> int:
    """List the operations; 1 if one of them has an answer that cannot be made."""
    from scaleway_genapi_mock.server import compiled_for  # noqa: PLC0415

    from ._unanswerable import notes  # noqa: PLC0415

    config = Config(spec=given.spec)
    compiled = compiled_for(config)
    operations = compiled.operations.values()
    width = max((len(o.path) for o in operations), default=0)
    for operation in operations:
        kinds = list(operation.success.media)
        line = f"{operation.method:7} {operation.path:{width}}  {operation.id}"
        sys.stdout.write(f"{line}  ({', '.join(kinds) or 'no body'})\n")
    sys.stdout.flush()
    found = list(notes(compiled, config))
    return fail(*found) if found else 0


def _check(given: argparse.Namespace) -> int:
    """Read every rule, or every recorded answer, against the document."""
    from scaleway_genapi_mock.cassette.file import is_cassette  # noqa: PLC0415
    from scaleway_genapi_mock.server import compiled_for  # noqa: PLC0415

    path: Path = given.file
    if is_cassette(path):
        return _cli_record.check_cassette(path, given.spec)
    file = RulesFile(path)
    for note in file.check(compiled_for(Config(spec=given.spec))):
        sys.stdout.write(f"{note}\n")
    count = len(file.stated)
    said = f"{_cli_record.counted(count, 'rule')}, all valid" if count else "a list without rules"
    sys.stdout.write(f"{path}: {said}\n")
    return 0


_COMMANDS = {"serve": _serve, "routes": _routes, "check": _check, "record": _record}


def fail(*messages: str) -> int:
    """Say what is wrong; the exit code that goes with it."""
    for message in messages:
        sys.stderr.write(f"error: {message}\n")
    return 1
