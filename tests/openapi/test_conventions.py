"""What CONTRIBUTING wants of the document: whatever is against it is told with place and advice."""

import pytest

from openapi.conventions import check_conventions
from scaleway_genapi_mock.document import load_document
from tests.new_endpoint.tree import DOCUMENT, ROOT, extended

BATCHES = "/paths/~1v1~1trial~1batches"
BATCH = "/paths/~1v1~1trial~1batches~1{batch_id}/delete"
RERANK = "/paths/~1v1~1trial~1rerank/post"
EMBED = "/paths/~1v1~1trial~1embeddings/post"
JSON = "content/application~1json"
# What is left out of operations that follow every convention, or written instead; where it is
# told; what is said.
FAULTS = {
    "summary": ("      summary: Put documents in order\n", "", RERANK, "no summary"),
    "description": (
        (
            "Stops a batch if it runs and forgets it together with its answers; nothing of it can be "
            "had again afterwards."
        ),
        "Stops a batch.",
        f"{BATCH}/description",
        "has 14 characters; tell a caller in over 80",
    ),
    "no page": (
        (
            "      externalDocs:\n        description: Using the Rerank API\n        url: "
            "https://www.scaleway.com/en/docs/generative-apis/api-cli/using-rerank-api/\n"
        ),
        "",
        RERANK,
        "link the vendor's page, https://www.scaleway.com/en/docs/generative-apis/",
    ),
    "another page": (
        "https://www.scaleway.com/en/docs/generative-apis/api-cli/using-rerank-api/",
        "https://example.org/",
        f"{RERANK}/externalDocs/url",
        "not below https://www.scaleway.com/en/docs/generative-apis/",
    ),
    "no tag": ("      tags: [Trial rerank]\n", "", RERANK, "0 tags: an operation has one"),
    "an undeclared tag": (
        "tags: [Trial rerank]",
        "tags: [Ranking]",
        f"{RERANK}/tags/0",
        "'Ranking' is not declared: describe it in the document's `tags`, or take one of Trial",
    ),
    "an undescribed tag": (
        "  - name: Trial rerank\n    description: Documents in the order in which they answer a query.\n",
        "  - name: Trial rerank\n",
        "/tags/3",
        "no description: say what its operations have in common",
    ),
    "an undescribed parameter": (
        "          description: The batch to forget.\n",
        "",
        f"{BATCH}/parameters/0",
        "no description: say what it does",
    ),
    "a parameter without example": (
        "          example: batch-1\n",
        "",
        f"{BATCH}/parameters/0",
        "no example: the tests call the operation with it",
    ),
    "a path parameter that may be empty": (
        "            minLength: 1\n          example: batch-1",
        "          example: batch-1",
        f"{BATCH}/parameters/0/schema",
        "may be empty, and the path another: add `minLength: 1`",
    ),
    "a refusal of keys": (
        "        '403':\n          $ref: '#/components/responses/Forbidden'\n\n  /v1/trial/translations:\n",
        "\n  /v1/trial/translations:\n",
        f"{RERANK}/responses",
        "no 403: an unknown key gets it",
    ),
    "a refusal that the vocabulary names": (
        "        '422':\n          $ref: '#/components/responses/UnprocessableEntity'\n",
        "",
        f"{EMBED}/responses",
        "no 422: model may be answered so",
    ),
    "an error without advice": (
        "      x-hint: >-\n        Take a model name from GET /v1/models: names are retired over time.\n",
        "",
        "/components/responses/UnprocessableEntity",
        "no x-hint: say what a caller can do",
    ),
    "a status that is hardly described": (
        "          description: A page of batches.\n",
        "          description: A page.\n",
        f"{BATCHES}/get/responses/200",
        "hardly a description: say when it comes",
    ),
    "an undescribed body": (
        "        description: The query and the documents.\n",
        "",
        f"{RERANK}/requestBody",
        "no description: say what it holds",
    ),
    "a request without example": (
        (
            "            examples:\n              file:\n                summary: The requests of a "
            "file\n                value:\n                  input: requests.jsonl\n"
        ),
        "",
        f"{BATCHES}/post/requestBody/{JSON}",
        "no example: add `examples: {a-name: {summary: …, value: …}}`",
    ),
    "an answer without example": (
        (
            "              examples:\n                waiting:\n                  summary: A batch that "
            "waits\n                  value:\n                    batch_id: batch-2\n"
            "                    state: waiting\n"
        ),
        "",
        f"{BATCHES}/post/responses/201/{JSON}",
        "no example: add `examples: {a-name: {summary: …, value: …}}`",
    ),
    "an example's name": (
        "                page:\n",
        "                Page 1:\n",
        f"{BATCHES}/get/responses/200/{JSON}/examples/Page 1",
        "'Page 1' is not lower-case words joined by hyphens",
    ),
    "an example's summary": (
        "                  summary: Two batches\n",
        "",
        f"{BATCHES}/get/responses/200/{JSON}/examples/page",
        "no summary: say what the example shows",
    ),
    "an example elsewhere": (
        (
            "                  value:\n                    batch_id: batch-2\n"
            "                    state: waiting\n"
        ),
        "                  externalValue: https://example.org/a.json\n",
        f"{BATCHES}/post/responses/201/{JSON}/examples/waiting",
        "no value: the example is written out",
    ),
    "a property that no example shows": (
        "                  dimensions: 2\n",
        "",
        f"{EMBED}/requestBody/{JSON}/examples",
        "no example has the property 'dimensions'",
    ),
    "a model that no list names": (
        "                  model: trial-embedding-model\n                  input: The sea",
        "                  model: trial-small\n                  input: The sea",
        f"{EMBED}/requestBody/{JSON}/examples/one-text/value/model",
        "no list has an item 'trial-small': the mock would refuse this example; add it",
    ),
    "a thing in the path that no list names": (
        "              unknown: 404\n          example: gpt-oss-120b\n",
        "              unknown: 404\n          example: gpt-oss\n",
        "/paths/~1v1~1trial~1models~1{model_id}/get/parameters/0/example",
        "no list has an item 'gpt-oss'",
    ),
    "a thing without a list": (
        "          schema:\n            type: string\n            minLength: 1\n          example: batch-1\n",
        (
            "          schema:\n            type: string\n            minLength: 1\n"
            "            x-error-status:\n              unknown: 404\n          example: batch-1\n"
        ),
        f"{BATCH}/parameters/0/schema",
        "no list (`x-iterate`) has items of a schema `Batch`, with ids",
    ),
    "a header without example": (
        "      example: '2'\n",
        "",
        "/components/headers/RetryAfter",
        "no example: the mock sends it",
    ),
    "an undescribed schema": (
        "      description: A page of batches.\n      required",
        "      required",
        "/components/schemas/TrialBatchList",
        "the schema has no description of more than 8 characters",
    ),
    "an undescribed property": (
        "          description: The name of the batch.\n",
        "",
        "/components/schemas/TrialBatch/properties/batch_id",
        "the property has no description",
    ),
    "an undescribed property of an object without a name": (
        "                $ref: '#/components/schemas/TrialRerankResult'\n",
        (
            "                type: object\n                properties:\n"
            "                  results:\n                    type: array\n"
        ),
        f"{RERANK}/responses/200/{JSON}/schema/properties/results",
        "the property has no description",
    ),
    "an object inside another schema": (
        "        batch_id:\n          type: string\n",
        "        batch_id:\n          type: object\n",
        "/components/schemas/TrialBatch/properties/batch_id",
        "has no name, and a class needs one: move it to components/schemas",
    ),
    "a reference whose use is not described": (
        "          description: How many tokens the texts have.\n",
        "",
        "/components/schemas/TrialEmbeddingList/properties/usage",
        "the property has no description",
    ),
    "a placeholder": (
        "description: The score, higher is better.",
        "description: TODO explain scores.",
        "/components/schemas/TrialRerankScore/properties/relevance_score/description",
        "the description is a placeholder",
    ),
}


@pytest.fixture(scope="module")
def good():
    return extended(ROOT / DOCUMENT)


def test_the_document_and_new_operations_that_follow_them_are_fine(good, tmp_path):
    path = tmp_path / "openapi.yaml"
    path.write_text(good, "utf-8")
    assert check_conventions(load_document()) == check_conventions(load_document(path)) == []


@pytest.mark.parametrize("fault", FAULTS.values(), ids=FAULTS)
def test_what_is_against_one_is_told_once_with_its_place(fault, good, tmp_path):
    before, after, pointer, said = fault
    assert before in good
    path = tmp_path / "openapi.yaml"
    path.write_text(good.replace(before, after, 1), "utf-8")

    document = load_document(path)
    (problem,) = check_conventions(document)

    assert (problem.path, problem.pointer) == (str(path), pointer)
    assert problem.line == document.line(pointer)
    assert said in problem.message
