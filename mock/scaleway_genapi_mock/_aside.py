"""Calls the functions of a user's rules apart from the server, which goes on while they take time.

Each call gets a thread of its own: one that never comes back keeps nobody waiting but its request,
neither the next test nor the end of the program.
"""

from __future__ import annotations

import asyncio
import threading
from contextlib import suppress
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable


async def aside(function: Callable[..., Any], *arguments: Any) -> Any:
    """What `function` returns. Whatever it raises is an Exception here."""
    loop = asyncio.get_running_loop()
    told: asyncio.Future[Any] = loop.create_future()

    def tell(set_: Callable[[Any], None], value: Any) -> None:
        if not told.done():  # the request may have been cut off
            set_(value)

    def run() -> None:
        try:
            set_, value = told.set_result, function(*arguments)
        except BaseException as error:  # noqa: BLE001 - pytest.fail, SystemExit: nobody else hears it
            set_, value = told.set_exception, _ordinary(error)
        with suppress(RuntimeError):  # the server is gone
            loop.call_soon_threadsafe(tell, set_, value)

    threading.Thread(target=run, name="scaleway-genapi-mock-rule", daemon=True).start()
    return await told


def _ordinary(error: BaseException) -> Exception:
    # A future takes no StopIteration, and an event loop ends at what is no Exception.
    if isinstance(error, Exception) and not isinstance(error, StopIteration):
        return error
    wrapped = RuntimeError(f"{type(error).__name__}: {error}")
    wrapped.__cause__ = error
    return wrapped
