"""`Client.from_profile()`: the Scaleway CLI's configuration, read by the vendor's library."""

import sys

import pytest

from scaleway_genapi._core import ConfigurationError
from scaleway_genapi._generated.client import AsyncClient, Client
from tests.client.conftest import KEY

PROJECT = "01234567-89ab-cdef-0123-456789abcdef"
OTHER = "fedcba98-7654-3210-fedc-ba9876543210"
OTHER_KEY = "22222222-2222-2222-2222-222222222222"

FILE = f"""
secret_key: {KEY}
default_project_id: {PROJECT}
profiles:
  work:
    secret_key: {OTHER_KEY}
    default_project_id: {OTHER}
  empty: {{}}
"""


@pytest.fixture(params=[Client, AsyncClient])
def make(request):
    return request.param.from_profile


@pytest.fixture
def file(tmp_path, monkeypatch):
    monkeypatch.delenv("SCW_PROFILE", raising=False)
    path = tmp_path / "config.yaml"
    path.write_text(FILE)
    monkeypatch.setenv("SCW_CONFIG_PATH", str(path))
    return path


def test_the_default_profile_gives_key_and_project(make, file):
    client = make()
    assert client.base_url == f"https://api.scaleway.ai/{PROJECT}"
    assert client._options.api_key.reveal() == KEY


def test_a_profile_can_be_named(make, file):
    assert make("work").project_id == OTHER
    assert make("work")._options.api_key.reveal() == OTHER_KEY


def test_the_environment_can_name_the_profile(make, file, monkeypatch):
    monkeypatch.setenv("SCW_PROFILE", "work")
    assert make().project_id == OTHER


def test_the_files_active_profile_is_the_default(make, file):
    file.write_text(FILE + "active_profile: work\n")
    assert make().project_id == OTHER


def test_the_environment_wins_over_the_file(make, file, monkeypatch):
    monkeypatch.setenv("SCW_SECRET_KEY", OTHER_KEY)
    monkeypatch.setenv("SCW_DEFAULT_PROJECT_ID", OTHER)
    assert make()._options.api_key.reveal() == OTHER_KEY
    assert make().project_id == OTHER


def test_options_win_over_the_profile(make, file):
    client = make(project_id=OTHER, api_key=OTHER_KEY, max_retries=0)
    assert client.project_id == OTHER
    assert client._options.api_key.reveal() == OTHER_KEY
    assert client.max_retries == 0


def test_the_project_does_not_apply_to_another_host(make, file, monkeypatch):
    assert make(base_url="http://host").base_url == "http://host"
    monkeypatch.setenv("SCW_GENAPI_BASE_URL", "http://mock")
    assert make().base_url == "http://mock"


def test_a_file_that_is_not_there_is_an_error_that_names_it(make, tmp_path):
    with pytest.raises(ConfigurationError, match=r"nowhere\.yaml"):
        make(path=tmp_path / "nowhere.yaml")


def test_an_unknown_profile_is_an_error_that_names_it(make, file):
    with pytest.raises(ConfigurationError, match="'holiday' not found"):
        make("holiday")


@pytest.mark.parametrize("text", ["- a list", f"secret_key: [{KEY}", ""])
def test_a_broken_file_is_an_error_that_does_not_quote_it(make, file, text):
    file.write_text(text)
    with pytest.raises(ConfigurationError, match="cannot be read") as caught:
        make()
    assert KEY not in str(caught.value)


def test_a_profile_without_a_key_is_an_error(make, file):
    file.write_text(f"default_project_id: {PROJECT}")
    with pytest.raises(ConfigurationError, match="no secret_key"):
        make()


def test_without_the_extra_the_error_names_it(make, file, monkeypatch):
    monkeypatch.setitem(sys.modules, "scaleway_core.profile.profile", None)
    with pytest.raises(ConfigurationError, match=r"scaleway-genapi\[profile\]"):
        make()
