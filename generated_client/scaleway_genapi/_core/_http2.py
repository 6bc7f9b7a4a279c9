"""Ends an HTTP/2 response that is left early, which httpx closes without telling anybody.

The server is told to stop (RST_STREAM), and what had arrived unread is given back to the window of the
connection, which would otherwise run out and stall every other stream. Works on private parts of httpcore
and httpcore2, so whatever it does not find it leaves as it is.
"""

import contextlib
import sys
from typing import Any

_CANCEL = 8  # https://www.rfc-editor.org/rfc/rfc9113#section-7
_SECONDS = 1.0


def _settle(response: Any) -> tuple[Any, Any] | None:
    """Ends the stream in our own books; gives the connection and the request to write with."""
    body = response.stream
    while body is not None and not hasattr(body, "_stream_id"):
        body = getattr(body, "_httpcore_stream", None) or getattr(body, "_stream", None)
    if body is None:
        return None
    connection, stream = body._connection, body._stream_id  # noqa: SLF001
    state, unread = connection._h2_state, connection._events.get(stream)  # noqa: SLF001
    events: Any = sys.modules["h2.events"]
    for event in unread or ():
        if isinstance(event, events.DataReceived):
            state.acknowledge_received_data(event.flow_controlled_length, stream)
    if unread is not None:
        # So that the generators that read it come to their end.
        unread.clear()
        unread.append(events.StreamEnded.__new__(events.StreamEnded))
    exceptions: Any = sys.modules["h2.exceptions"]
    with contextlib.suppress(exceptions.ProtocolError):  # the server has ended it already
        state.reset_stream(stream, _CANCEL)
    return connection, body._request  # noqa: SLF001


def abandon(response: Any) -> None:
    """Ends the stream of a response that nobody will read on."""
    with contextlib.suppress(Exception):
        found = _settle(response)
        if found is not None:
            found[0]._write_outgoing_data(found[1])  # noqa: SLF001


async def abandon_async(response: Any) -> None:
    """As `abandon`."""
    import anyio  # noqa: PLC0415 - slow to import

    # Half a frame would break the connection for all of its streams.
    with contextlib.suppress(Exception), anyio.move_on_after(_SECONDS, shield=True):
        found = _settle(response)
        if found is not None:
            await found[0]._write_outgoing_data(found[1])  # noqa: SLF001


def has_forgotten(connection: Any, ending: int | None) -> bool:
    """Whether a stream is open in a connection that nobody reads, but for the one that is just being ended.

    A call that is cancelled before its answer leaves it, and there may be only so many. Its head may not even have
    been sent, so the server cannot be told: it would take a reset of what it never saw for an error.
    """
    http2: Any = getattr(connection, "_connection", None)
    state: Any = getattr(http2, "_h2_state", None)
    if state is None:
        return False
    streams = state.streams.items()
    return any(
        stream.open and number != ending and number not in http2._events  # noqa: SLF001
        for number, stream in streams
    )
