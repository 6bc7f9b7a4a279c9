"""JSON text for the schemas that a request gives: a valid value, or a refusal that says why not."""

from __future__ import annotations

import json
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from scaleway_genapi_mock._errors import Refusal
from scaleway_genapi_mock._json import dumps, loads
from scaleway_genapi_mock.generate import Generator, InvalidSchema, Unsatisfiable

if TYPE_CHECKING:
    from collections.abc import Callable

_KEPT = 256


def following(schema: Any, seed: int, path: str) -> Any:
    """A value for `schema`, which stands at `path` of the request. Raises Refusal (400)."""
    # Python's own reader: a faster one makes a float of an integer of more than 64 bits.
    return json.loads(_made(dumps(schema), seed, path))


def allowed(schema: Any) -> Callable[[Any], bool]:
    """Whether a value is valid for a schema that `following` has met."""
    return Generator(schema).accepts


@lru_cache(maxsize=_KEPT)
def _made(schema: bytes, seed: int, path: str) -> bytes:
    try:
        return dumps(Generator(loads(schema), seed).at())
    except InvalidSchema as error:
        message = f"{path}: no usable JSON Schema: {error}"
        raise Refusal(400, message, param=path) from None
    except Unsatisfiable as error:
        message = f"{path}: the JSON schema allows no value that could be found: {error}"
        raise Refusal(400, message, param=path) from None
