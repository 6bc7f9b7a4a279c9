"""What is wrong with a rule, and where in it: all of it, not only what was met first."""

from __future__ import annotations

from difflib import get_close_matches
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    Part = tuple[str, str]


class RuleError(ValueError):
    """A rule cannot be used; the text says where and why, a line for each mistake.

    `path` and `message` are those of the first mistake, `parts` has all of them.
    """

    __module__ = "scaleway_genapi_mock"  # where it is imported from: a traceback shows it

    def __init__(self, path: str, message: str, *more: Part) -> None:
        self.parts: tuple[Part, ...] = ((path, message), *more)
        super().__init__("\n".join(f"{at}: {what}" if at else what for at, what in self.parts))
        self.path = path
        self.message = message

    def __reduce__(self) -> tuple[type[RuleError], tuple[Any, ...]]:
        return type(self), (self.path, self.message, *self.parts[1:])


class Findings:
    """Collects the mistakes of parts that can be looked at one by one, each in its `with` block.

    A mistake ends the block that it is in, and only that.
    """

    def __init__(self) -> None:
        self._parts: list[Part] = []

    def __enter__(self) -> None:
        pass

    def __exit__(self, kind: object, error: BaseException | None, trace: object) -> bool:
        if not isinstance(error, RuleError):
            return False
        self._parts += error.parts
        return True

    def add(self, path: str, message: str) -> None:
        """One more mistake."""
        self._parts.append((path, message))

    def settle(self) -> None:
        """Raise RuleError if there was any."""
        if self._parts:
            (path, message), *more = self._parts
            raise RuleError(path, message, *more)


def only(given: Mapping[str, Any], known: Iterable[str], path: str) -> None:
    """Refuse keys that are not known, each with the nearest that is."""
    names = list(known)
    findings = Findings()
    for key in given:
        if key not in names:
            findings.add(f"{path}/{key}".strip("/"), f"is not known; {hint(key, names)}")
    findings.settle()


def hint(given: object, known: Iterable[str]) -> str:
    """What may have been meant."""
    names = list(known)
    near = get_close_matches(str(given), names, n=1)
    return f"did you mean {near[0]!r}?" if near else f"known are {', '.join(names)}"
