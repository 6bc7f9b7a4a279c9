"""What CONTRIBUTING promises: a new endpoint costs an edit of the document and one command.

Operations that `additions.yaml` adds are generated in a copy of the project and tested there by
the tests of every operation; that the rest of the suite lets them be, `nox -s new_endpoint` tries.
"""

from __future__ import annotations

import subprocess
import sys

import pytest

from tests.new_endpoint.gate import ask, satisfy
from tests.new_endpoint.tree import copy_with_additions, environment


@pytest.fixture(scope="module")
def tree(tmp_path_factory):
    """A copy of the project whose document has more operations."""
    tree = tmp_path_factory.mktemp("project") / "tree"
    copy_with_additions(tree)
    return tree


@pytest.fixture(scope="module")
def run(tree):
    """Runs Python there, once the client is generated."""

    def call(*arguments):
        command = [sys.executable, *arguments]
        return subprocess.run(
            command,
            cwd=tree,
            env=environment(tree),
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            timeout=600,
            check=False,
        )

    done = call("-m", "generator")
    assert done.returncode == 0, done.stdout
    return call


def test_the_tests_of_every_operation_pass_for_it(run):
    """All tests are collected: one that takes the document apart as it loads fails there."""
    done = run(
        *("-m", "pytest", "tests", "--ignore=tests/new_endpoint", "--quick", "-q"),
        *("-k", "trial", "-m", "not node", "-p", "no:cacheprovider"),
    )
    assert done.returncode == 0, done.stdout[-10_000:]
    assert " passed" in done.stdout


def test_the_gate_notices_it_and_opens_when_what_it_asks_for_is_done(tree, run):
    first = ask(tree)
    assert "/trial/" in first.stdout, first.stdout
    assert "breaking" not in first.stdout, first.stdout

    satisfy(tree, first.stdout)
    assert run("-m", "generator").returncode == 0

    then = ask(tree)
    assert then.returncode == 0, then.stdout
    assert run("-m", "generator", "--check").returncode == 0
