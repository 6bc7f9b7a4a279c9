"""Why no value is made."""

from __future__ import annotations


class Unsatisfiable(ValueError):  # noqa: N818 - a property of a schema, not a fault
    """No value was found that the schema allows."""


class InvalidSchema(ValueError):  # noqa: N818
    """It is no JSON Schema."""
