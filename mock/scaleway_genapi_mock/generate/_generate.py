"""A value for a schema: made by walking it, checked by jsonschema-rs, tried again where it fails.

Bounds: recursion ends at required properties and shortest arrays; a budget of steps, which every
check is charged to beforehand, ends what would take for ever. What cannot be made is an
`Unsatisfiable`, never an invalid value.
"""

from __future__ import annotations

from copy import deepcopy
from random import Random
from typing import TYPE_CHECKING, Any

from scaleway_genapi_mock._json import brief, dumps, is_array, is_object
from scaleway_genapi_mock.document import lookup, split_pointer

from ._arrays import make_array
from ._effort import Budget
from ._errors import OutOfSteps, TooComplex, Unsatisfiable
from ._finders import Finders
from ._flat import Flattener, has_type, is_hard, types
from ._maker import SHALLOW
from ._objects import make_object
from ._refs import absolute
from ._scalars import number
from ._strings import text
from ._validators import Validators, check_patterns
from ._variants import variants
from ._walk import amount

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from ._flat import Flat

_DEEP, _ATTEMPTS, _TRIES = 40, 12, 12
_STEPS = 15_000
_MOST_VALUES = 100_000
_READY, _COUNTED = 20, 10
_SIEVED, _LONG = 25, 50
_SHOWN = 60
_ANYTHING: tuple[Any, ...] = (None, True, 0, "", "amber", [], {}, {"amber": "amber"})
"""What a schema may mean that says only what is not allowed."""
_PLAIN = (
    *("minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf"),
    *("minLength", "maxLength", "minItems", "maxItems", "minProperties", "maxProperties"),
)


