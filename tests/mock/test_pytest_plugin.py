"""The fixture `genapi_mock`, used as a project would use it: in a pytest run of its own."""

from __future__ import annotations

import subprocess
import sys
import textwrap

import pytest


@pytest.fixture
def run(tmp_path):
    """Runs test code in a project of its own; returns what pytest printed."""

    def run_tests(code, *options):
        (tmp_path / "test_it.py").write_text(textwrap.dedent(code), encoding="utf-8")
        command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", *options]
        done = subprocess.run(
            [*command, str(tmp_path)], capture_output=True, text=True, cwd=tmp_path, check=False
        )
        return done.stdout + done.stderr

    return run_tests


def test_each_test_gets_the_server_as_new(run):
    out = run("""
        import httpx, pytest

        @pytest.mark.parametrize("n", range(3))
        def test_alone(genapi_mock, n):
            assert len(genapi_mock.journal) == 0
            assert genapi_mock.app.config.seed == 0
            genapi_mock.configure(seed=n + 1)
            headers = {"authorization": f"Bearer {genapi_mock.api_key}"}
            assert httpx.get(genapi_mock.url + "/v1/models", headers=headers).status_code == 200
            genapi_mock.assert_called("models.list", times=1)
    """)
    assert "3 passed" in out


def test_parallel_workers_do_not_meet(run):
    out = run(
        """
        import httpx, pytest

        @pytest.mark.parametrize("n", range(8))
        def test_alone(genapi_mock, n):
            for _ in range(n):
                httpx.get(genapi_mock.url)
            assert len(genapi_mock.journal) == n
        """,
        "-n",
        "2",
    )
    assert "8 passed" in out


def test_loading_the_plugin_imports_nothing_of_the_mock(run):
    out = run(
        """
        import sys

        def test_nothing():
            heavy = {"uvicorn", "starlette", "jsonschema_rs", "httpx", "yaml", "asyncio"}
            assert not heavy & set(sys.modules)
    """,
        "-p",
        "no:anyio",
        "-p",
        "no:schemathesis",
        "-p",
        "no:hypothesispytest",
        "-p",
        "no:xdist",
    )
    assert "1 passed" in out


def test_without_the_extra_the_fixture_says_what_to_install(run):
    out = run("""
        import sys
        sys.modules["jsonschema_rs"] = None

        def test_it(genapi_mock):
            pass
    """)
    assert "pip install 'scaleway-genapi[mock]'" in out
    assert "Traceback" not in out


def test_a_failed_expectation_is_explained_without_the_mocks_own_frames(run):
    out = run("""
        def test_it(genapi_mock):
            genapi_mock.assert_called("models.list")
    """)
    assert "expected models.list at least once, got 0 of 0 requests" in out
    assert "_journal.py" not in out
