"""Programs reach what stands beside the API; a foreign web page in a browser does not."""

from __future__ import annotations

import httpx
import pytest

from scaleway_genapi_mock import FULL_ACCESS_KEY, Key, MockServer, Recorder

JSON = {"content-type": "application/json"}
ASIDE = ["/__mock__/", "/__mock__/journal", "/__mock__/ui", "/__mock__/operations", "/docs"]
ASIDE += ["/openapi.json", "/%5f_mock__/ui"]


def status(server, path="/__mock__/journal", method="GET", **headers):
    sent = {name.replace("_", "-"): value for name, value in headers.items()}
    return httpx.request(method, server.url + path, headers=sent).status_code


@pytest.mark.parametrize("path", ASIDE)
def test_a_name_that_was_rebound_to_this_machine_reads_nothing(genapi_mock, path):
    url = genapi_mock.url + path
    response = httpx.get(url, headers={"host": "evil.example:4010"})
    assert response.status_code == 403
    assert response.headers["content-type"] == "application/json"
    assert "evil.example" in response.json()["error"]
    assert "--allow-host" in response.json()["error"]


@pytest.mark.parametrize(
    "host",
    [
        "localhost",
        "LOCALHOST:4010",
        "localhost.",
        "app.localhost",
        "127.0.0.1:4010",
        "127.0.0.2",
        "192.168.1.7:80",
        "[::1]:4010",
        "mock:4010",
        "host.docker.internal:4010",
    ],
)
def test_addresses_and_names_that_nobody_can_buy_are_known(genapi_mock, host):
    assert status(genapi_mock, host=host) == 200


@pytest.mark.parametrize(
    "host",
    [
        "evil.example",
        "localhost.evil.example",
        "127.0.0.1.evil.example",
        "127.0.0.1@evil.example",
        "[::1].evil.example",
        "evilinternal.example",
        "notlocalhost.com",
        "a b",
        "evil.example:80:90",
    ],
)
def test_every_other_name_is_a_stranger(genapi_mock, host):
    assert status(genapi_mock, host=host) == 403


def test_further_names_are_allowed_one_by_one_or_by_their_domain():
    with MockServer(hosts=["mock.corp.example", ".svc.cluster.local"]) as server:
        assert status(server, host="mock.corp.example:4010") == 200
        assert status(server, host="Mock.Test.SVC.cluster.local") == 200
        assert status(server, host="other.corp.example") == 403
        assert status(server, host="svc.cluster.local.evil.example") == 403


@pytest.mark.parametrize(
    "headers",
    [
        {"origin": "https://evil.example"},
        {"origin": "null"},
        {"origin": "http://localhost:3000"},
        {"sec_fetch_site": "cross-site", "sec_fetch_mode": "no-cors"},
        {"sec_fetch_site": "same-site", "sec_fetch_mode": "cors"},
        {"sec_fetch_site": "cross-site", "sec_fetch_mode": "navigate", "sec_fetch_dest": "iframe"},
    ],
)
@pytest.mark.parametrize("method", ["GET", "POST", "DELETE"])
def test_a_page_of_another_site_is_refused(genapi_mock, headers, method):
    genapi_mock.rule(reply={"error": 500})
    path = "/__mock__/rules"
    assert status(genapi_mock, path, method, content_type="application/json", **headers) == 403
    assert len(genapi_mock.app.rules) == 1


def test_a_page_of_this_server_may(genapi_mock):
    own = {"origin": genapi_mock.url, "sec_fetch_site": "same-origin"}
    path = "/__mock__/reset"
    assert status(genapi_mock, path, "POST", content_type="application/json", **own) == 200


def test_a_link_on_another_site_opens_the_page(genapi_mock):
    link = {"sec_fetch_site": "cross-site", "sec_fetch_mode": "navigate"}
    assert status(genapi_mock, "/__mock__/ui", **link, sec_fetch_dest="document") == 200
    form = {**link, "sec_fetch_dest": "document", "content_type": "application/json"}
    assert status(genapi_mock, "/__mock__/reset", "POST", **form) == 403


