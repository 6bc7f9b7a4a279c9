"""None among the headers of a call leaves one out."""

import pytest

from scaleway_genapi._core import ConfigurationError
from tests.client.conftest import KEY
from tests.client.fault_server import completion, response


def headers_of(driver, options=None, **extra_headers):
    driver.server.script(response(200, completion()))
    driver.complete(
        options=options, extra_headers={n.replace("_", "-"): v for n, v in extra_headers.items()}
    )
    return driver.server.requests[0].headers


@pytest.mark.parametrize("name", ["User-Agent", "user-agent", "Accept", "Accept-Encoding"])
def test_one_of_the_clients_own_is_left_out(driver, name):
    assert name.lower() not in headers_of(driver, **{name: None})


def test_a_default_of_the_user_is_left_out_of_one_call(driver):
    options = {"default_headers": {"X-Tenant": "acme", "X-Team": "red"}}
    sent = headers_of(driver, options, x_tenant=None, x_other="1")
    assert "x-tenant" not in sent
    assert (sent["x-team"], sent["x-other"]) == ("red", "1")


def test_one_of_a_supplied_client_is_left_out(driver):
    assert "x-theirs" not in headers_of(
        driver, {"supplied": {"headers": {"X-Theirs": "1"}}}, x_theirs=None
    )


def test_one_that_would_not_be_sent_anyway_is_no_fault(driver):
    assert headers_of(driver, x_unknown=None)["authorization"] == f"Bearer {KEY}"


@pytest.mark.parametrize("name", ["Authorization", "authorization", "Host", "Content-Type"])
def test_one_that_a_request_needs_is_refused(driver, name):
    with pytest.raises(ConfigurationError, match=f"'{name}' cannot be left out"):
        headers_of(driver, **{name: None})
    assert driver.server.requests == []


@pytest.mark.parametrize("name", ["Content-Length", "a b", ""])
def test_what_is_no_header_to_set_is_none_to_leave_out(driver, name):
    with pytest.raises(ConfigurationError, match="extra_headers"):
        headers_of(driver, **{name: None})
