"""Secrets out of everything that is shown or written: whole, in part, encoded, in capitals.

Servers repeat keys in error messages, often in part (the first or last characters). Any run of
eight characters of a secret is taken for it, and so is one of its base64, alone or within that of
something longer.
"""

from __future__ import annotations

import base64
import re
from dataclasses import dataclass, field
from functools import cache
from urllib.parse import quote

_RUN = 8
_ESCAPE = re.compile(r"(?<!\\)(?P<before>(?:\\\\)*)\\(?:u(?P<code>[0-9A-Fa-f]{4})|/)")


@dataclass(frozen=True, slots=True)
class Redactor:
    """Replaces secrets in text. `secrets` maps each one to the word that stands for it."""

    secrets: dict[str, str] = field(repr=False)

    def __call__(self, text: str) -> str:
        """`text` without the secrets."""
        return self.hide(text)[0]

    def hide(self, text: str) -> tuple[str, set[str]]:
        """`text` without the secrets, and the secrets that it held at least a part of."""
        held: set[str] = set()
        for secret, word in self.secrets.items():
            before = text
            for form in _forms(secret):
                if len(form) < _RUN:
                    alone = rf"(?<![A-Za-z0-9]){re.escape(form)}(?![A-Za-z0-9])"
                    text = re.sub(alone, word, text)
            text = _cover(text, _runs(secret), word)
            if text != before:
                held.add(secret)
        return text, held

    @property
    def long(self) -> Redactor:
        """Only the secrets that cannot be part of an answer by chance.

        A server without keys is often given `none` or `EMPTY`; to hide such a word inside a body
        would change what the body says.
        """
        return Redactor({s: word for s, word in self.secrets.items() if len(s) >= _RUN})

    def repeats(self, text: str) -> bool:
        """Whether `text` holds a secret, or a run of eight characters of it."""
        return bool(self.hide(text)[1])


def unescaped(text: str) -> str:
    """JSON whose strings say the same, without the escapes that they could do without."""
    return _ESCAPE.sub(_sign, text)


def _sign(match: re.Match[str]) -> str:
    sign = chr(int(match["code"], 16)) if match["code"] else "/"
    needed = sign in '"\\' or not sign.isprintable()
    return match[0] if needed else match["before"] + sign


def printable(text: str) -> str:
    """`text` without what would steer a terminal."""
    return "".join(sign if sign.isprintable() else ascii(sign)[1:-1] for sign in text)


@cache
def _forms(secret: str) -> tuple[str, ...]:
    found = [secret, quote(secret, safe="")]
    for encode in (base64.b64encode, base64.urlsafe_b64encode):
        # Three bytes are four signs: after one byte or two of something else, as in the base64 of
        # a whole header, the same secret is written in other signs, of which the first are shared.
        for before in range(3):
            encoded = encode(b"\0" * before + secret.encode()).decode().rstrip("=")
            found.append(encoded[-(-before * 8 // 6) :])
    return tuple(dict.fromkeys(form for form in found if form))


@cache
def _runs(secret: str) -> tuple[frozenset[str], re.Pattern[str]]:
    """Every run of the secret, and a search for any of them: millions of signs may be searched."""
    # Keys are often UUIDs, which some servers repeat in capitals.
    forms = [_lowered(form) for form in _forms(secret)]
    runs = frozenset(f[i : i + _RUN] for f in forms for i in range(len(f) - _RUN + 1))
    # Without any: what matches nowhere.
    return runs, re.compile("|".join(map(re.escape, sorted(runs))) or r"(?!)")


def _cover(text: str, runs: tuple[frozenset[str], re.Pattern[str]], word: str) -> str:
    known, search = runs
    plain = _lowered(text)
    pieces: list[str] = []
    start = 0
    while found := search.search(plain, start):
        end = found.end()
        while end < len(text) and plain[end - _RUN + 1 : end + 1] in known:
            end += 1
        pieces += [text[start : found.start()], word]
        start = end
    return "".join([*pieces, text[start:]]) if pieces else text


def _lowered(text: str) -> str:
    """`text` in small letters, sign for sign: a few letters would become two."""
    lowered = text.lower()
    if len(lowered) == len(text):
        return lowered
    return "".join(low if len(low := sign.lower()) == 1 else sign for sign in text)
