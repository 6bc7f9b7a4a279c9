"""The wheel, as someone who installs it elsewhere meets it."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import zipfile
from importlib.metadata import requires
from pathlib import Path

import pytest
from packaging.requirements import Requirement

from openapi.compatibility import read_surface
from openapi.compatibility._repository import PACKAGES

ROOT = Path(__file__).resolve().parents[1]
KEY = "11111111-1111-1111-1111-111111111111"
CHAT = f"""
import re, subprocess, sys
from scaleway_genapi import Client
server = subprocess.Popen(
    [sys.argv[1], "serve", "--port", "0"], stdout=subprocess.PIPE, text=True
)
try:
    url = next(m.group() for line in server.stdout if (m := re.search(r"http://[0-9.:]+", line)))
    with Client(api_key="{KEY}", base_url=url) as client:
        model = client.models.list().data[0].id
        message = {{"role": "user", "content": "hello"}}
        answer = client.chat.completions.create(model=model, messages=[message])
        pieces = list(client.chat.completions.create(model=model, messages=[message], stream=True))
    print(len(answer.choices), len(pieces) > 2)
finally:
    server.terminate()
    server.wait(10)
    server.stdout.close()
"""


def uv(*arguments: str | Path) -> str:
    command = os.environ.get("UV") or shutil.which("uv")
    assert command, "the packaging tests need uv on PATH"
    return run(command, *arguments)


def run(*command: str | Path, check: bool = True, cwd: Path | None = None) -> str:
    # Nothing of the repository's own environment may help the installed wheel.
    env = {
        k: v for k, v in os.environ.items() if not k.startswith(("PYTHON", "VIRTUAL_ENV", "SCW"))
    }
    done = subprocess.run(
        [str(part) for part in command],
        cwd=cwd,
        env=env,
        text=True,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        timeout=240,
        check=False,
    )
    assert not check or done.returncode == 0, done.stdout
    return done.stdout


@pytest.fixture(scope="module")
def wheel(tmp_path_factory):
    folder = tmp_path_factory.mktemp("wheel")
    uv("build", "--quiet", "--wheel", "--out-dir", folder, ROOT)
    (built,) = folder.glob("*.whl")
    return built


@pytest.fixture(scope="module")
def install(wheel, tmp_path_factory):
    def make(extra: str) -> Path:
        folder = tmp_path_factory.mktemp("environment")
        uv("venv", "--quiet", "--python", sys.executable, folder / "venv")
        python = folder / "venv" / "bin" / "python"
        uv("pip", "install", "--quiet", "--python", python, f"scaleway-genapi{extra} @ {wheel}")
        return python

    return make


@pytest.fixture(scope="module")
def plain(install):
    return install("")


@pytest.fixture(scope="module")
def with_mock(install):
    return install("[mock]")


def closure(*names: str) -> set[str]:
    """What installing `names` brings, themselves included, by the metadata at hand."""
    found, todo = set(), list(names)
    while todo:
        name = todo.pop()
        if name in found:
            continue
        found.add(name)
        for text in requires(name) or ():
            requirement = Requirement(text)
            if requirement.marker is None or requirement.marker.evaluate({"extra": ""}):
                todo.append(requirement.name.lower().replace("_", "-"))
    return found


def test_the_wheel_ships_the_document_itself_and_the_type_markers(wheel):
    with zipfile.ZipFile(wheel) as archive:
        shipped = archive.read("scaleway_genapi_mock/openapi.yaml")
        names = set(archive.namelist())
    assert (ROOT / "openapi" / "openapi.yaml").read_bytes() == shipped
    assert {"scaleway_genapi/py.typed", "scaleway_genapi_mock/py.typed"} <= names
    assert "scaleway_genapi_contract/py.typed" in names


def test_the_wheel_ships_nothing_that_is_for_developers_alone(wheel):
    with zipfile.ZipFile(wheel) as archive:
        roots = {name.split("/")[0] for name in archive.namelist()}
        strange = [n for n in archive.namelist() if re.search(r"node_modules|tests/|\.jinja", n)]
    assert [] == strange
    assert {"scaleway_genapi", "scaleway_genapi_contract", "scaleway_genapi_mock"} == {
        root for root in roots if not root.endswith(".dist-info")
    }


@pytest.mark.parametrize("package", PACKAGES)
def test_the_surface_that_a_release_is_remembered_by_is_that_of_its_wheel(wheel, package, tmp_path):
    folder, modules = PACKAGES[package]
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(tmp_path)

    installed = read_surface(package, tmp_path, modules).stubs

    assert f"{package}/__init__.pyi" in installed
    assert installed == read_surface(package, ROOT / folder, modules).stubs


def test_no_package_of_the_wheel_is_released_without_its_surface_being_remembered(wheel):
    with zipfile.ZipFile(wheel) as archive:
        roots = {name.split("/")[0] for name in archive.namelist()}
    assert {root for root in roots if not root.endswith(".dist-info")} == PACKAGES.keys()


def test_the_client_alone_installs_httpx_and_attrs_and_what_they_need(plain):
    listing = uv("pip", "list", "--quiet", "--format", "freeze", "--python", plain)
    installed = {line.split("==")[0].split(" ")[0].lower() for line in listing.splitlines()}
    assert {"scaleway-genapi", "httpx", "attrs"} <= installed
    assert installed <= {"scaleway-genapi"} | closure("httpx", "attrs")


def test_the_client_alone_imports_and_is_constructed(plain, tmp_path):
    code = f"from scaleway_genapi import Client, ChatCompletion; print(Client(api_key='{KEY}'))"
    printed = run(plain, "-I", "-W", "error", "-c", code, cwd=tmp_path)
    assert "Client" in printed
    assert KEY not in printed


def test_the_mock_without_its_extra_names_the_extra(plain, tmp_path):
    command = plain.with_name("scaleway-genapi-mock")
    printed = run(command, "serve", "--port", "0", check=False, cwd=tmp_path)
    assert "scaleway-genapi[mock]" in printed
    assert "Traceback" not in printed


def test_the_contract_kit_needs_its_own_extra_and_names_it(plain, install, tmp_path):
    command = plain.with_name("scaleway-genapi-contract")
    printed = run(command, "--list", check=False, cwd=tmp_path)
    assert "scaleway-genapi[contract]" in printed
    assert "Traceback" not in printed
    command = install("[contract]").with_name("scaleway-genapi-contract")
    assert "models.list/key/missing" in run(command, "--list", cwd=tmp_path)


def test_the_wheel_with_its_mock_serves_and_calls_outside_the_repository(with_mock, tmp_path):
    command = with_mock.with_name("scaleway-genapi-mock")
    assert "1 True" in run(with_mock, "-I", "-c", CHAT, command, cwd=tmp_path)


def test_the_plugin_of_the_installed_wheel_gives_a_fixture(with_mock, tmp_path):
    uv("pip", "install", "--quiet", "--python", with_mock, "pytest")
    (tmp_path / "test_service.py").write_text(
        "def test_models(genapi_mock):\n"
        "    with genapi_mock.client() as client:\n"
        "        assert client.models.list().data\n"
    )
    assert "1 passed" in run(with_mock, "-m", "pytest", "-q", cwd=tmp_path)
