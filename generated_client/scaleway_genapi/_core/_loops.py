"""The event loop, of asyncio or trio, that something belongs to, and how to have it do something.

From anywhere: finalisers run in any thread. Knows nothing of HTTP.
"""

import contextlib
import os
import sys
from collections.abc import Callable, Coroutine
from typing import Any, TypeAlias

Place: TypeAlias = tuple[int, Any]
"""A process and, for asynchronous calls, an event loop."""

# A loop holds its tasks weakly.
_tasks: set[Any] = set()


def loop_here() -> Any:
    """The event loop that runs here; None outside of both."""
    import asyncio  # noqa: PLC0415 - slow to import

    try:
        return asyncio.get_running_loop()
    except RuntimeError:
        trio: Any = sys.modules.get("trio")
        try:
            return None if trio is None else trio.lowlevel.current_trio_token()
        except RuntimeError:
            return None


def have_done(place: Place, work: Callable[[], Coroutine[Any, Any, None]]) -> None:
    """Has the loop of `place` do some work soon; nothing where the loop is over, or in a forked child."""
    process, loop = place
    if os.getpid() != process:
        return
    with contextlib.suppress(RuntimeError):  # the loop is over
        if hasattr(loop, "call_soon_threadsafe"):
            loop.call_soon_threadsafe(_start, loop, work)
        elif loop is not None:
            loop.run_sync_soon(_start_in_trio, work)


def _start(loop: Any, work: Callable[[], Coroutine[Any, Any, None]]) -> None:
    task = loop.create_task(work())
    _tasks.add(task)
    task.add_done_callback(_tasks.discard)


def _start_in_trio(work: Callable[[], Coroutine[Any, Any, None]]) -> None:
    trio: Any = sys.modules["trio"]
    with contextlib.suppress(RuntimeError):
        trio.lowlevel.spawn_system_task(work)


async def to_its_end(work: Coroutine[Any, Any, None]) -> None:
    """Awaits `work` through every cancellation of the task that is here, which is raised afterwards.

    The end of `asyncio.run` cancels all tasks, the one that does the work, too.
    """
    import anyio  # noqa: PLC0415 - slow to import, and loaded by now

    with anyio.CancelScope(shield=True):
        if not hasattr(loop_here(), "create_task"):
            await work
            return
        # asyncio's own cancelling knows no shield: only a task of its own is out of its reach.
        import asyncio  # noqa: PLC0415 - loaded by now

        task = asyncio.get_running_loop().create_task(work)
        cancelled: asyncio.CancelledError | None = None
        while not task.done():
            try:
                await asyncio.wait([task])
            except asyncio.CancelledError as error:
                cancelled = error
        if cancelled is not None:
            if not task.cancelled():
                task.exception()  # asyncio complains of what nobody looks at
            raise cancelled
        task.result()
