"""The embedded mock honours the document; the pytest form; documents other than ours."""

from __future__ import annotations

import ast
import json
import sys
from pathlib import Path

import pytest

import scaleway_genapi_contract
from scaleway_genapi_contract import Severity, State, Target, checks, run
from scaleway_genapi_contract._report._terminal import conclusion
from scaleway_genapi_mock import MockServer
from scaleway_genapi_mock.document import load_document
from tests.contract.kit.standin import KEY, StandIn
from tests.contract.operations import DOCUMENT
from tests.new_endpoint.tree import extended

pytest_plugins = ["pytester"]
PROJECT = "78e655b5-feb0-417c-bb3f-8c448bd0e8da"


@pytest.fixture(scope="module", params=["as it is", "with further operations"])
def document(request, tmp_path_factory):
    """The document, and one with operations of kinds that it has none of yet."""
    if request.param == "as it is":
        return DOCUMENT
    path = tmp_path_factory.mktemp("further") / "openapi.yaml"
    path.write_text(extended(DOCUMENT.path), encoding="utf-8")
    return load_document(path)


@pytest.mark.parametrize("project", [None, PROJECT], ids=["default", "project"])
def test_the_embedded_mock_honours_the_document_in_every_check(document, project):
    with MockServer(document=document) as server:
        target = Target(base_url=server.url, api_key=server.api_key, project_id=project)
        report = run(target, document=document)
    findings = [
        f"{r.id}: {f}" for r in report.results for f in r.findings if f.severity > Severity.NOTE
    ]
    assert [] == findings
    assert [] == [r.id for r in report.results if r.state is not State.CHECKED]
    verdict = conclusion(report, Severity.VIOLATION)
    assert verdict.startswith(
        f"The server honours the document in all {len(report.results)} checks:"
    )


def test_the_budget_is_used_first_for_what_there_is_no_verdict_without(document):
    needed = [check.id for check in checks(document) if check.needed]
    with MockServer(document=document) as server:
        unbounded = Target(base_url=server.url, api_key=server.api_key)
        least = run(unbounded, document=document, only=needed).tokens
        # An estimate, which a call needs beforehand, is above what it turns out to take.
        target = Target(base_url=server.url, api_key=server.api_key, budget=least + 250)
        report = run(target, document=document)
    made = {result.id for result in report.results if result.state is State.CHECKED}
    assert made >= set(needed)
    assert [check.id for check in checks(document)] == [result.id for result in report.results]
    assert State.SKIPPED in {result.state for result in report.results}


@pytest.fixture(autouse=True)
def _no_other_plugins(monkeypatch):
    """In the tests inside tests: loading every installed one costs seconds."""
    monkeypatch.setenv("PYTEST_DISABLE_PLUGIN_AUTOLOAD", "1")


SUITE = """
from scaleway_genapi_contract.pytest_suite import *
from scaleway_genapi_contract import Target
import pytest

@pytest.fixture(scope="module")
def genapi_contract_target():
    return Target(base_url={url!r}, api_key={key!r})
"""


def test_one_import_and_one_fixture_make_a_suite(pytester):
    with MockServer() as server:
        pytester.makepyfile(SUITE.format(url=server.url, key=server.api_key))
        result = pytester.runpytest_subprocess("-q", "-p", "no:cacheprovider")
    result.assert_outcomes(passed=len(checks()))


def test_the_suite_skips_what_a_server_cannot_do(pytester):
    with StandIn() as server:
        pytester.makepyfile(SUITE.format(url=server.url, key=KEY))
        result = pytester.runpytest_subprocess("-q", "-k", "create/example/tools")
    result.assert_outcomes(skipped=1)


def test_the_suite_fails_with_the_findings_and_without_the_key(pytester):
    def drift(answer):
        if answer.kind == "chat":
            answer.json["id"] = f"{KEY}"
            del answer.json["model"]

    with StandIn(drift) as server:
        pytester.makepyfile(SUITE.format(url=server.url, key=KEY))
        result = pytester.runpytest_subprocess("-q", "-k", "completions.create/example/plain")
    result.assert_outcomes(failed=1)
    printed = result.stdout.str()
    assert "violation: the body lacks the required property 'model' (at /model)" in printed
    assert KEY not in printed.replace(f"api_key={KEY!r}", "")


def test_the_suite_without_a_server_fails_with_the_way_to_name_one(pytester, monkeypatch):
    monkeypatch.delenv("SCW_GENAPI_BASE_URL", raising=False)
    pytester.makepyfile("from scaleway_genapi_contract.pytest_suite import *")
    result = pytester.runpytest_subprocess("-q", "-rE", "-k", "completions.create/example/plain")
    result.assert_outcomes(errors=1)
    result.stdout.fnmatch_lines(["*SCW_GENAPI_BASE_URL*genapi_contract_target*"])


def test_a_new_endpoint_of_a_document_has_its_checks_without_a_line_of_python(tmp_path):
    data = load_document().data
    listing = data["paths"]["/v1/models"]["get"] | {"operationId": "things.all"}
    path = tmp_path / "openapi.json"
    path.write_text(json.dumps(data | {"paths": data["paths"] | {"/v1/things": {"get": listing}}}))
    new = {check.id for check in checks(path)} - {check.id for check in checks()}
    assert {"things.all/example", "things.all/key/missing", "things.all/headers"} <= new
    with StandIn() as server:
        report = run(
            Target(base_url=server.url, api_key=KEY), document=path, only=["things.all/example"]
        )
    (result,) = report.results
    assert Severity.VIOLATION is result.worst
    assert "404" in result.findings[0].message


def test_a_server_that_answers_nothing_is_a_result_and_no_crash():
    def drift(answer):
        if answer.kind == "chat":
            answer.raw, answer.cut, answer.headers = b"x" * 10, 0, {"Connection": "close"}

    with StandIn(drift) as server:
        report = run(
            Target(base_url=server.url, api_key=KEY, timeout=5),
            only=["chat.completions.create/example/plain"],
        )
    (result,) = report.results
    assert Severity.VIOLATION is result.worst


def test_every_check_has_a_name_of_its_own():
    ids = [check.id for check in checks()]
    assert len(ids) == len(set(ids))
    titles = [check.title for check in checks()]
    assert len(titles) == len(set(titles))


def test_the_kit_imports_the_reader_of_documents_and_nothing_else_of_ours():
    folder = Path(scaleway_genapi_contract.__file__).parent
    allowed = {"scaleway_genapi_contract", "scaleway_genapi_mock.document", "httpx"}
    allowed |= {"jsonschema_rs", "pytest"}
    found = set()
    for path in folder.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Import):
                found |= {alias.name for alias in node.names}
            elif isinstance(node, ast.ImportFrom) and not node.level:
                found.add(node.module)
    strange = {
        name
        for name in found
        if name.split(".")[0] not in sys.stdlib_module_names
        and not any(name == known or name.startswith(f"{known}.") for known in allowed)
    }
    assert set() == strange
