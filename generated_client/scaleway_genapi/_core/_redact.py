"""Takes secrets out of text and bytes that leave the package (messages, logs, pickles).

Pure, and never says anything about the secret itself, its length included.
"""

from typing import TypeVar

REDACTED = "[redacted]"
T = TypeVar("T")

# Replacing shorter strings would riddle innocent text; no real key is this short.
_SHORTEST = 6


def redact(text: str, secret: str | None) -> str:
    """`text` with every occurrence of `secret` replaced."""
    if secret is None or len(secret) < _SHORTEST or secret not in text:
        return text
    return text.replace(secret, REDACTED)


def safe_cause(error: BaseException, secret: str | None) -> BaseException | None:
    """`error`, if a traceback that shows it and its own causes shows no secret."""
    link: BaseException | None = error
    while link is not None:
        if redact(str(link), secret) != str(link):
            return None
        link = link.__cause__ or link.__context__
    return error


def redact_bytes(data: bytes, secret: str | None) -> bytes:
    """`data` with every occurrence of `secret` replaced."""
    if secret is None or len(secret) < _SHORTEST:
        return data
    return data.replace(secret.encode("ascii", "ignore"), REDACTED.encode())
