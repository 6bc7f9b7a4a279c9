"""What a YAML scalar means by YAML 1.2's core schema, and where YAML 1.1 would disagree.

PyYAML reads YAML 1.1, in which `no`, `012`, `1:30` and `2026-01-01` are not what they look like.
Knows scalars only, and nothing of where they stand.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import yaml

if TYPE_CHECKING:
    from collections.abc import Callable

    from yaml import ScalarEvent

_TAG = "tag:yaml.org,2002:"
_LONGEST_NUMBER = 300
"""Characters. Python itself refuses to print an integer of more than 4300 digits."""
_CORE_SCHEMA = {
    "null": r"~|null|Null|NULL|",
    "bool": r"true|True|TRUE|false|False|FALSE",
    "int": r"[-+]?[0-9]+|0o[0-7]+|0x[0-9a-fA-F]+",
    "float": r"[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?"
    r"|[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN)",
}
_PLAIN = re.compile("|".join(f"(?P<{kind}>{form})" for kind, form in _CORE_SCHEMA.items()))
_FORMS = {kind: re.compile(form) for kind, form in _CORE_SCHEMA.items()}
_FIRST_CHARACTERS = frozenset("~nNtTfF-+.0123456789")
_OCTAL_OR_UNDERSCORE = re.compile(r"[-+]?0[0-9]+|[-+]?[0-9][0-9_]*_[0-9_]*|0o[0-7]+")
_LETTER_BOOL = re.compile(r"[yYnN]")


def kind_of(event: ScalarEvent) -> str:
    """The kind: str, null, bool, int, float, or the name of a tag beyond the core schema."""
    tag: str | None = event.tag
    text: str = event.value
    if tag is not None and tag != "!":
        return tag.removeprefix(_TAG)
    if tag == "!" or not event.implicit[0] or (text and text[0] not in _FIRST_CHARACTERS):
        return "str"
    found = _PLAIN.fullmatch(text)
    return "str" if found is None else str(found.lastgroup)


def value_of(event: ScalarEvent) -> Any:
    """The value of a scalar. ValueError says what is wrong with it."""
    text: str = event.value
    kind = kind_of(event)
    if kind == "str":
        return text
    form = _FORMS.get(kind)
    if form is None:
        raise ValueError(f"the tag {kind!r} is not of YAML's core schema")
    if form.fullmatch(text) is None:
        raise ValueError(f"{_brief(text)!r} is no {kind}")
    if len(text) > _LONGEST_NUMBER:
        raise ValueError(f"a number of {len(text)} characters is longer than any reader keeps")
    return _READ[kind](text)


def _bool(text: str) -> bool:
    return text.lower() == "true"


def _int(text: str) -> int:
    return int(text, 0) if text[:2] in {"0o", "0x"} else int(text)


def _float(text: str) -> float:
    return float(text.lower().replace(".inf", "inf").replace(".nan", "nan"))


def _null(_text: str) -> None:
    return None


_READ: dict[str, Callable[[str], Any]] = {
    "null": _null,
    "bool": _bool,
    "int": _int,
    "float": _float,
}


def _brief(text: str) -> str:
    return text if len(text) <= 40 else f"{text[:39]}…"  # noqa: PLR2004 - what fits in a sentence


class Ambiguity:
    """Whether YAML 1.1 and YAML 1.2 read a scalar differently."""

    def __init__(self) -> None:
        self._eleven: Any = yaml.SafeLoader("")

    def of(self, event: ScalarEvent) -> bool:
        """True for a plain scalar that the two disagree on."""
        text: str = event.value
        if event.style or event.tag is not None:
            return False
        other = self._eleven.resolve(yaml.ScalarNode, text, (True, False))
        return bool(
            other != _TAG + kind_of(event)
            or _LETTER_BOOL.fullmatch(text)
            or _OCTAL_OR_UNDERSCORE.fullmatch(text)
        )
