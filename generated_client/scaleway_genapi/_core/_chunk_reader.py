"""The brain of a stream, blocking or not: bytes in, chunks out, and in the end why there are no more.

Pure: reads nothing. Its loop holds all that is paid for by each chunk, so nothing in it is a call that need
not be one.
"""

from typing import Any

from ._error_body import is_error
from ._errors import APIError
from ._json import loads_text
from ._sse import EventDecoder
from ._stream_decode import FAULTS, StreamContext, look_again, quick, until_error


class ChunkReader:
    """Reads one stream.

    Attributes:
        over: Whether there is nothing more to read: the end marker came, or what is no chunk.
    """

    __slots__ = ("_context", "_decode", "_decoder", "_end", "_fault", "over")

    def __init__(self, context: StreamContext, max_event_size: int) -> None:
        stream = context.operation.stream
        if stream is None:  # pragma: no cover - the client refuses to stream such an operation
            raise TypeError(f"{context.operation.id} has no stream")
        self._context = context
        self._decode = quick(stream.decode)
        self._end = stream.end
        self._decoder = EventDecoder(max_event_size)
        # The text of an event that is no chunk, and its type.
        self._fault: tuple[str, str] | None = None
        self.over = False

    def feed(self, part: bytes) -> list[Any]:
        """The chunks that `part` completes, up to where the stream is over.

        Raises:
            EventTooLargeError: An event is larger than the bound.
        """
        kind, reported = "message", None
        texts = self._decoder.whole(part)
        if texts is None:
            texts, reported = until_error(self._decoder.feed(part))
        decode, end, loads = self._decode, self._end, loads_text
        chunks: list[Any] = []
        for text in texts:
            if text == end:
                self.over = True
                return chunks
            try:
                data = loads(text)
                if ("error" in data or data.get("object") == "error") and is_error(data):
                    break
                chunk = decode(data)
            except FAULTS:
                if not text:
                    continue
                chunk = look_again(text, decode)
                if chunk is None:
                    break
            chunks.append(chunk)
        else:
            if reported is None:
                return chunks
            text, kind = reported, "error"
        # The event is an error, or no chunk. Which of the two is found out off this path.
        self.over = True
        self._fault = text, kind
        return chunks

    def verdict(self) -> APIError | None:
        """What is wrong with the stream that ended so; None for a whole one.

        Raises:
            EventTooLargeError: The last event is larger than the bound.
        """
        if self._fault is not None:
            (text, kind), self._fault = self._fault, None
            return self._context.explain(text, kind)
        if self.over:
            return None
        self._decoder.finish()
        if self._decoder.in_event:
            return self._context.cut("ended inside an event")
        if self._end is not None:
            return self._context.cut(f"ended without {self._end}")
        return None
