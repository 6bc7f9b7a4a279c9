"""The arrows of the design, as a test: which part may import which."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
PACKAGES = {
    "scaleway_genapi": ROOT / "generated_client" / "scaleway_genapi",
    "scaleway_genapi_mock": ROOT / "mock" / "scaleway_genapi_mock",
    "scaleway_genapi_contract": ROOT / "tests" / "contract_kit" / "scaleway_genapi_contract",
    "generator": ROOT / "generator",
}

# module prefix -> prefixes of ours that it must never import
FORBIDDEN = {
    "scaleway_genapi": ["scaleway_genapi_mock", "scaleway_genapi_contract", "generator"],
    "scaleway_genapi_mock": ["scaleway_genapi", "scaleway_genapi_contract", "generator"],
    "scaleway_genapi_contract": ["scaleway_genapi", "scaleway_genapi_mock", "generator"],
    "scaleway_genapi_mock.document": ["scaleway_genapi_mock"],
    "generator": ["scaleway_genapi", "scaleway_genapi_mock"],
    "scaleway_genapi._core": ["scaleway_genapi"],
    "scaleway_genapi._generated.models": ["scaleway_genapi"],
    "scaleway_genapi._generated.types": ["scaleway_genapi"],
    "scaleway_genapi._generated.params": ["scaleway_genapi"],
    "scaleway_genapi.helpers": ["scaleway_genapi"],
}
# ... except these
ALLOWED = {
    "scaleway_genapi_mock.document": ["scaleway_genapi_mock.document"],
    "generator": ["scaleway_genapi_mock.document"],
    "scaleway_genapi_contract": ["scaleway_genapi_mock.document"],
    "scaleway_genapi._core": ["scaleway_genapi._core"],
    "scaleway_genapi._generated.models": [
        "scaleway_genapi._core",
        "scaleway_genapi._generated.models",
        "scaleway_genapi._generated.types",
    ],
    "scaleway_genapi._generated.types": [
        "scaleway_genapi._core",
        "scaleway_genapi._generated.models",
        "scaleway_genapi._generated.types",
    ],
    "scaleway_genapi._generated.params": [
        "scaleway_genapi._core",
        "scaleway_genapi._generated.models",
        "scaleway_genapi._generated.types",
    ],
    "scaleway_genapi.helpers": [
        "scaleway_genapi._core",
        "scaleway_genapi._generated.models",
        "scaleway_genapi._generated.params",
        "scaleway_genapi._generated.types",
        "scaleway_genapi.helpers",
        "scaleway_genapi.models",
        "scaleway_genapi.types",
    ],
}
# The fixture's `.client()` makes a client for the test that asked for one, and only then.
LAZY = {("scaleway_genapi_mock._clients", "scaleway_genapi")}


def _below(module: str, prefix: str) -> bool:
    return module == prefix or module.startswith(f"{prefix}.")


def modules() -> dict[str, Path]:
    found = {}
    for package, folder in PACKAGES.items():
        for path in sorted(folder.rglob("*.py")):
            parts = path.relative_to(folder).with_suffix("").parts
            name = ".".join([package, *(part for part in parts if part != "__init__")])
            found[name] = path
    return found


def imports(name: str, source: str, *, is_package: bool) -> list[tuple[str, bool, int]]:
    """(imported module, whether importing the module imports it, line)."""
    tree = ast.parse(source)
    for parent in ast.walk(tree):
        for child in ast.iter_child_nodes(parent):
            child.parent = parent  # type: ignore[attr-defined]
    found = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            targets = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            base = name.split(".") if is_package else name.split(".")[:-1]
            base = base[: len(base) - node.level + 1] if node.level else []
            stem = ".".join([*base, *([node.module] if node.module else [])])
            targets = [stem, *(f"{stem}.{alias.name}" for alias in node.names)]
        else:
            continue
        top, above = True, node
        while above := getattr(above, "parent", None):
            top &= not isinstance(above, ast.FunctionDef | ast.AsyncFunctionDef)
            top &= not (isinstance(above, ast.If) and ast.unparse(above.test) == "TYPE_CHECKING")
        found.extend((target, top, node.lineno) for target in targets)
    return found


def violations(name: str, source: str, *, is_package: bool = False) -> list[str]:
    broken = []
    for target, top, line in imports(name, source, is_package=is_package):
        for owner, prefixes in FORBIDDEN.items():
            if not _below(name, owner) or not any(_below(target, p) for p in prefixes):
                continue
            if any(_below(target, prefix) for prefix in ALLOWED.get(owner, [])):
                continue
            if not top and any(name == a and _below(target, b) for a, b in LAZY):
                continue
            # `from ..x import y` names the package on the way to what is allowed.
            if any(_below(prefix, target) for prefix in ALLOWED.get(owner, [])):
                continue
            broken.append(f"{name}:{line} imports {target}")
    return broken


MODULES = modules()


@pytest.mark.parametrize("name", MODULES)
def test_a_module_imports_only_along_the_arrows(name):
    path = MODULES[name]
    found = violations(name, path.read_text("utf-8"), is_package=path.name == "__init__.py")
    assert [] == found


@pytest.mark.parametrize(
    ("name", "source"),
    [
        ("scaleway_genapi._core._retry", "from ..helpers import chat"),
        ("scaleway_genapi._core._retry", "import scaleway_genapi._generated.models"),
        ("scaleway_genapi._core._retry", "from scaleway_genapi._generated import models"),
        ("scaleway_genapi._generated.models.chat", "from ...helpers.chat import x"),
        ("scaleway_genapi.helpers.chat", "from .._generated.resources import chat"),
        ("scaleway_genapi.helpers.chat", "from .._generated.client import Client"),
        ("scaleway_genapi._generated.params", "from .resources.chat import ChatResource"),
        ("scaleway_genapi._core._x", "def f():\n    import scaleway_genapi_mock"),
        ("scaleway_genapi_mock.wire._server", "import scaleway_genapi"),
        ("scaleway_genapi_mock.wire._server", "def f():\n    import generator.model"),
        ("scaleway_genapi_mock.wire._server", "def f():\n    import scaleway_genapi"),
        ("scaleway_genapi_mock._clients", "import scaleway_genapi"),
        ("scaleway_genapi_mock.document._yaml", "from .._server import app"),
        ("generator.parse", "import scaleway_genapi"),
        ("generator.parse", "from scaleway_genapi_mock.wire._server import app"),
    ],
)
def test_a_forbidden_import_is_found(name, source):
    assert violations(name, source)


@pytest.mark.parametrize(
    ("name", "source"),
    [
        ("scaleway_genapi._core._retry", "import random\nfrom ._errors import APIError"),
        ("scaleway_genapi._generated.resources.chat", "from ....helpers.chat import Mixin"),
        ("scaleway_genapi.helpers.chat", "from .._core import UNSET\nfrom ..models import Choice"),
        ("scaleway_genapi_mock._clients", "def f():\n    import scaleway_genapi"),
        ("generator.parse", "from scaleway_genapi_mock.document import load_document"),
    ],
)
def test_an_allowed_import_passes(name, source):
    assert [] == violations(name, source)


def test_only_one_module_of_the_core_imports_httpx():
    importers = [
        name
        for name, path in MODULES.items()
        if _below(name, "scaleway_genapi")
        and any(
            target.split(".")[0] in {"httpx", "httpcore", "httpx2", "httpcore2"}
            for target, _, _ in imports(
                name, path.read_text("utf-8"), is_package=path.name == "__init__.py"
            )
        )
    ]
    assert len(importers) <= 1, importers
