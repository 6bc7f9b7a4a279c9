"""A value for a schema: made by walking it, checked by jsonschema-rs, tried again where it fails.

Bounds: recursion ends at required properties and shortest arrays; a budget of steps, which every
check is charged to beforehand, ends what would take for ever. What cannot be made is an
`Unsatisfiable`, never an invalid value.
"""

from __future__ import annotations

from random import Random
from typing import TYPE_CHECKING, Any

import jsonschema_rs

from scaleway_genapi_mock._json import dumps, is_array, is_object
from scaleway_genapi_mock.document import lookup, split_pointer

from ._containers import SHALLOW, make_array, make_object, required_names
from ._effort import Budget, Effort
from ._errors import InvalidSchema, OutOfSteps, TooComplex, Unsatisfiable
from ._expression import MOST_CHARACTERS, compiling, cost
from ._finders import REGEX, Finders
from ._flat import Flattener, has_type, is_hard, types
from ._merge import CONDITIONS, UNIONS, Contradiction
from ._refs import ROOT, absolute
from ._scalars import number
from ._strings import text
from ._walk import DATA, MAPS, amount

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from ._flat import Flat

_DEEP, _ATTEMPTS, _TRIES = 40, 12, 12
_STEPS = 15_000
_MOST_CHECKED = 20_000
"""Steps of one check; so many of them are one step of the budget."""
_CHECKED, _SIEVED = 10, 25
_MOST_VALUES, _MOST_PATTERNS = 100_000, 100_000
_READY, _COMPILED = 20, 10
_LONG = 50
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
            _check_patterns(self._root)
        try:
            self._registry = jsonschema_rs.Registry([(ROOT, self._root)])
        except (ValueError, jsonschema_rs.ReferencingError) as error:
            raise InvalidSchema(_shortened(error)) from None
        self._seed = seed
        self._share = 1.0 if optional else 0.0
        self.taken = _READY + size // _COMPILED
        """The steps that it took so far, those of getting ready included."""
        # A large schema may cost more: so much as it takes to go through it.
        self._budget = _STEPS + 2 * size
        self._checkers: dict[int, tuple[Any, jsonschema_rs.Validator]] = {}
        self.rng = Random(0)  # noqa: S311 - no secret
        self.share = self._share
        # Nothing in it leads back to the generator: what it holds goes when the generator goes.
        self._budgeted = Budget()
        self.spend = self._budgeted.spend
        self.finders = Finders(self.spend)
        self.flattener = Flattener(self._root, self.finders)
        self._effort = Effort(self.flattener.resolve, _MOST_CHECKED + size)

    def at(self, pointer: str = "", variant: int = 0) -> Any:
        """A value for the schema at `pointer`; another one for each `variant`.

        Raises Unsatisfiable, InvalidSchema.
        """
        schema = lookup(self._root, split_pointer(pointer))
        reason = ""
        # What has too many optional parts is made once more without any.
        for share, steps in ((self._share, self._budget), (0.0, _STEPS // 4)):
            # All attempts share one budget: what is not found soon is not found at all.
            self._budgeted.left = steps
            try:
                return self._found(schema, f"{self._seed}/{pointer}/{variant}", share)
            except Unsatisfiable as error:
                reason = str(error)
                break
            except (OutOfSteps, RecursionError):
                reason = "the search was given up, it would take too long"
            finally:
                self.taken += steps - self._budgeted.left
        raise Unsatisfiable(f"no value was found for the schema at #{pointer}: {reason}")

    def _found(self, schema: Any, source: str, share: float) -> Any:
        checker = self._checker(schema)
        reason = ""
        for attempt in range(_ATTEMPTS):
            self.rng = Random(f"{source}/{attempt}")  # noqa: S311 - no secret
            self.share = share
            try:
                value = self.make(schema, 0)
            except Unsatisfiable as error:
                reason = reason or str(error)
                continue
            if self._is_valid(checker, schema, value):
                return value
        raise Unsatisfiable(reason or "nothing that was tried is valid")

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

    def allows(self, schema: Any, value: Any) -> bool:
        """Whether `value` is valid for a part of the root, or what was made of some."""
        return self._is_valid(self._checker(schema), schema, value)

    def _is_valid(self, checker: jsonschema_rs.Validator, schema: Any, value: Any) -> bool:
        self.spend(self._effort.of(schema, value) // _CHECKED)
        return checker.is_valid(value)

    def _checker(self, schema: Any) -> jsonschema_rs.Validator:
        """The validator of a schema, which is asked for again and again."""
        known = self._checkers.get(id(schema))
        if known is None:
            self.spend(self._compiling(schema))
            # The schema is kept, so that no other one gets its id.
            known = self._checkers[id(schema)] = (schema, self._validator(schema))
        return known[1]

    def _compiling(self, schema: Any) -> int:
        """The steps of compiling `schema`: with all that its references lead to, each once."""
        values = patterns = 0
        waiting, known = [schema], set[str]()
        while waiting:
            node = waiting.pop()
            values += 1
            if is_array(node):
                waiting.extend(node)
            elif is_object(node):
                waiting.extend(node.values())
                patterns += sum(map(compiling, _patterns(node)))
                reference = node.get("$ref")
                if isinstance(reference, str) and reference not in known:
                    known.add(reference)
                    waiting.append(self.flattener.resolve(reference))
        return values // _COMPILED + patterns

    def _validator(self, schema: Any) -> jsonschema_rs.Validator:
        try:
            return jsonschema_rs.validator_for(
                schema,
                registry=self._registry,
                validate_formats=True,
                pattern_options=REGEX,
                offline=True,
            )
        except (jsonschema_rs.ValidationError, jsonschema_rs.ReferencingError) as error:
            raise InvalidSchema(_shortened(error)) from None

    def make(self, schema: Any, depth: int) -> Any:
        """A value for `schema`. Raises Unsatisfiable."""
        if depth > _DEEP:
            raise Unsatisfiable("it is too deep")
        self.spend()
        try:
            flat = self.flattener.flat(schema)
        except Contradiction as error:
            raise Unsatisfiable(str(error)) from None
        if not is_hard(flat):
            return self._plain(flat, depth)
        return self._tried(schema, flat, depth)

    def _tried(self, schema: Any, flat: Flat, depth: int) -> Any:
        checker = self._checker(schema)
        share, reason = self.share, ""
        try:
            for attempt in range(_TRIES):
                # With all that is optional, then without, then with some of it.
                self.share = share if attempt == 0 else (0.0 if attempt == 1 else share / 2)
                for candidate in self._candidates(flat, depth):
                    if isinstance(candidate, Exception):
                        reason = reason or str(candidate)
                    elif self._is_valid(checker, schema, candidate):
                        return candidate
        finally:
            self.share = share
        raise Unsatisfiable(reason or "nothing that was tried is valid")

    def _candidates(self, flat: Flat, depth: int) -> Iterator[Any]:
        for variant in self._variants(flat, depth):
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
                except (Unsatisfiable, Contradiction) as error:
                    yield error

    def _variants(self, flat: Flat, depth: int) -> Iterator[Flat]:
        """`flat` with one branch of each of its unions and conditions laid in."""
        self.spend()
        unions = flat.get(UNIONS)
        if unions:
            rest = {**flat, UNIONS: unions[1:]}
            branches = list(unions[0])
            if depth > SHALLOW:
                branches.sort(key=_weight)
            else:
                self.rng.shuffle(branches)
            for branch in branches:
                yield from self._laid(rest, [branch], depth)
            return
        if CONDITIONS in flat:
            yield from self._decided(flat, depth)
            return
        if "dependentSchemas" in flat:
            yield from self._dependent(flat, depth)
            return
        yield flat

    def _decided(self, flat: Flat, depth: int) -> Iterator[Flat]:
        """Each condition met in turn, the others not; then none of them; then all."""
        conditions: list[tuple[Any, Any, Any]] = flat[CONDITIONS]
        rest = {key: value for key, value in flat.items() if key != CONDITIONS}
        places = list(range(len(conditions)))
        self.rng.shuffle(places)
        for met in (*places, None):
            parts: list[Any] = []
            for place, (test, then, other) in enumerate(conditions):
                parts += [test, then] if place == met else [other]
            yield from self._laid(rest, parts, depth)
        if len(conditions) > 1:
            yield from self._laid(rest, [part for c in conditions for part in c[:2]], depth)

    def _dependent(self, flat: Flat, depth: int) -> Iterator[Flat]:
        """With what the properties that may be there bring along; and without the properties."""
        dependent: dict[str, Any] = flat["dependentSchemas"]
        rest = {key: value for key, value in flat.items() if key != "dependentSchemas"}
        required, named = required_names(rest), rest.get("properties", {})
        needed = [part for name, part in dependent.items() if name in required]
        free = [name for name in dependent if name in named and name not in required]
        if free:
            more = [*needed, *(dependent[name] for name in free), {"required": free}]
            yield from self._laid(rest, more, depth)
        without = {**rest, "properties": {n: p for n, p in named.items() if n not in free}}
        if needed:
            # What they bring along may bring along more.
            without["dependentSchemas"] = {n: p for n, p in dependent.items() if n not in required}
            yield from self._laid(without, needed, depth)
        else:
            yield without

    def _laid(self, base: Flat, parts: Iterable[Any], depth: int) -> Iterator[Flat]:
        merged = base
        try:
            for part in parts:
                merged = self.flattener.merged(merged, self.flattener.flat(part))
        except Contradiction:
            return
        yield from self._variants(merged, depth)

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
        return self._validator(plain).is_valid

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
        reason = ""
        for name in self._types(flat, depth):
            try:
                return self._typed(name, flat, depth)
            except (Unsatisfiable, Contradiction) as error:
                reason = reason or str(error)
        raise Unsatisfiable(reason or "no type is left")

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


def _check_patterns(root: Any) -> None:
    """Raises TooComplex for expressions that would take too long to compile."""
    waiting, total, length = [root], 0, 0
    known: set[str] = set()
    while waiting:
        node = waiting.pop()
        if is_array(node):
            waiting.extend(node)
            continue
        if not is_object(node):
            continue
        for pattern in _patterns(node):
            if pattern not in known:
                known.add(pattern)
                total += cost(pattern)
                length += len(pattern)
        if total > _MOST_PATTERNS or length > MOST_CHARACTERS:
            raise TooComplex("its patterns stand for more than anyone can match")
        for key, value in node.items():
            if key in MAPS and is_object(value):
                waiting.extend(value.values())
            elif key not in DATA:
                waiting.append(value)


def _patterns(node: dict[str, Any]) -> list[str]:
    """The expressions that stand right in a schema."""
    named = node.get("patternProperties")
    patterns = list[str](named) if is_object(named) else []
    return [node["pattern"], *patterns] if isinstance(node.get("pattern"), str) else patterns


def _weight(branch: Any) -> int:
    """How much a branch would add: scalars before references before containers."""
    if not is_object(branch):
        return 0
    # A type may be a list of them, which belongs into no set.
    if branch.get("type") in ("object", "array") or "properties" in branch:
        return 2
    return 1 if "$ref" in branch else 0


def _shortened(error: Exception) -> str:
    line = str(error).splitlines()[0]
    return line if len(line) <= 200 else f"{line[:199]}…"  # noqa: PLR2004 - what fits in a sentence
