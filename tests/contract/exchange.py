"""A call of the client to a server that answers what a test says, and what the client makes of it.

Every way to call: synchronous, or asynchronous under each of the two libraries. Names no endpoint.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

import anyio

from scaleway_genapi import APIError, AsyncClient, Client
from tests.contract.engines import KEY
from tests.contract.typed_calls import method

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tests.contract.loopback import Answer, Loopback
    from tests.contract.operations import Operation

WAYS = ("sync", "asyncio", "trio")


def body_of(value: Any) -> bytes:
    """A JSON body."""
    return json.dumps(value).encode()


def records(events: Iterable[str]) -> bytes:
    """The body of a stream with these events."""
    return "".join(f"data: {event}\n\n" for event in events).encode()


def flag_of(operation: Operation) -> dict[str, bool]:
    """The keyword that selects the stream of `operation`."""
    assert operation.stream is not None
    flag = operation.stream.get("x-stream-when")
    return {} if flag is None else {flag: True}


def end_of(operation: Operation) -> list[str]:
    """The last event of the stream of `operation`, if it has one that says so."""
    assert operation.stream is not None
    return [operation.stream["x-stream-end"]] if "x-stream-end" in operation.stream else []


@dataclass(frozen=True)
class Exchange:
    """Calls to `server`; `client` is a synchronous client of it."""

    server: Loopback
    client: Client

    def __call__(self, operation: Operation, answer: Answer, **more: Any) -> Any:
        """What the client makes of `answer`."""
        self.server.answer = lambda received: answer
        return method(self.client, operation)(**operation.sample(), **more)

    def each(
        self, way: str, operation: Operation, answers: Iterable[Answer], **more: Any
    ) -> list[Any]:
        """What comes of each of the answers: what is read, or the error.

        Of a stream, what it gave as a list, with the error that ended it as the last.
        """
        if way == "sync":
            return [self._one(operation, answer, more) for answer in answers]
        return anyio.run(partial(self._each, operation, answers, more), backend=way)

    def _one(self, operation: Operation, answer: Answer, more: dict[str, Any]) -> Any:
        try:
            answered = self(operation, answer, **more)
        except APIError as error:
            return error
        if not hasattr(answered, "close"):
            return answered
        read: list[Any] = []
        try:
            with answered as stream:
                for chunk in stream:
                    read.append(chunk)  # noqa: PERF402 - what came before an error counts
        except APIError as error:
            read.append(error)
        return read

    async def _each(
        self, operation: Operation, answers: Iterable[Answer], more: dict[str, Any]
    ) -> list[Any]:
        async with AsyncClient(KEY, base_url=self.server.url, max_retries=0, timeout=10) as client:
            return [await self._one_async(client, operation, answer, more) for answer in answers]

    async def _one_async(
        self, client: AsyncClient, operation: Operation, answer: Answer, more: dict[str, Any]
    ) -> Any:
        self.server.answer = lambda received: answer
        try:
            answered = await method(client, operation)(**operation.sample(), **more)
        except APIError as error:
            return error
        if not hasattr(answered, "aclose"):
            return answered
        read: list[Any] = []
        try:
            async with answered as stream:
                async for chunk in stream:
                    read.append(chunk)  # noqa: PERF401 - what came before an error counts
        except APIError as error:
            read.append(error)
        return read
