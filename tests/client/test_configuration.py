"""Keys, projects, URLs, headers: what is accepted, and clear errors for the rest, at construction."""

import pickle
import traceback

import pytest

from scaleway_genapi._core import ApiDescription, ConfigurationError
from scaleway_genapi._core._operation import Operation
from scaleway_genapi._generated.client import AsyncClient, Client
from tests.client.conftest import KEY
from tests.client.fault_server import MODELS, response

PROJECT = "01234567-89ab-cdef-0123-456789abcdef"
OTHER = "fedcba98-7654-3210-fedc-ba9876543210"


@pytest.fixture(params=[Client, AsyncClient])
def make(request):
    return request.param


def test_the_default_is_the_vendors_host(make):
    assert make(KEY).base_url == "https://api.scaleway.ai"


def test_the_key_comes_from_the_environment(make, monkeypatch):
    monkeypatch.setenv("SCW_SECRET_KEY", KEY)
    assert make().base_url == "https://api.scaleway.ai"


def test_no_key_is_an_error_that_names_the_variable(make):
    with pytest.raises(ConfigurationError, match="SCW_SECRET_KEY"):
        make()


@pytest.mark.parametrize(
    "key",
    ["", "secret\n", "secret\r\nX: y", "sec ret", "secrét", "secret\0", "\x7fsecret", 5, b"secret"],
)
def test_an_unusable_key_is_refused_without_being_shown(make, key):
    with pytest.raises(ConfigurationError) as caught:
        make(key)
    shown = "".join(traceback.format_exception(caught.value))
    assert "sec ret" not in shown.replace("secret key", "")
    assert repr(key) not in str(caught.value)


def test_an_unusable_key_in_the_environment_names_the_variable(make, monkeypatch):
    monkeypatch.setenv("SCW_SECRET_KEY", "hidden\n")
    with pytest.raises(ConfigurationError, match="SCW_SECRET_KEY") as caught:
        make()
    assert "hidden" not in str(caught.value)


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ("https://api.scaleway.ai/v1", "https://api.scaleway.ai"),
        ("https://api.scaleway.ai/v1/", "https://api.scaleway.ai"),
        ("https://api.scaleway.ai/", "https://api.scaleway.ai"),
        (f"https://api.scaleway.ai/{PROJECT}/v1", f"https://api.scaleway.ai/{PROJECT}"),
        ("http://localhost:4010", "http://localhost:4010"),
        ("http://127.0.0.1:4010", "http://127.0.0.1:4010"),
        ("http://[fe80::1%25eth0]", "http://[fe80::1%25eth0]"),
        ("http://1.2.3.4.5", "http://1.2.3.4.5"),
        ("http://[::1]:4010/v1", "http://[::1]:4010"),
        ("https://host/gateway/v1", "https://host/gateway"),
        ("https://host/v1/gateway", "https://host/v1/gateway"),
        ("https://host/apiv1", "https://host/apiv1"),
        ("HTTPS://host/v1", "https://host"),
    ],
)
def test_a_base_url_may_or_may_not_end_in_the_version(make, given, expected):
    assert make(KEY, base_url=given).base_url == expected


@pytest.mark.parametrize(
    "url",
    [
        "",
        "api.scaleway.ai",
        "ftp://host",
        "https://",
        "https:///v1",
        "https://host:99999",
        "http://256.1.1.1:8000",
        "http://1.2.3.4444",
        "http://[v1.abc]/v1",
        "http://[::1::2]",
        "http://host/" + "x" * 70_000,
        "https://host/v1?key=1",
        "https://host/#x",
        "https://user:hunter2@host/v1",
        "https://hunter2@host/v1",
        "https://host/v1\n",
        "https://ho st/v1",
        "https://[::1/v1",
        5,
    ],
)
def test_an_unusable_base_url_is_refused(make, url):
    with pytest.raises(ConfigurationError, match="base_url") as caught:
        make(KEY, base_url=url)
    assert "hunter2" not in "".join(traceback.format_exception(caught.value))


