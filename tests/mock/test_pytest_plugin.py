"""The fixture `genapi_mock`, used as a project would use it: in a pytest run of its own."""

from __future__ import annotations

import os
import subprocess
import sys
import textwrap

import pytest

OURS = "scaleway_genapi_mock.pytest_plugin"


@pytest.fixture
def run(tmp_path):
    """Runs test code in a project of its own; returns what pytest printed.

    Other plugins take longer to load than all that is tested here: they are left out, unless
    `plugins` names them. None of it: pytest finds the plugins by itself, as with a user.
    """

    def run_tests(code, *options, plugins=(OURS,)):
        (tmp_path / "test_it.py").write_text(textwrap.dedent(code), encoding="utf-8")
        command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", *options]
        environment = dict(os.environ)
        if plugins is not None:
            environment["PYTEST_DISABLE_PLUGIN_AUTOLOAD"] = "1"
            command += [word for plugin in plugins for word in ("-p", plugin)]
        done = subprocess.run(
            [*command, str(tmp_path)],
            capture_output=True,
            text=True,
            cwd=tmp_path,
            env=environment,
            check=False,
            timeout=300,
        )
        return done.stdout + done.stderr

    return run_tests


def test_each_test_gets_the_server_as_new(run):
    out = run(
        """
        import httpx, pytest

        @pytest.mark.parametrize("n", range(3))
        def test_alone(genapi_mock, n):
            assert len(genapi_mock.journal) == 0
            assert genapi_mock.app.config.seed == 0
            genapi_mock.configure(seed=n + 1)
            headers = {"authorization": f"Bearer {genapi_mock.api_key}"}
            assert httpx.get(genapi_mock.url + "/v1/models", headers=headers).status_code == 200
            genapi_mock.assert_called("models.list", times=1)
    """,
        plugins=None,
    )
    assert "3 passed" in out


@pytest.mark.parametrize("scope", ["session", "module", "class"])
def test_a_service_that_outlives_a_test_is_scripted_by_each_test(run, scope):
    out = run(f"""
        import httpx, pytest

        from scaleway_genapi_mock import MockAddress

        @pytest.fixture(scope="{scope}")
        def service(genapi_mock_server):
            assert type(genapi_mock_server) is MockAddress
            assert genapi_mock_server.api_key not in repr(genapi_mock_server)
            key = {{"authorization": f"Bearer {{genapi_mock_server.api_key}}"}}
            with httpx.Client(base_url=genapi_mock_server.url, headers=key) as client:
                assert client.get("/v1/models").status_code == 200
                yield client

        class TestIt:
            @pytest.mark.parametrize("status", [500, 503])
            def test_scripted(self, service, genapi_mock, status):
                assert len(genapi_mock.journal) == 0
                genapi_mock.fail_next(status)
                codes = [service.get("/v1/models").status_code for _ in range(2)]
                assert codes == [status, 200]

            def test_plain(self, service, genapi_mock_server):
                assert str(service.base_url).rstrip("/") == genapi_mock_server.url
                assert not hasattr(genapi_mock_server, "rule")
    """)
    assert "3 passed" in out


