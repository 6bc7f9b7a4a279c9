"""Files of rules: every mistake of every rule, with its line."""

from __future__ import annotations

from operator import itemgetter
from typing import TYPE_CHECKING, Any

from scaleway_genapi_mock._json import brief, is_array, is_object
from scaleway_genapi_mock.document import DocumentError, join_pointer, parse_yaml, value_lines

from ._errors import Findings, RuleError, hint
from ._read import parse_rule

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from scaleway_genapi_mock.compile._compile import Compiled


class RulesFile:
    """The rules of a YAML or JSON file: a list, or a mapping with `rules`.

    Raises RuleError: It cannot be read, or is no list of rules.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        try:
            self._source = path.read_bytes()
            data: Any = parse_yaml(self._source, str(path))
        except OSError as error:
            raise RuleError(str(path), f"cannot be read: {error.strerror}") from None
        except DocumentError as error:
            raise RuleError("", str(error)) from None
        self._root = ""
        where = str(path)
        if is_object(data) and "reply" in data:
            raise RuleError(where, "is one rule; a list of rules is expected: begin it with '- '")
        if is_object(data):
            for key in data.keys() - {"rules"}:
                raise RuleError(f"{where}: {key}", f"is not known; {hint(key, ['rules'])}")
            where += ": rules"
            self._root, data = "/rules", data.get("rules")
        if data is None:
            raise RuleError(where, "is empty; a list of rules is expected")
        if not is_array(data):
            raise RuleError(where, f"{brief(data)} is no list of rules")
        self.stated: list[Mapping[str, Any]] = data
        self._lines: dict[str, int] | None = None

    def check(self, compiled: Compiled | None = None) -> list[str]:
        """What is odd about the rules, a line each. RuleError with all that is wrong in them."""
        wrong: list[tuple[int, str, str]] = []
        notes: list[tuple[int, str]] = []
        named: dict[str, int] = {}
        for index, given in enumerate(self.stated):
            name = given.get("name") if is_object(given) else None
            before = named.setdefault(name, index) if isinstance(name, str) else index
            if before != index:
                message = f"name: rule {before + 1} is called {name!r} already"
                wrong.append((*self._place(index, "name"), message))
            try:
                rule = parse_rule(given, compiled)
            except RuleError as error:
                for at, message in error.parts:
                    wrong.append((*self._place(index, at), f"{at}: {message}" if at else message))
            else:
                for at, message in rule.notes():
                    line, place = self._place(index, at)
                    notes.append((line, f"{place}: note: {at}: {message}"))
        findings = Findings()
        # By their lines, as they are read, and as they were found where they share one.
        for _, place, message in sorted(wrong, key=itemgetter(0)):
            findings.add(place, message)
        findings.settle()
        return [note for _, note in sorted(notes, key=itemgetter(0))]

    def _place(self, index: int, at: str) -> tuple[int, str]:
        """7 and `rules.yaml:7: rule 2`: the line of what stands at `at` in a rule, or around it."""
        if self._lines is None:
            self._lines = value_lines(self._source, str(self._path))
        pointer = f"{self._root}{join_pointer(index)}"
        for candidate in (*_up(f"{pointer}/{at}", pointer), pointer):
            if candidate in self._lines:
                line = self._lines[candidate]
                return line, f"{self._path}:{line}: rule {index + 1}"
        return 0, f"{self._path}: rule {index + 1}"


def _up(pointer: str, root: str) -> Iterator[str]:
    while len(pointer) > len(root):
        yield pointer
        pointer = pointer.rpartition("/")[0]
