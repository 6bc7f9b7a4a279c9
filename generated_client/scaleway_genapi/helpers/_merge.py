"""Merges what the pieces of a stream say of properties that no document describes. Pure, and linear.

Texts go on, lists too, objects by their properties; of anything else the last value counts.
"""

from collections.abc import Mapping
from typing import Any

from scaleway_genapi._core._json_text import join_halves
from scaleway_genapi._core._shapes import is_array, is_object

# What names or numbers a thing comes whole with every piece.
_WHOLE = frozenset({"format", "id", "index", "role", "type"})


class Pieces(list[str]):
    """A text as it came."""

    def joined(self) -> str:
        """The text, with an emoji that was cut in two made whole."""
        return join_halves("".join(self))


def _text_of_part(part: Any) -> Any:
    return part.get("text") if is_object(part) else None


def text_of(value: Any) -> str:
    """What stands where a text belongs, as one: of a list of parts their texts, else JSON."""
    if isinstance(value, str):
        return value
    if is_array(value):
        texts = [text for part in value if isinstance(text := _text_of_part(part), str)]
        if len(texts) == len(value):
            return "".join(texts)
    from scaleway_genapi._core._json import dumps  # noqa: PLC0415 - loads a JSON library

    return dumps(value).decode()


def check_index(value: object) -> None:
    """Raises for an index that cannot be compared with others.

    Raises:
        TypeError: It is no number.
    """
    if not isinstance(value, (int, float)):
        raise TypeError("an index is no number")


def merge(into: dict[str, Any], new: Mapping[str, Any]) -> None:
    """Adds the properties of a piece to those of the pieces before it."""
    for name, value in new.items():
        if value is None:
            continue
        old = into.get(name)
        if isinstance(value, str) and name not in _WHOLE:
            if isinstance(old, Pieces):
                old.append(value)
            else:
                into[name] = Pieces((value,))
        elif is_object(value):
            if not is_object(old):
                old = into[name] = {}
            merge(old, value)
        elif is_array(value) and is_array(old) and not isinstance(old, Pieces):
            old.extend(value)
        else:
            into[name] = [*value] if is_array(value) else value


def merged(value: Any) -> Any:
    """The plain value of what `merge` made."""
    if isinstance(value, Pieces):
        return value.joined()
    if is_object(value):
        return {name: merged(item) for name, item in value.items()}
    return value