MISUSES = """
    import contextlib, ssl, sys, threading, time
    from pathlib import Path

    import httpx, pytest

    from scaleway_genapi_mock import Config, Key, Limits, MockServer, Recorder

    CHAT = {"model": "gpt-oss-120b", "messages": [{"role": "user", "content": "Hi"}]}
    PLAIN = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)

    def ask(mock, **fields):
        headers = {"authorization": f"Bearer {mock.api_key}"}
        url = mock.url + "/v1/chat/completions"
        return httpx.post(url, json=CHAT | fields, headers=headers, timeout=10, verify=PLAIN)

    def in_thread(mock, **fields):
        def run():
            with contextlib.suppress(httpx.TransportError):
                ask(mock, **fields)
        before = len(mock.journal)
        thread = threading.Thread(target=run, daemon=True)
        thread.start()
        while len(mock.journal) == before:
            time.sleep(0.001)
        return thread

    def stopped(mock):
        mock.stop()
        mock.stop()

    def nonsense(mock):
        for settings in (
            {"fault_profile": "nonsense"}, {"sed": 1}, {"latency": float("nan")}, {"seed": "x"},
            {"latency": -1}, {"limits": 5}, {"cassette": "missing"}, {"journal_size": 0},
            {"keys": ["a"]}, {"models": "gpt"}, {"spec": "x.yaml"}, {"rules": []},
            {"error_shape": "odd"}, {"max_body": 0}, {"request_timeout": 0}, {"strict": 1}, {"cap_status": 200},
        ):
            before = mock.app.config
            with pytest.raises(ValueError):
                mock.configure(**settings)
            assert mock.app.config is before
            assert ask(mock).status_code == 200

    def raising(mock):
        def exhausted(call):
            raise StopIteration
        for function in (lambda _: 1 / 0, lambda _: pytest.fail("no"), lambda _: sys.exit(3),
                         lambda _: exec("raise KeyboardInterrupt"), exhausted, lambda _: 5,
                         lambda _: {"sequence": [{"text": "a"}]}, lambda _: {"txt": "a"}):
            mock.when().reply(function=function, priority=9, times=1)
            assert ask(mock).status_code == 500

    def blocking(mock):
        mock.when().reply(function=lambda _: threading.Event().wait())
        in_thread(mock)
        assert httpx.get(mock.url + "/docs").status_code == 200

    def waiting(mock):
        mock.configure(latency=1000, token_delay=1000)
        for _ in range(3):
            in_thread(mock)

    def open_streams(mock):
        mock.configure(token_delay=1000)
        for _ in range(3):
            in_thread(mock, stream=True)

    def stalled(mock):
        mock.rule(reply={"fault": "stall"})
        in_thread(mock)

    def stopped_while_streaming(mock):
        open_streams(mock)
        mock.stop()

    def frozen(mock):
        mock.clock.freeze(1000)
        mock.clock.advance(10**9)

    def used_up(mock):
        mock.clock.freeze()
        mock.configure(limits=Limits(requests=1, tokens=1, concurrent=1))
        assert [ask(mock).status_code for _ in range(2)] == [200, 429]

    def recorded(mock):
        with Recorder(mock.url, "some.cassette", overwrite=True) as recorder:
            headers = {"authorization": f"Bearer {mock.api_key}"}
            httpx.get(recorder.url + "/v1/models", headers=headers)
        mock.configure(cassette="some.cassette", replay_speed=0)
        assert ask(mock).status_code == 404

    def other_settings(mock):
        mock.configure(keys=(Key("another-key"),), models=("m",), strict=True, seed=4,
                       legacy_models=("m",), dedicated=True, max_body=10, error_shape="flat",
                       fault_profile="overloaded", gateway_errors=True, cap_status=400)
        assert ask(mock).status_code == 403

    def huge(mock):
        mock.configure(journal_size=5)
        for _ in range(8):
            ask(mock, user="x" * 200_000)
        assert len(mock.journal) == 5

    def left_open(mock):
        client = mock.client()
        client.models.list()

    def failing(mock):
        mock.fail_next(500, times=10**6)
        mock.assert_called("models.list")

    ALL = [stopped, nonsense, raising, blocking, waiting, open_streams, stalled,
           stopped_while_streaming, frozen, used_up, recorded, other_settings, huge, left_open]

    def as_new(mock):
        assert len(mock.journal) == 0
        assert mock.app.config == Config()
        assert len(mock.app.rules) == 0
        before = time.time()
        assert before <= mock.clock.now() <= time.time()
        answer = ask(mock)
        assert answer.status_code == 200
        assert answer.headers["x-ratelimit-remaining-requests"] == "599"
        assert len(ask(mock, stream=True).text.split("data: ")) > 3
        assert mock.app.limiter.open == 0
        assert [entry.number for entry in mock.journal] == [1, 2]
        assert "gpt-oss-120b" in [model.id for model in mock.client().models.list().data]
        mock.assert_called("chat.completions.create", times=2)
"""


def test_conditions_without_a_reply_fail_a_test_where_warnings_are_errors(run):
    out = run(
        """
        def test_it(genapi_mock):
            genapi_mock.when(model="gpt-oss-120b")

        def test_another(genapi_mock):
            genapi_mock.when(model="gpt-oss-120b").reply("x")
    """,
        "-W",
        "error",
    )
    assert "2 passed, 1 error" in out
    assert "when(…) without a reply added no rule" in out


def test_whatever_a_test_does_to_it_the_next_one_finds_it_as_new(run):
    out = run(
        MISUSES
        + """
    @pytest.mark.parametrize(
        ("misuse", "phase"), [(m, p) for m in ALL for p in ("misuse", "new")]
    )
    def test_it(genapi_mock, misuse, phase):
        misuse(genapi_mock) if phase == "misuse" else as_new(genapi_mock)
    """,
        "-W",
        "error",
    )
    assert "28 passed" in out, out


def test_a_test_that_fails_is_followed_by_a_new_one(run):
    out = run(
        MISUSES
        + """
    def test_fails(genapi_mock):
        failing(genapi_mock)

    def test_new(genapi_mock):
        as_new(genapi_mock)
    """
    )
    assert "1 failed, 1 passed" in out, out


