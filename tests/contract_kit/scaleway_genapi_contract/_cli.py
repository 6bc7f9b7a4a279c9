"""The command `scaleway-genapi-contract`: options in, a report and an exit code out.

0: the server honours the document; 1: it does not; 2: it could not be judged.
"""

from __future__ import annotations

import argparse
import os
import sys
from contextlib import suppress
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING

from scaleway_genapi_mock.document import DocumentError, load_document

from ._findings import Severity
from ._redact import Redactor, printable
from ._report import Terminal, as_json, as_junit, as_markdown
from ._run import checks, run, select
from ._target import BASE_URL_VARIABLE, KEY_VARIABLE, PROJECT_VARIABLE, Target, TargetError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ._run import Report

# Under a cent at 4 EUR for a million tokens (the vendor's FAQ prints 0.90 as its dearest,
# https://www.scaleway.com/en/docs/generative-apis/faq): 2500 tokens, of which 500 are left to the
# few calls that the client's own live tests make.
LIVE_BUDGET = 2000
LIVE_TOKENS = 32


def parser() -> argparse.ArgumentParser:
    """The options."""
    made = argparse.ArgumentParser(
        prog="scaleway-genapi-contract",
        description="Does a server honour the document of Scaleway Generative APIs?",
        epilog="Exit code: 0 it does, 1 it does not, 2 it could not be judged.",
    )
    add = made.add_argument
    add("--version", action=_Version, nargs=0, help="tell the version, and end")
    add("--base-url", metavar="URL", help=f"with or without /v1 (or {BASE_URL_VARIABLE})")
    add("--api-key", metavar="KEY", help=f"better in {KEY_VARIABLE}; without, keys are not checked")
    add("--project-id", metavar="UUID", help=f"call the project's URL (live: {PROJECT_VARIABLE})")
    add("--model", metavar="NAME", help="for every request; default: what the server lists")
    add("--document", metavar="FILE", type=Path, help="another OpenAPI 3.1 document")
    add("--live", action="store_true", help="the real service, with a budget of under a cent")
    named = "an id, a beginning of ids, or a pattern (models*)"
    add("--only", metavar="CHECK", action="append", default=[], help=named)
    add("--skip", metavar="CHECK", action="append", default=[], help="named the same way")
    add("--require", metavar="CHECK", action="append", default=[], help="must be supported")
    add("--list", action="store_true", help="name the checks and end")
    choices = [severity.label for severity in Severity]
    add("--fail-on", choices=choices, default="violation", help="default: %(default)s")
    add("--timeout", metavar="SECONDS", type=float, default=30.0, help="default: %(default)s")
    add("--deadline", metavar="SECONDS", type=float, default=1800.0, help="of all; %(default)s")
    add("--max-tokens", metavar="N", type=int, help="of one answer; default: 64, live: 32")
    add("--budget", metavar="TOKENS", type=int, help=f"of all calls; live: {LIVE_BUDGET}")
    add("--junit", metavar="FILE", type=Path)
    add("--markdown", metavar="FILE", type=Path)
    add("--json", metavar="FILE", type=Path)
    add("-q", "--quiet", action="store_true", help="only checks that found something")
    return made


class _Version(argparse.Action):
    """Looks the version up when it is asked for: installed packages are read for it."""

    def __call__(self, parser: argparse.ArgumentParser, *_: object) -> None:
        sys.stdout.write(f"{parser.prog} {version('scaleway-genapi')}\n")
        parser.exit()


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; the exit code."""
    options = parser().parse_args(arguments)
    try:
        return _main(options)
    except (TargetError, DocumentError) as error:
        # What the key is may stand in a message about it.
        key = options.api_key or os.environ.get(KEY_VARIABLE, "")
        text = printable(Redactor({key: "<api key>"}).long(str(error)))
        print(f"scaleway-genapi-contract: {text}", file=sys.stderr)  # noqa: T201 -- a command
        return 2
    except BrokenPipeError:
        # Whoever read the table (head, less) has had enough.
        with suppress(OSError):
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 2


def _main(options: argparse.Namespace) -> int:
    if options.list:
        for check in select(checks(options.document), options.only, options.skip):
            print(f"{check.id}\n    {check.title}")  # noqa: T201 -- what the option is for
        return 0
    terminal = Terminal(sys.stdout, quiet=options.quiet)
    threshold = Severity[options.fail_on.upper()]
    report = run(
        _target(options),
        document=options.document,
        only=options.only,
        skip=options.skip,
        require=options.require,
        on_result=terminal.result,
    )
    _write(options, report, threshold)
    terminal.summary(report, threshold)
    if report.failed(threshold):
        return 1
    return 2 if report.undecided(threshold) else 0


def _target(options: argparse.Namespace) -> Target:
    base_url = options.base_url or os.environ.get(BASE_URL_VARIABLE)
    project = options.project_id
    max_tokens, budget = options.max_tokens, options.budget
    # The key in the environment is Scaleway's: it goes elsewhere only if a person says where.
    key = options.api_key or os.environ.get(KEY_VARIABLE, "")
    if options.live:
        if not key:
            raise TargetError(f"--live needs a key in {KEY_VARIABLE}")
        data = load_document(options.document).data
        servers = [server["url"] for server in data.get("servers", ())]
        base_url = base_url or next((url for url in servers if "{" not in url), None)
        project = project or os.environ.get(PROJECT_VARIABLE) or None
        max_tokens = max_tokens or LIVE_TOKENS
        budget = LIVE_BUDGET if budget is None else budget
    if not base_url:
        raise TargetError(f"which server? Give --base-url, or set {BASE_URL_VARIABLE}")
    return Target(
        base_url=base_url,
        api_key=key,
        project_id=project,
        model=options.model,
        timeout=options.timeout,
        deadline=options.deadline,
        max_tokens=64 if max_tokens is None else max_tokens,
        budget=budget,
    )


def _write(options: argparse.Namespace, report: Report, threshold: Severity) -> None:
    for path, form in (
        (options.junit, as_junit),
        (options.markdown, as_markdown),
        (options.json, as_json),
    ):
        if path is not None:
            try:
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_text(form(report, threshold), encoding="utf-8")
            except OSError as error:
                raise TargetError(f"cannot write {path}: {error.strerror}") from error
