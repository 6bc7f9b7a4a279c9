"""Drives the loop of tools: asks the model, calls the functions that it names, until it answers.

Calls of one turn run at the same time. What there is to decide is `_tool_loop`'s.
"""

import contextvars
import inspect
import math
from collections.abc import Awaitable, Callable
from typing import Any

from scaleway_genapi._core import RawResponse
from scaleway_genapi._generated.models.chat_completion import ChatCompletion
from scaleway_genapi._generated.models.tool_call import ToolCall

from ._function_tool import FunctionTool
from ._tool_loop import Outcome, ToolLoop, ToolRun, told
from ._tool_results import result_text

_MOST_AT_ONCE = 16
"""Calls of one turn that run at the same time; the others wait for their turn."""

_CANCELLED = "what the tool waited for was cancelled"


def run(create: Callable[..., RawResponse[ChatCompletion]], loop: ToolLoop) -> ToolRun:
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
        response = create(**loop.request())
        calls = loop.take(response)
        if not calls:
            return loop.finish(response)
        outcomes = _in_threads(answer, calls)
        loop.give(calls, [text(*pair) for pair in zip(calls, outcomes, strict=True)])


def _check_waited_for(value: Any, name: str) -> None:
    """Raises for a coroutine, which nobody would wait for."""
    if inspect.iscoroutine(value):
        value.close()
        raise TypeError(f"{name} is asynchronous: use AsyncClient")


def _in_threads(answer: Callable[[ToolCall], Outcome], calls: list[ToolCall]) -> list[Outcome]:
    # Each call sees the caller's context variables (tracing, for one), and what it sets is its own.
    if len(calls) == 1:
        return [contextvars.copy_context().run(answer, calls[0])]
    from concurrent.futures import ThreadPoolExecutor  # noqa: PLC0415 - slow to import

    pool = ThreadPoolExecutor(min(len(calls), _MOST_AT_ONCE))
    try:
        futures = [pool.submit(contextvars.copy_context().run, answer, call) for call in calls]
        return [future.result() for future in futures]
    finally:
        # There is something to wait for only when the caller was interrupted, who will not.
        pool.shutdown(wait=False, cancel_futures=True)


async def run_async(
    create: Callable[..., Awaitable[RawResponse[ChatCompletion]]], loop: ToolLoop
) -> ToolRun:
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
        response = await create(**loop.request())
        calls = loop.take(response)
        if not calls:
            return loop.finish(response)
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
    cancelled = anyio.get_cancelled_exc_class()

    async def run_one(place: int, call: ToolCall) -> None:
        try:
            outcomes[place] = await answer(call)
        except cancelled:
            raise
        except GeneratorExit as error:
            # It must leave a coroutine that is being closed; when a tool raises one, the group ends the others for it.
            ended.append(error)
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

    def in_thread() -> tuple[Any, GeneratorExit | None]:
        # In a tuple, for trio takes no coroutine from a thread, and what closes a coroutine cannot be thrown into it.
        try:
            return tool.run(**arguments), None
        except GeneratorExit as error:
            return None, error

    try:
        if inspect.iscoroutinefunction(tool.run):
            async with limiter:
                return await tool.run(**arguments)
        value, closed = await to_thread.run_sync(in_thread, limiter=limiter, **abandon)
        if closed is not None:
            raise closed
        if inspect.isawaitable(value):
            async with limiter:
                return await value
    except asyncio.CancelledError:
        if is_cancelled():
            raise
        raise RuntimeError(_CANCELLED) from None
    return value
