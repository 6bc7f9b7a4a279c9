"""Versions, and which one a change demands: SemVer, with a breaking minor while major is 0."""

from __future__ import annotations

import re
from dataclasses import dataclass

_FORM = re.compile(r"(\d+)\.(\d+)\.(\d+)((?:[-.]?(?:a|b|rc|alpha|beta|dev|post)[-.]?\d*)*)")


@dataclass(frozen=True, slots=True)
class Version:
    """`major.minor.patch`, perhaps with the suffix of a pre-release."""

    major: int
    minor: int
    patch: int
    suffix: str = ""

    @classmethod
    def parse(cls, text: str) -> Version:
        """Raises ValueError that says what a version looks like."""
        match = _FORM.fullmatch(text)
        if match is None:
            raise ValueError(f"{text!r} is no version like 1.2.3 or 1.2.3rc1")
        major, minor, patch, suffix = match.groups()
        return cls(int(major), int(minor), int(patch), suffix)

    def __str__(self) -> str:
        return f"{self.major}.{self.minor}.{self.patch}{self.suffix}"

    @property
    def release(self) -> tuple[int, int, int]:
        """The numbers: 1.2.0rc1 prepares 1.2.0."""
        return (self.major, self.minor, self.patch)

    @property
    def order(self) -> tuple[tuple[int, int, int], bool, str]:
        """What versions are sorted by: a pre-release stands before its release."""
        return (self.release, not self.suffix, self.suffix)

    def after(self, *, breaking: bool) -> Version:
        """The lowest version that may follow with a breaking, or a compatible, change."""
        if not breaking:
            return Version(self.major, self.minor, self.patch + 1)
        if self.major == 0:
            return Version(0, self.minor + 1, 0)
        return Version(self.major + 1, 0, 0)
