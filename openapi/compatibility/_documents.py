"""Two whole documents: which operation became which, and whom each difference breaks.

The comparison follows operations to the schemas that they use, so each place is judged in the
direction in which its values travel; components that no operation uses are not looked at.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from scaleway_genapi_mock.document import METHODS

from ._around import security, security_schemes, servers
from ._changes import Change, merged
from ._findings import Effect, Finding, Place, leftover
from ._operations import Operations, judged
from ._schemas import Comparison

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scaleway_genapi_mock.document import Document

    from ._operations import Judged

_ROOT = ("paths", "components", "servers", "security", "openapi")


def compare_documents(old: Document, new: Document) -> tuple[Change, ...]:
    """Every difference between the released document and the new one, in document order."""
    changes = merged(
        Change(
            message=finding.message,
            where=f"#{finding.place.pointer}",
            path=str(finding.place.document.path),
            line=finding.place.document.line(finding.place.pointer),
            breaks=breaks,
            text=finding.text,
            used_by=(user,) if user else (),
        )
        for (finding, breaks), user in _findings(Place(old, "", old.data), Place(new, "", new.data))
    )
    return tuple(sorted(changes, key=lambda change: (not change.breaks, change.text)))


def _findings(old: Place, new: Place) -> Iterator[tuple[Judged, str]]:
    was, now = old.fields(), new.fields()
    for finding in leftover(was, now, _ROOT):
        yield judged(finding), ""
    for finding in servers(was.get("servers"), now.get("servers")):
        yield judged(finding), ""
    schemes = [
        part["components"].fields()["securitySchemes"].fields()
        if "components" in part and "securitySchemes" in part["components"].fields()
        else {}
        for part in (was, now)
    ]
    for finding in security_schemes(schemes[0], schemes[1]):
        yield judged(finding), ""
    operations = Operations(Comparison())
    before, after = _paths(was["paths"]), _paths(now["paths"])
    for shape, item in before.items():
        if shape not in after:
            yield judged(Finding(item, f"path {_name(item)} removed", Effect.CALLERS)), ""
            continue
        yield from _path_item(item, after[shape], (was, now), operations)
    for shape, item in after.items():
        if shape not in before:
            yield judged(Finding(item, f"path {_name(item)} added")), ""


def _path_item(
    old: Place, new: Place, roots: tuple[dict[str, Place], dict[str, Place]], operations: Operations
) -> Iterator[tuple[Judged, str]]:
    was, now = old.fields(), new.fields()
    if _name(old) != _name(new):
        finding = Finding(new, f"path {_name(old)} is written {_name(new)}", Effect.CALLERS)
        yield judged(finding), ""
    for method in METHODS:
        first, second = was.get(method), now.get(method)
        if first is None and second is not None:
            yield judged(Finding(second, f"{method.upper()} {_name(new)} added")), ""
        elif second is None and first is not None:
            gone = Finding(first, f"{method.upper()} {_name(old)} removed", Effect.CALLERS)
            yield judged(gone), ""
        elif first is not None and second is not None:
            fields = second.fields()
            user = str(fields["operationId"].value) if "operationId" in fields else _name(new)
            for found in operations.compare(first, second, (old, new)):
                yield found, user
            for finding in _around(first, second, roots):
                yield judged(finding), user
    for finding in leftover(was, now, (*METHODS, "parameters")):
        yield judged(finding), ""


def _around(
    old: Place, new: Place, roots: tuple[dict[str, Place], dict[str, Place]]
) -> Iterator[Finding]:
    """Security and servers of one operation; it has those of the document unless it says so."""
    was, now = old.fields(), new.fields()
    before = was.get("security", roots[0].get("security"))
    yield from security(before, now.get("security", roots[1].get("security")), new)
    if "servers" in was or "servers" in now:
        yield from servers(was.get("servers"), now.get("servers"))


def _paths(place: Place) -> dict[str, Place]:
    """Shape of a path -> its item: the names of its parameters do not matter to a server."""
    return {re.sub(r"\{[^}]*\}", "{}", name): item for name, item in place.fields().items()}


def _name(item: Place) -> str:
    return item.pointer.rpartition("/")[2].replace("~1", "/").replace("~0", "~")
