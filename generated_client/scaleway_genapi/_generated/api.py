# Generated from openapi/openapi.yaml. Do not edit: change the document, then run `python -m generator`.
"""What the document says of the API as a whole: servers, paths, headers."""

from typing import Final

from scaleway_genapi._core import ApiDescription

API: Final = ApiDescription(
    title="Scaleway Generative APIs",
    version="0.1.0",
    default_base_url="https://api.scaleway.ai",
    project_base_url="https://api.scaleway.ai/{project_id}",
    project_variable="project_id",
    project_format="uuid",
    path_prefix="/v1",
    rate_limit_headers=(
        "x-ratelimit-limit-requests",
        "x-ratelimit-remaining-requests",
        "x-ratelimit-reset-requests",
        "x-ratelimit-limit-tokens",
        "x-ratelimit-remaining-tokens",
        "x-ratelimit-reset-tokens",
    ),
)
