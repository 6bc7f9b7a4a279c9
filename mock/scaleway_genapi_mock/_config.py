"""What can be set about a mock server: plain values, each of which is looked at when it is set."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from difflib import get_close_matches
from os import PathLike
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, cast, get_args

from ._json import brief
from .check._keys import DEFAULT_KEYS, Key

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

MOST = 2**63 - 1
"""The largest whole number that every reader of JSON takes for one."""
ErrorShape = Literal["nested", "flat", "gateway"]
_SWITCHES = ("strict", "accept_any_key", "gateway_errors", "dedicated")
LONGEST = 1e6
"""Delays and factors are below it: eleven days."""
_LEAST_ERROR, _MOST_STATUS = 400, 599
FIXED = {
    "spec": "start another server",
    "rules": "add them one by one, as rules",
    "request_timeout": "it is read at the start; start another server",
}
"""What cannot be changed while a server runs, and what to do instead."""


class ConfigError(ValueError):
    """A setting cannot be that; the text says which, and what it can be."""


@dataclass(frozen=True, slots=True)
class Limits:
    """How much the organisation may do; None means without limit.

    `requests` and `tokens` are per minute, `concurrent` is how many requests may be open at once.
    """

    requests: int | None = None
    tokens: int | None = None
    concurrent: int | None = None

    def __post_init__(self) -> None:
        for name in ("requests", "tokens", "concurrent"):
            value = getattr(self, name)
            if value is not None and not _whole(value, least=1):
                raise ConfigError(f"limits/{name}: {brief(value)} is no number from 1")


@dataclass(frozen=True, slots=True)
class Config:
    """The settings of one mock server.

    Attributes:
        spec: The OpenAPI document to serve; None for the bundled one.
        seed: Decides every generated value and text; the same seed, the same answers.
        latency: Seconds before each answer.
        token_delay: Seconds before each event of a stream.
        strict: Refuse request properties that the document does not name.
        accept_any_key: Let unknown keys through too, with full access.
        keys: The table of known keys.
        models: Ids that exist, instead of those in the document's example.
        limits: Rate limits; none by default.
        max_body: The largest request body, in bytes; a larger one is answered with 400.
        request_timeout: Seconds in which a request must have arrived, from its first byte to its
            last; read when the server starts.
        error_shape: The envelope of errors, where the document declares several.
        legacy_models: Models with flat errors, besides those that the document marks.
        gateway_errors: Answer 401 and 403 in the gateway's shape, if the document has one.
        cap_status: The status of a request over a model's cap, instead of the document's.
        dedicated: Answer chats as a dedicated deployment does (token counts in every chunk).
        rules: Rules that are there from the start, and again after each reset.
        fault_profile: A mixture of faults: `flaky`, `overloaded` or `slow`.
        cassette: Answer from this recording instead of the document.
        replay_speed: How much faster than recorded: 2 halves every delay, 0 is without any.
        journal_size: How many requests the journal remembers.
        hosts: Names by which the control interface and the pages may be reached, besides
            localhost, IP addresses and names without a dot; `.x.y` stands for all below x.y.
    """

    spec: Path | None = None
    seed: int = 0
    latency: float = 0.0
    token_delay: float = 0.0
    strict: bool = False
    accept_any_key: bool = False
    keys: tuple[Key, ...] = DEFAULT_KEYS
    models: Sequence[str] | None = None
    limits: Limits = field(default_factory=Limits)
    max_body: int = 32 * 1024 * 1024
    request_timeout: float = 60.0
    error_shape: ErrorShape = "nested"
    legacy_models: tuple[str, ...] = ()
    gateway_errors: bool = False
    cap_status: int | None = None
    dedicated: bool = False
    rules: tuple[Mapping[str, Any], ...] = ()
    fault_profile: str | None = None
    cassette: Path | None = None
    replay_speed: float = 1.0
    journal_size: int = 1000
    hosts: Sequence[str] = ()

    def __post_init__(self) -> None:
        for name, (fits, what) in _CHECKS.items():
            value = getattr(self, name)
            if not fits(value):
                # What stands in place of keys may be one.
                given = type(value).__name__ if name == "keys" else brief(value)
                raise ConfigError(f"{name}: {given} is not {what}")
        if self.spec is not None:
            object.__setattr__(self, "spec", Path(self.spec))
        if self.fault_profile is not None:
            from .faults import PROFILES  # noqa: PLC0415 - only who asks for one

            there = list(PROFILES)
            # What cannot be hashed cannot be looked up.
            if self.fault_profile not in there:
                raise ConfigError(
                    f"fault_profile: there is no {brief(self.fault_profile)}; "
                    + _hint(self.fault_profile, there)
                )

    def changed(self, settings: Mapping[str, Any]) -> Config:
        """A copy with other settings. Raises ConfigError."""
        known = self.__dataclass_fields__
        for name in settings:
            if name not in known:
                raise ConfigError(f"there is no setting {brief(name)}; {_hint(name, known)}")
        return replace(self, **settings)


def _hint(given: object, known: Iterable[str]) -> str:
    names = list(known)
    near = get_close_matches(str(given), names, n=1)
    return f"did you mean {near[0]!r}?" if near else f"there are {', '.join(names)}"


def _whole(value: object, least: int = 0) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and least <= value <= MOST


def _factor(value: object) -> bool:
    if isinstance(value, bool) or not isinstance(value, int | float):
        return False
    return 0 <= value < LONGEST  # which no NaN is


def _all(value: object, kind: type) -> bool:
    if not isinstance(value, tuple | list):
        return False
    return all(isinstance(item, kind) for item in cast("tuple[object, ...]", value))


def _path(value: object) -> bool:
    return value is None or isinstance(value, str | PathLike)


_CHECKS: dict[str, tuple[Callable[[Any], bool], str]] = {
    "spec": (_path, "the path of an OpenAPI document"),
    **dict.fromkeys(_SWITCHES, (lambda value: isinstance(value, bool), "true or false")),
    **dict.fromkeys(
        ("latency", "token_delay"), (_factor, f"a number of seconds from 0, below {LONGEST:.0f}")
    ),
    "request_timeout": (
        lambda value: _factor(value) and value > 0,
        f"a number of seconds above 0, below {LONGEST:.0f}",
    ),
    "replay_speed": (_factor, f"a factor from 0, below {LONGEST:.0f}"),
    "seed": (lambda value: _whole(value, least=-MOST), "a whole number of 64 bits"),
    "keys": (
        lambda value: _all(value, Key),
        "a list of keys: Key(…)",
    ),
    "models": (lambda value: value is None or _all(value, str), "a list of model ids"),
    "hosts": (lambda value: _all(value, str), "a list of host names"),
    "legacy_models": (lambda value: _all(value, str), "a list of model ids"),
    "limits": (lambda value: isinstance(value, Limits), "Limits(…)"),
    "max_body": (lambda value: _whole(value, least=1), "a number of bytes from 1"),
    "journal_size": (lambda value: _whole(value, least=1), "a number of requests from 1"),
    "error_shape": (
        lambda value: value in get_args(ErrorShape),
        f"one of {', '.join(get_args(ErrorShape))}",
    ),
    "cap_status": (
        lambda value: value is None or (_whole(value, _LEAST_ERROR) and value <= _MOST_STATUS),
        "a status from 400 to 599",
    ),
    "cassette": (_path, "the path of a cassette"),
}
