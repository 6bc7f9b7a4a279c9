"""What must not be remembered: credentials, in every spelling in which they come back.

Pure. A secret is found literally, with escapes of JSON or of URLs, in base64, and cut into the
pieces of a stream. What it is hidden in is bytes, text or parsed JSON; HTTP is not known here.
What is one, `_credentials` says.
"""

from __future__ import annotations

import re
from base64 import b64encode
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any, AnyStr, Protocol, TypeGuard

from ._credentials import SHORTEST, shapes
from ._json import is_array, is_object

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    Span = tuple[int, int]

HIDDEN = "[redacted]"
_UUID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE)
_ESCAPED = re.compile(rb"\\u00|%(?:25)*[2-7][0-9a-fA-F]|\x00")
"""An escape of JSON or of a URL, or UTF-16: any of them may be a part of a secret."""
_LARGEST_BYTE = 255


class Hider:
    """Hides `secrets`, each behind what stands for it (a plain text, without backslashes).

    With `looks` also what is a credential by its looks, whoever sent it.
    """

    def __init__(self, secrets: Mapping[str, str], *, looks: bool = False) -> None:
        words = [word for word in secrets if len(word) >= SHORTEST]
        # The longest first: it may hold a shorter one.
        words.sort(key=lambda word: (-len(word), word))
        self._hidden: list[tuple[_Hidden, str]] = [(_Secret(word), secrets[word]) for word in words]
        if looks:
            self._hidden.append((_Looks(), HIDDEN))

    def __bool__(self) -> bool:
        return bool(self._hidden)

    def text(self, text: str) -> str:
        """`text` without the secrets."""
        for hidden, instead in self._hidden:
            if hidden.may_be_in(text.encode("utf-8", "surrogatepass")):
                text = _without(text, hidden.in_text(text), instead)
        return text

    def content(self, content: bytes) -> bytes:
        """`content` without the secrets, whatever its encoding; nothing else of it is changed."""
        for hidden, instead in self._hidden:
            if hidden.may_be_in(content):
                content = _without(content, hidden.in_bytes(content), instead.encode())
        return content

    def value(self, value: Any) -> Any:
        """A copy of parsed JSON without the secrets, also as names of properties."""
        if isinstance(value, str):
            return self.text(value)
        if is_object(value):
            return {self.text(name): self.value(part) for name, part in value.items()}
        return [self.value(part) for part in value] if is_array(value) else value

    def pieces(self, values: list[Any]) -> bool:
        """Hide, in place, what is whole only when the texts of several values are joined.

        The pieces of a stream, the tokens of a list: texts that stand at the same place are read
        one after the other. Whether anything was found.
        """
        leaves: dict[tuple[str, ...], list[_Leaf]] = {}
        for value in values:
            for place, leaf in _leaves(value, ()):
                leaves.setdefault(place, []).append(leaf)
        found = False
        for same in leaves.values():
            for hidden, instead in self._hidden:
                found = _hide_pieces(same, hidden, instead) or found
        return found


def _without(content: AnyStr, spans: Sequence[Span], instead: AnyStr) -> AnyStr:
    for start, end in reversed(spans):
        content = content[:start] + instead + content[end:]
    return content


class _Hidden(Protocol):
    """What is to be hidden, and where it stands."""

    def may_be_in(self, content: bytes) -> bool:
        """Whether a look with the expressions, which takes longer, can find anything."""
        ...

    def in_text(self, text: str) -> Sequence[Span]:
        """Where it stands in a text, in order."""
        ...

    def in_bytes(self, content: bytes) -> Sequence[Span]:
        """Where it stands in bytes, in order."""
        ...


class _Looks:
    """What is a credential by its looks."""

    def may_be_in(self, content: bytes) -> bool:
        return len(content) >= SHORTEST

    def in_text(self, text: str) -> Sequence[Span]:
        return shapes(text)

    def in_bytes(self, content: bytes) -> Sequence[Span]:
        return shapes(content.decode("latin-1"))


class _Secret:
    """One secret, and how it may be written. The expressions are made when they are needed."""

    def __init__(self, word: str) -> None:
        self._word = word
        raw = word.encode("utf-8", "surrogateescape")
        low = raw.lower()
        self._plain = {low, low.replace(b"-", b"")} if _UUID.fullmatch(word) else {low}
        # The longest run that base64 spells in one way only.
        runs = (max(re.split(r"[+/]", core), key=len) for core in _cores(raw))
        self._encoded = [run.encode() for run in runs]
        # These may also be written with a backslash before them.
        self._escapable = any(char in word for char in '/"\\')

    def may_be_in(self, content: bytes) -> bool:
        low = content.lower()
        return (
            any(plain in low for plain in self._plain)
            or any(run in content for run in self._encoded)
            or _ESCAPED.search(content) is not None
            or (self._escapable and b"\\" in content)
        )

    def in_text(self, text: str) -> Sequence[Span]:
        return [match.span() for match in _patterns(self._word)[0].finditer(text)]

    def in_bytes(self, content: bytes) -> Sequence[Span]:
        return [match.span() for match in _patterns(self._word)[1].finditer(content)]


