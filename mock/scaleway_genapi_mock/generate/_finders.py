"""The regular expressions of one generator, made ready once: to be found, or to be written at once.

What that takes is spent each time that a generator does it, and goes with the generator: there is no
memory of schemas that someone sent.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

import jsonschema_rs

from ._costs import compiling, matching
from ._product import Product

if TYPE_CHECKING:
    from collections.abc import Callable

REGEX = jsonschema_rs.FancyRegexOptions(
    backtrack_limit=20_000, size_limit=40_000_000, dfa_size_limit=4_000_000
)
"""Patterns of a realistic size compile, whatever classes they have, and none goes back for ever."""


class Finders:
    """Finds and combines expressions; `spend` is told the steps that it takes."""

    def __init__(self, spend: Callable[[int], None]) -> None:
        self.spend = spend
        self._found: dict[str, jsonschema_rs.Validator] = {}
        self._products: dict[tuple[tuple[str, ...], tuple[str, ...]], Product] = {}

    def matches(self, pattern: str, text: str) -> bool:
        """Whether `pattern` is found in `text`."""
        self.spend(matching(pattern, len(text)))
        finder = self._found.get(pattern)
        if finder is None:
            self.spend(compiling(pattern))
            finder = self._found[pattern] = jsonschema_rs.validator_for(
                {"pattern": pattern}, pattern_options=REGEX, offline=True
            )
        return finder.is_valid(text)

    def product(self, patterns: tuple[str, ...], refused: tuple[str, ...]) -> Product:
        """The product of `patterns`, and of `refused` that must not match. Raises PatternError."""
        key = (patterns, refused)
        made = self._products.get(key)
        if made is None:
            made = self._products[key] = Product(patterns, refused, self.spend)
        return made


@lru_cache(maxsize=64)
def of_format(name: str) -> jsonschema_rs.Validator:
    """The validator of a format."""
    return jsonschema_rs.validator_for({"format": name}, validate_formats=True, offline=True)
