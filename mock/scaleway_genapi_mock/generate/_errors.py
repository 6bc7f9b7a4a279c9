"""Why no value is made."""

from __future__ import annotations

from scaleway_genapi_mock.document import join_pointer

_LONGEST = 100


class Unsatisfiable(ValueError):  # noqa: N818 - a property of a schema, not a fault
    """No value was found that the schema allows, for a `reason`; `path` leads to where it would stand."""

    def __init__(self, reason: str, *path: str) -> None:
        super().__init__(f"at {_shown(path)}: {reason}" if path else reason)
        self.reason = reason
        self.path = path

    def below(self, step: str) -> Unsatisfiable:
        """The same, of a value that stands at `step` of another one."""
        return Unsatisfiable(self.reason, step, *self.path)


def _shown(path: tuple[str, ...]) -> str:
    pointer = join_pointer(*path)
    return pointer if len(pointer) <= _LONGEST else f"{pointer[: _LONGEST - 1]}…"


class OutOfSteps(Exception):  # noqa: N818 - and no Unsatisfiable: no one goes on after it
    """The budget is used up."""


class InvalidSchema(ValueError):  # noqa: N818
    """It is no JSON Schema."""


class TooComplex(InvalidSchema):
    """It may be one, but working with it would take too long."""