@dataclass(slots=True)
class _Leaf:
    """A text in parsed JSON (or a list of bytes, which is one): what it is, and where it stands."""

    text: str
    holder: Any
    key: str | int
    raw: bool = False

    def put(self, text: str) -> None:
        self.text = text
        self.holder[self.key] = list(text.encode("latin-1")) if self.raw else text

    def forget_details(self) -> None:
        """Empty the lists beside a piece of a secret: what else it might have been tells it."""
        if is_object(self.holder):
            for name, part in self.holder.items():
                if is_array(part) and not any(is_object(item) and "index" in item for item in part):
                    self.holder[name] = []


def _leaves(value: Any, place: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], _Leaf]]:
    """The texts inside `value` with their places; a list's items share one, unless numbered."""
    for key, part in _members(value):
        if isinstance(key, str):
            at = (*place, key)
        else:
            number = part.get("index") if is_object(part) else None
            at = (*place, "" if number is None else str(number))
        if isinstance(part, str):
            yield at, _Leaf(part, value, key)
        elif isinstance(key, str) and _is_bytes(part):
            yield at, _Leaf(bytes(part).decode("latin-1"), value, key, raw=True)
        else:
            yield from _leaves(part, at)


def _members(value: Any) -> Iterable[tuple[str | int, Any]]:
    if is_object(value):
        return list(value.items())
    return enumerate(value) if is_array(value) else ()


def _is_bytes(value: object) -> TypeGuard[list[int]]:
    return (
        is_array(value)
        and bool(value)
        and all(type(item) is int and 0 <= item <= _LARGEST_BYTE for item in value)
    )


def _hide_pieces(leaves: list[_Leaf], hidden: _Hidden, instead: str) -> bool:
    joined = "".join(leaf.text for leaf in leaves)
    if not hidden.may_be_in(joined.encode("utf-8", "surrogatepass")):
        return False
    spans = hidden.in_text(joined)
    if not spans:
        return False
    start = 0
    for leaf in leaves:
        end = start + len(leaf.text)
        touching = [(a, b) for a, b in spans if a < end and b > start]
        if touching:
            kept, at = "", start
            for a, b in touching:
                kept += joined[at : max(a, at)] + (instead if a >= start else "")
                at = min(b, end)
            leaf.put(kept + joined[at:end])
            if any(a < start or b > end for a, b in touching):
                leaf.forget_details()
        start = end
    return True


@lru_cache(maxsize=64)
def _patterns(secret: str) -> tuple[re.Pattern[str], re.Pattern[bytes]]:
    """What finds `secret` in text and in bytes."""
    spelt = r"\x00{0,3}".join(_spellings(secret))
    encoded = "|".join(_in_base64(secret))
    pattern = f"{spelt}|(?:{encoded})[A-Za-z0-9+/_-]{{0,2}}(?:=|%3[dD]){{0,2}}"
    # Bytes are read as latin-1, in which each character of a secret's UTF-8 is one of them.
    raw = r"\x00{0,3}".join(_spellings(secret, utf8=True))
    inside = pattern.replace(spelt, raw, 1).encode("latin-1", "backslashreplace")
    return re.compile(pattern), re.compile(inside)


def _spellings(secret: str, *, utf8: bool = False) -> Iterator[str]:
    """One expression for each character: itself, escaped in JSON (in JSON), or in a URL."""
    loose = _UUID.fullmatch(secret) is not None
    for char in secret:
        forms = sorted({char, char.lower(), char.upper()}) if char.isascii() else [char]
        found: list[str] = []
        for form in forms:
            raw = form.encode("utf-8", "surrogateescape")
            literal = raw.decode("latin-1") if utf8 else form
            units = form.encode("utf-16-be", "surrogatepass").hex()
            escapes = (units[at : at + 4] for at in range(0, len(units), 4))
            found.append(re.escape(literal))
            found.append("".join(rf"\\\\*u{_hex(unit)}" for unit in escapes))
            found.append("".join(f"%(?:25)*{_hex(f'{byte:02x}')}" for byte in raw))
        if char in '/"\\':
            found.append(rf"\\\\*{re.escape(char)}")
        # A UUID says the same without its hyphens.
        yield f"(?:{'|'.join(found)})" + ("?" if loose and char == "-" else "")


def _hex(digits: str) -> str:
    return "".join(f"[{d}{d.upper()}]" if d.isalpha() else d for d in digits)


def _in_base64(secret: str) -> Iterator[str]:
    """One expression for each place in base64 that `secret` may begin at."""
    other = {"+": "(?:[+-]|%2[bB])", "/": r"(?:[/_]|\\\\*/|%2[fF])"}
    for core in _cores(secret.encode("utf-8", "surrogateescape")):
        yield "".join(other.get(char, char) for char in core)


def _cores(raw: bytes) -> Iterator[str]:
    """The characters of base64 that `raw` decides, for each place that it may begin at."""
    for before, first in enumerate((0, 2, 3)):
        padded = b"\0" * before + raw
        yield b64encode(padded).decode("ascii")[first : len(padded) * 8 // 6]
