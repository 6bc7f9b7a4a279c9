"""Prism stands between client and mock, and has nothing against what either of them sends."""

from __future__ import annotations

import pytest
from hypothesis import strategies as st

from scaleway_genapi import APIStatusError, InternalServerError
from tests.contract.closed_schemas import Schemas
from tests.contract.engines import PROJECT
from tests.contract.operations import DOCUMENT, JSON, OPERATIONS, listed_ids
from tests.contract.typed_calls import Surface, method
from tests.contract.values import Values

pytestmark = [pytest.mark.contract, pytest.mark.node]
# Prism's integers are JavaScript's.
VALUES = Values(Schemas(DOCUMENT, closed=True), largest=2**53 - 1)
SURFACE = Surface(DOCUMENT)
CHAT = "chat.completions.create"
DECLARED = [
    pytest.param(operation, status, id=f"{operation.id} {status}")
    for operation in OPERATIONS
    for status, _ in operation.responses()
    if status >= 400
]


def read(answer):
    if hasattr(answer, "close"):
        with answer:
            list(answer)


def status_of(call, keywords):
    """The status of the error that a call is answered with, None without one."""
    try:
        read(call(**keywords))
    except APIStatusError as error:
        return error.status_code
    return None


@pytest.mark.parametrize("project", [None, PROJECT], ids=["default", "project"])
def test_generated_calls_and_their_answers_pass(operation, project, oracle, examples):
    # Nothing a call says of its model can be known to the schema: let it name one that exists.
    with oracle.client(project_id=project) as client:

        @examples(40)
        def check(data):
            oracle.violations.clear()
            made = operation.sample_parameters()
            if operation.body is not None:
                body = data.draw(VALUES.of(operation.body))
                body |= {
                    name: data.draw(st.sampled_from(listed_ids(OPERATIONS, name)))
                    for name in operation.selectors
                }
                made |= SURFACE.keywords(operation, body, lambda: data.draw(st.booleans())).value
            # Rules that no schema says, of roles, of tools, of caps, may still refuse it.
            assert status_of(method(client, operation), made) in {None, 400, 416}
            assert oracle.violations == []

        check()


def test_every_example_of_a_request_passes_and_is_answered(operation, oracle):
    with oracle.client() as client:
        for example in operation.request_examples.values():
            read(method(client, operation)(**operation.keywords(example)))


@pytest.mark.parametrize(("operation", "status"), DECLARED)
def test_every_declared_status_passes(operation, status, oracle):
    with oracle.refusing(status) as (client, _), pytest.raises(APIStatusError) as caught:
        method(client, operation)(**operation.sample())
    assert status == caught.value.status_code


def test_every_example_of_an_answer_passes(operation, oracle):
    for example in operation.examples:
        if example.media_type != JSON:
            continue
        oracle.mock.rule(reply={"body": example.value, "status": example.status}, times=1)
        with oracle.client() as client:
            status = status_of(method(client, operation), operation.sample())
            assert example.status == (status or operation.success)
            assert oracle.violations == [], example.name


class TestWhatItSees:
    """A seeded violation is one, whatever the client makes of it."""

    @pytest.fixture
    def seen(self, watched_by_prism):
        watched_by_prism.violations.clear()
        watched_by_prism.mock.reset()
        yield watched_by_prism
        watched_by_prism.violations.clear()

    def test_an_answer_that_lacks_a_property(self, seen):
        seen.mock.rule(reply={"body": {"object": "list"}})
        with seen.client() as client, pytest.raises(InternalServerError):
            client.models.list()
        assert "must have required property 'data'" in " ".join(seen.violations)

    def test_a_wrong_type_deep_inside_an_answer(self, seen):
        answer = next(o for o in OPERATIONS if o.id == "models.list").example(JSON)
        answer = answer | {"data": [answer["data"][0] | {"created": "now"}]}
        seen.mock.rule(reply={"body": answer})
        with seen.client() as client, pytest.raises(InternalServerError):
            client.models.list()
        assert "data.0.created" in " ".join(seen.violations)

    def test_an_error_of_no_documented_shape(self, seen):
        seen.mock.rule(reply={"body": {"detail": "no"}, "status": 403})
        with seen.client() as client, pytest.raises(InternalServerError):
            client.models.list()
        assert seen.violations

    def test_a_status_that_is_not_declared_although_it_is_let_through(self, seen):
        seen.mock.fail_next(503)
        with seen.client() as client, pytest.raises(APIStatusError) as caught:
            client.models.list()
        assert caught.value.status_code == 503
        assert "Unable to match the returned status code" in " ".join(seen.violations)

    def test_a_request_that_breaks_the_schema(self, seen):
        chat = next(o for o in OPERATIONS if o.id == CHAT)
        with seen.client() as client, pytest.raises(APIStatusError) as caught:
            method(client, chat)(**chat.sample(), temperature=5)
        assert caught.value.status_code == 422
        assert "temperature must be <= 2" in " ".join(seen.violations)
        assert list(seen.mock.journal) == []

    def test_a_route_that_does_not_exist(self, seen):
        with (
            seen.client(base_url=f"{seen.url}/elsewhere") as client,
            pytest.raises(APIStatusError),
        ):
            client.models.list()
        assert seen.violations

    @pytest.mark.anyio
    async def test_what_the_async_client_exchanges(self, seen):
        seen.mock.rule(reply={"body": {"object": "list"}})
        async with seen.async_client() as client:
            with pytest.raises(InternalServerError):
                await client.models.list()
        assert seen.violations


class TestWhatItCannotSee:
    """Known limits. One that goes away shows here, and its way around can go, too."""

    @pytest.fixture
    def chat(self):
        return next(o for o in OPERATIONS if o.id == CHAT)

    def test_a_misspelt_property(self, chat, oracle):
        with oracle.client() as client:
            method(client, chat)(**chat.sample(), extra_body={"temprature": 1})

    def test_an_event_that_is_no_chunk(self, chat, oracle):
        oracle.mock.rule(reply={"body": "data: {}\n\n", "media_type": "text/event-stream"})
        with oracle.client() as client, pytest.raises(Exception, match="stream"):
            read(method(client, chat)(**chat.sample(), stream=True))
