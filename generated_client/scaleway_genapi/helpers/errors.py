"""What the chat helpers raise about an answer that arrived in good order.

ScalewayGenAPIError
└── CompletionError                     an answer that is not what was asked for
    ├── RefusalError                    the model refused
    ├── LengthFinishReasonError         it was cut at the limit of tokens
    ├── InvalidOutputError              its text does not fit the type
    └── ToolLoopError                   it kept calling tools

All keep the completion, tell what its headers say, pickle and copy.
"""

from typing import TYPE_CHECKING

from scaleway_genapi._core import ScalewayGenAPIError
from scaleway_genapi._generated.models.chat_completion import ChatCompletion

if TYPE_CHECKING:
    from scaleway_genapi._core import RateLimits
    from scaleway_genapi._generated.models.chat_message import ChatMessage
    from scaleway_genapi._generated.types import ChatMessageParam


class CompletionError(ScalewayGenAPIError):
    """An answer that is not what was asked for.

    Attributes:
        completion: The answer.
        message: What is wrong with it; also `str(error)`.
        request_id: What to quote to the vendor; None where the answer had none, or is not at hand any more.
        rate_limits: The answer's rate-limit headers, likewise.
    """

    request_id: str | None
    rate_limits: "RateLimits | None"

    def __init__(self, message: str, completion: ChatCompletion) -> None:
        super().__init__(message)
        self.message = message
        self.completion = completion
        self.request_id = None
        self.rate_limits = None


class RefusalError(CompletionError):
    """The model refused to answer.

    Attributes:
        refusal: Its words.
    """

    def __init__(self, message: str, completion: ChatCompletion, refusal: str) -> None:
        super().__init__(message, completion)
        self.refusal = refusal


class LengthFinishReasonError(CompletionError):
    """The answer was cut at the limit of tokens (`finish_reason` is `length`)."""


class InvalidOutputError(CompletionError):
    """The text of the answer is no JSON, or does not fit the type; `__cause__` says where.

    Attributes:
        text: The text.
    """

    def __init__(self, message: str, completion: ChatCompletion, text: str) -> None:
        super().__init__(message, completion)
        self.text = text


class ToolLoopError(CompletionError):
    """The model still called tools after the last turn that was allowed.

    Attributes:
        messages: The conversation up to there.
    """

    def __init__(
        self,
        message: str,
        completion: ChatCompletion,
        messages: "list[ChatMessage | ChatMessageParam]",
    ) -> None:
        super().__init__(message, completion)
        self.messages = messages