@pytest.mark.parametrize(
    ("given", "shown"),
    [
        ("api.example.com", "'api.example.com'"),
        ("https://host:99999", "'https://host:99999'"),
        ("https://ho st/v1", "'https://ho st/v1'"),
        ("https://host/v1?key=hunter2", "'https://host/v1'"),
    ],
)
def test_a_refused_base_url_is_quoted(make, given, shown):
    with pytest.raises(ConfigurationError) as caught:
        make(KEY, base_url=given)
    assert f"base_url {shown} " in str(caught.value)


@pytest.mark.parametrize(
    "given",
    [
        "https://me:hunter2@host",
        "me:hunter2@host",
        "https://me:hunt?hunter2@host",
        "https://me:hunter2%40host:x",
        "hunter2",
        "https://host:x?hunter2",
        "host#hunter2",
    ],
)
def test_what_may_be_a_secret_in_a_refused_base_url_is_not_quoted(make, given):
    with pytest.raises(ConfigurationError) as caught:
        make(KEY, base_url=given)
    assert "hunter2" not in str(caught.value)


def test_a_project_becomes_a_path_segment(make):
    client = make(KEY, project_id=PROJECT)
    assert client.base_url == f"https://api.scaleway.ai/{PROJECT}"
    assert client.project_id == PROJECT


def test_a_project_joins_any_base_url(make):
    assert (
        make(KEY, project_id=PROJECT, base_url="http://host/v1").base_url
        == f"http://host/{PROJECT}"
    )


@pytest.mark.parametrize(
    "project",
    ["", "default", "../admin", f"{PROJECT}/x", PROJECT + "\n", PROJECT.replace("-", ""), 5],
)
def test_a_project_that_is_no_uuid_is_refused(make, project):
    with pytest.raises(ConfigurationError, match="project_id"):
        make(KEY, project_id=project)


def test_a_project_in_both_places_is_refused(make):
    with pytest.raises(ConfigurationError, match="one place"):
        make(KEY, project_id=OTHER, base_url=f"https://api.scaleway.ai/{PROJECT}/v1")
    with pytest.raises(ConfigurationError, match="one place"):
        make(KEY, base_url=f"https://api.scaleway.ai/{PROJECT}/v1").with_options(project_id=OTHER)


def test_the_environments_project_applies_to_the_vendors_host(make, monkeypatch):
    monkeypatch.setenv("SCW_DEFAULT_PROJECT_ID", PROJECT)
    assert make(KEY).base_url == f"https://api.scaleway.ai/{PROJECT}"
    assert make(KEY, project_id=OTHER).base_url == f"https://api.scaleway.ai/{OTHER}"


def test_the_environments_project_does_not_apply_to_another_host(make, monkeypatch):
    monkeypatch.setenv("SCW_DEFAULT_PROJECT_ID", PROJECT)
    assert make(KEY, base_url="http://host").base_url == "http://host"
    monkeypatch.setenv("SCW_GENAPI_BASE_URL", "http://mock:4010/v1")
    assert make(KEY).base_url == "http://mock:4010"
    assert make(KEY, project_id=OTHER).base_url == f"http://mock:4010/{OTHER}"


def test_an_unusable_project_in_the_environment_names_the_variable(make, monkeypatch):
    monkeypatch.setenv("SCW_DEFAULT_PROJECT_ID", "default")
    with pytest.raises(ConfigurationError, match="SCW_DEFAULT_PROJECT_ID"):
        make(KEY)


def test_an_unusable_base_url_in_the_environment_names_the_variable(make, monkeypatch):
    monkeypatch.setenv("SCW_GENAPI_BASE_URL", "host")
    with pytest.raises(ConfigurationError, match="SCW_GENAPI_BASE_URL"):
        make(KEY)


def test_a_copy_changes_and_removes_the_project(make):
    client = make(KEY, project_id=PROJECT)
    assert client.with_options(project_id=OTHER).base_url == f"https://api.scaleway.ai/{OTHER}"
    assert client.with_options(project_id=None).base_url == "https://api.scaleway.ai"
    assert client.with_options(max_retries=0).base_url == client.base_url


