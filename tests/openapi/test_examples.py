"""The document's examples are what its schemas say, and cover what a reader looks for."""

import base64
import json
import re

import pytest

CHAT = "chat.completions.create"
REQUEST = "#/components/schemas/ChatCompletionRequest"
SHAPES = {"ErrorResponse", "LegacyErrorResponse", "GatewayErrorResponse"}


def test_a_json_example_follows_its_schema_and_misspells_no_property(json_example, strict_problems):
    assert strict_problems(json_example.media["schema"], json_example.value) == []


@pytest.mark.parametrize("member", ["named", "written out"])
def test_a_composition_names_what_its_members_name_together(member, document, strict_problems):
    name = "#/components/schemas/Usage"
    own = {"$ref": name} if member == "named" else document.at(name)
    composed = {"allOf": [own, {"properties": {"why": {"properties": {"text": {}}}}}]}
    usage = {"prompt_tokens": 1, "completion_tokens": 2, "total_tokens": 3}
    assert strict_problems(composed, usage | {"why": {"text": "x"}}) == []
    for misspelt, name in (({"wyh": {}}, "wyh"), ({"why": {"txet": "x"}}, "txet")):
        found = strict_problems(composed, usage | misspelt)
        assert f"'{name}' was unexpected" in " ".join(found)


@pytest.fixture(scope="module")
def chats(all_examples):
    """The examples of requests of the operation that chats."""
    return [e.value for e in all_examples if e.status is None and e.operation == CHAT]


@pytest.mark.parametrize("choice", ["none", "auto", "required", {"type": "function"}])
def test_tool_choice_has_an_example_as_mode_and_as_name(choice, chats):
    choices = [chat.get("tool_choice") for chat in chats]
    if isinstance(choice, dict):
        assert any(isinstance(c, dict) and choice.items() <= c.items() for c in choices)
    else:
        assert choice in choices


@pytest.mark.parametrize("reason", ["stop", "length", "tool_calls"])
@pytest.mark.parametrize("media_type", ["application/json", "text/event-stream"])
def test_every_reason_to_finish_is_in_some_answer(reason, media_type, all_examples):
    wanted = (CHAT, "200", media_type)
    answers = [e.value for e in all_examples if (e.operation, e.status, e.media_type) == wanted]
    assert f'"finish_reason": "{reason}"' in json.dumps(answers).replace('\\"', '"')


def test_an_error_body_has_exactly_one_shape(json_example, problems):
    if json_example.status is None or json_example.status.startswith("2"):
        return
    fitting = [
        shape
        for shape in SHAPES
        if not problems({"$ref": f"#/components/schemas/{shape}"}, json_example.value)
    ]
    assert len(fitting) == 1


def test_an_error_example_repeats_its_status(json_example):
    if json_example.status is None or json_example.status.startswith("2"):
        return
    value = json_example.value
    nested = value["error"] if isinstance(value.get("error"), dict) else value
    repeated = str(nested.get("code", value.get("status")))
    # `5XX` is all that begin so, `default` any.
    pattern = json_example.status.upper().replace("DEFAULT", "XXX").replace("X", "[0-9]")
    assert re.fullmatch(pattern, repeated)


def test_the_first_error_example_has_the_shape_of_recent_models(response, document, problems):
    """It is what an engine answers that is not told which one to take."""
    status, body = response
    if status.startswith("2"):
        return
    examples = body["content"]["application/json"]["examples"]
    first = document.resolve(next(iter(examples.values())))["value"]
    assert problems({"$ref": "#/components/schemas/ErrorResponse"}, first) == []


@pytest.fixture(scope="module")
def listed(all_examples):
    """The ids of all models in the examples of the list of them."""
    return {
        model["id"]
        for e in all_examples
        if (e.operation, e.status) == ("models.list", "200")
        for model in e.value["data"]
    }


def test_the_list_of_models_names_many(listed):
    assert len(listed) >= 10


def test_models_with_legacy_errors_are_in_the_list(document, listed):
    model = document.at(f"{REQUEST}/properties/model")
    assert set(model["x-legacy-errors"]) <= listed


def test_both_limits_know_the_cap_of_every_listed_model_that_chats(document, listed, all_examples):
    """A model that the examples of other operations alone ask for has none."""
    properties = document.at(f"{REQUEST}/properties")
    caps = properties["max_completion_tokens"]["x-model-caps"]
    asked = {
        operation: {e.value.get("model") for e in sent if isinstance(e.value, dict)}
        for operation, sent in _by_operation(all_examples).items()
    }
    chatting = asked.pop(CHAT)
    others = set().union(*asked.values()) - chatting
    without = sorted(listed - others - set(caps))
    assert without == [], f"add their caps to x-model-caps of {REQUEST}/properties/*max*tokens"
    assert set(caps) <= listed
    assert caps == properties["max_tokens"]["x-model-caps"]


def _by_operation(examples):
    """The examples of requests, by the operation."""
    found = {}
    for example in examples:
        if example.status is None:
            found.setdefault(example.operation, []).append(example)
    return found


def test_images_and_recordings_are_real_files(chats):
    images = [u for v in chats for u in _values(v, "url") if u.startswith("data:")]
    sounds = [u for v in chats for u in _values(v, "data")]
    assert [base64.b64decode(u.partition(",")[2])[:8] for u in images] == [b"\x89PNG\r\n\x1a\n"]
    assert [base64.b64decode(u)[:4] for u in sounds] == [b"RIFF"]


def test_arguments_of_tool_calls_are_json_objects(all_examples):
    texts = [
        text
        for e in all_examples
        if (e.operation, e.media_type) == (CHAT, "application/json")
        for text in _values(e.value, "arguments")
    ]
    assert texts
    assert all(isinstance(json.loads(text), dict) for text in texts)


def test_token_counts_add_up(json_example):
    for usage in _values(json_example.value, "usage"):
        written = usage.get("completion_tokens") or 0
        assert usage["prompt_tokens"] + written == usage["total_tokens"]


def test_a_model_at_its_end_of_life_is_nowhere(document):
    assert b"llama-3.1-8b" not in document.source.lower()


def _values(value, key):
    """All values that stand under `key`, at any depth."""
    if isinstance(value, dict):
        if key in value:
            yield value[key]
        for part in value.values():
            yield from _values(part, key)
    elif isinstance(value, list):
        for part in value:
            yield from _values(part, key)
