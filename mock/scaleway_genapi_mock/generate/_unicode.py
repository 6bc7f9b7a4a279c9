r"""Characters with a Unicode property, as `\p{…}` of an expression names it.

General categories are looked up in Python's own table. What else there is (scripts, binary
properties, long names) the engine that checks the values knows, and is asked.
"""

from __future__ import annotations

from functools import lru_cache
from itertools import chain
from unicodedata import category

import jsonschema_rs

_CATEGORIES = frozenset(
    [
        *("L", "Lu", "Ll", "Lt", "Lm", "Lo", "M", "Mn", "Mc", "Me", "N", "Nd", "Nl", "No"),
        *("P", "Pc", "Pd", "Ps", "Pe", "Pi", "Pf", "Po", "S", "Sm", "Sc", "Sk", "So"),
        *("Z", "Zs", "Zl", "Zp", "C", "Cc", "Cf", "Co", "Cn"),
    ]
)
_LOOKED_THROUGH = (
    # Most scripts are below, and the rest is where many characters are of one kind.
    *(range(0x20, 0x3200), range(0x4E00, 0x4E40), range(0xA000, 0xAC40)),
    *(range(0xF900, 0x10000), range(0x1F300, 0x1F700)),
)
_EXAMPLES = 16
_PLACES = {"L": 300, "Lu": 200, "Ll": 200}
_PLACE, _UNKNOWN = 100, 4000


def places(name: str) -> int:
    """How many ranges of characters a property is about: what it costs to work with it."""
    return _PLACES.get(name, _PLACE) if name in _CATEGORIES else _UNKNOWN


def has(name: str, char: str) -> bool:
    """Whether `char` has the property; none has one that no one knows."""
    if name in _CATEGORIES:
        return category(char).startswith(name)
    finder = _finder(name)
    return finder is not None and finder.is_valid(char)


@lru_cache(maxsize=64)
def examples(name: str) -> str:
    """Some of the characters that have the property."""
    found: list[str] = []
    for char in map(chr, chain.from_iterable(_LOOKED_THROUGH)):
        if has(name, char):
            found.append(char)
            if len(found) == _EXAMPLES:
                break
    return "".join(found)


@lru_cache(maxsize=64)
def _finder(name: str) -> jsonschema_rs.Validator | None:
    schema = {"pattern": f"^\\p{{{name}}}$"}
    try:
        return jsonschema_rs.validator_for(schema, offline=True)
    except (jsonschema_rs.ValidationError, ValueError):
        return None