@pytest.mark.parametrize(
    "options",
    [
        {"timeout": 0},
        {"timeout": -1},
        {"timeout": float("nan")},
        {"timeout": "5"},
        {"max_retries": -1},
        {"max_retries": 1.5},
        {"max_retries": True},
        {"total_timeout": 0},
        {"max_retry_wait": -1},
        {"max_event_size": 0},
        {"on_retry": 5},
        {"default_headers": {"X-A": "b\nc"}},
        {"default_headers": {"X A": "b"}},
        {"default_headers": {"X-A": "é"}},
        {"default_headers": {"X-A": 5}},
        {"http_client": "no client"},
    ],
    ids=str,
)
def test_an_unusable_option_is_refused_at_construction(make, options):
    with pytest.raises(ConfigurationError):
        make(KEY, **options)


def test_a_client_shows_no_key_and_is_not_pickled(make):
    client = make(KEY, default_headers={"X-Secret": "hidden-value"})
    shown = (
        repr(client) + repr(client._options) + repr(client.models) + repr(client.chat.completions)
    )
    assert KEY not in shown
    assert "hidden-value" not in shown
    with pytest.raises(TypeError, match="pickled"):
        pickle.dumps(client)


def test_default_and_extra_headers_and_query_are_sent(driver):
    driver.server.script(response(200, MODELS))
    driver.run(
        lambda client: client.models.list(
            extra_headers={"x-b": "call", "User-Agent": "me"},
            extra_query={"q": ["1", True], "none": None},
        ),
        default_headers={"X-A": "client", "X-B": "client"},
    )
    request = driver.server.requests[0]
    assert request.target == "/v1/models?q=1&q=true"
    assert request.headers["x-a"] == "client"
    assert request.headers["x-b"] == "call"
    assert request.headers["user-agent"] == "me"
    assert request.headers["authorization"] == f"Bearer {KEY}"


def test_extra_body_is_sent_over_the_body(driver):
    driver.server.script(response(422, {}))
    with pytest.raises(Exception, match="422"):
        driver.complete(seed=1, extra_body={"seed": 2, "user": "someone"})
    body = driver.server.requests[0].json()
    assert body == {
        "model": "some-model",
        "messages": [{"role": "user", "content": "Hi"}],
        "seed": 2,
        "user": "someone",
    }


def test_the_client_names_itself(driver):
    driver.server.script(response(200, MODELS))
    driver.models()
    assert driver.server.requests[0].headers["user-agent"].startswith("scaleway-genapi/0.")


class Elsewhere(Client):
    """A client of an API whose projects have ids of no particular format."""

    _api = ApiDescription(
        title="Elsewhere",
        version="1",
        default_base_url="http://api.example",
        project_base_url="http://api.example/{tenant}",
        project_variable="tenant",
        path_prefix="/v1",
    )


def test_the_document_decides_what_an_id_of_a_project_looks_like():
    assert Elsewhere(KEY, project_id="acme-2").base_url == "http://api.example/acme-2"
    at_a_path = Elsewhere(KEY, base_url=f"http://other.example/{PROJECT}", project_id="acme-2")
    assert at_a_path.base_url == f"http://other.example/{PROJECT}/acme-2"


@pytest.mark.parametrize("project", ["", ".", "..", "a/b", "a?b", "a b", "é", "a%2fb", "{tenant}"])
def test_an_id_of_any_format_is_one_segment_of_the_url(project):
    with pytest.raises(ConfigurationError, match="project_id must be the id of a project"):
        Elsewhere(KEY, project_id=project)


def test_a_refused_id_of_a_project_is_not_quoted_since_it_may_be_the_key(make):
    with pytest.raises(ConfigurationError, match="the id of a project, a UUID, such as") as caught:
        make(KEY, project_id="hunter2-of-another-service")
    assert "hunter2" not in str(caught.value)


def test_a_path_that_is_too_long_for_a_url_is_refused_before_it_is_sent(driver):
    operation = Operation("things.get", "GET", "/v1/things/{id}", decode=bool)
    with pytest.raises(ConfigurationError, match="too long"):
        driver.run(lambda client: client.request(operation, path_params={"id": "x" * 70_000}))
    assert driver.server.requests == []
