"""Names and options that people bring along from the OpenAI SDK: the error says what there is instead."""

import inspect
from unittest.mock import create_autospec

import anyio
import httpx
import pydantic
import pytest

import scaleway_genapi
from scaleway_genapi import AsyncClient, ChatCompletion, Client
from scaleway_genapi._core import _elsewhere
from tests.client.conftest import KEY
from tests.client.fault_server import completion


class Answer(pydantic.BaseModel):
    text: str


@pytest.fixture(params=[Client, AsyncClient])
def make(request):
    return request.param


@pytest.mark.parametrize(
    ("option", "advice"),
    [("organization", "project_id"), ("project", "project_id"), ("default_query", "extra_query")],
)
def test_an_option_of_that_sdk_names_what_there_is_instead(make, option, advice):
    with pytest.raises(
        TypeError, match=rf"^{make.__name__}\(\) has no option '{option}': .*{advice}"
    ):
        make(KEY, **{option: "x"})


def test_an_unknown_option_is_refused_with_those_that_there_are(make):
    with pytest.raises(TypeError, match=r"'apikey': there are api_key, base_url, .*total_timeout"):
        make(apikey=KEY)
    with pytest.raises(
        TypeError, match=r"^with_options\(\) has no option .*: there are api_key, d"
    ):
        make(KEY).with_options(apikey="x")


def test_another_server_takes_another_client_and_another_project_does_not(make):
    with pytest.raises(TypeError, match=r"'base_url': .*project_id .*another client"):
        make(KEY).with_options(base_url="x")


def test_what_was_given_to_an_unknown_option_is_in_no_frame(make):
    with pytest.raises(TypeError) as caught:
        make(apikey=KEY)
    frames = [entry.frame.f_locals for entry in inspect.getinnerframes(caught.value.__traceback__)]
    assert KEY not in repr([frame for frame in frames if "self" in frame or "unknown" in frame])


# Of that SDK's resources those that the document has not got, or not yet.
RESOURCES = ["embeddings", "responses", "audio", "completions", "moderations", "uploads", "evals"]
ABSENT = [name for name in RESOURCES if name not in dir(Client)]


@pytest.mark.parametrize("name", ABSENT)
def test_what_the_api_does_not_have_is_refused_with_what_it_has(make, name):
    client = make(KEY)
    assert not hasattr(client, name)
    with pytest.raises(AttributeError, match=rf"'{name}'; it has .*chat.*models"):
        getattr(client, name)


def test_a_method_that_a_resource_does_not_have_is_refused_with_those_it_has(make):
    with pytest.raises(AttributeError, match=r"'fine_tune'; it has list, (.*, )?with_raw_response"):
        make(KEY).models.fine_tune("gpt-oss-120b")


@pytest.mark.parametrize(
    ("name", "advice"),
    [("beta", "leave it out"), ("api_key", "never shown"), ("with_raw_response", "attribute of")],
)
def test_an_attribute_of_that_sdks_client_is_explained(make, name, advice):
    with pytest.raises(AttributeError, match=advice):
        getattr(make(KEY), name)


def test_streaming_responses_are_explained(make):
    with pytest.raises(AttributeError, match="stream=True"):
        make(KEY).chat.completions.with_streaming_response  # noqa: B018


@pytest.mark.parametrize(
    ("name", "advice"),
    [
        ("model_dump", "to_dict"),
        ("model_dump_json", "json.dumps"),
        ("_request_id", "with_raw_response"),
    ],
)
def test_what_pydantic_has_is_explained_at_any_depth(name, advice):
    answer = ChatCompletion.from_dict(completion())
    for model in (answer, answer.choices[0], answer.choices[0].message, answer.usage):
        with pytest.raises(AttributeError, match=advice):
            getattr(model, name)


def test_a_name_of_that_sdks_package_is_answered_with_ours():
    with pytest.raises(AttributeError, match="no attribute 'OpenAI'; use Client"):
        scaleway_genapi.OpenAI  # noqa: B018


def test_the_names_that_are_advised_exist():
    for advised in _elsewhere._PACKAGE.values():
        module, _, name = advised.rpartition(".")
        assert hasattr({"": scaleway_genapi, "httpx": httpx}[module], name)
    options = inspect.signature(Client).parameters
    assert "project_id" in options
    assert {"base_url"} == set(options) & set(_elsewhere._OPTIONS)  # no option of with_options


# What that SDK's create() takes and the document does not name.
PARAMETERS = ["user", "store", "metadata", "service_tier", "modalities", "prediction", "verbosity"]


def _create(make, name, **options):
    completions = make(KEY).chat.completions
    create = (
        completions.with_raw_response.create if options.pop("raw", False) else completions.create
    )
    answer = create(model="m", messages=[], **{name: KEY}, **options)
    if inspect.iscoroutine(answer):
        anyio.run(lambda: answer)


@pytest.mark.parametrize("name", PARAMETERS)
@pytest.mark.parametrize("raw", [False, True], ids=["", "raw"])
def test_a_parameter_that_the_document_does_not_name_is_refused_with_the_way_to_send_it(
    make, name, raw
):
    with pytest.raises(
        TypeError, match=rf"^create\(\) has no parameter '{name}': .*extra_body={{'{name}': ...}}"
    ):
        _create(make, name, raw=raw)


@pytest.mark.parametrize(
    ("name", "meant"),
    [
        ("temprature", "temperature"),
        ("max_completions_tokens", "max_completion_tokens"),
        ("extra_header", "extra_headers"),
    ],
)
def test_a_misspelt_parameter_is_refused_with_the_one_that_was_meant(make, name, meant):
    with pytest.raises(TypeError, match=rf"'{name}': did you mean '{meant}'\?$"):
        _create(make, name)


def test_an_option_of_the_client_in_a_call_is_refused_with_where_it_belongs(make):
    with pytest.raises(TypeError, match=r"'max_retries': .*with_options\(max_retries=...\)"):
        _create(make, "max_retries")


def _stream(client):
    with client.chat.completions.stream(model="m", messages=[], user="x"):
        pass


def _parse(client):
    client.chat.completions.parse(model="m", messages=[], user="x", response_format=Answer)


@pytest.mark.parametrize("call", [_stream, _parse])
def test_the_chat_helpers_refuse_parameters_as_create_does(call):
    with pytest.raises(TypeError, match=r"extra_body={'user': ...}"):
        call(Client(KEY))


def test_what_was_given_to_an_unknown_parameter_is_in_no_frame(make):
    with pytest.raises(TypeError) as caught:
        _create(make, "api_key")
    frames = [entry.frame.f_locals for entry in inspect.getinnerframes(caught.value.__traceback__)]
    assert KEY not in repr([frame for frame in frames if {"unknown", "_unknown"} & {*frame}])


def test_who_asks_what_an_operation_takes_is_told_its_parameters_alone(make):
    completions = make(KEY).chat.completions
    for create in (completions.create, completions.with_raw_response.create):
        kinds = [one.kind for one in inspect.signature(create).parameters.values()]
        assert {*kinds} == {inspect.Parameter.KEYWORD_ONLY}
    double = create_autospec(completions.create)
    with pytest.raises(TypeError, match="unexpected keyword argument 'user'"):
        double(model="m", messages=[], user="x")
