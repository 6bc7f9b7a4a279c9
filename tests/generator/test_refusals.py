"""What the generator refuses, each with file, line and JSON pointer, before anything is written."""

import textwrap

import pytest

from generator.config import ConfigError, GeneratorConfig
from generator.generate import generate
from generator.mixins import helper_problems
from scaleway_genapi_mock.document import DocumentError
from tests.generator.inline_documents import DONE, operation
from tests.generator.inline_documents import text_of as document_of

THING = "#/components/schemas/Thing"


def refused(read, tmp_path, text):
    """The problems with a document, which must have left nothing behind."""
    target = tmp_path / "out"
    with pytest.raises(DocumentError) as caught:
        generate(read(text), GeneratorConfig({}), "inline.yaml", target)
    assert not target.exists()
    assert [path.name for path in tmp_path.iterdir()] == ["inline.yaml"]
    return caught.value.problems


HELPERS = """
class Helpers:
    if TYPE_CHECKING:
        def make(self): ...
    def parse(self): ...
class AsyncHelpers: ...
class HelpersWithRawResponse: ...
class AsyncHelpersWithRawResponse: ...
"""


@pytest.mark.parametrize("name", ["a.b.parse", "a.b.parse.start"])
def test_an_operation_that_a_helper_would_hide_is_refused(name, read, tmp_path):
    (tmp_path / "helpers.py").write_text(HELPERS)
    config = GeneratorConfig({"a.b": "helpers:Helpers"})
    text = document_of(
        operation("/v1/a", "post", "a.b.make", DONE) + operation("/v1/b", "post", name, DONE)
    )

    (problem,) = helper_problems(read(text), config, tmp_path)

    assert problem.pointer == "/paths/~1v1~1b/post/operationId"
    assert problem.line is not None
    assert "a.b.parse is a helper, written by hand in helpers:Helpers: rename" in problem.message


def test_generating_asks_whether_a_helper_would_hide_an_operation(read, tmp_path):
    document = read(document_of(operation("/v1/a", "post", "a.parse", DONE)))
    config = GeneratorConfig({"a": "helpers.chat:CompletionsMixin"})

    with pytest.raises(DocumentError, match=r"a\.parse is a helper"):
        generate(document, config, "inline.yaml", tmp_path / "out")


@pytest.mark.parametrize(
    ("target", "said"),
    [
        ("nowhere:Helpers", "No such file"),
        ("helpers:Other", "no class AsyncOther"),
        ("helpers:AsyncHelpers", "no class AsyncAsyncHelpers"),
        ("helpers:HelpersWithRawResponse", "no class AsyncHelpersWithRawResponseWithRawResponse"),
    ],
)
def test_a_helper_that_is_not_where_the_configuration_says_is_told(target, said, read, tmp_path):
    (tmp_path / "helpers.py").write_text(HELPERS)
    document = read(document_of(operation("/v1/a", "post", "a.make", DONE)))

    with pytest.raises(ConfigError, match=said):
        helper_problems(document, GeneratorConfig({"a": target}), tmp_path)


@pytest.mark.parametrize(
    ("schema", "pointer", "message"),
    [
        ("{type: string, minLenght: 1}", "/minLenght", "did you mean 'minLength'?"),
        ("{type: string, nullable: true}", "/nullable", "type: [<type>, 'null']"),
        (
            "{type: object, patternProperties: {a: {}}}",
            "/patternProperties",
            "additionalProperties",
        ),
        ("{type: array, prefixItems: [{type: string}]}", "/prefixItems", "tuples"),
        ("{type: object, $defs: {a: {type: string}}}", "/$defs", "components/schemas"),
        ("{type: object, unevaluatedItems: false}", "/unevaluatedItems", "tuples"),
        ("{type: array}", "", "an array needs items"),
        ("{items: {type: string}}", "/items", "needs type: array"),
        ("{type: string, properties: {a: {}}}", "/properties", "needs type: object"),
        ("{const: null}", "/const", "type: 'null'"),
        (
            "{type: object, properties: {a: {}}, anyOf: [{type: object}, {type: string}]}",
            "",
            "properties beside anyOf",
        ),
        ("{anyOf: [{type: string}], oneOf: [{type: string}]}", "", "ambiguous"),
        (
            "{type: object, properties: {a: {}}, additionalProperties: {type: string}}",
            "/additionalProperties",
            "typed additional properties",
        ),
        ("{type: object, properties: {a: false}}", "/properties/a", "the schema false"),
        (
            "{type: object, properties: {a: {type: string, maxlength: 1}}}",
            "/properties/a/maxlength",
            "did you mean 'maxLength'?",
        ),
        (
            "{type: object, properties: {a: {$ref: '#/components/schemas/Other', enum: [b]}}}",
            "/properties/a/enum",
            "beside $ref",
        ),
        ("{$ref: '#/components/schemas/Other'}", "", "only a $ref"),
        (
            "{oneOf: [true, {$ref: '#/components/schemas/Other'}], discriminator: {propertyName: a, mapping: {b: Thing}}}",
            "/discriminator/mapping/b",
            "Thing",
        ),
        (
            "{oneOf: [{$ref: '#/components/schemas/Other'}, {type: string}], discriminator: {propertyName: a, mapping: {b: Thing}}}",
            "/discriminator/mapping/b",
            "no member of the union",
        ),
        ("{type: object, x-iterate: a, properties: {a: {type: string}}}", "", "no required array"),
        ("{type: object, x-iterated: a}", "/x-iterated", "unknown extension"),
        ("{enum: [a, 1]}", "", "same type"),
        (
            "{type: object, properties: {ab: {}, a-b: {}, a b: {}}}",
            "/properties/a b",
            "'a-b' and 'a b' would both be the attribute 'ab': describe one of them alone",
        ),
        (
            "{type: object, properties: {type: {}, type_: {}}}",
            "/properties/type_",
            "would both be the attribute 'type'",
        ),
        ("{type: object, required: [a], properties: {a: {default: 1, const: 2}}}", "", "const"),
    ],
)
def test_schemas(read, tmp_path, schema, pointer, message):
    text = document_of(
        operation(
            "/v1/it",
            "get",
            "it.get",
            f"""
            responses:
              '200':
                description: fine
                content: {{application/json: {{schema: {{$ref: '{THING}'}}}}}}
            """,
        ),
        f"Thing: {schema}\nOther: {{type: object, properties: {{a: {{type: string}}}}}}",
    )
    line = next(n for n, each in enumerate(text.splitlines(), 1) if "Thing: {" in each)

    [problem, *_] = refused(read, tmp_path, text)

    assert message in problem.message
    assert problem.pointer.startswith(f"/components/schemas/Thing{pointer}")
    assert (problem.line, problem.path) == (line, str(tmp_path / "inline.yaml"))


