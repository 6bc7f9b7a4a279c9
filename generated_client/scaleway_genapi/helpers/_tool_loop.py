"""What the loop of tools decides: what is asked, which calls an answer wants, what the model is told of them.

Turns are bounded; a failing call is logged. Knows neither how the model is asked nor how functions are called.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, TypeAlias

from attrs import define

from scaleway_genapi._core import UNSET, ConfigurationError, RateLimits, RawResponse
from scaleway_genapi._core._callbacks import refuse_async
from scaleway_genapi._core._logging import logger
from scaleway_genapi._core._words import words_of
from scaleway_genapi._generated.models.chat_completion import ChatCompletion
from scaleway_genapi._generated.models.chat_message import ChatMessage
from scaleway_genapi._generated.models.tool import Tool
from scaleway_genapi._generated.models.tool_call import ToolCall
from scaleway_genapi._generated.types import ChatMessageParam

from ._function_tool import FunctionTool, function_tool
from ._schemas import refuse_stream
from ._telling import telling
from ._tool_results import error_text, result_text
from .errors import ToolLoopError

Outcome: TypeAlias = str | Exception
"""What became of a call: the text for the model, or what went wrong."""


@define(kw_only=True)
class ToolRun:
    """How a conversation with tools went."""

    completion: ChatCompletion
    """The answer that called no tool."""
    messages: list[ChatMessage | ChatMessageParam]
    """The whole conversation, that answer included; what the caller passed is untouched."""
    turns: int
    """How many times the model was asked."""
    request_id: str | None = None
    """What to quote to the vendor of that answer."""
    rate_limits: RateLimits | None = None
    """The rate-limit headers of that answer."""

    @property
    def content(self) -> str | None:
        """The text of the answer; None where it has none, or no choices."""
        return self.completion.choices[0].message.content if self.completion.choices else None


class ToolLoop:
    """What the synchronous and the asynchronous loop share: everything but calling."""

    def __init__(
        self,
        tools: Iterable[Any],
        messages: Sequence[Any],
        max_turns: int,
        params: Mapping[str, Any],
        on_tool_error: Callable[[Exception, ToolCall], Any] | None = None,
    ) -> None:
        if callable(tools) or isinstance(tools, Mapping) or not _is_iterable(tools):
            raise ConfigurationError("run_tools takes a list of tools: tools=[...]")
        refuse_stream("run_tools", params)
        made: list[FunctionTool[..., Any]] = [
            tool if isinstance(tool, FunctionTool) else _tool_of(tool) for tool in tools
        ]
        self.tools: dict[str, FunctionTool[..., Any]] = {tool.name: tool for tool in made}
        if not made or len(self.tools) != len(made):
            raise ConfigurationError(
                "run_tools needs at least one tool, and each a name of its own"
            )
        if type(max_turns) is not int or max_turns < 1:
            raise ConfigurationError(
                f"max_turns must be an integer of at least 1, not {max_turns!r}"
            )
        if isinstance(messages, (str, Mapping)) or not _is_iterable(messages):
            raise ConfigurationError("run_tools takes a list of messages: messages=[...]")
        if on_tool_error is not None and not callable(on_tool_error):
            raise ConfigurationError("on_tool_error must be callable: on_tool_error(error, call)")
        self._on_tool_error = on_tool_error
        self.messages: list[ChatMessage | ChatMessageParam] = list(messages)
        self.max_turns = max_turns
        self.turns = 0
        self._params = dict(params)

    def refuse_async(self) -> None:
        """Raises for what would have to be awaited; what looks plain and is not, a call finds out."""
        for name, tool in self.tools.items():
            refuse_async(tool.run, f"run_tools: the tool {name!r}")
        refuse_async(self._on_tool_error, "run_tools: on_tool_error")

    def request(self) -> dict[str, Any]:
        """The parameters of the next request."""
        params = self._params | {"messages": self.messages, "tools": list(self.tools.values())}
        if self.turns and params.get("tool_choice") not in (None, UNSET, "auto", "none"):
            # A call that was demanded has been made; demanding it again would never end.
            params["tool_choice"] = "auto"
        return params

    def take(self, answer: RawResponse[ChatCompletion]) -> list[ToolCall]:
        """Notes an answer; gives the calls that it asks for, none when it is the last one.

        Raises:
            ResponseDecodeError: It is not what the document says.
            ToolLoopError: It asks for calls after the last turn.
        """
        completion = answer.parse()
        self.turns += 1
        if not completion.choices:
            return []
        message = completion.choices[0].message
        self.messages.append(message)
        calls = message.tool_calls or []
        if calls and self.turns >= self.max_turns:
            with telling(answer):
                raise ToolLoopError(
                    f"The model still calls tools after {self.max_turns} turn{'s' if self.max_turns > 1 else ''};"
                    " raise max_turns if it needs more",
                    completion,
                    self.messages,
                )
        return calls

    def prepare(self, call: ToolCall) -> tuple[FunctionTool[..., Any], dict[str, Any]]:
        """The tool and the arguments of a call; what is wrong with them is an exception for the model."""
        tool = self.tools.get(call.function.name)
        if tool is None:
            raise LookupError(
                f"there is no tool {call.function.name!r}; there are {', '.join(self.tools)}"
            )
        return tool, tool.decode(call.function.arguments)

    def refused(self, call: ToolCall, error: Exception) -> Exception:
        """Logs a call that could not be made; the model made the mistake."""
        # Not the error's text, which may quote the arguments.
        logger.info("run_tools: a bad call of %r (%s)", call.function.name, type(error).__name__)
        return error

    def failed(self, call: ToolCall, error: Exception) -> Exception:
        """Logs a call whose function failed."""
        logger.warning("run_tools: the tool %r failed", call.function.name, exc_info=error)
        return error

    def chosen(self, call: ToolCall, outcome: Outcome) -> Any:
        """What `on_tool_error` wants the model to be told, or a promise of it; None for the error itself."""
        if self._on_tool_error is None or isinstance(outcome, str):
            return None
        return self._on_tool_error(outcome, call)

    def give(self, calls: list[ToolCall], results: list[str]) -> None:
        """Adds the results to the conversation, in the order of the calls."""
        self.messages.extend(
            {"role": "tool", "tool_call_id": call.id, "content": result}
            for call, result in zip(calls, results, strict=True)
        )

    def finish(self, answer: RawResponse[ChatCompletion]) -> ToolRun:
        """The run, once an answer calls no tool."""
        return ToolRun(
            completion=answer.parse(),
            messages=self.messages,
            turns=self.turns,
            request_id=answer.request_id,
            rate_limits=answer.rate_limits,
        )


def _is_iterable(value: object) -> bool:
    return isinstance(value, Iterable)


def _tool_of(tool: Any) -> FunctionTool[..., Any]:
    if isinstance(tool, (Mapping, Tool)):
        kind = "dict" if isinstance(tool, Mapping) else "model"
        raise ConfigurationError(
            f"run_tools calls its tools, so it takes functions: tools=[my_function]. A definition (this {kind})"
            " is made of the function's types and docstring; one that you wrote goes to create()"
        )
    return function_tool(tool)


def told(outcome: Outcome, chosen: Any) -> str:
    """The text for the model.

    Raises:
        ConfigurationError: `on_tool_error` chose what no text can be made of.
    """
    if isinstance(outcome, str):
        return outcome
    if chosen is None:
        return error_text(outcome)
    try:
        return result_text(chosen)
    except Exception as error:
        raise ConfigurationError(
            "on_tool_error must give a text or None, and what it gave cannot be written:"
            f" {words_of(error)}"
        ) from error
