"""Everything in the document says what it is: the words become docstrings and help."""

import re

PLACEHOLDER = re.compile(r"\b(todo|tbd|fixme|lorem|xxx)\b", re.IGNORECASE)
VENDOR = "https://www.scaleway.com/en/docs/"


def test_an_operation_is_described_and_links_to_the_vendor(operation):
    assert operation["summary"]
    assert len(operation["description"]) > 80
    assert operation["externalDocs"]["url"].startswith(VENDOR + "generative-apis/")


def test_an_operation_has_one_tag_that_is_described(operation, document):
    described = {tag["name"] for tag in document.data["tags"] if tag["description"]}
    assert len(operation["tags"]) == 1
    assert set(operation["tags"]) <= described


def test_a_parameter_is_described(operation, document):
    parameters = [document.resolve(p) for p in operation.get("parameters", [])]
    assert all(parameter["description"] for parameter in parameters)


def test_a_request_body_is_described(operation):
    assert operation.get("requestBody", {"description": "none"})["description"]


def test_a_response_and_its_headers_are_described(response, document):
    _, body = response
    assert body["description"]
    for header in body.get("headers", {}).values():
        assert document.resolve(header)["description"]
        assert document.resolve(header)["example"]


def test_a_schema_is_described(schema):
    assert len(schema["description"]) > 8


def test_a_property_is_described(schema_property):
    # The description beside a $ref says what the property is for; the target says what it is.
    assert len(schema_property["description"]) > 8


def test_an_example_has_a_summary(document):
    names = re.findall(r"^ +examples:\n( +)([\w-]+):\n", document.source.decode(), re.MULTILINE)
    assert names
    for _, _, operation in _operations(document):
        for body in (operation.get("requestBody", {}), *operation["responses"].values()):
            for media in document.resolve(body).get("content", {}).values():
                assert all(example["summary"] for example in media["examples"].values())


def test_servers_and_their_variables_are_described(document):
    for server in document.data["servers"]:
        assert server["description"]
        assert all(v["description"] for v in server.get("variables", {}).values())


def test_the_default_project_rule_is_told(document):
    text = document.data["info"]["description"] + str(document.data["servers"])
    assert "For the default Project the segment is hidden" in text


def test_no_text_is_a_placeholder(document):
    assert PLACEHOLDER.search(document.source.decode()) is None


def test_every_link_to_the_vendor_is_to_its_documentation_or_its_api(document):
    links = re.findall(r"https://[\w.-]*scaleway\.\w+[^\s)`',\"]*", document.source.decode())
    assert links
    allowed = (VENDOR, "https://api.scaleway.ai", "https://console.scaleway.com/support/")
    assert [link for link in links if not link.startswith(allowed)] == []


def test_every_object_schema_has_a_name(document):
    """The name becomes a class: an object schema inside another one would have none."""
    found = []
    for name, schema in document.data["components"]["schemas"].items():
        rules = {key: value for key, value in schema.items() if key != "dependentSchemas"}
        found += [
            name for part in _inner(rules) if "object" in _types(part) or "properties" in part
        ]
    assert found == []


def _inner(schema):
    """The schemas inside `schema`, at any depth, itself not among them."""
    parts = [
        *schema.get("properties", {}).values(),
        *(schema[key] for key in ("items", "contains", "not") if key in schema),
        *(
            part
            for key in ("anyOf", "oneOf", "allOf", "prefixItems")
            for part in schema.get(key, [])
        ),
    ]
    if isinstance(schema.get("additionalProperties"), dict):
        parts.append(schema["additionalProperties"])
    for part in parts:
        yield part
        yield from _inner(part)


def _types(schema):
    types = schema.get("type", [])
    return types if isinstance(types, list) else [types]


def _operations(document):
    for path, item in document.data["paths"].items():
        for method, operation in item.items():
            yield path, method, operation
