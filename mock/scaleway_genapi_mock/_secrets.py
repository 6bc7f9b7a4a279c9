"""What must not be remembered: credentials, in every spelling in which they come back.

Pure. A secret is found literally, with escapes of JSON or of URLs, in base64, and cut into the
pieces of a stream. What it is hidden in is bytes, text or parsed JSON; HTTP is not known here.
What is one, `_credentials` says; what spellings there are, `_spelling`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, AnyStr, Protocol, TypeGuard

from ._credentials import SHORTEST, shapes
from ._json import is_array, is_object
from ._spelling import Content, Secret

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from ._spelling import Span

HIDDEN = "[redacted]"
_LARGEST_BYTE = 255


class Hider:
    """Hides `secrets`, each behind what stands for it (a plain text, without backslashes).

    With `looks` also what is a credential by its looks, whoever sent it.
    """

    def __init__(self, secrets: Mapping[str, str], *, looks: bool = False) -> None:
        words = [word for word in secrets if len(word) >= SHORTEST]
        # The longest first: it may hold a shorter one.
        words.sort(key=lambda word: (-len(word), word))
        self._hidden: list[tuple[_Hidden, str]] = [(Secret(word), secrets[word]) for word in words]
        if looks:
            self._hidden.append((_Looks(), HIDDEN))

    def __bool__(self) -> bool:
        return bool(self._hidden)

    def text(self, text: str) -> str:
        """`text` without the secrets."""
        for hidden, instead in self._hidden:
            text = _without(text, _spans_of_text(text, hidden), instead)
        return text

    def content(self, content: bytes) -> bytes:
        """`content` without the secrets, whatever its encoding; nothing else of it is changed."""
        read = Content(content)
        for hidden, instead in self._hidden:
            spans = hidden.spans(read)
            if spans:
                read = Content(_without(read.raw, spans, instead.encode()))
        return read.raw

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


def _spans_of_text(text: str, hidden: _Hidden) -> Sequence[Span]:
    raw = text.encode("utf-8", "surrogatepass")
    spans = hidden.spans(Content(raw))
    if not spans or len(raw) == len(text):
        return spans
    found: list[Span] = []
    at = chars = 0
    for span in spans:
        ends: list[int] = []
        for end in span:
            chars += len(raw[at:end].decode("utf-8", "surrogatepass"))
            at = end
            ends.append(chars)
        found.append((ends[0], ends[1]))
    return found


class _Hidden(Protocol):
    """What is to be hidden, and where it stands."""

    def spans(self, content: Content) -> Sequence[Span]:
        """Where it stands, in order, without overlaps."""
        ...


class _Looks:
    """What is a credential by its looks."""

    def spans(self, content: Content) -> Sequence[Span]:
        return shapes(content.raw.decode("latin-1")) if len(content.raw) >= SHORTEST else ()


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
    spans = _spans_of_text(joined, hidden)
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
