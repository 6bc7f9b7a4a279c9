"""The `x-` extensions that this project gives a meaning: one table, checked by its schemas.

CONTRIBUTING explains the table to people. Anything `x-` that is not in it, stands elsewhere or
holds something else is a finding: a misspelt extension would otherwise be ignored in silence.
"""

from __future__ import annotations

import difflib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, cast

from ._pointer import escape
from ._walk import walk

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ._document import Document
    from ._problems import Problem

_NAME = {"type": "string", "minLength": 1}
_NAMES = {"type": "array", "items": _NAME, "minItems": 1, "uniqueItems": True}
_STATUS = {"type": "integer", "minimum": 400, "maximum": 599}


@dataclass(frozen=True, slots=True)
class Extension:
    """One row: on which kinds of object it may stand, what it holds, what it means."""

    on: frozenset[str]
    schema: Mapping[str, Any]
    meaning: str


def _row(on: str, schema: Mapping[str, Any], meaning: str) -> Extension:
    return Extension(frozenset(on.split()), schema, meaning)


VOCABULARY: dict[str, Extension] = {
    "x-itemSchema": _row(
        "media-type", {"type": ["object", "boolean"]}, "the schema of one event's data"
    ),
    "x-stream-when": _row("media-type", _NAME, "the request property that selects the stream"),
    "x-stream-end": _row("media-type", _NAME, "the data of the event that ends the stream"),
    "x-error-status": _row(
        "schema",
        {
            "type": "object",
            "properties": dict.fromkeys(("missing", "unknown", "cap"), _STATUS),
            "additionalProperties": False,
            "minProperties": 1,
        },
        "the status of the answer when the property is missing, unknown or above its cap",
    ),
    "x-model-caps": _row(
        "schema",
        {
            "type": "object",
            "additionalProperties": {"type": "integer", "minimum": 1},
            "minProperties": 1,
        },
        "the highest value of the property, by model",
    ),
    "x-legacy-errors": _row("schema", _NAMES, "the models that answer errors in the flat shape"),
    "x-permission-sets": _row(
        "security-scheme", _NAMES, "the permission sets of which a key needs one"
    ),
    "x-iterate": _row("schema", _NAME, "the array property that iterating the object iterates"),
    "x-accepts": _row(
        "schema",
        {
            "type": "array",
            "minItems": 1,
            "items": {
                "type": "object",
                "properties": {"$ref": _NAME},
                "required": ["$ref"],
                "additionalProperties": False,
            },
        },
        "response schemas that the request union also takes",
    ),
    "x-hint": _row("response", _NAME, "advice that the client appends to the error"),
    "x-format": _row(
        "server-variable", {"const": "uuid"}, "the format of the variable's value in the URL"
    ),
}


def _unknown(name: str) -> str:
    close = difflib.get_close_matches(name, VOCABULARY, 1)
    advice = f"did you mean {close[0]!r}?" if close else f"known are {', '.join(VOCABULARY)}"
    return f"unknown extension {name!r}; {advice}"


def check_vocabulary(document: Document) -> list[Problem]:
    """Every use of an `x-` extension that the table does not allow, with its place."""
    import jsonschema_rs  # noqa: PLC0415 -- only whoever checks pays for the validator

    validators = {
        name: jsonschema_rs.validator_for(dict(extension.schema))
        for name, extension in VOCABULARY.items()
    }
    problems: list[Problem] = []
    for kind, pointer, node in walk(document.data):
        if not isinstance(node, dict):
            continue
        for name, value in cast("dict[str, Any]", node).items():
            if not name.startswith("x-"):
                continue
            place = f"{pointer}/{escape(name)}"
            extension = VOCABULARY.get(name)
            if extension is None:
                problems.append(document.problem(_unknown(name), place))
            elif kind not in extension.on:
                allowed = " or ".join(sorted(extension.on))
                problems.append(
                    document.problem(
                        f"{name!r} stands on a {allowed} object, not on a {kind}", place
                    )
                )
            else:
                problems.extend(
                    document.problem(
                        f"{name!r}: {error.message}",
                        place + "".join(f"/{escape(step)}" for step in error.instance_path),
                    )
                    for error in validators[name].iter_errors(value)
                )
    return problems
