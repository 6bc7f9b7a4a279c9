"""Puts tool calls together from their pieces. Pure.

Servers number the pieces in any order or not at all, send the id with every piece or with none, an
id of its own with every piece, or parallel calls under one index or one id. What says which call
a piece belongs to is, in this order: its index and id together, its index, its id, its name, and
whether the arguments so far are whole.
"""

from typing import Any

from scaleway_genapi._generated.models.tool_call_delta import ToolCallDelta

from ._json_end import ObjectEnd
from ._merge import Pieces, check_index, merge, merged, text_of


class PartialToolCall:
    """A tool call under construction."""

    __slots__ = ("_end", "arguments", "extra", "function", "id", "index", "name", "place")

    def __init__(self, place: int, index: int | None) -> None:
        self.place = place  # order of appearance
        self.index = index
        self.id: str | None = None
        self.name = ""
        self.arguments = Pieces()
        # What the document does not know, of the call and of its function.
        self.extra: dict[str, Any] = {}
        self.function: dict[str, Any] = {}
        self._end = ObjectEnd()

    def named(self, name: str) -> None:
        """Takes a name, which most servers send whole, once or with every piece; some cut it."""
        if self.name and (self.arguments or name == self.name):
            return
        self.name = name if name.startswith(self.name) else self.name + name

    def is_whole(self) -> bool:
        """Whether the arguments are a whole object, which nothing can be added to."""
        return self._end.reached(self.arguments)

    def to_dict(self, choice: int = 0) -> dict[str, Any]:
        """The call so far; an id that never came is made up, for the result must name one."""
        return {
            **merged(self.extra),
            "id": self.id or f"call_{choice}_{self.place}",
            "type": "function",
            "function": {
                **merged(self.function),
                "name": self.name,
                "arguments": self.arguments.joined(),
            },
        }


class ToolCallAssembler:
    """The tool calls of one message."""

    __slots__ = ("_by_id", "_by_index", "_by_index_and_id", "_calls", "_last")

    def __init__(self) -> None:
        self._calls: list[PartialToolCall] = []
        # The call that was last added to, of those that share an index, an id or both.
        self._by_index: dict[int, PartialToolCall] = {}
        self._by_id: dict[str, PartialToolCall] = {}
        self._by_index_and_id: dict[tuple[int, str], PartialToolCall] = {}
        self._last: PartialToolCall | None = None

    def add(self, piece: ToolCallDelta) -> tuple[PartialToolCall, str]:
        """Adds a piece; gives its call and the arguments that are new.

        Raises:
            TypeError: Its index is no number.
        """
        if piece.index is not None:
            check_index(piece.index)
        call = self._candidate(piece)
        if call is None or _begins_another(piece, call):
            call = PartialToolCall(len(self._calls), piece.index)
            self._calls.append(call)
        self._note(piece, call)
        if piece.additional_properties:
            merge(call.extra, piece.additional_properties)
        new = ""
        if (function := piece.function) is not None:
            if function.name:
                call.named(function.name)
            if function.additional_properties:
                merge(call.function, function.additional_properties)
            new = function.arguments or ""
            if new:
                if new.__class__ is not str:
                    new = text_of(new)
                call.arguments.append(new)
        return call, new

    def _candidate(self, piece: ToolCallDelta) -> PartialToolCall | None:
        """The call that a piece goes on with, if it does not begin one."""
        index: int | None = piece.index
        identity = piece.id
        if index is None:
            return (self._by_id.get(identity) if identity else None) or self._last
        if (call := self._by_index.get(index)) is not None:
            if identity:
                return self._by_index_and_id.get((index, identity), call)
            return call
        function = piece.function
        if identity:
            call = self._by_id.get(identity)
            if call is None or call.index is None:
                return call  # a call that is numbered only now
            # Arguments alone begin no call: the server counts pieces. Else it gives calls one id.
            goes_on = function is not None and not function.name and function.arguments is not None
            return call if goes_on else None
        # Nothing that could begin a call: the server began to count in the middle of one.
        return None if function is not None and function.name else self._last

    def _note(self, piece: ToolCallDelta, call: PartialToolCall) -> None:
        """Notes where to look for the pieces that follow this one."""
        self._last = call
        index, identity = piece.index, piece.id
        if index is not None:
            self._by_index[index] = call
            if call.index is None:
                call.index = index
        if identity:
            call.id = call.id or identity
            self._by_id[identity] = call
            if index is not None:
                self._by_index_and_id[index, identity] = call

    def calls(self) -> list[PartialToolCall]:
        """The calls in their order: by index, where all have one."""
        if any(call.index is None for call in self._calls):
            return list(self._calls)
        return sorted(self._calls, key=lambda call: (call.index or 0, call.place))


def _begins_another(piece: ToolCallDelta, call: PartialToolCall) -> bool:
    """Whether a piece that could go on with `call` begins another: not all servers count."""
    function = piece.function
    name = function.name if function is not None else None
    arguments = function.arguments if function is not None else None
    numbered = piece.index is not None
    if piece.id and call.id and piece.id != call.id:
        # Some servers give every piece an id of its own, some the name with it.
        if name:
            return name != call.name or not arguments or _is_beginning(arguments)
        if arguments is None:
            return not numbered
        return not call.name or (bool(arguments) and call.is_whole())
    if not name or not call.name:
        return False
    same_id = bool(piece.id) and piece.id == call.id
    if name != call.name:
        # Without arguments so far, it may be the rest of the name.
        return bool(call.arguments) or not (numbered or same_id)
    if numbered:
        told = not same_id and _is_beginning(arguments)
    else:
        told = not same_id or _is_beginning(arguments)
    return told and call.is_whole()


def _is_beginning(arguments: Any) -> bool:
    if isinstance(arguments, str):
        return arguments.lstrip().startswith("{")
    return arguments is not None
