"""Holds secrets, and takes them out of text and bytes that leave the package (messages, logs, pickles).

Pure, and never says anything about the secret itself, its length included.
"""

from typing import Any, NoReturn

from ._unset import Unset

REDACTED = "[redacted]"

# Replacing shorter strings would riddle innocent text; no real key is this short.
_SHORTEST = 6


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


def shows(data: str | bytes, secret: Secret | None) -> bool:
    """Whether `secret` is in `data`."""
    if secret is None or len(secret.reveal()) < _SHORTEST:
        return False
    if isinstance(data, bytes):
        return secret.reveal().encode("ascii", "ignore") in data
    return secret.reveal() in data


def redact(text: str, secret: Secret | None) -> str:
    """`text` with every occurrence of `secret` replaced."""
    if secret is None or not shows(text, secret):
        return text
    return text.replace(secret.reveal(), REDACTED)


def redact_bytes(data: bytes, secret: Secret | None) -> bytes:
    """`data` with every occurrence of `secret` replaced."""
    if secret is None or not shows(data, secret):
        return data
    return data.replace(secret.reveal().encode("ascii", "ignore"), REDACTED.encode())


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
        if shows(f"{link}{getattr(link, '__notes__', '')}", secret):
            return None
        shown: Any = link
        within = shown.exceptions if isinstance(link, BaseExceptionGroup) else ()
        links.extend(
            other
            for other in (link.__cause__, link.__context__, *within)
            if isinstance(other, BaseException)
        )
    return error
