"""The validators of the parts of one schema, each made ready once; what they take is spent before.

Nothing can stop a validator once it runs: what would take too long is not begun.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import jsonschema_rs

from scaleway_genapi_mock._json import brief, is_array, is_object
from scaleway_genapi_mock.document import join_pointer

from ._costs import compiling, cost
from ._effort import Effort
from ._errors import InvalidSchema, TooComplex
from ._finders import REGEX
from ._merge import TYPES
from ._reading import MOST_CHARACTERS
from ._refs import ROOT
from ._walk import DATA, MAPS

if TYPE_CHECKING:
    from collections.abc import Callable

_MOST_CHECKED = 20_000
"""Steps of one check; so many of them are one step of the budget."""
_CHECKED = 10
_MOST_PATTERNS = 100_000
_COMPILED = 10
_LONGEST = 200


class Validators:
    """Those of the schemas inside `root`, and of what was made of some.

    `resolve` follows a reference, `spend` is told the steps that it takes. `size` is how many values
    the root holds: a large one may take more.
    """

    def __init__(
        self, root: Any, size: int, resolve: Callable[[str], Any], spend: Callable[[int], None]
    ) -> None:
        try:
            self._registry = jsonschema_rs.Registry([(ROOT, root)])
        except (ValueError, jsonschema_rs.ReferencingError) as error:
            raise InvalidSchema(_shortened(error)) from None
        self._resolve = resolve
        self._spend = spend
        self._effort = Effort(resolve, _MOST_CHECKED + size)
        self._known: dict[int, tuple[Any, jsonschema_rs.Validator]] = {}

    def allow(self, schema: Any, value: Any) -> bool:
        """Whether `value` is valid. Raises OutOfSteps, InvalidSchema."""
        checker = self.of(schema)
        self._spend(self._effort.of(schema, value) // _CHECKED)
        return checker.is_valid(value)

    def of(self, schema: Any) -> jsonschema_rs.Validator:
        """The validator of a schema, which is asked for again and again."""
        known = self._known.get(id(schema))
        if known is None:
            self._spend(self._compiling(schema))
            # The schema is kept, so that no other one gets its id.
            known = self._known[id(schema)] = (schema, self.made(schema))
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
                    waiting.append(self._resolve(reference))
        return values // _COMPILED + patterns

    def made(self, schema: Any) -> jsonschema_rs.Validator:
        """A validator, made anew: of a schema that is asked for once, and is small."""
        try:
            return jsonschema_rs.validator_for(
                schema,
                registry=self._registry,
                validate_formats=True,
                pattern_options=REGEX,
                offline=True,
            )
        except jsonschema_rs.ReferencingError as error:
            raise InvalidSchema(_shortened(error)) from None
        except jsonschema_rs.ValidationError as error:
            raise InvalidSchema(_told(error)) from None


def check_patterns(root: Any) -> None:
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


def _told(error: jsonschema_rs.ValidationError) -> str:
    """What is no schema, and where."""
    steps = [str(step) for step in error.instance_path]
    what = _shortened(error)
    if steps and steps[-1] == "type" and isinstance(error.instance, str):
        what = f"{brief(error.instance)} is no type; there are {', '.join(TYPES)}"
    pointer = join_pointer(*steps)
    shown = pointer if len(pointer) <= _LONGEST else f"{pointer[: _LONGEST - 1]}…"
    return f"at #{shown}: {what}"


def _shortened(error: Exception) -> str:
    line = str(error).splitlines()[0]
    return line if len(line) <= 200 else f"{line[:199]}…"  # noqa: PLR2004 - what fits in a sentence
