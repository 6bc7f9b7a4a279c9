# Generated from openapi/openapi.yaml. Do not edit: change the document, then run `python -m generator`.
"""What the document says of the API as a whole: servers, paths, permissions, headers."""

from typing import Final

from scaleway_genapi._core import ApiDescription

API: Final = ApiDescription(
    title="Scaleway Generative APIs",
    version="0.1.0",
    default_base_url="https://api.scaleway.ai",
    project_base_url="https://api.scaleway.ai/{project_id}",
    project_variable="project_id",
    path_prefix="/v1",
    permission_sets=(
        "GenerativeApisModelAccess",
        "GenerativeApisFullAccess",
        "AllProductsFullAccess",
    ),
    rate_limit_headers=(
        "x-ratelimit-limit-requests",
        "x-ratelimit-remaining-requests",
        "x-ratelimit-reset-requests",
        "x-ratelimit-limit-tokens",
        "x-ratelimit-remaining-tokens",
        "x-ratelimit-reset-tokens",
    ),
    documentation_url="https://www.scaleway.com/en/docs/generative-apis/",
)
