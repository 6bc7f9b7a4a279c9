"""A union of objects says by which property its members are told apart, and leads each to its own."""

import pytest

from scaleway_genapi_mock.document import load_document

SCHEMAS = load_document().data["components"]["schemas"]
# Sources: the pages below https://www.scaleway.com/en/docs/generative-apis/.
UNIONS = {
    "ChatMessage": ["SystemMessage", "UserMessage", "AssistantMessage", "ToolMessage"],
    "ContentPart": ["TextPart", "ImagePart", "AudioPart"],
    "ResponseFormat": [
        "ResponseFormatText",
        "ResponseFormatJsonObject",
        "ResponseFormatJsonSchema",
    ],
}


@pytest.mark.parametrize("name", UNIONS)
def test_a_union_of_a_request_has_the_members_that_the_vendor_documents(name):
    members = [member["$ref"].rpartition("/")[2] for member in SCHEMAS[name]["oneOf"]]
    assert UNIONS[name] == members


@pytest.mark.parametrize("name", UNIONS)
def test_the_tag_of_each_member_leads_to_it_and_to_no_other(name):
    discriminator = SCHEMAS[name]["discriminator"]
    tag = discriminator["propertyName"]
    expected = {
        SCHEMAS[member]["properties"][tag]["const"]: f"#/components/schemas/{member}"
        for member in UNIONS[name]
    }
    assert expected == discriminator["mapping"]
    assert all(tag in SCHEMAS[member]["required"] for member in UNIONS[name])


def test_the_message_of_an_answer_may_be_sent_back():
    accepted = SCHEMAS["ChatMessage"]["x-accepts"]
    assert [{"$ref": "#/components/schemas/ChatCompletionMessage"}] == accepted