@pytest.mark.parametrize("kind", [None, "text/plain", "application/jsonx", ""])
@pytest.mark.parametrize("content", [b"", b'{"strict": true}'])
def test_what_changes_something_says_that_it_is_json(genapi_mock, kind, content):
    headers = {} if kind is None else {"content-type": kind}
    genapi_mock.rule(reply={"error": 500})
    for method, path in (("POST", "/reset"), ("POST", "/clock"), ("PATCH", "/settings")):
        url = f"{genapi_mock.url}/__mock__{path}"
        response = httpx.request(method, url, content=content, headers=headers)
        assert response.status_code == 400
        assert "content-type: application/json" in response.json()["error"]
    assert len(genapi_mock.app.rules) == 1


def test_the_type_may_have_parameters(genapi_mock):
    headers = {"content-type": "Application/JSON; charset=utf-8"}
    response = httpx.post(f"{genapi_mock.url}/__mock__/reset", headers=headers)
    assert response.status_code == 200


def test_the_api_itself_answers_under_every_name(genapi_mock):
    headers = {"authorization": f"Bearer {genapi_mock.api_key}", "origin": "http://localhost:3000"}
    for host in ("api.scaleway.ai", "mock.corp.example"):
        response = httpx.get(f"{genapi_mock.url}/v1/models", headers={**headers, "host": host})
        assert response.status_code == 200


@pytest.mark.parametrize(
    "headers", [{"host": "evil.example"}, {"origin": "http://evil.example"}, {"origin": "null"}]
)
def test_a_recorder_with_a_key_spends_nothing_for_a_foreign_page(tmp_path, genapi_mock, headers):
    path = tmp_path / "chats.cassette"
    with Recorder(genapi_mock.url, path, key=genapi_mock.api_key) as recorder:
        refused = httpx.get(f"{recorder.url}/v1/models", headers=headers)
        assert refused.status_code == 403
        assert refused.json()["error"]["message"].startswith("Recorder: ")
        assert httpx.get(f"{recorder.url}/v1/models").status_code == 200
    assert len(genapi_mock.journal) == 1


def test_a_recorder_answers_to_names_that_were_allowed(tmp_path, genapi_mock):
    path = tmp_path / "chats.cassette"
    known = {"host": "recorder.corp.example"}
    for hosts in (["recorder.corp.example"], "recorder.corp.example"):
        allowed = {"key": genapi_mock.api_key, "hosts": hosts, "overwrite": True}
        with Recorder(genapi_mock.url, path, **allowed) as recorder:
            assert httpx.get(f"{recorder.url}/v1/models", headers=known).status_code == 200


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"permission_sets": "GenerativeApisModelAccess"}, r'permission_sets: .*\{"Generative'),
        ({"projects": "33333333-3333-4333-8333-333333333333"}, "projects: .* is one text"),
        ({"projects": 5}, "projects: 5 is no set of texts"),
        ({"permission_sets": {"a", 1}}, "permission_sets: .* is no set of texts"),
        ({"default_project": 5}, "default_project: 5 is no project id"),
    ],
)
def test_a_key_that_could_never_be_used_is_refused_where_it_is_made(given, said):
    with pytest.raises(ValueError, match=f"^Key: {said}"):
        Key("a-secret-of-somebody", **given)


def test_a_key_whose_secret_is_no_text_is_refused_without_showing_it():
    with pytest.raises(ValueError, match=r"^Key: secret: a text is expected, not bytes$"):
        Key(b"a-secret-of-somebody")


@pytest.mark.parametrize("kind", [list, tuple, set, frozenset])
def test_permission_sets_and_projects_of_a_key_may_be_any_collection(kind):
    project = "33333333-3333-4333-8333-333333333333"
    key = Key(FULL_ACCESS_KEY, kind(["GenerativeApisModelAccess"]), kind([project]))
    assert key == Key(
        FULL_ACCESS_KEY, frozenset({"GenerativeApisModelAccess"}), frozenset({project})
    )
    with MockServer(keys=(key,)) as server:
        sent = {"authorization": f"Bearer {FULL_ACCESS_KEY}"}
        assert status(server, f"/{project}/v1/models", **sent) == 200
        assert status(server, "/v1/models", **sent) == 403
