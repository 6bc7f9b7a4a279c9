"""What the package shows: every name loads, none is missing, and importing costs nothing."""

import ast
import importlib
import inspect
import json
import subprocess
import sys
from pathlib import Path

import pytest

import scaleway_genapi
from scaleway_genapi import _core
from scaleway_genapi.helpers import errors as helper_errors

ROOT = Path(scaleway_genapi.__file__).parent


def imported_by(program: str) -> set[str]:
    program += "; import json, sys; print(json.dumps(sorted(sys.modules)))"
    output = subprocess.run(
        [sys.executable, "-c", program], check=True, capture_output=True, text=True
    )
    return set(json.loads(output.stdout))


def test_every_exported_name_loads():
    for name in scaleway_genapi.__all__:
        assert getattr(scaleway_genapi, name) is not None, name


def test_the_exported_names_are_those_that_type_checkers_see():
    tree = ast.parse((ROOT / "__init__.py").read_text())
    seen = {
        alias.asname
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and node.level and node.module
        for alias in node.names
        if alias.asname
    }
    models = importlib.import_module("scaleway_genapi._generated.models").__all__
    types = importlib.import_module("scaleway_genapi._generated.types").__all__
    assert seen | set(models) | set(types) == set(scaleway_genapi.__all__)


@pytest.mark.parametrize("module", [_core, helper_errors], ids=lambda module: module.__name__)
def test_every_exception_is_exported(module):
    raised = {
        name
        for name, value in vars(module).items()
        if inspect.isclass(value) and issubclass(value, _core.ScalewayGenAPIError)
    }
    assert raised <= set(scaleway_genapi.__all__)


def test_an_unknown_name_is_an_attribute_error():
    with pytest.raises(AttributeError, match="no attribute 'OpenAI'"):
        scaleway_genapi.OpenAI  # noqa: B018
    for name in ("models", "types"):
        module = importlib.import_module(f"scaleway_genapi.{name}")
        with pytest.raises(AttributeError):
            module.Nothing  # noqa: B018


def test_dir_lists_what_can_be_had():
    assert {"Client", "ChatCompletion", "function_tool", "models", "types"} <= set(
        dir(scaleway_genapi)
    )
    assert "ChatCompletion" in dir(importlib.import_module("scaleway_genapi.models"))


def test_the_version_is_the_distributions():
    assert scaleway_genapi.__version__.count(".") == 2


def test_making_a_client_loads_no_model_no_helper_and_no_http_library():
    loaded = imported_by(
        "from scaleway_genapi import Client, AsyncClient; Client('k'); AsyncClient('k')"
    )
    heavy = {
        "httpx",
        "attrs",
        "attr",
        "orjson",
        "anyio",
        "asyncio",
        "pydantic",
        "msgspec",
        "dataclasses",
    }
    assert not heavy & loaded
    assert not {name for name in loaded if ".models" in name or ".helpers" in name}


def test_errors_load_no_http_library():
    assert "httpx" not in imported_by("from scaleway_genapi import RateLimitError")


def test_only_one_module_imports_the_http_library():
    importing = {
        path.relative_to(ROOT).as_posix()
        for path in ROOT.rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text()))
        if (isinstance(node, ast.Import) and any(a.name.startswith("httpx") for a in node.names))
        or (isinstance(node, ast.ImportFrom) and (node.module or "").startswith("httpx"))
    }
    assert importing == {"_core/_httpx.py"}


def test_pure_modules_do_no_io():
    pure = [
        "_unset",
        "_operation",
        "_error_body",
        "_retry",
        "_sse",
        "_config",
        "_ratelimit",
        "_redact",
        "_model",
    ]
    for name in pure:
        tree = ast.parse((ROOT / "_core" / f"{name}.py").read_text())
        modules = {
            alias.name if isinstance(node, ast.Import) else node.module
            for node in ast.walk(tree)
            if isinstance(node, ast.Import) or (isinstance(node, ast.ImportFrom) and not node.level)
            for alias in node.names
        }
        assert not modules & {"os", "socket", "time", "asyncio", "anyio", "threading", "random"}, (
            name
        )
