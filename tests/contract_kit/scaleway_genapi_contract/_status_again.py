"""Numbers of an error's body that say its status again: which do so, the document's examples show.

A client that reads the body instead of the status is told something else where they part. Texts
are left alone: servers have words of their own for what went wrong. Pure.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ._findings import Finding, Kind, Severity
from ._json import dig, is_object

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ._api import Media, Response

_Steps = tuple[str, ...]


def status_again(response: Response, media: Media, status: int, body: Any) -> Iterator[Finding]:
    """What `body`, answered with `status`, says of it that is not so."""
    for steps in _places(response, media):
        said = dig(body, *steps)
        if _is_number(said) and said != status:
            message = f"{'.'.join(steps)} says {said}, the status is {status}"
            yield Finding(Severity.DEVIATION, Kind.STATUS, message, f"/{'/'.join(steps)}")


def _places(response: Response, media: Media) -> list[_Steps]:
    """Where each example that has a number there has the status that it is an example of."""
    if not response.status.isdigit() or response.status < "400":
        return []
    numbers: dict[_Steps, set[int]] = {}
    for example in media.examples.values():
        for steps, number in _numbers(example, ()):
            numbers.setdefault(steps, set()).add(number)
    return [steps for steps, found in numbers.items() if found == {int(response.status)}]


def _numbers(value: Any, steps: _Steps) -> Iterator[tuple[_Steps, int]]:
    if _is_number(value):
        yield steps, value
    elif is_object(value):
        for name, part in value.items():
            yield from _numbers(part, (*steps, name))


def _is_number(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)
