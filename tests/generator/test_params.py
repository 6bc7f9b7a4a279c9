"""A helper's keywords are made of the operation's: the same names and types, in the same words."""

import ast

import pytest

from generator.config import DOCUMENT, ConfigError, load_config
from generator.generate import generate

ASK = """
/v1/rooms/{room}/answers:
  post:
    operationId: answers.ask
    parameters:
      - {name: room, in: path, required: true, schema: {type: string}, description: Where to ask.}
      - {name: page-size, in: query, schema: {type: integer}}
      - {name: X-Trace, in: header, required: true, schema: {type: string}}
    requestBody:
      required: true
      content: {application/json: {schema: {$ref: '#/components/schemas/Question'}}}
    responses:
      '200':
        description: said
        content:
          application/json: {schema: {$ref: '#/components/schemas/Answer'}}
          text/event-stream:
            x-itemSchema: {$ref: '#/components/schemas/Answer'}
            x-stream-when: live
"""
SCHEMAS = """
Answer: {type: object, required: [text], properties: {text: {type: string}}}
Question:
  type: object
  required: [topic]
  properties:
    topic: {$ref: '#/components/schemas/Topic'}
    mood: {anyOf: [{enum: [good, bad]}, {type: string}], description: 'How it is asked.'}
    from: {type: [string, 'null'], deprecated: true, description: Who asks.}
    live: {type: [boolean, 'null']}
Topic: {type: object, required: [name], properties: {name: {type: string}}}
"""


def keys(source, name):
    """The keys of a TypedDict and of what it extends, each as it is written."""
    if name == "TypedDict":
        return {}
    found = next(node for node in ast.parse(source).body if getattr(node, "name", "") == name)
    (base,) = found.bases
    lines = [node for node in found.body if isinstance(node, ast.AnnAssign)]
    return keys(source, base.id) | {node.target.id: ast.unparse(node.annotation) for node in lines}


def parameters(source, name):
    """The parameters of the method that others overload, as a TypedDict has them."""
    *_, method = (
        node
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.AsyncFunctionDef) and node.name == name
    )
    every = [*method.args.args[1:], *method.args.kwonlyargs]
    defaults = [*[None] * (len(method.args.args) - 1), *method.args.kw_defaults]
    return {
        arg.arg: ast.unparse(arg.annotation)
        if default is not None
        else f"Required[{ast.unparse(arg.annotation)}]"
        for arg, default in zip(every, defaults, strict=True)
    }


def test_the_keywords_have_the_types_of_the_operations_parameters(make):
    generated = make(ASK, SCHEMAS, params={"answers.ask": {"AskParams": []}})

    written = keys(generated.source("params.py"), "AskParams")

    assert {"room", "page_size", "x_trace", "topic", "from_", "live", "extra_body"} <= {*written}
    assert written == parameters(generated.source("resources/answers.py"), "ask")


def test_each_typeddict_lacks_what_its_helper_sets(make):
    wanted = {"AskParams": ["live"], "TopicParams": ["live", "topic", "timeout"]}
    generated = make(ASK, SCHEMAS, params={"answers.ask": wanted})

    source = generated.source("params.py")

    every = parameters(generated.source("resources/answers.py"), "ask").keys()
    assert keys(source, "AskParams").keys() == every - {"live"}
    assert keys(source, "TopicParams").keys() == every - {"live", "topic", "timeout"}
    assert "What `answers.ask` takes, without `live`, `topic` and `timeout`." in source


def test_what_all_helpers_of_an_operation_take_stands_once(make):
    wanted = {"AskParams": ["live"], "TopicParams": ["live", "topic"], "MoodParams": ["topic"]}
    generated = make(ASK, SCHEMAS, params={"answers.ask": wanted})

    source = generated.source("params.py")

    assert source.count("    mood:") == 1
    assert source.count("    topic:") == source.count("    live:") == 1
    assert "class TopicParams(_AnswersAskParams, total=False):" in source


def test_a_keyword_is_described_as_the_document_describes_it(make):
    generated = make(ASK, SCHEMAS, params={"answers.ask": {"AskParams": []}})

    source = generated.source("params.py")

    assert '"""Where to ask."""' in source
    assert '"""How it is asked."""' in source
    assert '"""Deprecated. Who asks."""' in source
    assert '"""Query parameters to add to this request."""' in source


def test_nothing_is_made_where_no_helper_asks(make):
    assert not (make(ASK, SCHEMAS).folder / "params.py").exists()


@pytest.mark.parametrize("place", ["AskParams", "Topic", "TopicParam"])
def test_a_name_that_is_taken_is_refused(make, place):
    wanted = {"answers.ask": {"AskParams": []}, "answers.tell": {place: []}}
    tell = ASK.replace("answers.ask", "answers.tell").replace("/v1/rooms", "/v1/halls")

    with pytest.raises(ConfigError, match=rf"params.answers.tell.{place}: the name is taken"):
        make(ASK + tell.removeprefix("\n"), SCHEMAS, params=wanted)


def test_a_new_property_of_the_request_reaches_every_helper_by_the_document_alone(read, tmp_path):
    head, properties = "    ChatCompletionRequest:\n", "      properties:\n"
    before, found, rest = DOCUMENT.read_text("utf-8").partition(head)
    own, more, after = rest.partition(properties)
    new = "        mood:\n          type: string\n          description: How to answer.\n"
    config = load_config()

    document = read(before + found + own + more + new + after)
    generate(document, config, "inline.yaml", tmp_path / "client")

    source = (tmp_path / "client" / "params.py").read_text("utf-8")
    wanted = [name for params in config.params.values() for name in params]
    assert wanted
    assert {keys(source, name).get("mood") for name in wanted} == {"str | Unset | None"}
