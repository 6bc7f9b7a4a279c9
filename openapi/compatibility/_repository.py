"""The files that the gate reads and the copies that a release leaves: all input and output.

A release is `openapi/released/<version>/`: the document byte for byte, and under `python/` the
stubs of every package in the wheel.
"""

from __future__ import annotations

import shutil
import tomllib
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from scaleway_genapi_mock.document import DocumentError, check_structure, load_document

from ._changelog import sections
from ._documents import compare_documents
from ._gate import State
from ._python import compare_surfaces
from ._surface import Surface, SurfaceError, read_surface
from ._uses import directions
from ._versions import Version

if TYPE_CHECKING:
    from collections.abc import Iterable

    from scaleway_genapi_mock.document import Document

    from ._changes import Change

# Package -> (folder, its public modules besides itself; None: all without an underscore).
PACKAGES: dict[str, tuple[str, tuple[str, ...] | None]] = {
    "scaleway_genapi": ("generated_client", ("models", "types")),
    "scaleway_genapi_mock": ("mock", ("pytest_plugin", "testing")),
    "scaleway_genapi_contract": ("tests/contract_kit", ("pytest_suite",)),
}


class InputError(Exception):
    """A file cannot be used; the text names it, with the line where there is one."""


@dataclass(frozen=True, slots=True)
class Repository:
    """A checkout of this project, at `root`."""

    root: Path

    @property
    def released_folder(self) -> Path:
        """Where the copies of releases are."""
        return self.root / "openapi" / "released"

    def version(self) -> Version:
        """The distribution's version. Raises `InputError`."""
        file = self.root / "pyproject.toml"
        try:
            found = tomllib.loads(file.read_text(encoding="utf-8"))["project"]["version"]
            return Version.parse(str(found))
        except tomllib.TOMLDecodeError as error:
            raise InputError(f"{file}: not TOML: {error}") from error
        except (OSError, KeyError) as error:
            raise InputError(f"{file}: no project.version can be read: {error}") from error
        except ValueError as error:
            raise InputError(f"{file}: project.version: {error}") from error

    def releases(self) -> list[Version]:
        """The released versions, oldest first. Raises `InputError`: a folder with another name."""
        if not self.released_folder.is_dir():
            return []
        found: list[Version] = []
        for folder in self.released_folder.iterdir():
            if folder.is_dir():
                try:
                    found.append(Version.parse(folder.name))
                except ValueError as error:
                    raise InputError(f"{folder}: {error}") from error
        return sorted(found, key=lambda version: version.order)

    def state(self, against: Version | None = None) -> State:
        """What the gate decides on: the differences from `against`, or from the last release."""
        version, released = self.version(), self.releases()
        if against is not None and against not in released:
            known = ", ".join(map(str, released)) or "none"
            raise InputError(f"{self.released_folder / str(against)}: no such release ({known})")
        last = against or (released[-1] if released else None)
        document = _document(self.root / "openapi" / "openapi.yaml")
        changelog = self.root / "CHANGELOG.md"
        try:
            text = changelog.read_text(encoding="utf-8")
        except OSError as error:
            raise InputError(f"{changelog}: cannot be read: {error.strerror}") from error
        changes = () if last is None else tuple(self._relative(self._changes(document, last)))
        info = str(document.data["info"]["version"])
        return State(version, info, last, changes, sections(text))

    def _changes(self, document: Document, last: Version) -> Iterable[Change]:
        folder = self.released_folder / str(last)
        yield from compare_documents(_document(folder / "openapi.yaml"), document)
        uses = directions(document)
        for package, (where, modules) in PACKAGES.items():
            old = _released(package, folder / "python")
            yield from compare_surfaces(old, self._surface(package, where, modules), uses)

    def _surface(self, package: str, where: str, modules: tuple[str, ...] | None) -> Surface:
        try:
            return read_surface(package, self.root / where, modules)
        except SurfaceError as error:
            raise InputError(str(error)) from error

    def _relative(self, changes: Iterable[Change]) -> Iterable[Change]:
        for change in changes:
            path = Path(change.path)
            inside = path.is_relative_to(self.root)
            yield replace(
                change, path=path.relative_to(self.root).as_posix() if inside else str(path)
            )

    def take_snapshot(self, version: Version) -> Path:
        """Copy the document and the surface to the folder of `version`, in place of what is there."""
        folder = self.released_folder / str(version)
        surfaces = [self._surface(name, *place) for name, place in PACKAGES.items()]
        _document(self.root / "openapi" / "openapi.yaml")
        if folder.exists():
            shutil.rmtree(folder)
        folder.mkdir(parents=True)
        shutil.copyfile(self.root / "openapi" / "openapi.yaml", folder / "openapi.yaml")
        for surface in surfaces:
            for name, text in surface.stubs.items():
                file = folder / "python" / name
                file.parent.mkdir(parents=True, exist_ok=True)
                file.write_text(text, encoding="utf-8")
        return folder


def _document(file: Path) -> Document:
    try:
        document = load_document(file)
    except DocumentError as error:
        raise InputError(str(error)) from error
    problems = check_structure(document)
    if problems:
        raise InputError("\n".join(map(str, problems)))
    return document


def _released(package: str, folder: Path) -> Surface:
    """The surface as a release left it; its stubs are the places of what is gone."""
    files = sorted((folder / package).rglob("*.pyi"))
    if not files:
        raise InputError(f"{folder / package}: the release has no copy of this package's surface")
    stubs = {f.relative_to(folder).as_posix(): f.read_text(encoding="utf-8") for f in files}
    return Surface(package, stubs).located(folder)
