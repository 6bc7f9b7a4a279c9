"""A document that was read: its data, where each part of it stands, what its `$ref`s mean."""

from __future__ import annotations

from functools import cached_property
from pathlib import Path
from typing import Any, cast

from ._pointer import lookup, split_pointer
from ._problems import DocumentError, Problem
from ._yaml import ambiguous, lines, parse_yaml

_BUNDLED = Path(__file__).resolve().parent.parent / "openapi.yaml"
_SUPPORTED = "3.1."


class Document:
    """An OpenAPI 3.1 document in memory.

    `path` is where it was read from, `source` its bytes, `data` its content as JSON would have
    it. Positions are worked out when the first one is asked for: reading costs nothing for them.
    """

    def __init__(self, path: Path, source: bytes, data: dict[str, Any]) -> None:
        self.path = path
        self.source = source
        self.data = data

    def __repr__(self) -> str:
        return f"Document({str(self.path)!r})"

    @cached_property
    def _lines(self) -> dict[str, int]:
        return lines(self.source, str(self.path))

    def line(self, pointer: str) -> int | None:
        """The 1-based line of what `pointer` names, or of its nearest ancestor that exists."""
        pointer = pointer.removeprefix("#")
        while pointer and pointer not in self._lines:
            pointer = pointer.rpartition("/")[0]
        return self._lines.get(pointer)

    def problem(self, message: str, pointer: str) -> Problem:
        """A finding at `pointer`, with its line."""
        pointer = pointer.removeprefix("#")
        return Problem(message, str(self.path), self.line(pointer), pointer)

    def at(self, pointer: str) -> Any:
        """What stands at `pointer`. Raises `DocumentError` if nothing does."""
        try:
            return lookup(self.data, split_pointer(pointer))
        except (LookupError, ValueError) as error:
            raise DocumentError(self.problem(f"nothing stands at {pointer!r}", pointer)) from error

    def resolve(self, node: Any) -> Any:
        """`node`, or what its local `$ref` leads to, siblings of the `$ref` laid over it.

        Raises `DocumentError`: a reference out of the document, into nothing, or in a circle.
        """
        seen: list[str] = []
        siblings: dict[str, Any] = {}
        while isinstance(node, dict) and "$ref" in node:
            mapping = cast("dict[str, Any]", node)
            reference = mapping["$ref"]
            if not isinstance(reference, str) or not reference.startswith("#"):
                raise DocumentError(
                    self.problem(
                        f"$ref {reference!r} leads out of the document; only '#/…' is read", ""
                    )
                )
            if reference in seen:
                raise DocumentError(self.problem(f"$ref {reference!r} leads to itself", reference))
            seen.append(reference)
            siblings = {k: v for k, v in mapping.items() if k != "$ref"} | siblings
            node = self.at(reference)
        if siblings and isinstance(node, dict):
            return cast("dict[str, Any]", node) | siblings
        return cast("Any", node)

    def ambiguous_scalars(self) -> list[Problem]:
        """Plain scalars that YAML 1.1 and YAML 1.2 read differently, each with its place."""
        return ambiguous(self.source, str(self.path))


def bundled_path() -> Path:
    """The document that ships with this package: the one that the client was made from."""
    return _BUNDLED


def load_document(path: Path | str | None = None) -> Document:
    """Read an OpenAPI 3.1 document, YAML or JSON; without `path`, the bundled one.

    Raises `DocumentError` that names file and line: unreadable, not YAML, not OpenAPI 3.1.
    Whether the parts of the document make sense is `check_structure`'s question.
    """
    file = _BUNDLED if path is None else Path(path)
    try:
        source = file.read_bytes()
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise DocumentError(Problem(f"cannot be read: {reason}", str(file))) from error
    data = parse_yaml(source, str(file))
    if not isinstance(data, dict):
        raise DocumentError(Problem("an OpenAPI document is a mapping", str(file), 1, ""))
    document = Document(file, source, cast("dict[str, Any]", data))
    version = document.data.get("openapi")
    if not isinstance(version, str) or not version.startswith(_SUPPORTED):
        said = "is missing" if version is None else f"is {version!r}"
        raise DocumentError(
            document.problem(f"'openapi' {said}; this project reads 3.1.x", "/openapi")
        )
    return document
