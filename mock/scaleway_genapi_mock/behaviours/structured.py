"""JSON text for the schemas that a request gives: a valid value, or a refusal that says why not."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from scaleway_genapi_mock._json import dumps, loads
from scaleway_genapi_mock._kept import kept
from scaleway_genapi_mock.check._errors import Refusal
from scaleway_genapi_mock.generate import Generator, InvalidSchema, Unsatisfiable

if TYPE_CHECKING:
    from collections.abc import Callable

_KEPT = 1_000_000
"""So many bytes of schemas and values."""


def following(schema: Any, seed: int, path: str, take: Callable[[int], None]) -> Any:
    """A value for `schema`, which stands at `path` of the request. Raises Refusal (400).

    `take` is told the steps that it takes, whether or not they had to be taken anew.
    """
    made, steps = _made((dumps(schema), seed, path))
    take(steps)
    # Python's own reader: a faster one makes a float of an integer of more than 64 bits.
    return json.loads(made)


def allowed(schema: Any, value: Any, take: Callable[[int], None]) -> bool:
    """Whether `value` is valid for a schema that `following` has met."""
    generator = Generator(schema)
    valid = generator.accepts(value)
    take(generator.taken)
    return valid


def _weight(asked: tuple[bytes, int, str], made: tuple[bytes, int]) -> int:
    return 500 + len(asked[0]) + len(made[0])


@kept(_KEPT, _weight)
def _made(asked: tuple[bytes, int, str]) -> tuple[bytes, int]:
    schema, seed, path = asked
    try:
        generator = Generator(loads(schema), seed)
        return dumps(generator.at()), generator.taken
    except InvalidSchema as error:
        message = f"{path}: no usable JSON Schema: {error}"
        raise Refusal(400, message, param=path) from None
    except Unsatisfiable as error:
        raise Refusal(400, f"{path}: {error}", param=path) from None
