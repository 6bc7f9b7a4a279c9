# Generated from openapi/openapi.yaml. Do not edit: change the document, then run `python -m generator`.
"""`client.models`: the operations, synchronous and asynchronous."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from typing import TYPE_CHECKING, Any, Final

from scaleway_genapi._core import (
    UNSET,
    AsyncResource,
    Operation,
    Resource,
)

from ..models.model_list import ModelList

if TYPE_CHECKING:
    from scaleway_genapi._core import RawResponse, TimeoutTypes, Unset


_LIST: Final[Operation[ModelList]] = Operation(
    "models.list",
    "GET",
    "/v1/models",
    decode=ModelList.from_dict,
    hints={
        401: "Send the secret key of an IAM API key as a bearer token, for instance from the environment variable SCW_SECRET_KEY.",
        403: "Check three things. The key: it exists and is not expired. Its permission sets: it has GenerativeApisModelAccess, GenerativeApisFullAccess or AllProductsFullAccess. The Project in the URL: it is one that the key may use, https://api.scaleway.ai/{project_id}/v1, or none for the default Project, https://api.scaleway.ai/v1.",
        404: "Look at the base URL: https://api.scaleway.ai, with the id of the Project (a UUID) after it if it is not the default one; the path of the API, which begins with /v1, follows by itself.",
        429: "Wait for the time in Retry-After, or else in x-ratelimit-reset-requests and x-ratelimit-reset-tokens, then try again; send fewer requests at the same time, or ask for higher limits: https://www.scaleway.com/en/docs/generative-apis/reference-content/rate-limits/.",
        500: "Try again after a while; if it stays, open a support ticket: https://console.scaleway.com/support/tickets/create.",
        504: "Try again after a while; if it stays, ask for less in one request.",
    },
    request_media_type=None,
    response_media_type="application/json",
    idempotent=True,
)


class ModelsResource(Resource):
    """Which models the service offers."""

    @cached_property
    def with_raw_response(self) -> ModelsResourceWithRawResponse:
        """The same operations; each gives status and headers, and the content by `parse()`."""
        return ModelsResourceWithRawResponse(self._client)

    def list(
        self,
        *,
        extra_headers: Mapping[str, str | None] | None = None,
        extra_query: Mapping[str, Any] | None = None,
        timeout: TimeoutTypes | Unset = UNSET,
    ) -> ModelList:
        """List the models.

        Lists the models that the Project can call, in no particular order and in one page: there
        are no pagination parameters. Model names are retired over time, and a retired name may
        answer from its successor, so read the list rather than keep a copy.

        Args:
            extra_headers: Headers to add to this request, or to replace; None leaves one out.
            extra_query: Query parameters to add to this request.
            timeout: Seconds to wait instead of the client's timeout, or an `httpx.Timeout`.

        Returns:
            `ModelList`.

        Raises:
            AuthenticationError: 401. The `Authorization` header is missing or is no bearer
                token.
            PermissionDeniedError: 403. The key does not exist, lacks the permission sets, or
                the URL is that of a Project which the key cannot use.
            NotFoundError: 404. There is no such route, or not what the path names: look at the
                path, the method and the project segment.
            RateLimitError: 429. A limit of the Organization is used up: requests per minute,
                tokens (read and written) per minute, or requests at the same time.
            InternalServerError: 500. An unexpected error inside the service.
            InternalServerError: 504. The service did not answer in time.
            APIConnectionError: No answer came; see its cause.

        See https://www.scaleway.com/en/docs/generative-apis/api-cli/using-models-api/
        """
        return self._client.request(
            _LIST,
            extra_headers=extra_headers,
            extra_query=extra_query,
            timeout=timeout,
        )


class ModelsResourceWithRawResponse(Resource):
    """`ModelsResource` with status and headers of the answers."""

    def list(
        self,
        *,
        extra_headers: Mapping[str, str | None] | None = None,
        extra_query: Mapping[str, Any] | None = None,
        timeout: TimeoutTypes | Unset = UNSET,
    ) -> RawResponse[ModelList]:
        """`ModelsResource.list`, with status and headers."""
        return self._client.request_raw(
            _LIST,
            extra_headers=extra_headers,
            extra_query=extra_query,
            timeout=timeout,
        )


class AsyncModelsResource(AsyncResource):
    """Which models the service offers."""

    @cached_property
    def with_raw_response(self) -> AsyncModelsResourceWithRawResponse:
        """The same operations; each gives status and headers, and the content by `parse()`."""
        return AsyncModelsResourceWithRawResponse(self._client)

    async def list(
        self,
        *,
        extra_headers: Mapping[str, str | None] | None = None,
        extra_query: Mapping[str, Any] | None = None,
        timeout: TimeoutTypes | Unset = UNSET,
    ) -> ModelList:
        """List the models.

        Lists the models that the Project can call, in no particular order and in one page: there
        are no pagination parameters. Model names are retired over time, and a retired name may
        answer from its successor, so read the list rather than keep a copy.

        Args:
            extra_headers: Headers to add to this request, or to replace; None leaves one out.
            extra_query: Query parameters to add to this request.
            timeout: Seconds to wait instead of the client's timeout, or an `httpx.Timeout`.

        Returns:
            `ModelList`.

        Raises:
            AuthenticationError: 401. The `Authorization` header is missing or is no bearer
                token.
            PermissionDeniedError: 403. The key does not exist, lacks the permission sets, or
                the URL is that of a Project which the key cannot use.
            NotFoundError: 404. There is no such route, or not what the path names: look at the
                path, the method and the project segment.
            RateLimitError: 429. A limit of the Organization is used up: requests per minute,
                tokens (read and written) per minute, or requests at the same time.
            InternalServerError: 500. An unexpected error inside the service.
            InternalServerError: 504. The service did not answer in time.
            APIConnectionError: No answer came; see its cause.

        See https://www.scaleway.com/en/docs/generative-apis/api-cli/using-models-api/
        """
        return await self._client.request(
            _LIST,
            extra_headers=extra_headers,
            extra_query=extra_query,
            timeout=timeout,
        )


class AsyncModelsResourceWithRawResponse(AsyncResource):
    """`AsyncModelsResource` with status and headers of the answers."""

    async def list(
        self,
        *,
        extra_headers: Mapping[str, str | None] | None = None,
        extra_query: Mapping[str, Any] | None = None,
        timeout: TimeoutTypes | Unset = UNSET,
    ) -> RawResponse[ModelList]:
        """`AsyncModelsResource.list`, with status and headers."""
        return await self._client.request_raw(
            _LIST,
            extra_headers=extra_headers,
            extra_query=extra_query,
            timeout=timeout,
        )
