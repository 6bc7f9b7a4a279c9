"""A union of objects says by which property its members are told apart, and leads each to its own."""

import pytest

from scaleway_genapi_mock.document import load_document

SCHEMAS = load_document().data["components"]["schemas"]
UNIONS = [name for name, schema in SCHEMAS.items() if "discriminator" in schema]


def test_there_are_unions_to_look_at():
    assert len(UNIONS) >= 3


@pytest.mark.parametrize("name", UNIONS)
def test_the_tag_of_each_member_leads_to_it_and_to_no_other(name):
    """Which members there are, `fields.txt` says."""
    discriminator = SCHEMAS[name]["discriminator"]
    tag = discriminator["propertyName"]
    members = [member["$ref"].rpartition("/")[2] for member in SCHEMAS[name]["oneOf"]]
    expected = {
        SCHEMAS[member]["properties"][tag]["const"]: f"#/components/schemas/{member}"
        for member in members
    }
    assert expected == discriminator["mapping"]
    assert all(tag in SCHEMAS[member]["required"] for member in members)


def test_the_message_of_an_answer_may_be_sent_back():
    accepted = SCHEMAS["ChatMessage"]["x-accepts"]
    assert [{"$ref": "#/components/schemas/ChatCompletionMessage"}] == accepted
