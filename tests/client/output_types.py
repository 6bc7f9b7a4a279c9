"""One type of each kind that people have, all of the same shape, and a stream whose answer is read as one."""

import dataclasses
from typing import TypedDict

import attrs
import msgspec
import pydantic

from tests.client.conftest import MESSAGES


class Pydantic(pydantic.BaseModel):
    name: str
    tags: list[str] = []


@dataclasses.dataclass
class Dataclass:
    name: str
    tags: list[str] = dataclasses.field(default_factory=list)


@attrs.define
class Attrs:
    name: str
    tags: list[str] = attrs.field(factory=list)


class Struct(msgspec.Struct):
    name: str
    tags: list[str] = []


class Typed(TypedDict):
    name: str
    tags: list[str]


KINDS = [Pydantic, Dataclass, Attrs, Struct, Typed]


def final(driver, kind=Pydantic):
    """The completion at the end of a stream that asks for a type."""
    params = {"model": "m", "messages": MESSAGES, "response_format": kind}

    def use(client):
        with client.chat.completions.stream(**params) as stream:
            return stream.get_final_completion()

    async def use_async(client):
        async with client.chat.completions.stream(**params) as stream:
            return await stream.get_final_completion()

    return driver.run(use if driver.kind == "sync" else use_async)
