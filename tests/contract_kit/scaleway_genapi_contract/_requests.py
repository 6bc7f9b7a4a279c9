"""Requests out of the document: examples made cheap, and bodies that break one rule each."""

from __future__ import annotations

import copy
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ._json import dumps, is_array, is_object

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from ._api import Body, Field, Operation
    from ._schemas import Schemas
    from ._session import Session

_TOO_MANY = 10_000_000


def fill(session: Session, operation: Operation, example: Mapping[str, Any]) -> dict[str, Any]:
    """`example` with the target's model, and with an answer no longer than the target allows."""
    body = copy.deepcopy(dict(example))
    declared = operation.body
    if declared is None:
        return body
    if declared.selector is not None and declared.selector.name in body:
        name = declared.selector.name
        body[name] = session.model_for(body[name], operation)
    bounded = [f.name for f in declared.limits if isinstance(body.get(f.name), int)]
    for name in bounded:
        body[name] = min(body[name], session.target.max_tokens)
    if not bounded and declared.limits:
        body[declared.limits[0].name] = session.target.max_tokens
    return body


def plainest(body: Body, stream: str | None = None) -> str | None:
    """The name of the example that asks for least: the fewest optional properties, the shortest.

    With `stream`, the property that asks for one, the plainest of those that do.
    """
    asked = {stream: True} if stream else {}
    expected = {*body.required, *asked}
    able = {n: e for n, e in body.examples.items() if asked.items() <= e.items()}
    return min(
        able, key=lambda n: (len(able[n].keys() - expected), len(dumps(able[n]))), default=None
    )


@dataclass(frozen=True, slots=True)
class Broken:
    """A request body that breaks one rule of the document."""

    id: str
    title: str
    change: Mapping[str, Any]
    without: tuple[str, ...] = ()

    def apply(self, body: Mapping[str, Any]) -> dict[str, Any]:
        """`body` with the rule broken."""
        kept = {name: value for name, value in body.items() if name not in self.without}
        return kept | dict(self.change)


def broken_bodies(body: Body, schemas: Schemas) -> Iterator[Broken]:
    """Bodies that the schema refuses, made from the plainest example. Each is checked to be so."""
    name = plainest(body)
    if name is None:
        return
    for broken in _candidates(body):
        if not schemas.valid(broken.apply(body.examples[name]), body.schema):
            yield broken


def _candidates(body: Body) -> Iterator[Broken]:
    for name in body.required:
        if "missing" not in body.fields[name].statuses:
            yield Broken(f"missing/{name}", f"a body without {name!r}", {}, (name,))
    for field in body.fields.values():
        yield from _outside(field)
    for name in body.required:
        # An unknown model has a status of its own: whether that goes first is not said.
        if name in body.fields and "unknown" not in body.fields[name].statuses:
            yield Broken(f"type/{name}", f"a number as {name!r}", {name: 1.5})
    for name in body.dependent:
        for example in body.examples.values():
            if name in example:
                title = f"{name!r} without what it depends on"
                yield Broken(f"alone/{name}", title, {name: example[name]})
                break


def _outside(field: Field) -> Iterator[Broken]:
    schema, name = field.schema, field.name
    if "unknown" in field.statuses:
        return
    for keyword, step in (("minimum", -1), ("maximum", 1)):
        if keyword in schema:
            value = schema[keyword] + step
            yield Broken(f"range/{name}/{keyword}", f"{name!r} of {value}", {name: value})
    for keyword in ("exclusiveMinimum", "exclusiveMaximum"):
        if keyword in schema:
            value = schema[keyword]
            yield Broken(f"range/{name}/{keyword}", f"{name!r} of {value}", {name: value})
    if schema.get("minItems", 0) > 0:
        yield Broken(f"range/{name}/minItems", f"an empty list as {name!r}", {name: []})


def above_cap(field: Field, model: str | None) -> int:
    """A value of `field` that is more than any model writes."""
    return field.caps.get(model or "", _TOO_MANY - 1) + 1


def find_example(body: Body, *path: str | int) -> str | None:
    """The name of the first example that has something at `path`."""
    for name, example in body.examples.items():
        value: Any = example
        for step in path:
            if is_object(value) and step in value:
                value = value[str(step)]
            elif is_array(value) and isinstance(step, int) and step < len(value):
                value = value[step]
            else:
                break
        else:
            return name
    return None
