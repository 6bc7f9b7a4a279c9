"""Secrets out of everything that is shown or written: whole, in part, encoded, in capitals.

Servers repeat keys in error messages, often in part (the first or last characters). Any run of
eight characters of a secret is taken for it.
"""

from __future__ import annotations

import base64
import re
from dataclasses import dataclass, field
from urllib.parse import quote

_RUN = 8


@dataclass(frozen=True, slots=True)
class Redactor:
    """Replaces secrets in text. `secrets` maps each one to the word that stands for it."""

    secrets: dict[str, str] = field(repr=False)

    def __call__(self, text: str) -> str:
        """`text` without the secrets."""
        for secret, word in self.secrets.items():
            for form in _forms(secret):
                text = _cover(text, form, word)
        return text

    @property
    def long(self) -> Redactor:
        """Only the secrets that cannot be part of an answer by chance.

        A server without keys is often given `none` or `EMPTY`; to hide such a word inside a body
        would change what the body says.
        """
        return Redactor({s: word for s, word in self.secrets.items() if len(s) >= _RUN})

    def repeats(self, text: str) -> bool:
        """Whether `text` holds a secret, or a run of eight characters of it."""
        return self(text) != text


def printable(text: str) -> str:
    """`text` without what would steer a terminal."""
    return "".join(sign if sign.isprintable() else ascii(sign)[1:-1] for sign in text)


def _forms(secret: str) -> list[str]:
    encoded = base64.b64encode(secret.encode()).decode().rstrip("=")
    return list(dict.fromkeys(form for form in (secret, quote(secret, safe=""), encoded) if form))


def _cover(text: str, secret: str, word: str) -> str:
    if len(secret) < _RUN:
        return re.sub(rf"(?<![A-Za-z0-9]){re.escape(secret)}(?![A-Za-z0-9])", word, text)
    # Keys are often UUIDs, which some servers repeat in capitals.
    plain, secret = _lowered(text), _lowered(secret)
    runs = {secret[start : start + _RUN] for start in range(len(secret) - _RUN + 1)}
    pieces: list[str] = []
    start = position = 0
    while position <= len(text) - _RUN:
        if plain[position : position + _RUN] not in runs:
            position += 1
            continue
        end = position + _RUN
        while end < len(text) and plain[end - _RUN + 1 : end + 1] in runs:
            end += 1
        pieces += [text[start:position], word]
        start = position = end
    return "".join([*pieces, text[start:]])


def _lowered(text: str) -> str:
    """`text` in small letters, sign for sign: a few letters would become two."""
    lowered = text.lower()
    if len(lowered) == len(text):
        return lowered
    return "".join(low if len(low := sign.lower()) == 1 else sign for sign in text)
