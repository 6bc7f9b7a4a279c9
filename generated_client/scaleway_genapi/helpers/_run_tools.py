"""The tool loop: asks the model, calls the functions it names, hands the results back, until it answers.

Turns are bounded; calls of one turn run at the same time; a failing call is told to the model.
"""

import contextvars
import inspect
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from attrs import define

from scaleway_genapi._core import UNSET, ConfigurationError, to_plain
from scaleway_genapi._core._json_text import join_halves
from scaleway_genapi._generated.models.chat_completion import ChatCompletion
from scaleway_genapi._generated.models.tool import Tool
from scaleway_genapi._generated.models.tool_call import ToolCall

from ._function_tool import FunctionTool, function_tool
from ._schemas import import_msgspec, refuse_stream
from .errors import ToolLoopError

_MOST_AT_ONCE = 16
"""Calls of one turn that run at the same time; the others wait for their turn."""
_LONGEST_ERROR = 2000


@define(kw_only=True)
class ToolRun:
    """How a conversation with tools went."""

    completion: ChatCompletion
    """The answer that called no tool."""
    messages: list[Any]
    """The whole conversation, that answer included; what the caller passed is untouched."""
    turns: int
    """How many times the model was asked."""

    @property
    def content(self) -> str | None:
        """The text of the answer."""
        return self.completion.choices[0].message.content if self.completion.choices else None


class ToolLoop:
    """What the synchronous and the asynchronous loop share: everything but calling."""

    def __init__(
        self,
        tools: Iterable[FunctionTool[..., Any] | Callable[..., Any]],
        messages: Sequence[Any],
        max_turns: int,
        params: Mapping[str, Any],
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
        self.messages = list(messages)
        self.max_turns = max_turns
        self.turns = 0
        self._params = dict(params)

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


def result_text(value: Any) -> str:
    """A tool's result as the text that the model reads: strings as they are, the rest as JSON."""
    if isinstance(value, str):
        return join_halves(value)
    if hasattr(value, "model_dump_json"):
        text: str = value.model_dump_json()
        return text
    from scaleway_genapi._core._json import dumps  # noqa: PLC0415 - loads a JSON library

    try:
        return dumps(to_plain(value)).decode()
    except TypeError as error:
        try:
            plain = import_msgspec().to_builtins(value, str_keys=True)
        except ConfigurationError:
            raise error from None
        # Not by msgspec, which writes what is no number as null.
        return dumps(plain).decode()


def error_text(error: Exception) -> str:
    """A failed call, as the model is told of it."""
    return join_halves(f"Error: {type(error).__name__}: {error}"[:_LONGEST_ERROR])


def run(create: Callable[..., ChatCompletion], loop: ToolLoop) -> ToolRun:
    """Drives the loop; the calls of one turn run in threads."""

    def answer(call: ToolCall) -> str:
        try:
            tool, arguments = loop.prepare(call)
            value = tool.run(**arguments)
            if inspect.iscoroutine(value):
                value.close()
                raise TypeError(f"{tool.name} is asynchronous: use AsyncClient")  # noqa: TRY301
            return result_text(value)
        except Exception as error:  # noqa: BLE001 - whatever it is, the model may know a way around it
            return error_text(error)

    while True:
        completion = create(**loop.request())
        calls = loop.take(completion)
        if not calls:
            return loop.finish(completion)
        loop.give(calls, _in_threads(answer, calls))


def _in_threads(answer: Callable[[ToolCall], str], calls: list[ToolCall]) -> list[str]:
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
    import asyncio  # noqa: PLC0415 - slow to import, and loaded by now where it matters

    import anyio  # noqa: PLC0415 - it comes with httpx
    from anyio import to_thread  # noqa: PLC0415

    limiter = anyio.CapacityLimiter(_MOST_AT_ONCE)

    async def answer(call: ToolCall, results: list[str], place: int) -> None:
        try:
            tool, arguments = loop.prepare(call)
            if inspect.iscoroutinefunction(tool.run):
                async with limiter:
                    value = await tool.run(**arguments)
            else:
                value = await to_thread.run_sync(lambda: tool.run(**arguments), limiter=limiter)
                if inspect.isawaitable(value):
                    async with limiter:
                        value = await value
            results[place] = result_text(value)
        except asyncio.CancelledError:
            task = asyncio.current_task()
            if task is None or task.cancelling():
                raise  # the run is what is being cancelled
            results[place] = error_text(RuntimeError("what the tool waited for was cancelled"))
        except Exception as error:  # noqa: BLE001 - whatever it is, the model may know a way around it
            results[place] = error_text(error)

    while True:
        completion: ChatCompletion = await create(**loop.request())
        calls = loop.take(completion)
        if not calls:
            return loop.finish(completion)
        results = [""] * len(calls)
        async with anyio.create_task_group() as group:
            for place, call in enumerate(calls):
                group.start_soon(answer, call, results, place)
        loop.give(calls, results)