def test_a_server_that_was_stopped_comes_back_at_its_address(run):
    out = run("""
        URLS = []

        def test_stops_it(genapi_mock):
            URLS.append(genapi_mock.url)
            genapi_mock.stop()

        def test_finds_it(genapi_mock):
            assert [genapi_mock.url] == URLS
    """)
    assert "2 passed" in out, out


def test_it_works_in_asyncio_and_in_trio_tests(run):
    out = run(
        """
        import pytest

        CHAT = {"model": "gpt-oss-120b", "messages": [{"role": "user", "content": "Hi"}]}

        @pytest.fixture(params=["asyncio", "trio"])
        def anyio_backend(request):
            return request.param

        @pytest.mark.anyio
        async def test_async(genapi_mock, anyio_backend):
            async with genapi_mock.async_client() as client:
                await client.chat.completions.create(**CHAT)
                async with await client.chat.completions.create(**CHAT, stream=True) as stream:
                    assert [chunk async for chunk in stream]
            genapi_mock.assert_called("chat.completions.create", times=2)

        @pytest.mark.anyio
        async def test_as_new(genapi_mock, anyio_backend):
            genapi_mock.assert_not_called()
        """,
        "-W",
        "error",
        plugins=(OURS, "anyio"),
    )
    assert "4 passed" in out, out


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
        plugins=(OURS, "xdist"),
    )
    assert "8 passed" in out


def test_loading_the_plugin_imports_nothing_of_the_mock(run):
    out = run(
        """
        import sys

        def test_nothing():
            heavy = {"uvicorn", "starlette", "jsonschema_rs", "httpx", "yaml", "asyncio"}
            assert not heavy & set(sys.modules)
    """
    )
    assert "1 passed" in out


def test_starting_it_loads_nothing_that_is_not_there_since_its_import():
    """Compiling the document and listening is some 30 ms; loading modules would be 200 more."""
    program = (
        "import sys\n"
        "from scaleway_genapi_mock.testing import GenapiMock\n"
        "before = set(sys.modules)\n"
        "with GenapiMock(): pass\n"
        "print([n for n in set(sys.modules) - before if not n.startswith('encodings')])\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "[]"


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
    assert "expected at least 1 call of models.list, got 0 of 0 requests" in out
    assert "_journal.py" not in out


ASKS = """
    import scaleway_genapi_mock
    from scaleway_genapi import Client

    def ask(mock):
        with Client(mock.api_key, base_url=mock.url, max_retries=0) as client:
            return client.models.list()
"""


def test_a_failed_test_is_told_what_came_and_who_answered(run):
    out = run(
        ASKS
        + """
    def test_it(genapi_mock):
        genapi_mock.when(operation="models.list").reply(body={"data": []})
        ask(genapi_mock)
        assert False
    """
    )
    assert "genapi_mock" in out.split("assert False")[-1]
    assert "#1 models.list -> 200, answered by 'rule-1'" in out


def test_a_failed_test_is_told_of_rules_that_no_request_met(run):
    out = run(
        ASKS
        + """
    def test_it(genapi_mock):
        genapi_mock.when(operation="chat.completions.create").reply("Never")
        ask(genapi_mock)
        assert False
    """
    )
    assert "#1 models.list -> 200\n" in out
    assert "no request met 'rule-1'" in out


def test_a_failed_test_whose_service_never_asked_is_told_so(run):
    out = run("""
        def test_it(genapi_mock):
            assert False
    """)
    assert "no request came to <GenapiMock http://127.0.0.1:" in out


def test_a_failed_test_is_told_of_the_last_requests_alone(run):
    out = run(
        ASKS
        + """
    def test_it(genapi_mock):
        for _ in range(30):
            ask(genapi_mock)
        assert False
    """
    )
    assert "#30 models.list" in out
    assert "#20 models.list" not in out
    assert "20 earlier requests" in out


def test_a_fixture_of_the_projects_own_by_that_name_is_let_alone(run):
    out = run("""
        import pytest

        @pytest.fixture
        def genapi_mock():
            return object()

        def test_it(genapi_mock):
            assert False
    """)
    assert "1 failed" in out
    assert "INTERNALERROR" not in out


def test_a_test_that_passes_or_does_not_use_the_mock_is_told_nothing(run):
    out = run(
        ASKS
        + """
    def test_passes(genapi_mock):
        ask(genapi_mock)

    def test_fails():
        assert False
    """,
        "-rA",
    )
    assert "1 passed" in out
    assert "models.list" not in out
