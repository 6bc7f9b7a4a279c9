r"""Holds secrets, and takes them out of what leaves the package: texts, bytes, causes of errors.

A server may echo a key as JSON writes it, and inside JSON that stands in JSON: `\u002d` for a hyphen, `\/` for
a slash. What is put in its place says nothing of it, not even its length. Knows nothing of errors of ours.
"""

import re
from typing import Any, NoReturn

from ._unset import Unset
from ._words import words_of

REDACTED = "[redacted]"

# Replacing shorter strings would riddle innocent text; no real key is this short.
_SHORTEST = 6
# One backslash for each JSON inside JSON, and doubled each time. Bounded: any number would be tried at each
# place of a text that is nothing else.
_ESCAPES = r"\\{1,8}"


class Secret:
    """A key that tracebacks with local variables, debuggers and error trackers show as `[redacted]`.

    No `str`, so that nothing can write it out by mistake; may hold something that is no usable key.
    """

    __slots__ = ("_value",)

    def __init__(self, value: Any) -> None:
        self._value = value

    def reveal(self) -> Any:
        """What is held. Use it inside an expression: a variable would show up in tracebacks."""
        return self._value

    def __repr__(self) -> str:
        return REDACTED

    def __reduce__(self) -> NoReturn:
        raise TypeError("a secret is neither copied nor pickled")


def hold(key: Any) -> Any:
    """`key` as a `Secret`; None, UNSET, callables and what is one already stay what they are."""
    if key is None or isinstance(key, (Secret, Unset)) or callable(key):
        return key
    return Secret(key)


def _spelling(character: str) -> str:
    """Matches a character of a secret, plain and in all ways in which JSON may write it."""
    plain = re.escape(character)
    if character == "\\":
        plain = _ESCAPES
    elif character in '"/':
        plain = f"(?:{_ESCAPES})?{plain}"
    return f"(?:{plain}|{_ESCAPES}u(?i:{ord(character):04x}))"


def _spellings(secret: Secret) -> re.Pattern[str]:
    return re.compile("".join(map(_spelling, secret.reveal())))


def shows(data: str | bytes, secret: Secret | None) -> bool:
    """Whether `secret` is in `data`, in any spelling."""
    if secret is None or len(secret.reveal()) < _SHORTEST:
        return False
    text = data.decode("latin-1") if isinstance(data, bytes) else data
    return secret.reveal() in text or ("\\" in text and _spellings(secret).search(text) is not None)


def redact(text: str, secret: Secret | None) -> str:
    """`text` with every occurrence of `secret` replaced."""
    if secret is None or not shows(text, secret):
        return text
    return _spellings(secret).sub(REDACTED, text)


def redact_bytes(data: bytes, secret: Secret | None) -> bytes:
    """`data` with every occurrence of `secret` replaced."""
    # Each byte a character: a key is ASCII, and the rest stays what it is.
    return redact(data.decode("latin-1"), secret).encode("latin-1") if shows(data, secret) else data


def safe_cause(error: BaseException, secret: Secret | None) -> BaseException | None:
    """`error`, if a traceback that shows it and its own causes shows no secret."""
    seen: set[int] = set()
    links: list[BaseException] = [error]
    while links:
        link = links.pop()
        if id(link) in seen:
            continue  # an error may be its own cause: `raise error from error`
        seen.add(id(link))
        # A traceback shows notes as well, and every error of a group.
        if shows(f"{words_of(link)}{getattr(link, '__notes__', '')}", secret):
            return None
        shown: Any = link
        within = shown.exceptions if isinstance(link, BaseExceptionGroup) else ()
        links.extend(
            other
            for other in (link.__cause__, link.__context__, *within)
            if isinstance(other, BaseException)
        )
    return error
