"""What is a credential: by the name under which it is sent, or by what it looks like.

Pure. Knows headers and parameters of requests; how a secret is found again and hidden stands in
`_secrets`. A name is read as words: `X-Auth-Token`, `auth_token` and `authToken` are the same.
"""

from __future__ import annotations

import re
from base64 import b64decode
from bisect import bisect
from functools import lru_cache
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

SHORTEST = 8
"""A shorter text is no secret, and would be found everywhere."""
_CAMEL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")
_BETWEEN = re.compile(r"[^a-zA-Z0-9]+")
_SURE = re.compile(
    r"(?:authorization|authentication|cookie2?|token|secret|password|passwd|passphrase|pwd"
    r"|credentials?|signature|jwt|bearer|hmac"
    r"|(?:api|auth|access|secret|private|subscription|functions|master|admin)-?key)(?:-\d+)?$"
    r"|(?:^|-)(?:jwt|password|secret)-|^key$"
)
"""Nothing else is called that: tokens are counted, a token is not."""
_MAYBE = re.compile(
    r"(?:^|-)(?:auth|session|[a-z]*sess(?:ion)?-?id|sid|sig|pass|passcode|otp|ticket|assertion|saml-?response"
    r"|saml-?request|code-?verifier)$"
)
_MAYBE_IN_A_QUERY = re.compile(r"(?:^|-)(?:code)$")
"""That of OAuth; a header of that name holds no secret."""
_WORD = re.compile(r"[a-z]*|[A-Z]*|[A-Z][a-z]+")
_COOKIE = re.compile(r"(?:^|-)cookie2?$")
_SCHEME = re.compile(r"(?:bearer|basic|negotiate|apikey) +\S", re.IGNORECASE)
_UUID = r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}"
_SHAPES = re.compile(
    r"(?<![\w-])eyJ[\w-]{8,}\.eyJ[\w-]{8,}\.[\w-]{8,}"  # a JSON Web Token: two objects and a signature
    r"|-----BEGIN [A-Z ]{0,20}PRIVATE KEY-----(?:(?!-----)[\s\S]){16,8192}-----END [A-Z ]{0,20}PRIVATE KEY-----"
    r"|\b(?:gh[opsur]_[A-Za-z0-9]{36}|github_pat_\w{50,90}|glpat-[\w-]{20}|hf_[A-Za-z]{34}"
    r"|AKIA[A-Z2-7]{16})(?!\w)",
    re.ASCII,
)
"""What cannot be anything else: the fixed beginnings and lengths that scanners for leaks look for."""
_SCALEWAY = re.compile(
    rf"\bSCW[0-9A-Z]{{17}}\b|secret[_-]?key|(?<![0-9a-f-])(?P<uuid>{_UUID})(?![0-9a-f-])",
    re.ASCII | re.IGNORECASE,
)
_OTHER = re.compile(
    r"(?<![a-z])(?:project|organi[sz]ation|request|trace|user|instance|chatcmpl)(?:[_ -]?id)?"
    r"[\"'\\]{0,4}[ \t]{0,4}(?:[:=]|is)?[ \t]{0,4}[\"'\\]{0,4}$",
    re.ASCII | re.IGNORECASE,
)
"""The name of a UUID that is no secret, right before it."""
_LABEL = 32
_BESIDE = 120
"""So many characters lie at most between an access key, or the word, and its secret key."""


@lru_cache(maxsize=1024)
def is_credential(name: str, *, in_query: bool = False) -> bool:
    """Whether a header or a query parameter of that name holds, or may hold, a credential."""
    return is_surely_one(name) or _may_be(name, in_query=in_query)


@lru_cache(maxsize=1024)
def is_surely_one(name: str) -> bool:
    """Whether it holds a credential and nothing else, however short it is."""
    return _SURE.search(_words(name)) is not None


def _may_be(name: str, *, in_query: bool) -> bool:
    words = _words(name)
    if _MAYBE.search(words) is not None:
        return True
    return in_query and _MAYBE_IN_A_QUERY.search(words) is not None


def _words(name: str) -> str:
    return _BETWEEN.sub("-", _CAMEL.sub("-", name)).strip("-").lower()


def credentials(headers: Iterable[tuple[bytes, bytes]], query: bytes) -> frozenset[str]:
    """The credentials of a request: the values of its headers and parameters, and their parts."""
    sent = [(name.decode("latin-1"), value.decode("latin-1"), False) for name, value in headers]
    if query:
        pairs = parse_qsl(query.decode("latin-1"), keep_blank_values=True)
        sent += [(name, value, True) for name, value in pairs]
    found = (part for name, value, in_query in sent for part in _of(name, value, in_query))
    return frozenset(part for part in found if len(part) >= SHORTEST)


def _of(name: str, value: str, in_query: bool) -> Iterator[str]:
    if _COOKIE.search(_words(name)):
        # Most cookies are settings, not secrets.
        yield from (part for part in _parts(value) if not _WORD.fullmatch(part))
    elif is_surely_one(name) or _SCHEME.match(value.strip()):
        yield from _parts(value)
    elif _may_be(name, in_query=in_query):
        # One plain word is none: it would be hidden in whatever people write.
        yield from (part for part in _parts(value) if not _WORD.fullmatch(part))
    for start, end in shapes(value):
        yield value[start:end]


def _parts(value: str) -> Iterator[str]:
    value = value.strip()
    scheme, _, token = value.partition(" ")
    if scheme.lower() == "basic":
        try:
            user, _, password = b64decode(token).decode("latin-1").partition(":")
        except ValueError:
            user = password = ""
        yield from (user, password)
    if "=" in value:
        # Cookies, and schemes with parameters: each value by itself.
        yield from (part.partition("=")[2].strip('" ') for part in re.split("[;,]", value))
    yield token.strip() if token else value


def shapes(text: str) -> list[tuple[int, int]]:
    """Where in a text stands what is a credential by its looks, in order."""
    found = [match.span() for match in _SHAPES.finditer(text)]
    # A UUID is a secret only beside what says so.
    places = list(_SCALEWAY.finditer(text))
    signs = [match for match in places if match["uuid"] is None]
    starts = [match.start() for match in signs]
    for match in places if signs else ():
        after = bisect(starts, match.start())
        if (
            match["uuid"] is not None
            and any(_near(match, s) for s in signs[max(after - 1, 0) : after + 1])
            and _OTHER.search(text, max(match.start() - _LABEL, 0), match.start()) is None
        ):
            found += [match.span()]
    return sorted(found)


def _near(one: re.Match[str], other: re.Match[str]) -> bool:
    return max(one.start(), other.start()) - min(one.end(), other.end()) <= _BESIDE
