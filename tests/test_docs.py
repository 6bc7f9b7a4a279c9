"""The documentation's Python, run against the mock: an example that does not work is a bug."""

from __future__ import annotations

import ast
import asyncio
import inspect
import logging
import re
import sys
from contextlib import ExitStack, contextmanager
from pathlib import Path
from types import ModuleType
from typing import get_args

import pytest

import scaleway_genapi
from scaleway_genapi import APIError, AsyncClient, ChatStreamEvent, Client, RetryEvent
from scaleway_genapi_mock import MockAddress

ROOT = Path(__file__).resolve().parents[1]
PAGES = ["README.md", "docs/client.md", "docs/mock.md"]
BLOCK = re.compile(r"^```python\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def blocks(page: str) -> list[str]:
    return BLOCK.findall((ROOT / page).read_text("utf-8"))


def given(function, names, mock, fixtures: ExitStack) -> dict[str, object]:
    """What a test or fixture of a page asks for: our fixtures, or those that the page makes."""
    found: dict[str, object] = {
        "genapi_mock": mock,
        "genapi_mock_server": MockAddress(mock.url, mock.api_key),
    }
    for name in (wanted := inspect.signature(function).parameters).keys() - found:
        made = inspect.unwrap(names[name])
        arguments = given(made, names, mock, fixtures)
        found[name] = fixtures.enter_context(contextmanager(made)(**arguments))
    return {name: found[name] for name in wanted}


@pytest.fixture
def _same_log_level_after():
    """A page shows how to log more: what is logged is kept by pytest, and would look like a leak."""
    logger = logging.getLogger("scaleway_genapi")
    level = logger.level
    yield
    logger.setLevel(level)


@pytest.mark.usefixtures("_same_log_level_after")
@pytest.mark.parametrize("page", PAGES)
def test_every_python_block_of_a_page_runs_in_order(page, genapi_mock, monkeypatch, capsys):
    monkeypatch.setenv("SCW_SECRET_KEY", genapi_mock.api_key)
    monkeypatch.setenv("SCW_GENAPI_BASE_URL", genapi_mock.url)
    module = ModuleType("page_of_the_documentation")
    monkeypatch.setitem(sys.modules, module.__name__, module)
    names = module.__dict__
    clients: dict[int, object] = {}
    found = blocks(page)
    assert found
    with asyncio.Runner() as runner:
        for number, source in enumerate(found, 1):
            code = compile(
                source, f"{page}, block {number}", "exec", ast.PyCF_ALLOW_TOP_LEVEL_AWAIT
            )
            result = eval(code, names)
            if inspect.iscoroutine(result):
                runner.run(result)
            clients |= {id(v): v for v in names.values() if isinstance(v, Client | AsyncClient)}
        for name, value in list(names.items()):
            if name.startswith("test_"):
                genapi_mock.reset()
                with ExitStack() as fixtures:
                    result = value(**given(value, names, genapi_mock, fixtures))
                    if inspect.iscoroutine(result):
                        runner.run(result)
        for client in clients.values():
            if isinstance(client, AsyncClient):
                runner.run(client.close())
            else:
                client.close()
    assert bool(capsys.readouterr().out) is any("print(" in source for source in found)


def links(page: Path) -> list[str]:
    return re.findall(r"\]\((?!https?:)([^)#]+)", page.read_text("utf-8"))


@pytest.mark.parametrize(
    "page", [*ROOT.glob("*.md"), *ROOT.glob("docs/*.md"), *ROOT.glob("mock/*.md")], ids=str
)
def test_the_links_between_pages_lead_somewhere(page):
    assert [] == [link for link in links(page) if not (page.parent / link).exists()]


def reference() -> dict[str, set[str]]:
    """What the client's page has to name, each kind with the names that there are."""
    errors = {
        name
        for name in scaleway_genapi.__all__
        if inspect.isclass(kind := getattr(scaleway_genapi, name)) and issubclass(kind, Exception)
    }
    events = {kind.__attrs_attrs__.type.default for kind in get_args(ChatStreamEvent)}
    return {
        "options": set(inspect.signature(Client).parameters) - {"clock", "unknown"},
        "errors": errors,
        "attributes of an error": set(inspect.signature(APIError).parameters),
        "attributes of a retry": set(RetryEvent._fields),
        "events": events,
    }


@pytest.mark.parametrize("kind", reference())
def test_the_clients_page_names_all_that_there_is(kind):
    names = reference()[kind]
    assert names
    page = BLOCK.sub("", (ROOT / "docs/client.md").read_text("utf-8"))
    assert set() == names - set(re.findall(r"`([\w.]+)(?:=…)?`", page)), kind