@pytest.mark.parametrize(
    ("rest", "pointer", "message"),
    [
        (
            "parameters: [{name: a, in: cookie, schema: {type: string}}]",
            "/parameters/0",
            "cookie parameters",
        ),
        (
            "parameters: [{name: a, in: query, style: pipeDelimited, schema: {type: string}}]",
            "/parameters/0/style",
            "style 'pipeDelimited'",
        ),
        (
            "parameters: [{name: a, in: query, explode: false, schema: {type: string}}]",
            "/parameters/0/explode",
            "leave it out: the items of an array are sent as parameters of the same name",
        ),
        (
            "parameters: [{name: a, in: query, schema: {type: object}}]",
            "/parameters/0",
            "may be an object",
        ),
        (
            "parameters: [{name: a, in: header, schema: {type: array, items: {type: string}}}]",
            "/parameters/0",
            "",
        ),
        (
            "parameters: [{name: Authorization, in: header, schema: {type: string}}]",
            "/parameters/0",
            "sets Authorization itself",
        ),
        (
            "parameters: [{name: a, in: query, content: {application/json: {}}}]",
            "/parameters/0/content",
            "give the parameter a schema",
        ),
        ("requestBody: {content: {application/json: {}}}", "/requestBody", "a GET has no body"),
        ("callbacks: {}", "/callbacks", "receives no calls"),
        ("servers: []", "/servers", "servers of the document"),
        ("security: []", "/security", "key with every request"),
        ("operationid: x", "/operationid", "did you mean 'operationId'?"),
    ],
)
def test_operations(read, tmp_path, rest, pointer, message):
    text = document_of(operation("/v1/it", "get", "it.get", f"{rest}\n{DONE}"))

    [problem, *_] = refused(read, tmp_path, text)

    assert message in problem.message
    assert problem.pointer == f"/paths/~1v1~1it/get{pointer}"
    assert problem.line is not None


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("multipart/form-data: {schema: {type: object}}", "multipart/form-data is not supported"),
        ("application/x-www-form-urlencoded: {schema: {type: object}}", "not supported"),
        ("application/json: {}", "the body has no schema"),
        ("application/json: {schema: {}}, text/plain: {schema: {}}", "one media type"),
        ("application/json: {schema: {}, encoding: {}}", "form and multipart"),
    ],
)
def test_request_bodies(read, tmp_path, content, message):
    rest = f"requestBody: {{content: {{{content}}}}}\n{DONE}"
    [problem, *_] = refused(
        read, tmp_path, document_of(operation("/v1/it", "post", "it.make", rest))
    )

    assert message in problem.message
    assert problem.pointer.startswith("/paths/~1v1~1it/post/requestBody/content")


