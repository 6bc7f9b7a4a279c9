"""The tool loop: asks the model, calls the functions it names, hands the results back, until it answers.

Turns are bounded; calls of one turn run at the same time; a failing call is logged and told to the model.
"""

import contextvars
import inspect
import math
from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from typing import Any, TypeAlias

from attrs import define

from scaleway_genapi._core import UNSET, ConfigurationError
from scaleway_genapi._core._callbacks import refuse_async
from scaleway_genapi._core._logging import logger
from scaleway_genapi._generated.models.chat_completion import ChatCompletion
from scaleway_genapi._generated.models.chat_message import ChatMessage
from scaleway_genapi._generated.models.tool import Tool
from scaleway_genapi._generated.models.tool_call import ToolCall
from scaleway_genapi._generated.types import ChatMessageParam

from ._function_tool import FunctionTool, function_tool
from ._schemas import refuse_stream
from ._tool_results import error_text, result_text
from .errors import ToolLoopError, words_of

_MOST_AT_ONCE = 16
"""Calls of one turn that run at the same time; the others wait for their turn."""

_CANCELLED = "what the tool waited for was cancelled"

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

    def take(self, completion: ChatCompletion) -> list[ToolCall]:
        """Notes an answer; gives the calls that it asks for, none when it is the last one.

        Raises:
            ToolLoopError: It asks for calls after the last turn.
        """
        self.turns += 1
        if not completion.choices:
            return []
        message = completion.choices[0].message
        self.messages.append(message)
        calls = message.tool_calls or []
        if calls and self.turns >= self.max_turns:
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

    def finish(self, completion: ChatCompletion) -> ToolRun:
        """The run, once an answer calls no tool."""
        return ToolRun(completion=completion, messages=self.messages, turns=self.turns)


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


def run(create: Callable[..., ChatCompletion], loop: ToolLoop) -> ToolRun:
    """Drives the loop; the calls of one turn run in threads.

    Raises:
        ConfigurationError: A tool, or `on_tool_error`, is an async function.
    """
    loop.refuse_async()

    def answer(call: ToolCall) -> Outcome:
        # Whatever goes wrong, the model may know a way around it.
        try:
            tool, arguments = loop.prepare(call)
        except Exception as error:  # noqa: BLE001
            return loop.refused(call, error)
        try:
            value = tool.run(**arguments)
            _check_waited_for(value, tool.name)
            return result_text(value)
        except Exception as error:  # noqa: BLE001
            return loop.failed(call, error)

    def text(call: ToolCall, outcome: Outcome) -> str:
        chosen = loop.chosen(call, outcome)
        _check_waited_for(chosen, "on_tool_error")
        return told(outcome, chosen)

    while True:
        completion = create(**loop.request())
        calls = loop.take(completion)
        if not calls:
            return loop.finish(completion)
        outcomes = _in_threads(answer, calls)
        loop.give(calls, [text(*pair) for pair in zip(calls, outcomes, strict=True)])


def _check_waited_for(value: Any, name: str) -> None:
    """Raises for a coroutine, which nobody would wait for."""
    if inspect.iscoroutine(value):
        value.close()
        raise TypeError(f"{name} is asynchronous: use AsyncClient")


def _in_threads(answer: Callable[[ToolCall], Outcome], calls: list[ToolCall]) -> list[Outcome]:
    if len(calls) == 1:
        return [answer(calls[0])]
    from concurrent.futures import ThreadPoolExecutor  # noqa: PLC0415 - slow to import

    pool = ThreadPoolExecutor(min(len(calls), _MOST_AT_ONCE))
    try:
        # Each call sees the caller's context variables (tracing, for one).
        futures = [pool.submit(contextvars.copy_context().run, answer, call) for call in calls]
        return [future.result() for future in futures]
    finally:
        # There is something to wait for only when the caller was interrupted, who will not.
        pool.shutdown(wait=False, cancel_futures=True)


