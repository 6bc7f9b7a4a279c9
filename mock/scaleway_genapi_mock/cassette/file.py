"""Cassettes on disk. A line is there in whole or not at all; an existing file is never spoilt."""

from __future__ import annotations

import os
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from shutil import copymode
from tempfile import mkstemp
from typing import TYPE_CHECKING, Any

from scaleway_genapi_mock._json import dumps, is_object, loads

from .errors import CassetteError, FormatError
from .interaction import Interaction, parse_interaction

if TYPE_CHECKING:
    from collections.abc import Mapping

VERSION = 1
SUFFIX = ".cassette"


@dataclass(frozen=True, slots=True)
class Cassette:
    """The content of a file: what its first line says, and the interactions by their lines."""

    path: Path
    about: Mapping[str, Any]
    interactions: Mapping[int, Interaction]


def is_cassette(path: Path) -> bool:
    """Whether the file is called a cassette, or begins as one does. What is unreadable is none."""
    if path.suffix == SUFFIX:
        return True
    try:
        with path.open("rb") as file:
            line = b"\n"
            while line and not line.strip():
                line = file.readline(65_536)
            first = loads(line)
    except (OSError, ValueError):
        return False
    return is_object(first) and "cassette" in first


def read_cassette(file: Path | str) -> Cassette:
    """Read a cassette. Raises CassetteError."""
    path = Path(file)
    content = _read(path)
    about: dict[str, Any] = {}
    interactions: dict[int, Interaction] = {}
    for number, line in enumerate(content.split(b"\n"), 1):
        if not line.strip():
            continue
        try:
            data = loads(line)
        except ValueError as error:
            if about and number == content.count(b"\n") + 1:
                message = "is torn off, as a recording that was killed leaves it; delete this line"
                raise CassetteError(f"{path}:{number}: {message}") from None
            raise CassetteError(f"{path}:{number}: is no JSON: {error}") from None
        if not about:
            about = _about(path, data)
            continue
        try:
            interactions[number] = parse_interaction(data)
        except FormatError as error:
            raise CassetteError(f"{path}:{number}: {error}") from None
    if not about:
        raise CassetteError(f"{path}: is empty; `record` makes cassettes")
    return Cassette(path, about, interactions)


def _read(path: Path) -> bytes:
    try:
        # A device or a pipe may never end, and meanwhile nobody would be served.
        endless = path.exists() and not (path.is_file() or path.is_dir())
        content = b"" if endless else path.read_bytes()
    except OSError as error:
        raise CassetteError(f"{path}: cannot be read: {error.strerror}") from None
    except ValueError as error:
        # A name that no file can have.
        raise CassetteError(f"{path}: cannot be read: {error}") from None
    if endless:
        raise CassetteError(f"{path}: is no file")
    return content


def _about(path: Path, data: Any) -> dict[str, Any]:
    if not is_object(data) or "cassette" not in data:
        raise CassetteError(
            f'{path}:1: is no cassette, which begins with {{"cassette": {VERSION}}}'
        )
    if data["cassette"] != VERSION:
        raise CassetteError(
            f"{path}:1: is a cassette of version {data['cassette']}; this reads version {VERSION}"
        )
    return data


class Writer:
    """Adds interactions to a file.

    The file is made, or with `overwrite` replaced, when the first interaction is added: a
    recording that records nothing leaves everything as it was.

    Args:
        path: The file.
        about: What its first line says besides the version.
        append: Add to an existing file.
        overwrite: Replace an existing file.

    Raises:
        CassetteError: There is such a file and neither was said, or both were; it is no cassette;
            the folder is not there.
    """

    def __init__(
        self,
        path: Path,
        about: Mapping[str, Any],
        *,
        append: bool = False,
        overwrite: bool = False,
    ) -> None:
        if append and overwrite:
            raise CassetteError(f"{path}: append to it or overwrite it, not both")
        self.path = path
        self.added = 0
        self._about = about
        self._begun = False
        if not path.parent.is_dir():
            raise CassetteError(f"{path}: there is no folder {path.parent}")
        if path.exists() and append:
            read_cassette(path)
            self._begun = True
        elif path.exists() and not overwrite:
            raise CassetteError(
                f"{path}: exists; add --append to add to it or --overwrite to replace it"
            )

    def add(self, interaction: Interaction) -> None:
        """Add one. Raises CassetteError; the file is then as it was before."""
        line = dumps(interaction.to_dict()) + b"\n"
        try:
            if self._begun:
                _append(self.path, line)
            else:
                recorded = datetime.now(UTC).isoformat(timespec="seconds")
                about = {"cassette": VERSION, **self._about, "recorded": recorded}
                _replace(self.path, dumps(about) + b"\n" + line)
        except OSError as error:
            raise CassetteError(f"{self.path}: cannot be written: {error.strerror}") from error
        self._begun = True
        self.added += 1


def _append(path: Path, line: bytes) -> None:
    with path.open("r+b", buffering=0) as file:
        end = file.seek(0, os.SEEK_END)
        if end and _last(file.fileno(), end) != b"\n":
            line = b"\n" + line
        try:
            left = memoryview(line)
            while left:
                left = left[file.write(left) :]
        except OSError:
            with suppress(OSError):
                file.truncate(end)
            raise


def _last(descriptor: int, end: int) -> bytes:
    os.lseek(descriptor, end - 1, os.SEEK_SET)
    return os.read(descriptor, 1)


def _replace(path: Path, content: bytes) -> None:
    descriptor, name = mkstemp(dir=path.parent, prefix=f".{path.name}.")
    made = Path(name)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(content)
        # A new file is for its owner alone, as mkstemp makes it: people's messages are in it.
        if path.exists():
            copymode(path, made)
        made.replace(path)
    except OSError:
        made.unlink(missing_ok=True)
        raise
