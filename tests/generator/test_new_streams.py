"""A new endpoint that streams costs YAML alone: what selects the stream, and what its events are."""

import json

import httpx
import pytest

from tests.generator.inline_documents import ITEM, OK

STREAMING = """
/v1/talk:
  post:
    operationId: talk.start
    requestBody:
      required: true
      content:
        application/json:
          schema: {type: object, properties: {live: {type: [boolean, 'null']}}}
    responses:
      '200':
        description: said
        content:
          application/json: {schema: {$ref: '#/components/schemas/Item'}}
          text/event-stream:
            x-itemSchema: {anyOf: [{$ref: '#/components/schemas/Word'}, {$ref: '#/components/schemas/Oops'}]}
            x-stream-when: live
            x-stream-end: '[END]'
      '400':
        description: Not so.
        x-hint: Speak up.
        content: {application/json: {schema: {$ref: '#/components/schemas/Oops'}}}
"""
STREAMED = (
    ITEM
    + """
Word: {type: object, required: [w], properties: {w: {type: string}}}
Oops: {type: object, required: [error], properties: {error: {type: object}}}
"""
)


def streamed(*events):
    """An answer of these events."""
    text = "".join(f"data: {event}\n\n" for event in events)
    return httpx.Response(200, headers={"content-type": "text/event-stream"}, text=text)


EVENTS = streamed('{"w": "a"}', '{"w": "b"}', "[END]")


def test_the_property_that_the_document_names_selects_the_stream(make):
    generated = make(STREAMING, STREAMED)

    def answer(request):
        return EVENTS if json.loads(request.content).get("live") else OK

    client, sent = generated.client(answer)

    assert [word.w for word in client.talk.start(live=True)] == ["a", "b"]
    assert sent.body == {"live": True}
    assert client.talk.start(live=False) == generated.models.Item(id="a")
    assert client.talk.start() == generated.models.Item(id="a")


def test_error_bodies_are_no_members_of_the_stream_and_no_models(make):
    generated = make(STREAMING, STREAMED)

    assert "Oops" not in generated.models.__all__
    assert "Stream[Word]" in generated.source("resources/talk.py")


def test_hints_of_the_document_reach_the_error(make):
    generated = make(STREAMING, STREAMED)
    client, _ = generated.client(httpx.Response(400, json={"error": {"message": "no"}}))

    with pytest.raises(Exception, match="Speak up"):
        client.talk.start()


def test_an_operation_that_only_streams_needs_no_selection(make):
    generated = make(
        """
        /v1/news:
          get:
            operationId: news.follow
            responses:
              '200':
                description: news
                content: {text/event-stream: {x-itemSchema: {$ref: '#/components/schemas/Word'}}}
        """,
        STREAMED,
    )
    client, _ = generated.client(streamed('{"w": "a"}'))

    with client.news.follow() as words:
        assert [word.w for word in words] == ["a"]


def test_events_of_several_kinds_are_told_apart(make):
    generated = make(
        """
        /v1/news:
          get:
            operationId: news.follow
            responses:
              '200':
                description: news
                content:
                  text/event-stream:
                    x-itemSchema:
                      oneOf: [{$ref: '#/components/schemas/A'}, {$ref: '#/components/schemas/B'}]
        """,
        """
        A: {type: object, required: [t], properties: {t: {const: a}}}
        B: {type: object, required: [t], properties: {t: {const: b}}}
        """,
    )
    client, _ = generated.client(streamed('{"t": "b"}', '{"t": "a"}'))

    assert list(client.news.follow()) == [generated.models.B(), generated.models.A()]


def test_events_of_any_kind_come_as_they_are(make):
    generated = make(
        """
        /v1/news:
          get:
            operationId: news.follow
            responses:
              '200':
                description: news
                content: {text/event-stream: {x-itemSchema: true}}
        """
    )
    client, _ = generated.client(streamed('{"a": 1}'))

    assert list(client.news.follow()) == [{"a": 1}]