async def run_async(create: Callable[..., Any], loop: ToolLoop) -> ToolRun:
    """Drives the loop; the calls of one turn run as tasks, plain functions in threads."""
    import anyio  # noqa: PLC0415 - it comes with httpx

    limiter = anyio.CapacityLimiter(_MOST_AT_ONCE)
    is_cancelled = _watch_cancellation()

    async def answer(call: ToolCall) -> Outcome:
        # Whatever goes wrong, the model may know a way around it.
        try:
            tool, arguments = loop.prepare(call)
        except Exception as error:  # noqa: BLE001
            return loop.refused(call, error)
        try:
            return result_text(await _call(tool, arguments, limiter, is_cancelled))
        except Exception as error:  # noqa: BLE001
            return loop.failed(call, error)

    async def text(call: ToolCall, outcome: Outcome) -> str:
        chosen = loop.chosen(call, outcome)
        return told(outcome, await chosen if inspect.isawaitable(chosen) else chosen)

    while True:
        completion: ChatCompletion = await create(**loop.request())
        calls = loop.take(completion)
        if not calls:
            return loop.finish(completion)
        outcomes = [
            # A task that was cancelled from elsewhere has none.
            loop.failed(call, RuntimeError(_CANCELLED)) if outcome is None else outcome
            for call, outcome in zip(calls, await _as_tasks(answer, calls), strict=True)
        ]
        loop.give(calls, [await text(*pair) for pair in zip(calls, outcomes, strict=True)])


async def _as_tasks(
    answer: Callable[[ToolCall], Awaitable[Outcome]], calls: list[ToolCall]
) -> list[Outcome | None]:
    """What became of each call; what is no `Exception` ends the others, and is raised as it is."""
    import anyio  # noqa: PLC0415 - it comes with httpx

    outcomes: list[Outcome | None] = [None] * len(calls)
    ended: list[BaseException] = []
    passed_on = anyio.get_cancelled_exc_class(), GeneratorExit

    async def run_one(place: int, call: ToolCall) -> None:
        try:
            outcomes[place] = await answer(call)
        except passed_on:
            raise
        except BaseException as error:  # noqa: BLE001 - out of here it would come in a group
            ended.append(error)
            group.cancel_scope.cancel()

    try:
        async with anyio.create_task_group() as group:
            for place, call in enumerate(calls):
                group.start_soon(run_one, place, call)
    finally:
        if ended:
            raise ended[0]
    return outcomes


def _watch_cancellation() -> Callable[[], bool]:
    """Tells, in a task of the run, whether it is the run that is being cancelled, and not something inside it."""
    import asyncio  # noqa: PLC0415 - slow to import, and loaded by now where it matters

    import anyio  # noqa: PLC0415 - it comes with httpx

    here = None
    if anyio.get_cancelled_exc_class() is asyncio.CancelledError:
        here = asyncio.current_task()

    def is_cancelled() -> bool:
        # The latter, when a loop shuts down, which cancels all of its tasks.
        return anyio.current_effective_deadline() == -math.inf or (
            here is not None and here.cancelling() > 0
        )

    return is_cancelled


async def _call(
    tool: FunctionTool[..., Any],
    arguments: dict[str, Any],
    limiter: Any,
    is_cancelled: Callable[[], bool],
) -> Any:
    """What the function gives; a cancelled run does not wait for one that runs in a thread."""
    import asyncio  # noqa: PLC0415 - slow to import, and loaded by now where it matters

    from anyio import to_thread  # noqa: PLC0415

    # What anyio called it before 4.1.
    known = "abandon_on_cancel" in inspect.signature(to_thread.run_sync).parameters
    abandon: dict[str, Any] = {"abandon_on_cancel" if known else "cancellable": True}
    try:
        if inspect.iscoroutinefunction(tool.run):
            async with limiter:
                return await tool.run(**arguments)
        # In a tuple, for trio takes no coroutine from a thread.
        (value,) = await to_thread.run_sync(
            lambda: (tool.run(**arguments),), limiter=limiter, **abandon
        )
        if inspect.isawaitable(value):
            async with limiter:
                return await value
    except asyncio.CancelledError:
        if is_cancelled():
            raise
        raise RuntimeError(_CANCELLED) from None
    return value