@pytest.mark.parametrize(
    ("responses", "message"),
    [
        ("{'404': {description: no}}", "no 2xx answer"),
        (
            "{'200': {description: a, content: {application/json: {}, text/plain: {}}}}",
            "one media type",
        ),
        ("{'200': {description: a, content: {text/event-stream: {}}}}", "x-itemSchema says"),
        (
            "{'200': {description: a, content: {application/json: {}, text/event-stream: {x-itemSchema: {}}}}}",
            "x-stream-when is needed",
        ),
        (
            "{'200': {description: a, content: {application/json: {}, text/event-stream: {x-itemSchema: {}, x-stream-when: live}}}}",
            "no property of the request",
        ),
        (
            "{'200': {description: a, content: {application/json: {}}}, '204': {description: b}}",
            "2xx answers of several types",
        ),
        ("{'200': {description: a, links: {}}}", "links are not followed"),
    ],
)
def test_responses(read, tmp_path, responses, message):
    rest = f"responses: {responses}"
    [problem, *_] = refused(read, tmp_path, document_of(operation("/v1/it", "get", "it.get", rest)))

    assert message in problem.message
    assert problem.pointer.startswith("/paths/~1v1~1it/get")


@pytest.mark.parametrize(
    ("ids", "message"),
    [
        (["things"], "is not resource.method, each part a Python name; things.list, for instance"),
        (["my things"], "which 'my things' is not: letters, digits and _, a letter first"),
        (["a.b-c"], "which 'b-c' is not: letters, digits and _, a letter first"),
        (["a.class"], "'class' is a word of the language; write class_"),
        (["a._b"], "which '_b' is not"),
        (["a..b"], "is not resource.method"),
        (["a.b", "a.b.c"], "is an operation and, elsewhere, a resource"),
        (["a.b", "a.b"], "already"),
        (["a_b.get", "a.b.get"], "would share a module"),
        (["a.with_raw_response"], "every resource has already"),
        (["close.get"], "every client has already"),
    ],
)
def test_operation_ids(read, tmp_path, ids, message):
    paths = "".join(operation(f"/v1/{n}", "get", id_, DONE) for n, id_ in enumerate(ids))

    [problem, *_] = refused(read, tmp_path, document_of(paths))

    assert message in problem.message
    assert problem.line is not None


def test_an_operation_without_an_id(read, tmp_path):
    text = document_of(f"/v1/it:\n  get:\n    {DONE}\n")

    [problem] = refused(read, tmp_path, text)

    assert "an operationId is needed" in problem.message


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("[{url: https://api.example}]", "[{url: /relative}]", "not absolute"),
        ("[{url: https://api.example}]", "[]", "needs an absolute URL"),
        (
            "[{url: https://api.example}]",
            "[{url: 'https://{region}.example', variables: {region: {default: a}}}]",
            "one URL without variables",
        ),
        (
            "[{url: https://api.example}]",
            "[{url: https://a.example}, {url: 'https://{region}.example', variables: {region: {default: a}}}]",
            "a segment of its path",
        ),
        ("security: [{key: []}]", "security: []", "one bearer token"),
        ("scheme: bearer", "scheme: basic", "one bearer token"),
    ],
)
def test_servers_and_security(read, tmp_path, old, new, message):
    text = document_of(operation("/v1/it", "get", "it.get", DONE)).replace(old, new)

    assert any(message in problem.message for problem in refused(read, tmp_path, text))


def test_a_warning_of_the_parser_is_an_error_with_its_place(read, tmp_path):
    text = document_of(
        operation(
            "/v1/it",
            "get",
            "it.get",
            """
            responses:
              '200':
                description: fine
                content: {application/json: {schema: {$ref: '#/components/schemas/Tree'}}}
            """,
        ),
        "Tree: {type: array, items: {$ref: '#/components/schemas/Tree'}}",
    )

    [problem, *_] = refused(read, tmp_path, text)

    assert "openapi-python-client" in problem.message
    assert problem.pointer.startswith("/components/schemas/Tree")


def test_every_problem_is_told_at_once(read, tmp_path):
    text = document_of(
        operation("/v1/it", "get", "it.get", DONE),
        "A: {type: string, one: 1}\nB: {type: string, two: 2}",
    )

    assert len(refused(read, tmp_path, text)) == 2


def test_a_problem_is_told_once(read, tmp_path):
    text = document_of(
        operation(
            "/v1/it",
            "get",
            "it.get",
            """
            responses:
              '200':
                description: fine
                content: {application/json: {schema: '#/components/schemas/Other'}}
            """,
        )
    )

    assert len(refused(read, tmp_path, text)) == 1


@pytest.mark.parametrize(
    "rule",
    [
        "dependentSchemas: {a: {if: {properties: {a: {type: array}}}, then: {required: [b]}}}",
        "anyOf: [{required: [a]}, {required: [b]}]",
        "allOf: [{if: {required: [a]}, then: {required: [b]}}]",
        "not: {required: [a, b]}",
        "minProperties: 1",
        "propertyNames: {pattern: '^[a-z]$'}",
    ],
)
def test_rules_that_the_server_checks_do_not_change_the_model(asking, rule):
    generated = asking(
        textwrap.dedent("""
        Question:
          type: object
          RULE
          properties: {a: {type: string, minLength: 1}, b: {type: string, pattern: x}}
        """).replace("RULE", rule)
    )

    assert generated.models.Question(a="1", b="2").to_dict() == {"a": "1", "b": "2"}