class Generator:
    """Makes values for the schemas inside `root`, to which local `$ref`s lead.

    Args:
        root: The whole document, or the schema itself.
        seed: The same seed makes the same values.
        optional: Whether optional properties are there (down to a certain depth).
        document: Whether `root` is a document with schemas in it, which someone vouches for: no
            size is too large, and a reference that leads nowhere harms no other schema.

    Raises:
        InvalidSchema: It is none, or (TooComplex) larger than anyone needs.
    """

    def __init__(
        self, root: Any, seed: int | str = 0, *, optional: bool = True, document: bool = False
    ) -> None:
        size = amount(root, _MOST_VALUES)
        if size > _MOST_VALUES and not document:
            raise TooComplex(f"it holds more than {_MOST_VALUES} values")
        self._root = absolute(root, lenient=document)
        if not document:
            check_patterns(self._root)
        self._seed = seed
        self._share = 1.0 if optional else 0.0
        self.taken = _READY + size // _COUNTED
        """The steps that it took so far, those of getting ready included."""
        # A large schema may cost more: so much as it takes to go through it.
        self._budget = _STEPS + 2 * size
        self.rng = Random(0)  # noqa: S311 - no secret
        self.share = self._share
        # Nothing in it leads back to the generator: what it holds goes when the generator goes.
        self._budgeted = Budget()
        self.spend = self._budgeted.spend
        self.finders = Finders(self.spend)
        self.flattener = Flattener(self._root, self.finders)
        self.heights: dict[str, float] = {}
        self._validators = Validators(self._root, size, self.flattener.resolve, self.spend)
        self.allows = self._validators.allow

    def at(self, pointer: str = "", variant: int = 0) -> Any:
        """A value for the schema at `pointer`; another one for each `variant`.

        Raises Unsatisfiable, InvalidSchema.
        """
        schema = lookup(self._root, split_pointer(pointer))
        failed = Unsatisfiable("")
        # What has too many optional parts is made once more without any.
        for share, steps in ((self._share, self._budget), (0.0, _STEPS // 4)):
            # All attempts share one budget: what is not found soon is not found at all.
            self._budgeted.left = steps
            try:
                return self._found(schema, f"{self._seed}/{pointer}/{variant}", share)
            except Unsatisfiable as error:
                failed = error
                break
            except (OutOfSteps, RecursionError):
                failed = Unsatisfiable("the search was given up, it would take too long")
            finally:
                self.taken += steps - self._budgeted.left
        raise Unsatisfiable(f"no value was found for the schema at #{pointer}: {failed}")

    def _found(self, schema: Any, source: str, share: float) -> Any:
        # Whether it is a schema at all is asked before anyone walks it.
        self._validators.of(schema)
        failed: Unsatisfiable | None = None
        for attempt in range(_ATTEMPTS):
            self.rng = Random(f"{source}/{attempt}")  # noqa: S311 - no secret
            self.share = share
            try:
                value = self.make(schema, 0)
            except Unsatisfiable as error:
                failed = failed or error
                continue
            if self.allows(schema, value):
                return value
            failed = failed or self._wrong(schema, value)
        raise failed or Unsatisfiable("nothing was tried")

    def accepts(self, value: Any, pointer: str = "") -> bool:
        """Whether `value` is valid against the schema at `pointer`; no, if that is too much work."""
        schema = lookup(self._root, split_pointer(pointer))
        self._budgeted.left = self._budget
        try:
            return self.allows(schema, value)
        except OutOfSteps:
            return False
        finally:
            self.taken += self._budget - self._budgeted.left

    def make(self, schema: Any, depth: int) -> Any:
        """A value for `schema`. Raises Unsatisfiable."""
        if depth > _DEEP:
            raise Unsatisfiable("it is too deep")
        self.spend()
        flat = self.flattener.flat(schema)
        if not is_hard(flat):
            return self._plain(flat, depth)
        return self._tried(schema, flat, depth)

    def _tried(self, schema: Any, flat: Flat, depth: int) -> Any:
        share = self.share
        failed: Unsatisfiable | None = None
        try:
            for attempt in range(_TRIES):
                # With all that is optional, then without, then with some of it.
                self.share = share if attempt == 0 else (0.0 if attempt == 1 else share / 2)
                for candidate in self._candidates(flat, depth):
                    if isinstance(candidate, Unsatisfiable):
                        failed = failed or candidate
                    elif self.allows(schema, candidate):
                        return candidate
                    else:
                        failed = failed or self._wrong(schema, candidate)
        finally:
            self.share = share
        for candidate in map(deepcopy, _ANYTHING):
            if self.allows(schema, candidate):
                return candidate
        raise failed or Unsatisfiable("nothing was tried")

    def _wrong(self, schema: Any, value: Any) -> Unsatisfiable:
        """Why a value that was made is not valid: the first reason there is."""
        error = next(self._validators.of(schema).iter_errors(value), None)
        keyword = "/".join(map(str, error.schema_path))[-_SHOWN:] if error is not None else ""
        reason = f"none of what was tried is valid, {brief(value)} for one"
        return Unsatisfiable(f"{reason}: not by {keyword or 'the schema'}")

    def _candidates(self, flat: Flat, depth: int) -> Iterator[Any]:
        for variant in variants(self, flat, depth):
            if "const" in variant:
                yield self._given(variant["const"])
                continue
            if "enum" in variant:
                yield from self._options(variant)
                continue
            for name in self._types(variant, depth):
                self.spend()
                try:
                    yield self._typed(name, variant, depth)
                except Unsatisfiable as error:
                    yield error

    def _options(self, flat: Flat) -> Iterator[Any]:
        """The values of an enum, each once, from a place by chance on."""
        values: list[Any] = flat["enum"]
        start = self.rng.randrange(len(values)) if values else 0
        likely = self._sieve(flat)
        for at in range(len(values)):
            value = values[(start + at) % len(values)]
            if at % _SIEVED == 0:
                self.spend()
            if has_type(value, flat.get("type")) and likely(value):
                yield self._given(value)

    def _sieve(self, flat: Flat) -> Callable[[Any], bool]:
        """What sorts most wrong values of a long enum out, at less cost than the whole check."""
        plain = {key: flat[key] for key in _PLAIN if key in flat}
        if len(flat["enum"]) < _LONG or not plain:
            return lambda _: True
        return self._validators.made(plain).is_valid

    def _given(self, value: Any) -> Any:
        """A value of the schema itself, which costs what it adds to the whole."""
        if isinstance(value, str):
            self.spend(len(value) // 100)
        elif is_object(value) or is_array(value):
            self.spend(len(dumps(value)) // 100)
        return value

    def _plain(self, flat: Flat, depth: int) -> Any:
        if "const" in flat:
            return self._given(flat["const"])
        if "enum" in flat:
            for value in self._options(flat):
                return value
            raise Unsatisfiable("no value of the enum has the type")
        failed: Unsatisfiable | None = None
        for name in self._types(flat, depth):
            try:
                return self._typed(name, flat, depth)
            except Unsatisfiable as error:
                failed = failed or error
        raise failed or Unsatisfiable("no type is left")

    def _types(self, flat: Flat, depth: int) -> list[str]:
        names = types(flat)
        if depth > SHALLOW:
            names.sort(key=lambda name: name in {"object", "array"})
        return names

    def _typed(self, name: str, flat: Flat, depth: int) -> Any:
        match name:
            case "object":
                return make_object(self, flat, depth)
            case "array":
                return make_array(self, flat, depth)
            case "string":
                return text(flat, self.rng, self.finders)
            case "integer" | "number":
                return number(flat, self.rng, whole=name == "integer")
            case "boolean":
                return self.rng.random() < 0.5  # noqa: PLR2004 - a coin
            case _:
                return None
