"""JSON pointers (RFC 6901): text to steps and back. Knows no document."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

if TYPE_CHECKING:
    from collections.abc import Iterable


def escape(step: str | int) -> str:
    """One step as it stands in a pointer: `~` becomes `~0`, `/` becomes `~1`."""
    return str(step).replace("~", "~0").replace("/", "~1")


def join_pointer(*steps: str | int) -> str:
    """The pointer through `steps`; without any, the pointer to the whole document (`""`)."""
    return "".join(f"/{escape(step)}" for step in steps)


def split_pointer(pointer: str) -> tuple[str, ...]:
    """The steps of `pointer`, unescaped. A leading `#` is allowed; ValueError if malformed."""
    pointer = pointer.removeprefix("#")
    if not pointer:
        return ()
    if not pointer.startswith("/"):
        raise ValueError(f"{pointer!r} is no JSON pointer: it must start with '/'")
    return tuple(step.replace("~1", "/").replace("~0", "~") for step in pointer[1:].split("/"))


def lookup(data: Any, steps: Iterable[str]) -> Any:
    """What stands in `data` at `steps`. LookupError if nothing does."""
    for step in steps:
        if isinstance(data, dict):
            data = cast("dict[str, Any]", data)[step]
        elif isinstance(data, list):
            # int() would also read "-1" and "+1", which RFC 6901 does not know.
            if not (step.isascii() and step.isdigit()):
                raise LookupError(step)
            data = cast("list[object]", data)[int(step)]
        else:
            raise LookupError(step)  # noqa: TRY004 -- the pointer is what is wrong, not a type
    return data
