# Generated from openapi/openapi.yaml. Do not edit: change the document, then run `python -m generator`.
"""`client.chat.completions`: the operations, synchronous and asynchronous."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Any, Final, Literal, Never, overload

from scaleway_genapi._core import (
    UNSET,
    AsyncResource,
    Operation,
    Resource,
    StreamFormat,
    hide_unknown,
    unknown_parameter,
)
from scaleway_genapi.helpers.chat import (
    AsyncCompletionsMixin,
    AsyncCompletionsMixinWithRawResponse,
    CompletionsMixin,
    CompletionsMixinWithRawResponse,
)

from ..models.chat_completion import ChatCompletion
from ..models.chat_completion_chunk import ChatCompletionChunk

if TYPE_CHECKING:
    from scaleway_genapi._core import AsyncStream, RawResponse, Stream, TimeoutTypes, Unset

    from ..models.any_chat_message import AnyChatMessage
    from ..models.any_response_format import AnyResponseFormat
    from ..models.chat_message import ChatMessage
    from ..models.response_format import ResponseFormat
    from ..models.stream_options import StreamOptions
    from ..models.tool import Tool
    from ..models.tool_choice import ToolChoice
    from ..types import (
        ChatMessageParam,
        LogitBiasParam,
        ResponseFormatParam,
        StreamOptionsParam,
        ToolChoiceParam,
        ToolParam,
    )


_CREATE: Final[Operation[ChatCompletion]] = Operation(
    "chat.completions.create",
    "POST",
    "/v1/chat/completions",
    decode=ChatCompletion.from_dict,
    stream=StreamFormat(ChatCompletionChunk.from_dict, "[DONE]"),
    hints={
        400: "Correct the request: the message says which part of it was refused. The same request will fail again.",
        401: "Send the secret key of an IAM API key as a bearer token, for instance from the environment variable SCW_SECRET_KEY.",
        403: "Check three things. The key: it exists and is not expired. Its permission sets: it has GenerativeApisModelAccess, GenerativeApisFullAccess or AllProductsFullAccess. The Project in the URL: it is one that the key may use, https://api.scaleway.ai/{project_id}/v1, or none for the default Project, https://api.scaleway.ai/v1.",
        404: "Look at the base URL: https://api.scaleway.ai, with the id of the Project (a UUID) after it if it is not the default one; the path of the API, which begins with /v1, follows by itself.",
        416: "Lower max_completion_tokens to the cap of the model (from 4096 to 32768 tokens, see https://www.scaleway.com/en/docs/generative-apis/reference-content/model-catalog/) or leave it out.",
        422: "Take a model name from GET /v1/models: names are retired over time.",
        429: "Wait for the time in Retry-After, or else in x-ratelimit-reset-requests and x-ratelimit-reset-tokens, then try again; send fewer requests at the same time, or ask for higher limits: https://www.scaleway.com/en/docs/generative-apis/reference-content/rate-limits/.",
        500: "Try again after a while; if it stays, open a support ticket: https://console.scaleway.com/support/tickets/create.",
        504: "Stream the answer (stream: true), or ask for a shorter one with max_completion_tokens.",
    },
    request_media_type="application/json",
    response_media_type="application/json",
    idempotent=False,
)


class ChatCompletionsResource(CompletionsMixin, Resource):
    """Conversations with language, vision, audio and reasoning models."""

    @cached_property
    def with_raw_response(self) -> ChatCompletionsResourceWithRawResponse:
        """The same operations; each gives status and headers, and the content by `parse()`."""
        return ChatCompletionsResourceWithRawResponse(self._client)

    @overload
    def create(
        self,
        *,
        model: str,
        messages: Sequence[ChatMessage | AnyChatMessage | ChatMessageParam],
        temperature: float | Unset | None = UNSET,
        top_p: float | Unset | None = UNSET,
        max_tokens: int | Unset | None = UNSET,
        max_completion_tokens: int | Unset | None = UNSET,
        stream: Literal[False] | Unset | None = UNSET,
        stream_options: StreamOptions | StreamOptionsParam | Unset | None = UNSET,
        presence_penalty: float | Unset | None = UNSET,
        frequency_penalty: float | Unset | None = UNSET,
        response_format: ResponseFormat
        | AnyResponseFormat
        | ResponseFormatParam
        | Unset
        | None = UNSET,
        logprobs: bool | Unset | None = UNSET,
        top_logprobs: int | Unset | None = UNSET,
        logit_bias: LogitBiasParam | Unset | None = UNSET,
        n: int | Unset | None = UNSET,
        stop: str | Sequence[str] | Unset | None = UNSET,
        seed: int | Unset | None = UNSET,
        tools: Sequence[Tool | ToolParam] | Unset | None = UNSET,
        tool_choice: ToolChoice | ToolChoiceParam | Unset | None = UNSET,
        parallel_tool_calls: bool | Unset | None = UNSET,
        reasoning_effort: Literal["none", "low", "medium", "high"] | str | Unset | None = UNSET,
        extra_headers: Mapping[str, str | None] | None = None,
        extra_query: Mapping[str, Any] | None = None,
        extra_body: Mapping[str, Any] | None = None,
        timeout: TimeoutTypes | Unset = UNSET,
    ) -> ChatCompletion: ...
    @overload
    def create(
        self,
        *,
        model: str,
        messages: Sequence[ChatMessage | AnyChatMessage | ChatMessageParam],
        temperature: float | Unset | None = UNSET,
        top_p: float | Unset | None = UNSET,
        max_tokens: int | Unset | None = UNSET,
        max_completion_tokens: int | Unset | None = UNSET,
        stream: Literal[True],
        stream_options: StreamOptions | StreamOptionsParam | Unset | None = UNSET,
        presence_penalty: float | Unset | None = UNSET,
        frequency_penalty: float | Unset | None = UNSET,
        response_format: ResponseFormat
        | AnyResponseFormat
        | ResponseFormatParam
        | Unset
        | None = UNSET,
        logprobs: bool | Unset | None = UNSET,
        top_logprobs: int | Unset | None = UNSET,
        logit_bias: LogitBiasParam | Unset | None = UNSET,
        n: int | Unset | None = UNSET,
        stop: str | Sequence[str] | Unset | None = UNSET,
        seed: int | Unset | None = UNSET,
        tools: Sequence[Tool | ToolParam] | Unset | None = UNSET,
        tool_choice: ToolChoice | ToolChoiceParam | Unset | None = UNSET,
        parallel_tool_calls: bool | Unset | None = UNSET,
        reasoning_effort: Literal["none", "low", "medium", "high"] | str | Unset | None = UNSET,
        extra_headers: Mapping[str, str | None] | None = None,
        extra_query: Mapping[str, Any] | None = None,
        extra_body: Mapping[str, Any] | None = None,
        timeout: TimeoutTypes | Unset = UNSET,
    ) -> Stream[ChatCompletionChunk]: ...
    @overload
    def create(
        self,
        *,
        model: str,
        messages: Sequence[ChatMessage | AnyChatMessage | ChatMessageParam],
        temperature: float | Unset | None = UNSET,
        top_p: float | Unset | None = UNSET,
        max_tokens: int | Unset | None = UNSET,
        max_completion_tokens: int | Unset | None = UNSET,
        stream: bool | None,
        stream_options: StreamOptions | StreamOptionsParam | Unset | None = UNSET,
        presence_penalty: float | Unset | None = UNSET,
        frequency_penalty: float | Unset | None = UNSET,
        response_format: ResponseFormat
        | AnyResponseFormat
        | ResponseFormatParam
        | Unset
        | None = UNSET,
        logprobs: bool | Unset | None = UNSET,
        top_logprobs: int | Unset | None = UNSET,
        logit_bias: LogitBiasParam | Unset | None = UNSET,
        n: int | Unset | None = UNSET,
        stop: str | Sequence[str] | Unset | None = UNSET,
        seed: int | Unset | None = UNSET,
        tools: Sequence[Tool | ToolParam] | Unset | None = UNSET,
        tool_choice: ToolChoice | ToolChoiceParam | Unset | None = UNSET,
        parallel_tool_calls: bool | Unset | None = UNSET,
        reasoning_effort: Literal["none", "low", "medium", "high"] | str | Unset | None = UNSET,
        extra_headers: Mapping[str, str | None] | None = None,
        extra_query: Mapping[str, Any] | None = None,
        extra_body: Mapping[str, Any] | None = None,
        timeout: TimeoutTypes | Unset = UNSET,
    ) -> ChatCompletion | Stream[ChatCompletionChunk]: ...
    @hide_unknown
    def create(
        self,
        *,
        model: str,
        messages: Sequence[ChatMessage | AnyChatMessage | ChatMessageParam],
        temperature: float | Unset | None = UNSET,
        top_p: float | Unset | None = UNSET,
        max_tokens: int | Unset | None = UNSET,
        max_completion_tokens: int | Unset | None = UNSET,
        stream: bool | Unset | None = UNSET,
        stream_options: StreamOptions | StreamOptionsParam | Unset | None = UNSET,
        presence_penalty: float | Unset | None = UNSET,
        frequency_penalty: float | Unset | None = UNSET,
        response_format: ResponseFormat
        | AnyResponseFormat
        | ResponseFormatParam
        | Unset
        | None = UNSET,
        logprobs: bool | Unset | None = UNSET,
        top_logprobs: int | Unset | None = UNSET,
        logit_bias: LogitBiasParam | Unset | None = UNSET,
        n: int | Unset | None = UNSET,
        stop: str | Sequence[str] | Unset | None = UNSET,
        seed: int | Unset | None = UNSET,
        tools: Sequence[Tool | ToolParam] | Unset | None = UNSET,
        tool_choice: ToolChoice | ToolChoiceParam | Unset | None = UNSET,
        parallel_tool_calls: bool | Unset | None = UNSET,
        reasoning_effort: Literal["none", "low", "medium", "high"] | str | Unset | None = UNSET,
        extra_headers: Mapping[str, str | None] | None = None,
        extra_query: Mapping[str, Any] | None = None,
        extra_body: Mapping[str, Any] | None = None,
        timeout: TimeoutTypes | Unset = UNSET,
        **_unknown: Never,
    ) -> ChatCompletion | Stream[ChatCompletionChunk]:
        """Complete a chat.

        Sends a conversation to a model and returns its next message: text, calls of the tools that
        were offered, or JSON that follows a schema.

        With `stream: true` the answer is `text/event-stream`: each event's `data` is one
        `ChatCompletionChunk`, and `data: [DONE]` ends the stream. As the 200 is sent first, an
        error of the server (5xx) may come later, as an event with an `error` object, with or
        without `[DONE]` after it.

        One answer may take up to about 5 minutes (300 seconds) on the server. The context window,
        that is the tokens of all messages and of the answer together, depends on the model.

        Args:
            model: The name of the model, as `GET /v1/models` lists it, for instance
                `mistral-small-3.2-24b-instruct-2506`. The name of a retired model may be answered
                by its successor: see `model` in the answer. A missing or unknown name is refused
                with 422. Models:
                https://www.scaleway.com/en/docs/generative-apis/reference-content/model-catalog/.
            messages: The conversation so far, oldest message first; at least one message. At
                most 12 images in all. Mistral models want user and assistant messages to alternate
                after the optional system message.
            temperature: How freely tokens are chosen, from 0 (always the likeliest) to 2. The
                default differs by model. Change this or `top_p`, not both.
            top_p: Choose among the likeliest tokens whose probabilities add up to this share,
                above 0 and up to 1. Default 1: all tokens.
            max_tokens: Deprecated. The older name of `max_completion_tokens`: the most tokens
                that the answer may have, at least 1. Above the cap of the model the answer is 416.
            max_completion_tokens: The most tokens that the answer may have, reasoning included;
                at least 1. The default, and the cap, is the maximum output of the model: 4096 to
                32768 tokens. Above the cap the answer is 416. Caps:
                https://www.scaleway.com/en/docs/generative-apis/reference-content/model-catalog/.
            stream: Whether the answer comes as server-sent events, token by token, instead of
                one JSON object. Default false.
                https://www.scaleway.com/en/docs/generative-apis/how-to/query-language-models/
            stream_options: What a stream contains besides the answer. Only with `stream` true,
                else 400.
            presence_penalty: From -2 to 2, default 0. Above 0, tokens that have appeared
                already become less likely, which favours new subjects; below 0, likelier.
            frequency_penalty: From -2 to 2, default 0. Above 0, tokens become less likely the
                more often they have appeared; below 0, likelier. The vendor's guide lists it as
                unsupported: it may be ignored.
            response_format: Whether the answer is text (the default), some JSON object, or JSON
                that follows a schema.
                https://www.scaleway.com/en/docs/generative-apis/how-to/use-structured-outputs/
            logprobs: Whether to return the log probability of every token of the answer.
                Default false.
            top_logprobs: How many of the likeliest tokens to return for each place of the
                answer, at least 0, often at most 20. Needs `logprobs` true, else 400. The vendor's
                guide lists it as unsupported: it may be ignored.
            logit_bias: Makes single tokens likelier or less likely. The vendor's guide lists it
                as unsupported: it may be ignored.
            n: How many answers (`choices`) to write, at least 1, default 1; every one of them
                is billed. The vendor's guide lists it as unsupported: it may be ignored. Inference
                servers bound it, each at its own number, and refuse more with 400.
            stop: A text, or several, at which the answer ends; the text itself is not part of
                the answer. Up to 4 are understood by every model.
            seed: A 64-bit integer. Requests with the same seed and the same parameters give the
                same answer as far as the service can.
            tools: The functions that the model may call; at least one. The model only asks for
                a call: the caller makes it and sends the result back as a `tool` message.
                https://www.scaleway.com/en/docs/generative-apis/how-to/use-function-calling/
            tool_choice: Whether the model may or must call a tool, or which one. Default `auto`
                when there are `tools`. Needs `tools` unless it is `none`, else 400; a function
                named here must be one of them.
            parallel_tool_calls: Whether the model may call several tools at once. Default true;
                the models of Meta cannot.
            reasoning_effort: How much a reasoning model thinks before it answers: `none`,
                `low`, `medium` or `high`; which of them, and further values, differs by model
                (gpt-oss-120b has no `none`). The default differs by model.
                https://www.scaleway.com/en/docs/generative-apis/how-to/query-reasoning-models/
            extra_headers: Headers to add to this request, or to replace; None leaves one out.
            extra_query: Query parameters to add to this request.
            extra_body: Properties to add to the body of this request, or to replace.
            timeout: Seconds to wait instead of the client's timeout, or an `httpx.Timeout`.

        Returns:
            `ChatCompletion`; with `stream=True` a stream of `ChatCompletionChunk`.

        Raises:
            BadRequestError: 400. The format or the content of the request is wrong: no JSON,
                another content type, a body that is too large, a property or a parameter of the
                wrong type.
            AuthenticationError: 401. The `Authorization` header is missing or is no bearer
                token.
            PermissionDeniedError: 403. The key does not exist, lacks the permission sets, or
                the URL is that of a Project which the key cannot use.
            NotFoundError: 404. There is no such route, or not what the path names: look at the
                path, the method and the project segment.
            APIStatusError: 416. `max_completion_tokens` (or `max_tokens`) is above the most
                that the model may write.
            UnprocessableEntityError: 422. The property `model` is missing, or no model has that
                name.
            RateLimitError: 429. A limit of the Organization is used up: requests per minute,
                tokens (read and written) per minute, or requests at the same time.
            InternalServerError: 500. An unexpected error inside the service.
            InternalServerError: 504. The model did not answer in time; an answer may take about
                5 minutes (300 seconds).
            APIConnectionError: No answer came; see its cause.

        See https://www.scaleway.com/en/docs/generative-apis/api-cli/using-chat-api/
        """
        if _unknown:
            raise unknown_parameter(self.create, _unknown)
        return self._client.request(
            _CREATE,
            body={
                "model": model,
                "messages": messages,
                "temperature": temperature,
                "top_p": top_p,
                "max_tokens": max_tokens,
                "max_completion_tokens": max_completion_tokens,
                "stream": stream,
                "stream_options": stream_options,
                "presence_penalty": presence_penalty,
                "frequency_penalty": frequency_penalty,
                "response_format": response_format,
                "logprobs": logprobs,
                "top_logprobs": top_logprobs,
                "logit_bias": logit_bias,
                "n": n,
                "stop": stop,
                "seed": seed,
                "tools": UNSET if tools is None else tools,
                "tool_choice": UNSET if tool_choice is None else tool_choice,
                "parallel_tool_calls": parallel_tool_calls,
                "reasoning_effort": reasoning_effort,
            },
            stream=bool(stream),
            extra_headers=extra_headers,
            extra_query=extra_query,
            extra_body=extra_body,
            timeout=timeout,
        )


class ChatCompletionsResourceWithRawResponse(CompletionsMixinWithRawResponse, Resource):
    """`ChatCompletionsResource` with status and headers of the answers."""

    @overload
    def create(
        self,
        *,
        model: str,
        messages: Sequence[ChatMessage | AnyChatMessage | ChatMessageParam],
        temperature: float | Unset | None = UNSET,
        top_p: float | Unset | None = UNSET,
        max_tokens: int | Unset | None = UNSET,
        max_completion_tokens: int | Unset | None = UNSET,
        stream: Literal[False] | Unset | None = UNSET,
        stream_options: StreamOptions | StreamOptionsParam | Unset | None = UNSET,
        presence_penalty: float | Unset | None = UNSET,
        frequency_penalty: float | Unset | None = UNSET,
        response_format: ResponseFormat
        | AnyResponseFormat
        | ResponseFormatParam
        | Unset
        | None = UNSET,
        logprobs: bool | Unset | None = UNSET,
        top_logprobs: int | Unset | None = UNSET,
        logit_bias: LogitBiasParam | Unset | None = UNSET,
        n: int | Unset | None = UNSET,
        stop: str | Sequence[str] | Unset | None = UNSET,
        seed: int | Unset | None = UNSET,
        tools: Sequence[Tool | ToolParam] | Unset | None = UNSET,
        tool_choice: ToolChoice | ToolChoiceParam | Unset | None = UNSET,
        parallel_tool_calls: bool | Unset | None = UNSET,
        reasoning_effort: Literal["none", "low", "medium", "high"] | str | Unset | None = UNSET,
        extra_headers: Mapping[str, str | None] | None = None,
        extra_query: Mapping[str, Any] | None = None,
        extra_body: Mapping[str, Any] | None = None,
        timeout: TimeoutTypes | Unset = UNSET,
    ) -> RawResponse[ChatCompletion]: ...
    @overload
    def create(
        self,
        *,
        model: str,
        messages: Sequence[ChatMessage | AnyChatMessage | ChatMessageParam],
        temperature: float | Unset | None = UNSET,
        top_p: float | Unset | None = UNSET,
        max_tokens: int | Unset | None = UNSET,
        max_completion_tokens: int | Unset | None = UNSET,
        stream: Literal[True],
        stream_options: StreamOptions | StreamOptionsParam | Unset | None = UNSET,
        presence_penalty: float | Unset | None = UNSET,
        frequency_penalty: float | Unset | None = UNSET,
        response_format: ResponseFormat
        | AnyResponseFormat
        | ResponseFormatParam
        | Unset
        | None = UNSET,
        logprobs: bool | Unset | None = UNSET,
        top_logprobs: int | Unset | None = UNSET,
        logit_bias: LogitBiasParam | Unset | None = UNSET,
        n: int | Unset | None = UNSET,
        stop: str | Sequence[str] | Unset | None = UNSET,
        seed: int | Unset | None = UNSET,
        tools: Sequence[Tool | ToolParam] | Unset | None = UNSET,
        tool_choice: ToolChoice | ToolChoiceParam | Unset | None = UNSET,
        parallel_tool_calls: bool | Unset | None = UNSET,
        reasoning_effort: Literal["none", "low", "medium", "high"] | str | Unset | None = UNSET,
        extra_headers: Mapping[str, str | None] | None = None,
        extra_query: Mapping[str, Any] | None = None,
        extra_body: Mapping[str, Any] | None = None,
        timeout: TimeoutTypes | Unset = UNSET,
    ) -> RawResponse[Stream[ChatCompletionChunk]]: ...
    @overload
    def create(
        self,
        *,
        model: str,
        messages: Sequence[ChatMessage | AnyChatMessage | ChatMessageParam],
        temperature: float | Unset | None = UNSET,
        top_p: float | Unset | None = UNSET,
        max_tokens: int | Unset | None = UNSET,
        max_completion_tokens: int | Unset | None = UNSET,
        stream: bool | None,
        stream_options: StreamOptions | StreamOptionsParam | Unset | None = UNSET,
        presence_penalty: float | Unset | None = UNSET,
        frequency_penalty: float | Unset | None = UNSET,
        response_format: ResponseFormat
        | AnyResponseFormat
        | ResponseFormatParam
        | Unset
        | None = UNSET,
        logprobs: bool | Unset | None = UNSET,
        top_logprobs: int | Unset | None = UNSET,
        logit_bias: LogitBiasParam | Unset | None = UNSET,
        n: int | Unset | None = UNSET,
        stop: str | Sequence[str] | Unset | None = UNSET,
        seed: int | Unset | None = UNSET,
        tools: Sequence[Tool | ToolParam] | Unset | None = UNSET,
        tool_choice: ToolChoice | ToolChoiceParam | Unset | None = UNSET,
        parallel_tool_calls: bool | Unset | None = UNSET,
        reasoning_effort: Literal["none", "low", "medium", "high"] | str | Unset | None = UNSET,
        extra_headers: Mapping[str, str | None] | None = None,
        extra_query: Mapping[str, Any] | None = None,
        extra_body: Mapping[str, Any] | None = None,
        timeout: TimeoutTypes | Unset = UNSET,
    ) -> RawResponse[ChatCompletion] | RawResponse[Stream[ChatCompletionChunk]]: ...
    @hide_unknown
    def create(
        self,
        *,
        model: str,
        messages: Sequence[ChatMessage | AnyChatMessage | ChatMessageParam],
        temperature: float | Unset | None = UNSET,
        top_p: float | Unset | None = UNSET,
        max_tokens: int | Unset | None = UNSET,
        max_completion_tokens: int | Unset | None = UNSET,
        stream: bool | Unset | None = UNSET,
        stream_options: StreamOptions | StreamOptionsParam | Unset | None = UNSET,
        presence_penalty: float | Unset | None = UNSET,
        frequency_penalty: float | Unset | None = UNSET,
        response_format: ResponseFormat
        | AnyResponseFormat
        | ResponseFormatParam
        | Unset
        | None = UNSET,
        logprobs: bool | Unset | None = UNSET,
        top_logprobs: int | Unset | None = UNSET,
        logit_bias: LogitBiasParam | Unset | None = UNSET,
        n: int | Unset | None = UNSET,
        stop: str | Sequence[str] | Unset | None = UNSET,
        seed: int | Unset | None = UNSET,
        tools: Sequence[Tool | ToolParam] | Unset | None = UNSET,
        tool_choice: ToolChoice | ToolChoiceParam | Unset | None = UNSET,
        parallel_tool_calls: bool | Unset | None = UNSET,
        reasoning_effort: Literal["none", "low", "medium", "high"] | str | Unset | None = UNSET,
        extra_headers: Mapping[str, str | None] | None = None,
        extra_query: Mapping[str, Any] | None = None,
        extra_body: Mapping[str, Any] | None = None,
        timeout: TimeoutTypes | Unset = UNSET,
        **_unknown: Never,
    ) -> RawResponse[ChatCompletion] | RawResponse[Stream[ChatCompletionChunk]]:
        """`ChatCompletionsResource.create`, with status and headers."""
        if _unknown:
            raise unknown_parameter(self.create, _unknown)
        return self._client.request_raw(
            _CREATE,
            body={
                "model": model,
                "messages": messages,
                "temperature": temperature,
                "top_p": top_p,
                "max_tokens": max_tokens,
                "max_completion_tokens": max_completion_tokens,
                "stream": stream,
                "stream_options": stream_options,
                "presence_penalty": presence_penalty,
                "frequency_penalty": frequency_penalty,
                "response_format": response_format,
                "logprobs": logprobs,
                "top_logprobs": top_logprobs,
                "logit_bias": logit_bias,
                "n": n,
                "stop": stop,
                "seed": seed,
                "tools": UNSET if tools is None else tools,
                "tool_choice": UNSET if tool_choice is None else tool_choice,
                "parallel_tool_calls": parallel_tool_calls,
                "reasoning_effort": reasoning_effort,
            },
            stream=bool(stream),
            extra_headers=extra_headers,
            extra_query=extra_query,
            extra_body=extra_body,
            timeout=timeout,
        )


class AsyncChatCompletionsResource(AsyncCompletionsMixin, AsyncResource):
    """Conversations with language, vision, audio and reasoning models."""

    @cached_property
    def with_raw_response(self) -> AsyncChatCompletionsResourceWithRawResponse:
        """The same operations; each gives status and headers, and the content by `parse()`."""
        return AsyncChatCompletionsResourceWithRawResponse(self._client)

    @overload
    async def create(
        self,
        *,
        model: str,
        messages: Sequence[ChatMessage | AnyChatMessage | ChatMessageParam],
        temperature: float | Unset | None = UNSET,
        top_p: float | Unset | None = UNSET,
        max_tokens: int | Unset | None = UNSET,
        max_completion_tokens: int | Unset | None = UNSET,
        stream: Literal[False] | Unset | None = UNSET,
        stream_options: StreamOptions | StreamOptionsParam | Unset | None = UNSET,
        presence_penalty: float | Unset | None = UNSET,
        frequency_penalty: float | Unset | None = UNSET,
        response_format: ResponseFormat
        | AnyResponseFormat
        | ResponseFormatParam
        | Unset
        | None = UNSET,
        logprobs: bool | Unset | None = UNSET,
        top_logprobs: int | Unset | None = UNSET,
        logit_bias: LogitBiasParam | Unset | None = UNSET,
        n: int | Unset | None = UNSET,
        stop: str | Sequence[str] | Unset | None = UNSET,
        seed: int | Unset | None = UNSET,
        tools: Sequence[Tool | ToolParam] | Unset | None = UNSET,
        tool_choice: ToolChoice | ToolChoiceParam | Unset | None = UNSET,
        parallel_tool_calls: bool | Unset | None = UNSET,
        reasoning_effort: Literal["none", "low", "medium", "high"] | str | Unset | None = UNSET,
        extra_headers: Mapping[str, str | None] | None = None,
        extra_query: Mapping[str, Any] | None = None,
        extra_body: Mapping[str, Any] | None = None,
        timeout: TimeoutTypes | Unset = UNSET,
    ) -> ChatCompletion: ...
    @overload
    async def create(
        self,
        *,
        model: str,
        messages: Sequence[ChatMessage | AnyChatMessage | ChatMessageParam],
        temperature: float | Unset | None = UNSET,
        top_p: float | Unset | None = UNSET,
        max_tokens: int | Unset | None = UNSET,
        max_completion_tokens: int | Unset | None = UNSET,
        stream: Literal[True],
        stream_options: StreamOptions | StreamOptionsParam | Unset | None = UNSET,
        presence_penalty: float | Unset | None = UNSET,
        frequency_penalty: float | Unset | None = UNSET,
        response_format: ResponseFormat
        | AnyResponseFormat
        | ResponseFormatParam
        | Unset
        | None = UNSET,
        logprobs: bool | Unset | None = UNSET,
        top_logprobs: int | Unset | None = UNSET,
        logit_bias: LogitBiasParam | Unset | None = UNSET,
        n: int | Unset | None = UNSET,
        stop: str | Sequence[str] | Unset | None = UNSET,
        seed: int | Unset | None = UNSET,
        tools: Sequence[Tool | ToolParam] | Unset | None = UNSET,
        tool_choice: ToolChoice | ToolChoiceParam | Unset | None = UNSET,
        parallel_tool_calls: bool | Unset | None = UNSET,
        reasoning_effort: Literal["none", "low", "medium", "high"] | str | Unset | None = UNSET,
        extra_headers: Mapping[str, str | None] | None = None,
        extra_query: Mapping[str, Any] | None = None,
        extra_body: Mapping[str, Any] | None = None,
        timeout: TimeoutTypes | Unset = UNSET,
    ) -> AsyncStream[ChatCompletionChunk]: ...
    @overload
    async def create(
        self,
        *,
        model: str,
        messages: Sequence[ChatMessage | AnyChatMessage | ChatMessageParam],
        temperature: float | Unset | None = UNSET,
        top_p: float | Unset | None = UNSET,
        max_tokens: int | Unset | None = UNSET,
        max_completion_tokens: int | Unset | None = UNSET,
        stream: bool | None,
        stream_options: StreamOptions | StreamOptionsParam | Unset | None = UNSET,
        presence_penalty: float | Unset | None = UNSET,
        frequency_penalty: float | Unset | None = UNSET,
        response_format: ResponseFormat
        | AnyResponseFormat
        | ResponseFormatParam
        | Unset
        | None = UNSET,
        logprobs: bool | Unset | None = UNSET,
        top_logprobs: int | Unset | None = UNSET,
        logit_bias: LogitBiasParam | Unset | None = UNSET,
        n: int | Unset | None = UNSET,
        stop: str | Sequence[str] | Unset | None = UNSET,
        seed: int | Unset | None = UNSET,
        tools: Sequence[Tool | ToolParam] | Unset | None = UNSET,
        tool_choice: ToolChoice | ToolChoiceParam | Unset | None = UNSET,
        parallel_tool_calls: bool | Unset | None = UNSET,
        reasoning_effort: Literal["none", "low", "medium", "high"] | str | Unset | None = UNSET,
        extra_headers: Mapping[str, str | None] | None = None,
        extra_query: Mapping[str, Any] | None = None,
        extra_body: Mapping[str, Any] | None = None,
        timeout: TimeoutTypes | Unset = UNSET,
    ) -> ChatCompletion | AsyncStream[ChatCompletionChunk]: ...
    @hide_unknown
    async def create(
        self,
        *,
        model: str,
        messages: Sequence[ChatMessage | AnyChatMessage | ChatMessageParam],
        temperature: float | Unset | None = UNSET,
        top_p: float | Unset | None = UNSET,
        max_tokens: int | Unset | None = UNSET,
        max_completion_tokens: int | Unset | None = UNSET,
        stream: bool | Unset | None = UNSET,
        stream_options: StreamOptions | StreamOptionsParam | Unset | None = UNSET,
        presence_penalty: float | Unset | None = UNSET,
        frequency_penalty: float | Unset | None = UNSET,
        response_format: ResponseFormat
        | AnyResponseFormat
        | ResponseFormatParam
        | Unset
        | None = UNSET,
        logprobs: bool | Unset | None = UNSET,
        top_logprobs: int | Unset | None = UNSET,
        logit_bias: LogitBiasParam | Unset | None = UNSET,
        n: int | Unset | None = UNSET,
        stop: str | Sequence[str] | Unset | None = UNSET,
        seed: int | Unset | None = UNSET,
        tools: Sequence[Tool | ToolParam] | Unset | None = UNSET,
        tool_choice: ToolChoice | ToolChoiceParam | Unset | None = UNSET,
        parallel_tool_calls: bool | Unset | None = UNSET,
        reasoning_effort: Literal["none", "low", "medium", "high"] | str | Unset | None = UNSET,
        extra_headers: Mapping[str, str | None] | None = None,
        extra_query: Mapping[str, Any] | None = None,
        extra_body: Mapping[str, Any] | None = None,
        timeout: TimeoutTypes | Unset = UNSET,
        **_unknown: Never,
    ) -> ChatCompletion | AsyncStream[ChatCompletionChunk]:
        """Complete a chat.

        Sends a conversation to a model and returns its next message: text, calls of the tools that
        were offered, or JSON that follows a schema.

        With `stream: true` the answer is `text/event-stream`: each event's `data` is one
        `ChatCompletionChunk`, and `data: [DONE]` ends the stream. As the 200 is sent first, an
        error of the server (5xx) may come later, as an event with an `error` object, with or
        without `[DONE]` after it.

        One answer may take up to about 5 minutes (300 seconds) on the server. The context window,
        that is the tokens of all messages and of the answer together, depends on the model.

        Args:
            model: The name of the model, as `GET /v1/models` lists it, for instance
                `mistral-small-3.2-24b-instruct-2506`. The name of a retired model may be answered
                by its successor: see `model` in the answer. A missing or unknown name is refused
                with 422. Models:
                https://www.scaleway.com/en/docs/generative-apis/reference-content/model-catalog/.
            messages: The conversation so far, oldest message first; at least one message. At
                most 12 images in all. Mistral models want user and assistant messages to alternate
                after the optional system message.
            temperature: How freely tokens are chosen, from 0 (always the likeliest) to 2. The
                default differs by model. Change this or `top_p`, not both.
            top_p: Choose among the likeliest tokens whose probabilities add up to this share,
                above 0 and up to 1. Default 1: all tokens.
            max_tokens: Deprecated. The older name of `max_completion_tokens`: the most tokens
                that the answer may have, at least 1. Above the cap of the model the answer is 416.
            max_completion_tokens: The most tokens that the answer may have, reasoning included;
                at least 1. The default, and the cap, is the maximum output of the model: 4096 to
                32768 tokens. Above the cap the answer is 416. Caps:
                https://www.scaleway.com/en/docs/generative-apis/reference-content/model-catalog/.
            stream: Whether the answer comes as server-sent events, token by token, instead of
                one JSON object. Default false.
                https://www.scaleway.com/en/docs/generative-apis/how-to/query-language-models/
            stream_options: What a stream contains besides the answer. Only with `stream` true,
                else 400.
            presence_penalty: From -2 to 2, default 0. Above 0, tokens that have appeared
                already become less likely, which favours new subjects; below 0, likelier.
            frequency_penalty: From -2 to 2, default 0. Above 0, tokens become less likely the
                more often they have appeared; below 0, likelier. The vendor's guide lists it as
                unsupported: it may be ignored.
            response_format: Whether the answer is text (the default), some JSON object, or JSON
                that follows a schema.
                https://www.scaleway.com/en/docs/generative-apis/how-to/use-structured-outputs/
            logprobs: Whether to return the log probability of every token of the answer.
                Default false.
            top_logprobs: How many of the likeliest tokens to return for each place of the
                answer, at least 0, often at most 20. Needs `logprobs` true, else 400. The vendor's
                guide lists it as unsupported: it may be ignored.
            logit_bias: Makes single tokens likelier or less likely. The vendor's guide lists it
                as unsupported: it may be ignored.
            n: How many answers (`choices`) to write, at least 1, default 1; every one of them
                is billed. The vendor's guide lists it as unsupported: it may be ignored. Inference
                servers bound it, each at its own number, and refuse more with 400.
            stop: A text, or several, at which the answer ends; the text itself is not part of
                the answer. Up to 4 are understood by every model.
            seed: A 64-bit integer. Requests with the same seed and the same parameters give the
                same answer as far as the service can.
            tools: The functions that the model may call; at least one. The model only asks for
                a call: the caller makes it and sends the result back as a `tool` message.
                https://www.scaleway.com/en/docs/generative-apis/how-to/use-function-calling/
            tool_choice: Whether the model may or must call a tool, or which one. Default `auto`
                when there are `tools`. Needs `tools` unless it is `none`, else 400; a function
                named here must be one of them.
            parallel_tool_calls: Whether the model may call several tools at once. Default true;
                the models of Meta cannot.
            reasoning_effort: How much a reasoning model thinks before it answers: `none`,
                `low`, `medium` or `high`; which of them, and further values, differs by model
                (gpt-oss-120b has no `none`). The default differs by model.
                https://www.scaleway.com/en/docs/generative-apis/how-to/query-reasoning-models/
            extra_headers: Headers to add to this request, or to replace; None leaves one out.
            extra_query: Query parameters to add to this request.
            extra_body: Properties to add to the body of this request, or to replace.
            timeout: Seconds to wait instead of the client's timeout, or an `httpx.Timeout`.

        Returns:
            `ChatCompletion`; with `stream=True` a stream of `ChatCompletionChunk`.

        Raises:
            BadRequestError: 400. The format or the content of the request is wrong: no JSON,
                another content type, a body that is too large, a property or a parameter of the
                wrong type.
            AuthenticationError: 401. The `Authorization` header is missing or is no bearer
                token.
            PermissionDeniedError: 403. The key does not exist, lacks the permission sets, or
                the URL is that of a Project which the key cannot use.
            NotFoundError: 404. There is no such route, or not what the path names: look at the
                path, the method and the project segment.
            APIStatusError: 416. `max_completion_tokens` (or `max_tokens`) is above the most
                that the model may write.
            UnprocessableEntityError: 422. The property `model` is missing, or no model has that
                name.
            RateLimitError: 429. A limit of the Organization is used up: requests per minute,
                tokens (read and written) per minute, or requests at the same time.
            InternalServerError: 500. An unexpected error inside the service.
            InternalServerError: 504. The model did not answer in time; an answer may take about
                5 minutes (300 seconds).
            APIConnectionError: No answer came; see its cause.

        See https://www.scaleway.com/en/docs/generative-apis/api-cli/using-chat-api/
        """
        if _unknown:
            raise unknown_parameter(self.create, _unknown)
        return await self._client.request(
            _CREATE,
            body={
                "model": model,
                "messages": messages,
                "temperature": temperature,
                "top_p": top_p,
                "max_tokens": max_tokens,
                "max_completion_tokens": max_completion_tokens,
                "stream": stream,
                "stream_options": stream_options,
                "presence_penalty": presence_penalty,
                "frequency_penalty": frequency_penalty,
                "response_format": response_format,
                "logprobs": logprobs,
                "top_logprobs": top_logprobs,
                "logit_bias": logit_bias,
                "n": n,
                "stop": stop,
                "seed": seed,
                "tools": UNSET if tools is None else tools,
                "tool_choice": UNSET if tool_choice is None else tool_choice,
                "parallel_tool_calls": parallel_tool_calls,
                "reasoning_effort": reasoning_effort,
            },
            stream=bool(stream),
            extra_headers=extra_headers,
            extra_query=extra_query,
            extra_body=extra_body,
            timeout=timeout,
        )


class AsyncChatCompletionsResourceWithRawResponse(
    AsyncCompletionsMixinWithRawResponse, AsyncResource
):
    """`AsyncChatCompletionsResource` with status and headers of the answers."""

    @overload
    async def create(
        self,
        *,
        model: str,
        messages: Sequence[ChatMessage | AnyChatMessage | ChatMessageParam],
        temperature: float | Unset | None = UNSET,
        top_p: float | Unset | None = UNSET,
        max_tokens: int | Unset | None = UNSET,
        max_completion_tokens: int | Unset | None = UNSET,
        stream: Literal[False] | Unset | None = UNSET,
        stream_options: StreamOptions | StreamOptionsParam | Unset | None = UNSET,
        presence_penalty: float | Unset | None = UNSET,
        frequency_penalty: float | Unset | None = UNSET,
        response_format: ResponseFormat
        | AnyResponseFormat
        | ResponseFormatParam
        | Unset
        | None = UNSET,
        logprobs: bool | Unset | None = UNSET,
        top_logprobs: int | Unset | None = UNSET,
        logit_bias: LogitBiasParam | Unset | None = UNSET,
        n: int | Unset | None = UNSET,
        stop: str | Sequence[str] | Unset | None = UNSET,
        seed: int | Unset | None = UNSET,
        tools: Sequence[Tool | ToolParam] | Unset | None = UNSET,
        tool_choice: ToolChoice | ToolChoiceParam | Unset | None = UNSET,
        parallel_tool_calls: bool | Unset | None = UNSET,
        reasoning_effort: Literal["none", "low", "medium", "high"] | str | Unset | None = UNSET,
        extra_headers: Mapping[str, str | None] | None = None,
        extra_query: Mapping[str, Any] | None = None,
        extra_body: Mapping[str, Any] | None = None,
        timeout: TimeoutTypes | Unset = UNSET,
    ) -> RawResponse[ChatCompletion]: ...
    @overload
    async def create(
        self,
        *,
        model: str,
        messages: Sequence[ChatMessage | AnyChatMessage | ChatMessageParam],
        temperature: float | Unset | None = UNSET,
        top_p: float | Unset | None = UNSET,
        max_tokens: int | Unset | None = UNSET,
        max_completion_tokens: int | Unset | None = UNSET,
        stream: Literal[True],
        stream_options: StreamOptions | StreamOptionsParam | Unset | None = UNSET,
        presence_penalty: float | Unset | None = UNSET,
        frequency_penalty: float | Unset | None = UNSET,
        response_format: ResponseFormat
        | AnyResponseFormat
        | ResponseFormatParam
        | Unset
        | None = UNSET,
        logprobs: bool | Unset | None = UNSET,
        top_logprobs: int | Unset | None = UNSET,
        logit_bias: LogitBiasParam | Unset | None = UNSET,
        n: int | Unset | None = UNSET,
        stop: str | Sequence[str] | Unset | None = UNSET,
        seed: int | Unset | None = UNSET,
        tools: Sequence[Tool | ToolParam] | Unset | None = UNSET,
        tool_choice: ToolChoice | ToolChoiceParam | Unset | None = UNSET,
        parallel_tool_calls: bool | Unset | None = UNSET,
        reasoning_effort: Literal["none", "low", "medium", "high"] | str | Unset | None = UNSET,
        extra_headers: Mapping[str, str | None] | None = None,
        extra_query: Mapping[str, Any] | None = None,
        extra_body: Mapping[str, Any] | None = None,
        timeout: TimeoutTypes | Unset = UNSET,
    ) -> RawResponse[AsyncStream[ChatCompletionChunk]]: ...
    @overload
    async def create(
        self,
        *,
        model: str,
        messages: Sequence[ChatMessage | AnyChatMessage | ChatMessageParam],
        temperature: float | Unset | None = UNSET,
        top_p: float | Unset | None = UNSET,
        max_tokens: int | Unset | None = UNSET,
        max_completion_tokens: int | Unset | None = UNSET,
        stream: bool | None,
        stream_options: StreamOptions | StreamOptionsParam | Unset | None = UNSET,
        presence_penalty: float | Unset | None = UNSET,
        frequency_penalty: float | Unset | None = UNSET,
        response_format: ResponseFormat
        | AnyResponseFormat
        | ResponseFormatParam
        | Unset
        | None = UNSET,
        logprobs: bool | Unset | None = UNSET,
        top_logprobs: int | Unset | None = UNSET,
        logit_bias: LogitBiasParam | Unset | None = UNSET,
        n: int | Unset | None = UNSET,
        stop: str | Sequence[str] | Unset | None = UNSET,
        seed: int | Unset | None = UNSET,
        tools: Sequence[Tool | ToolParam] | Unset | None = UNSET,
        tool_choice: ToolChoice | ToolChoiceParam | Unset | None = UNSET,
        parallel_tool_calls: bool | Unset | None = UNSET,
        reasoning_effort: Literal["none", "low", "medium", "high"] | str | Unset | None = UNSET,
        extra_headers: Mapping[str, str | None] | None = None,
        extra_query: Mapping[str, Any] | None = None,
        extra_body: Mapping[str, Any] | None = None,
        timeout: TimeoutTypes | Unset = UNSET,
    ) -> RawResponse[ChatCompletion] | RawResponse[AsyncStream[ChatCompletionChunk]]: ...
    @hide_unknown
    async def create(
        self,
        *,
        model: str,
        messages: Sequence[ChatMessage | AnyChatMessage | ChatMessageParam],
        temperature: float | Unset | None = UNSET,
        top_p: float | Unset | None = UNSET,
        max_tokens: int | Unset | None = UNSET,
        max_completion_tokens: int | Unset | None = UNSET,
        stream: bool | Unset | None = UNSET,
        stream_options: StreamOptions | StreamOptionsParam | Unset | None = UNSET,
        presence_penalty: float | Unset | None = UNSET,
        frequency_penalty: float | Unset | None = UNSET,
        response_format: ResponseFormat
        | AnyResponseFormat
        | ResponseFormatParam
        | Unset
        | None = UNSET,
        logprobs: bool | Unset | None = UNSET,
        top_logprobs: int | Unset | None = UNSET,
        logit_bias: LogitBiasParam | Unset | None = UNSET,
        n: int | Unset | None = UNSET,
        stop: str | Sequence[str] | Unset | None = UNSET,
        seed: int | Unset | None = UNSET,
        tools: Sequence[Tool | ToolParam] | Unset | None = UNSET,
        tool_choice: ToolChoice | ToolChoiceParam | Unset | None = UNSET,
        parallel_tool_calls: bool | Unset | None = UNSET,
        reasoning_effort: Literal["none", "low", "medium", "high"] | str | Unset | None = UNSET,
        extra_headers: Mapping[str, str | None] | None = None,
        extra_query: Mapping[str, Any] | None = None,
        extra_body: Mapping[str, Any] | None = None,
        timeout: TimeoutTypes | Unset = UNSET,
        **_unknown: Never,
    ) -> RawResponse[ChatCompletion] | RawResponse[AsyncStream[ChatCompletionChunk]]:
        """`AsyncChatCompletionsResource.create`, with status and headers."""
        if _unknown:
            raise unknown_parameter(self.create, _unknown)
        return await self._client.request_raw(
            _CREATE,
            body={
                "model": model,
                "messages": messages,
                "temperature": temperature,
                "top_p": top_p,
                "max_tokens": max_tokens,
                "max_completion_tokens": max_completion_tokens,
                "stream": stream,
                "stream_options": stream_options,
                "presence_penalty": presence_penalty,
                "frequency_penalty": frequency_penalty,
                "response_format": response_format,
                "logprobs": logprobs,
                "top_logprobs": top_logprobs,
                "logit_bias": logit_bias,
                "n": n,
                "stop": stop,
                "seed": seed,
                "tools": UNSET if tools is None else tools,
                "tool_choice": UNSET if tool_choice is None else tool_choice,
                "parallel_tool_calls": parallel_tool_calls,
                "reasoning_effort": reasoning_effort,
            },
            stream=bool(stream),
            extra_headers=extra_headers,
            extra_query=extra_query,
            extra_body=extra_body,
            timeout=timeout,
        )
