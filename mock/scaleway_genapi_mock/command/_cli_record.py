"""The command's `record`, and what `check` says about a cassette."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from scaleway_genapi_mock.cassette import CassetteError

if TYPE_CHECKING:
    import argparse

    from scaleway_genapi_mock.cassette.exchange import Passage


def add_arguments(record: argparse.ArgumentParser) -> None:
    """What `record` takes besides where it listens and the document."""
    record.add_argument(
        "--upstream", required=True, metavar="URL", help="the server: https://api.scaleway.ai"
    )
    record.add_argument(
        "--cassette", type=Path, required=True, metavar="FILE", help="the recording to make"
    )
    existing = record.add_mutually_exclusive_group()
    existing.add_argument("--append", action="store_true", help="add to an existing cassette")
    existing.add_argument("--overwrite", action="store_true", help="replace an existing cassette")
    record.add_argument("--redact-project", action="store_true", help="hide project ids, too")
    record.add_argument(
        "--upstream-key-env",
        metavar="NAME",
        help="send the key in this environment variable upstream, whatever the caller sends",
    )
    record.add_argument("--quiet", action="store_true", help="no line for each request")


def record(given: argparse.Namespace) -> int:
    """Record until a signal; returns the exit code: 1 if something drifted from the document.

    Raises CassetteError, DocumentError.
    """
    from scaleway_genapi_mock.recorder import Recorder  # noqa: PLC0415 - the server only when it is started

    from ._serve import run, say, tell  # noqa: PLC0415

    key = None
    if given.upstream_key_env is not None:
        key = os.environ.get(given.upstream_key_env)
        if not key:
            raise CassetteError(f"the environment variable {given.upstream_key_env} is not set")
    recorder = Recorder(
        given.upstream,
        given.cassette,
        spec=given.spec,
        key=key,
        redact_project=given.redact_project,
        append=given.append,
        overwrite=given.overwrite,
        hosts=(*given.hosts, given.host),
        observer=None if given.quiet else _log,
    )

    def announce(url: str) -> None:
        say(url, f"recording {given.upstream} into {given.cassette}; Ctrl-C stops")

    proxy = recorder.proxy
    patience = given.request_timeout
    service = run(proxy, given.host, given.port, announce, patience=patience, closing=proxy.close)
    if service is None:
        return 1
    passages = recorder.passages
    drifted = sum(1 for passage in passages if any(not d.note for d in passage.drifts))
    recorded = sum(passage.recorded for passage in passages)
    tell(
        f"recorded {recorded} of {len(passages)} requests into {given.cassette}"
        + (f"; {drifted} of them drift from the document" if drifted else "")
    )
    return 1 if drifted else 0


def _log(passage: Passage) -> None:
    from ._serve import printable, tell  # noqa: PLC0415

    parts = [
        str(passage.status or "---"),
        passage.method,
        printable(passage.path),
        f"{passage.seconds * 1000:.0f}ms",
    ]
    if passage.events:
        parts.append(f"{passage.events} events")
    parts.append("recorded" if passage.recorded else f"not recorded: {printable(passage.problem)}")
    lines = ["  ".join(parts)]
    lines += [f"  {'note' if d.note else 'drift'}: {printable(str(d))}" for d in passage.drifts]
    tell("\n".join(lines))


def check_cassette(path: Path, spec: Path | None) -> int:
    """Hold a cassette against the document. Raises CassetteError, DocumentError."""
    from scaleway_genapi_mock.cassette.drift import drift  # noqa: PLC0415
    from scaleway_genapi_mock.cassette.file import read_cassette  # noqa: PLC0415
    from scaleway_genapi_mock.compile._compile import compile_document  # noqa: PLC0415
    from scaleway_genapi_mock.document import load_document  # noqa: PLC0415

    cassette = read_cassette(path)
    compiled = compile_document(load_document(spec))
    wrong = 0
    for line, interaction in cassette.interactions.items():
        for found in drift(compiled, interaction):
            wrong += not found.note
            kind = "note" if found.note else "drift"
            sys.stdout.write(f"{path}:{line}: {kind}: {found}\n")
    count = len(cassette.interactions)
    if wrong:
        parts = f"{counted(count, 'recorded answer')}, {counted(wrong, 'contradiction')}"
        sys.stderr.write(f"error: {path}: {parts}\n")
        return 1
    said = f"{counted(count, 'recorded answer')}, all as the document says"
    sys.stdout.write(f"{path}: {said if count else 'a cassette without recorded answers'}\n")
    return 0


def counted(number: int, what: str) -> str:
    """`1 rule`, `2 rules`."""
    return f"{number} {what}" if number == 1 else f"{number} {what}s"
