"""Why no value is made."""

from __future__ import annotations


class Unsatisfiable(ValueError):  # noqa: N818 - a property of a schema, not a fault
    """No value was found that the schema allows."""


class OutOfSteps(Exception):  # noqa: N818 - and no Unsatisfiable: no one goes on after it
    """The budget is used up."""


class InvalidSchema(ValueError):  # noqa: N818
    """It is no JSON Schema."""


class TooComplex(InvalidSchema):
    """It may be one, but working with it would take too long."""
