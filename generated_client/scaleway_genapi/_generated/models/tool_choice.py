# Generated from openapi/openapi.yaml. Do not edit: change the document, then run `python -m generator`.
"""ToolChoice."""

from __future__ import annotations

from typing import Any, Final, Literal, TypeAlias

from .named_tool_choice import NamedToolChoice

# Typed Any, so that asking whether JSON is one of them does not make its contents unknown.
_dict: Final[Any] = dict


ToolChoice: TypeAlias = Literal["none", "auto", "required"] | NamedToolChoice
"""`none`: the model calls no tool. `auto`: it decides. `required`: it calls at least one. An object
names the function that it must call.
"""


def decode_tool_choice(data: Any) -> Any:
    """A value of `ToolChoice`, from JSON data."""
    return NamedToolChoice.from_dict_unchecked(data) if isinstance(data, _dict) else data
