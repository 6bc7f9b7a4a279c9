"""Puts tool calls together from their pieces. Pure.

Servers number the pieces in any order, leave the index out, send the id with every piece or with
none, or give parallel calls the same index; all of that is put together as it was meant.
"""

import json
from typing import Any

from scaleway_genapi._generated.models.function_call_delta import FunctionCallDelta
from scaleway_genapi._generated.models.tool_call_delta import ToolCallDelta

from ._merge import Pieces, text_of


class PartialToolCall:
    """A tool call under construction."""

    __slots__ = ("arguments", "extra", "id", "index", "name", "place")

    def __init__(self, place: int, index: int | None) -> None:
        self.place = place  # order of appearance
        self.index = index
        self.id: str | None = None
        self.name = ""
        self.arguments = Pieces()
        self.extra: dict[str, Any] = {}

    def named(self, name: str) -> None:
        """Takes a name, which most servers send whole, once or with every piece; some cut it."""
        if self.name and (self.arguments or name == self.name):
            return
        self.name = name if name.startswith(self.name) else self.name + name

    def begins_again(self, function: FunctionCallDelta) -> bool:
        """Whether a piece that names a function is another call than this one, which has a name."""
        if not self.arguments:
            return False  # the rest of the name
        if function.name != self.name:
            return True
        new = function.arguments
        return isinstance(new, str) and new.lstrip().startswith("{") and self._complete()

    def _complete(self) -> bool:
        if not self.arguments[-1].rstrip().endswith("}"):
            return False
        try:
            json.loads("".join(self.arguments))
        except ValueError:
            return False
        return True

    def to_dict(self, choice: int = 0) -> dict[str, Any]:
        """The call so far; an id that never came is made up, for the result must name one."""
        return {
            **self.extra,
            "id": self.id or f"call_{choice}_{self.place}",
            "type": "function",
            "function": {"name": self.name, "arguments": self.arguments.joined()},
        }


class ToolCallAssembler:
    """The tool calls of one message."""

    __slots__ = ("_by_id", "_by_index", "_calls", "_last")

    def __init__(self) -> None:
        self._calls: list[PartialToolCall] = []
        self._by_index: dict[int, PartialToolCall] = {}
        self._by_id: dict[str, PartialToolCall] = {}
        self._last: PartialToolCall | None = None

    def add(self, piece: ToolCallDelta) -> tuple[PartialToolCall, str]:
        """Adds a piece; gives its call and the arguments that are new."""
        call = self._find(piece)
        self._last = call
        if piece.index is not None:
            self._by_index.setdefault(piece.index, call)
            if call.index is None:
                call.index = piece.index
        if piece.id and not call.id:
            call.id = piece.id
            self._by_id[piece.id] = call
        if piece.additional_properties:
            call.extra.update(piece.additional_properties)
        new = ""
        if (function := piece.function) is not None:
            if function.name:
                call.named(function.name)
            new = function.arguments or ""
            if new:
                if new.__class__ is not str:
                    new = text_of(new)
                call.arguments.append(new)
        return call, new

    def _find(self, piece: ToolCallDelta) -> PartialToolCall:
        index: int | None = piece.index
        name = piece.function.name if piece.function is not None else None
        call: PartialToolCall | None
        if piece.id and (call := self._by_id.get(piece.id)) is not None:
            return call
        call = self._last if index is None else self._by_index.get(index)
        if call is None and not piece.id and not name:
            # Nothing that could begin a call: the server began to count in the middle of one.
            call = self._last
        if call is None or self._is_other(piece, name, call):
            call = self._begin(index)
            if index is not None:
                self._by_index[index] = call
        return call

    @staticmethod
    def _is_other(piece: ToolCallDelta, name: str | None, call: PartialToolCall) -> bool:
        """Whether a piece that could go on with `call` begins another: not all servers count."""
        if piece.index is None:
            return bool(piece.id or (name and call.name))
        # Under the same index a second id, or a second name where the first had arguments.
        return bool(piece.id and call.id) or bool(
            piece.function is not None and name and call.name and call.begins_again(piece.function)
        )

    def _begin(self, index: int | None) -> PartialToolCall:
        call = PartialToolCall(len(self._calls), index)
        self._calls.append(call)
        return call

    def calls(self) -> list[PartialToolCall]:
        """The calls in their order: by index, where all have one."""
        if any(call.index is None for call in self._calls):
            return list(self._calls)
        return sorted(self._calls, key=lambda call: (call.index or 0, call.place))
