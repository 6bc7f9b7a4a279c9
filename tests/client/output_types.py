"""One type of each kind that people have, all of the same shape, for answers to be read as."""

import dataclasses
from typing import TypedDict

import attrs
import msgspec
import pydantic


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
