"""The catalogue: which faults are seeded, where, and what ought to notice each. Pure data.

A mutant replaces one text by another in one file. Runs nothing, and writes nothing.
"""

from __future__ import annotations

import ast
import tomllib
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from scaleway_genapi_mock.document import DocumentError, load_document

if TYPE_CHECKING:
    from scaleway_genapi_mock.document import Document

FOLDER = Path(__file__).parent / "catalogue"
AREAS = {
    "document": "what the document says",
    "mock": "what the mock answers",
    "sends": "what the client sends",
    "reads": "what the client makes of an answer",
    "templates": "what the generator's templates make",
    "kit": "what the contract kit hears",
}
GENERATOR, CHECK = "generator", "generator --check"
_REQUIRED = {"id", "what", "file", "killed_by"}
_KNOWN = _REQUIRED | {"find", "replace", "at", "generate"}


class CatalogueError(Exception):
    """The catalogue is not usable, or the tree has moved on from it; the message names the file."""


@dataclass(frozen=True)
class Mutant:
    """One seeded fault.

    Attributes:
        id: Its name, in the file's area.
        area: One of `AREAS`.
        what: The fault, in a sentence.
        file: The file that it is in, from the root.
        find: The text that it replaces, which stands there once; None for all of `at`.
        replace: What stands there instead.
        at: The part of the file in which `find` stands: a JSON pointer in YAML; in Python what a
            module defines at its top, a class or a constant, so that what is added elsewhere,
            another operation or property, leaves `find` the only one.
        generate: Whether the client is generated anew, so that the fault is followed by it.
        killed_by: Arguments for pytest, or `generator` (refuses to generate) or
            `generator --check` (the client differs).
    """

    id: str
    area: str
    what: str
    file: str
    find: str | None
    replace: str
    at: str | None
    generate: bool
    killed_by: tuple[str, ...]

    @property
    def tests(self) -> tuple[str, ...]:
        """The part of `killed_by` that is for pytest."""
        return tuple(item for item in self.killed_by if item not in {GENERATOR, CHECK})

    def applied(self, root: Path) -> str:
        """The text of the file with the fault in it. Raises CatalogueError."""
        path = root / self.file
        try:
            text = path.read_text("utf-8")
            start, end = (0, len(text)) if self.at is None else _part(path, text, self.at)
        except (OSError, DocumentError, CatalogueError) as error:
            raise CatalogueError(f"{self.id}: {self.file}: {error}") from None
        inside = text[start:end]
        found = 1 if self.find is None else inside.count(self.find)
        if found != 1:
            place = f"{self.file} at {self.at}" if self.at else self.file
            raise CatalogueError(
                f"{self.id}: {place} holds {self.find!r} {found} times instead of once: "
                f"the file has moved on, bring catalogue/{self.area}.toml after it"
            )
        changed = self.replace if self.find is None else inside.replace(self.find, self.replace)
        if changed == inside:
            raise CatalogueError(f"{self.id}: it changes nothing in {self.file}")
        return text[:start] + changed + text[end:]


def read_catalogue(folder: Path = FOLDER) -> list[Mutant]:
    """Every mutant, a file for each area. Raises CatalogueError."""
    mutants = [
        _mutant(path, stated)
        for path in sorted(folder.glob("*.toml"))
        for stated in _read(path).get("mutant", [])
    ]
    ids = [mutant.id for mutant in mutants]
    twice = sorted({id_ for id_ in ids if ids.count(id_) > 1})
    if twice:
        raise CatalogueError(f"{folder}: more than one mutant is called {', '.join(twice)}")
    return mutants


def _read(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text("utf-8"))
    except (OSError, tomllib.TOMLDecodeError) as error:
        raise CatalogueError(f"{path}: {error}") from None


def _mutant(path: Path, stated: dict[str, Any]) -> Mutant:
    name = f"{path}: {stated.get('id', 'a mutant without id')}"
    missing, unknown = _REQUIRED - stated.keys(), stated.keys() - _KNOWN
    if missing or unknown:
        raise CatalogueError(f"{name}: missing {sorted(missing)}, unknown {sorted(unknown)}")
    if path.stem not in AREAS:
        raise CatalogueError(f"{path}: the areas are {', '.join(AREAS)}")
    if "find" not in stated and "at" not in stated:
        raise CatalogueError(f"{name}: neither `find` nor `at` says what is replaced")
    if not stated["killed_by"]:
        raise CatalogueError(f"{name}: nothing ought to kill it")
    return Mutant(
        id=f"{path.stem}/{stated['id']}",
        area=path.stem,
        what=stated["what"],
        file=stated["file"],
        find=stated.get("find"),
        replace=stated.get("replace", ""),
        at=stated.get("at"),
        generate=stated.get("generate", False),
        killed_by=tuple(stated["killed_by"]),
    )


def _part(path: Path, text: str, at: str) -> tuple[int, int]:
    return _definition(text, at) if path.suffix == ".py" else _block(path, text, at)


def _definition(text: str, name: str) -> tuple[int, int]:
    """Where in `text` the lines of the class, function or constant `name` are."""
    for node in ast.parse(text).body:
        if name in _defined(node) and node.end_lineno is not None:
            return _span(text.splitlines(keepends=True), node.lineno, node.end_lineno)
    raise CatalogueError(f"nothing is called {name!r} at its top")


def _defined(node: ast.stmt) -> list[str]:
    if isinstance(node, ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
        return [node.name]
    targets = node.targets if isinstance(node, ast.Assign) else [getattr(node, "target", None)]
    return [target.id for target in targets if isinstance(target, ast.Name)]


def _block(path: Path, text: str, pointer: str) -> tuple[int, int]:
    """Where in `text` the lines of the node at `pointer` are, its key included."""
    document = _document(path, text)
    document.at(pointer)
    line = document.line(pointer) or 1
    lines = text.splitlines(keepends=True)
    depth = _indent(lines[line - 1])
    last = line
    while last < len(lines) and (not lines[last].strip() or _indent(lines[last]) > depth):
        last += 1
    return _span(lines, line, last)


def _span(lines: list[str], first: int, last: int) -> tuple[int, int]:
    return len("".join(lines[: first - 1])), len("".join(lines[:last]))


@lru_cache(maxsize=1)
def _document(path: Path, text: str) -> Document:
    """What is in `path`, read again only when its `text` is another."""
    return load_document(path)


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip(" "))
