"""The recipes of the mock's README and its Dockerfile: what they name exists and works."""

from __future__ import annotations

import json
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from scaleway_genapi_mock import FULL_ACCESS_KEY
from scaleway_genapi_mock.command._arguments import parser
from scaleway_genapi_mock.rules import parse_rule

MOCK = Path(__file__).parents[2] / "mock"
README = (MOCK / "README.md").read_text(encoding="utf-8")
DOCKERFILE = (MOCK / "Dockerfile").read_text(encoding="utf-8").replace("\\\n", " ")
BLOCKS = re.findall(r"```(\w+)\n(.*?)```", README, re.DOTALL)


def blocks(language):
    return [text for name, text in BLOCKS if name == language]


def instruction(name):
    return re.search(rf"^{name} (.*)$", DOCKERFILE, re.MULTILINE)[1]


def commands():
    for text in [*blocks("sh"), *blocks("yaml")]:
        for line in text.splitlines():
            found = re.search(r"scaleway-genapi-mock (?:serve|record|check|routes).*", line)
            if found:
                yield found[0].rstrip(" &")


def test_the_documented_commands_are_there():
    assert {line.split()[1] for line in commands()} == {"serve", "record", "check"}


@pytest.mark.parametrize("line", list(commands()))
def test_a_documented_command_is_understood(line):
    assert parser().parse_args(shlex.split(line)[1:])


@pytest.mark.parametrize("text", blocks("python"))
def test_python_in_the_readme_compiles(text):
    compile(text, "README", "exec")


def test_tests_in_the_readme_pass(pytester_like):
    tests = [text for text in blocks("python") if "def test_" in text]
    done = pytester_like("\n\n".join(tests))
    assert f"{len(tests)} passed" in done.stdout, done.stdout


@pytest.fixture
def pytester_like(tmp_path):
    """Runs a test file in a pytest of its own."""

    def run(text):
        path = tmp_path / "test_readme.py"
        path.write_text(text, encoding="utf-8")
        return subprocess.run(
            [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", path],
            capture_output=True,
            text=True,
            check=False,
            cwd=tmp_path,
            timeout=60,
        )

    return run


@pytest.mark.parametrize("text", blocks("yaml"))
def test_yaml_in_the_readme_is_yaml_and_its_rules_are_rules(text):
    data = yaml.safe_load(text)
    for rule in data if isinstance(data, list) else ():
        assert parse_rule(rule).name


def test_the_key_in_the_readme_is_the_one_that_may_do_everything():
    assert set(re.findall(r"\b1{8}-[1-]+\b", README)) == {FULL_ACCESS_KEY}


@pytest.mark.parametrize("body", re.findall(r"curl -X POST \"\$MOCK/rules\".* -d '(.*)'", README))
def test_rules_sent_by_curl_are_rules(body):
    assert parse_rule(json.loads(body))


def test_the_image_runs_as_nobody_in_particular():
    assert instruction("USER") not in {"root", "0"}
    assert DOCKERFILE.index("USER mock") < DOCKERFILE.index("ENTRYPOINT")


def test_what_the_image_needs_is_sent_to_its_builder():
    """Each path that the wheel is made of is let through, and exists."""
    root = MOCK.parent
    lines = (MOCK / "Dockerfile.dockerignore").read_text(encoding="utf-8").splitlines()
    sent = {line.removeprefix("!") for line in lines if line.startswith("!")}
    assert all((root / path).exists() for path in sent)
    wheel = (root / "pyproject.toml").read_text(encoding="utf-8")
    packages = re.search(r"wheel\]\npackages = \[(.*?)\]", wheel, re.DOTALL)[1]
    for package in re.findall(r'"([^"]+)"', packages):
        assert any(package == path or package.startswith(f"{path}/") for path in sent), package


def test_the_entry_point_serves_and_the_health_check_sees_it():
    """The image's own commands, on a free port of this machine."""
    serve = json.loads(instruction("ENTRYPOINT"))
    assert serve[0] == "scaleway-genapi-mock"
    serve[serve.index("4010")] = "0"
    check = json.loads(re.search(r"CMD (\[.*\])", instruction("HEALTHCHECK"))[1])
    module = [sys.executable, "-m", "scaleway_genapi_mock", *serve[1:]]
    with subprocess.Popen(module, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        port = process.stdout.readline().decode().strip().rpartition(":")[2]
        probe = [sys.executable, *check[1:-1], check[-1].replace("4010", port)]
        healthy = subprocess.run(probe, check=False, capture_output=True, timeout=10)
        process.terminate()
        process.communicate(timeout=10)
        sick = subprocess.run(probe, check=False, capture_output=True, timeout=10)
    assert (healthy.returncode, sick.returncode) == (0, 1)
