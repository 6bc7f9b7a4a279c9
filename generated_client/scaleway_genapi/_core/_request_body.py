"""The body of a request: what was given for the API's properties, over it the caller's own, as JSON.

Knows neither the operation nor how a body is sent.
"""

from collections.abc import Mapping
from typing import Any

from ._model import to_plain
from ._shapes import is_mapping
from ._unset import UNSET


def encode(body: Any, extra: Mapping[str, Any] | None) -> bytes | None:
    """The JSON of `body`, without what is UNSET, and `extra` over it; None where there is neither."""
    if body is None and not extra:
        return None
    from ._json import dumps  # noqa: PLC0415 - loads a JSON library

    plain: dict[str, Any] = {}
    if is_mapping(body):
        plain = {name: value for name, value in body.items() if value is not UNSET}
    elif body is not None:
        # A model, an array, a text: nothing in it is UNSET that its own encoding would not leave out.
        if not extra:
            return dumps(body)
        plain = to_plain(body)
    if extra:
        plain.update(extra)
    return dumps(plain)
