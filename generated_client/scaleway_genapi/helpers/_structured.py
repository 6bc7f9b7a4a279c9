"""`chat.completions.parse(response_format=T)`: asks for JSON that follows a type, and decodes it.

Schema and decoding are `_schemas`'s; this knows the shape of requests and answers.
"""

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Generic, Self, TypeVar

from attrs import define, field

from scaleway_genapi._core import RawResponse
from scaleway_genapi._core._raw_response import read_further
from scaleway_genapi._core._words import words_of
from scaleway_genapi._generated.models.chat_completion import ChatCompletion
from scaleway_genapi._generated.models.chat_completion_message import ChatCompletionMessage
from scaleway_genapi._generated.models.choice import Choice

from ._schemas import Codec, codec_for
from ._telling import Answer, telling
from .errors import CompletionError, InvalidOutputError, LengthFinishReasonError, RefusalError

if TYPE_CHECKING:
    from scaleway_genapi._generated.types import ResponseFormatJsonSchemaParam

T = TypeVar("T")

_NAME = re.compile(r"[^A-Za-z0-9_-]+")
_LONGEST_NAME = 64


@define(kw_only=True, repr=False)
class ParsedMessage(ChatCompletionMessage, Generic[T]):
    """A message and what its text means; can be sent back like any other."""

    parsed: T | None = field(default=None)
    """The decoded text; None beside `tool_calls`, when the model called tools instead, and after `from_dict`."""

    @classmethod
    def from_dict_unchecked(cls, data: Any) -> Self:
        self = super().from_dict_unchecked(data)
        self.parsed = None
        return self


@define(kw_only=True, repr=False)
class ParsedChoice(Choice, Generic[T]):
    """An answer whose message is decoded."""

    message: ParsedMessage[T]  # pyright: ignore[reportIncompatibleVariableOverride] - nobody puts another in

    @classmethod
    def from_dict_unchecked(cls, data: Any) -> Self:
        self = super().from_dict_unchecked(data)
        self.message = _extend(self.message, ParsedMessage)
        return self


@define(kw_only=True, repr=False)
class ParsedChatCompletion(ChatCompletion, Generic[T]):
    """A completion whose messages are decoded."""

    choices: list[ParsedChoice[T]]  # type: ignore[assignment] # pyright: ignore[reportIncompatibleVariableOverride] - nobody puts other choices in

    @classmethod
    def from_dict(cls, data: Mapping[str, Any], response_format: type[T] | None = None) -> Self:
        """Build the completion from JSON data, such as `to_dict()` gives.

        Args:
            data: The JSON.
            response_format: What its texts are decoded as, as by `parse`; else they stay texts.

        Raises:
            ResponseDecodeError: A required property is missing, or an object or array is none.
            CompletionError: A text cannot be decoded.
            ConfigurationError: The type has no schema.
        """
        completion = super().from_dict(data)
        if response_format is None:
            return completion
        codec = codec_for(response_format)
        result: Self = _extend(completion, cls, choices=_parse_choices(completion, codec))
        return result

    @classmethod
    def from_dict_unchecked(cls, data: Any) -> Self:
        self = super().from_dict_unchecked(data)
        self.choices = [
            _extend(choice, ParsedChoice, message=_extend(choice.message, ParsedMessage))
            for choice in self.choices
        ]
        return self

    @property
    def parsed(self) -> T:
        """What the first answer means.

        Raises:
            CompletionError: The model called tools instead; `choices[0].message.parsed` is None then.
        """
        message = self.choices[0].message if self.choices else None
        if message is not None and message.parsed is not None:
            return message.parsed
        raise CompletionError(
            "The model called tools instead of answering: see choices[0].message.tool_calls"
            if message is not None and message.tool_calls
            else "There is no decoded answer in this completion; from_dict(data, T) decodes it as a T",
            self,
        )


def format_of(codec: Codec[Any]) -> "ResponseFormatJsonSchemaParam":
    """The request's `response_format` for a type."""
    name = _NAME.sub("_", codec.name)[:_LONGEST_NAME] or "answer"
    return {
        "type": "json_schema",
        "json_schema": {"name": name, "schema": codec.schema, "strict": True},
    }


def parse_answer(
    raw: RawResponse[ChatCompletion], codec: Codec[T]
) -> RawResponse[ParsedChatCompletion[T]]:
    """`raw`, whose content is decoded once more, when it is asked for."""
    return read_further(raw, lambda completion: parse_completion(completion, codec, raw))


def parse_completion(
    completion: ChatCompletion, codec: Codec[T], answer: Answer
) -> ParsedChatCompletion[T]:
    """`completion`, of which `answer` has the headers, with its texts decoded.

    Raises:
        LengthFinishReasonError: An answer was cut at the limit of tokens.
        RefusalError: The model refused.
        InvalidOutputError: A text is no JSON, or does not fit the type; or there is none.
    """
    with telling(answer):
        choices = _parse_choices(completion, codec)
    result: ParsedChatCompletion[T] = _extend(completion, ParsedChatCompletion, choices=choices)
    return result


def _parse_choices(completion: ChatCompletion, codec: Codec[T]) -> list[ParsedChoice[T]]:
    if not completion.choices:
        raise InvalidOutputError("The answer has no choices", completion, "")
    return [_parse_choice(completion, choice, codec) for choice in completion.choices]


def _parse_choice(completion: ChatCompletion, choice: Choice, codec: Codec[T]) -> ParsedChoice[T]:
    message = choice.message
    if choice.finish_reason == "length":
        raise LengthFinishReasonError(
            "The answer was cut at the limit of tokens before it was complete; raise max_completion_tokens",
            completion,
        )
    if message.refusal:
        raise RefusalError(f"The model refused: {message.refusal}", completion, message.refusal)
    parsed: T | None = None
    if message.content is not None:
        try:
            parsed = _decode(completion, message.content, codec)
        except InvalidOutputError:
            # Beside tool calls, text is a remark: the answer is to follow.
            if not message.tool_calls:
                raise
    elif not message.tool_calls:
        raise InvalidOutputError(
            f"The answer has no text; it ended by {choice.finish_reason!r}", completion, ""
        )
    extended: ParsedMessage[T] = _extend(message, ParsedMessage, parsed=parsed)
    result: ParsedChoice[T] = _extend(choice, ParsedChoice, message=extended)
    return result


def _decode(completion: ChatCompletion, text: str, codec: Codec[T]) -> T:
    try:
        return codec.decode(text)
    except Exception as error:  # whatever a validator raises, the answer is paid for
        raise InvalidOutputError(
            f"The answer is no {codec.name}: {words_of(error) or type(error).__name__}",
            completion,
            text,
        ) from error


def _extend(model: Any, kind: Any, **changes: Any) -> Any:
    """A `kind`, which is a subclass of the model's class, with the model's values."""
    values = {attribute.name: getattr(model, attribute.name) for attribute in model.__attrs_attrs__}
    return kind(**(values | changes))
