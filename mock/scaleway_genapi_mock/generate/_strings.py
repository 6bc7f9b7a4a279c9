"""Texts for merged schemas: patterns, formats and lengths at once.

First what reads well (a word, a value of the format, one expression written out), then, where
that fits not, the product of all expressions there are.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from scaleway_genapi_mock._json import brief, is_object

from . import _pattern
from ._errors import Unsatisfiable
from ._expression import MORE, PatternError
from ._finders import of_format
from ._merge import FORMATS, NOTS, PATTERNS
from ._text import FORMATS as MADE
from ._text import SHAPES, words

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from random import Random

    from ._finders import Finders

_LONGEST = 2_000_000
_EASY, _HARD, _VARIED = 8, 6, 150
_SHOWN = 4
_STEP = 20
"""So many characters of what was made are a step."""


@dataclass(frozen=True, slots=True)
class _Demands:
    """All that a text has to be at once."""

    patterns: list[str]
    refused: list[str]
    formats: list[str]
    least: int
    most: int | None

    def met_by(self, text: str, finders: Finders) -> bool:
        return (
            self.least <= len(text)
            and (self.most is None or len(text) <= self.most)
            and all(finders.matches(pattern, text) for pattern in self.patterns)
            and not any(finders.matches(pattern, text) for pattern in self.refused)
            and all(of_format(name).is_valid(text) for name in self.formats)
        )


def text(flat: Mapping[str, Any], rng: Random, finders: Finders) -> str:
    """A text for a merged string schema. Raises Unsatisfiable."""
    demands = _demands(flat)
    least, most = demands.least, demands.most
    if most is not None and most < least:
        raise Unsatisfiable("minLength above maxLength")
    if least > _LONGEST:
        raise Unsatisfiable(f"a text of {least} characters is too long to be made")
    finders.spend(least // 200)
    if not demands.patterns and not demands.formats and not demands.refused:
        return words(rng, least, most)
    for made in _easy(demands, rng):
        finders.spend(1 + len(made) // 100)
        if demands.met_by(made, finders):
            return made
    return _product(demands, rng, finders)


def _demands(flat: Mapping[str, Any]) -> _Demands:
    refused = [
        part["pattern"]
        for part in flat.get(NOTS, ())
        if is_object(part) and part.keys() - {"type"} == {"pattern"}
    ]
    formats = [name for name in flat.get(FORMATS, ()) if name in MADE]
    least, most = int(flat.get("minLength", 0)), flat.get("maxLength")
    most = None if most is None else int(most)
    return _Demands(flat.get(PATTERNS, []), refused, formats, least, most)


def _easy(demands: _Demands, rng: Random) -> Iterator[str]:
    for attempt in range(_EASY):
        if len(demands.formats) == 1 and not (demands.patterns and attempt % 2):
            yield MADE[demands.formats[0]](rng)
        elif demands.patterns:
            try:
                yield _pattern.write(demands.patterns[attempt % len(demands.patterns)], rng)
            except PatternError:
                return
        else:
            yield words(rng, demands.least, demands.most)


def _product(demands: _Demands, rng: Random, finders: Finders) -> str:
    shapes = [SHAPES[name] for name in demands.formats if name in SHAPES]
    try:
        product = finders.product((*demands.patterns, *shapes), tuple(demands.refused))
    except PatternError as error:
        for varied in _varied(demands, rng):
            finders.spend(1 + len(varied) // _STEP)
            if demands.met_by(varied, finders):
                return varied
        raise Unsatisfiable(f"no text was found for {_told(demands)}: {error}") from None
    for _ in range(_HARD):
        made = product.write(rng, demands.least, demands.most)
        finders.spend(1 + (len(made or "") or demands.least) // _STEP)
        if made is not None and demands.met_by(made, finders):
            return made
    raise Unsatisfiable(f"no text was found for {_told(demands)}")


def _varied(demands: _Demands, rng: Random) -> Iterator[str]:
    """Texts of each pattern, longer and longer, with something around them where they are short."""
    for attempt in range(_VARIED if demands.patterns else 0):
        pattern = demands.patterns[attempt % len(demands.patterns)]
        try:
            made = _pattern.write(pattern, rng, 1 + attempt % max(MORE, 2 * min(demands.least, 50)))
        except PatternError:
            return
        yield made
        if len(made) < demands.least:
            yield made + words(rng, demands.least - len(made), demands.least - len(made))


def _told(demands: _Demands) -> str:
    """What a text has to be, as far as it fits in a sentence."""
    parts = [f"the pattern {brief(pattern)}" for pattern in demands.patterns]
    parts += [f"the format {brief(name)}" for name in demands.formats]
    parts += [f"not the pattern {brief(pattern)}" for pattern in demands.refused]
    if demands.most is not None:
        parts.append(f"{demands.least} to {demands.most} characters")
    elif demands.least:
        parts.append(f"at least {demands.least} characters")
    shown = " and ".join(parts[:_SHOWN])
    return f"{shown} and more" if len(parts) > _SHOWN else shown
