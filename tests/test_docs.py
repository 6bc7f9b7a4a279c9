"""The documentation's Python, run against the mock: an example that does not work is a bug."""

from __future__ import annotations

import ast
import asyncio
import inspect
import re
import sys
from pathlib import Path
from types import ModuleType

import pytest

from scaleway_genapi import AsyncClient, Client

ROOT = Path(__file__).resolve().parents[1]
PAGES = ["README.md", "docs/client.md"]
BLOCK = re.compile(r"^```python\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def blocks(page: str) -> list[str]:
    return BLOCK.findall((ROOT / page).read_text("utf-8"))


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
                value(genapi_mock)
        for client in clients.values():
            if isinstance(client, AsyncClient):
                runner.run(client.close())
            else:
                client.close()
    assert capsys.readouterr().out


def links(page: Path) -> list[str]:
    return re.findall(r"\]\((?!https?:)([^)#]+)", page.read_text("utf-8"))


@pytest.mark.parametrize(
    "page", [*ROOT.glob("*.md"), *ROOT.glob("docs/*.md"), *ROOT.glob("mock/*.md")], ids=str
)
def test_the_links_between_pages_lead_somewhere(page):
    assert [] == [link for link in links(page) if not (page.parent / link).exists()]
