"""Settings between JSON and Python: what has a type of its own there is a mapping here.

Whether a setting can be so, the configuration says; nothing is looked at twice.
"""

from __future__ import annotations

from dataclasses import fields
from typing import TYPE_CHECKING, Any

from scaleway_genapi_mock._config import FIXED, Config, ConfigError, Limits
from scaleway_genapi_mock._json import brief, is_array, is_object
from scaleway_genapi_mock.check._keys import Key, WrongKeyError, redact
from scaleway_genapi_mock.rules import hint

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

NAMES = tuple(each.name for each in fields(Config) if each.name not in FIXED)
"""The settings that can be changed while it runs."""


def shown(config: Config) -> dict[str, Any]:
    """The settings as JSON data; of a key so much that two can be told apart."""
    return {name: _plain(getattr(config, name)) for name in NAMES}


def _plain(value: Any) -> Any:
    if isinstance(value, Key):
        return _members(value) | {"secret": redact(value.secret)}
    if isinstance(value, Limits):
        return _members(value)
    if isinstance(value, tuple | list):
        return [_plain(item) for item in value]  # pyright: ignore[reportUnknownVariableType]
    if isinstance(value, frozenset):
        return sorted(value)  # pyright: ignore[reportUnknownArgumentType, reportUnknownVariableType]
    return value if value is None or isinstance(value, str | int | float) else str(value)


def _members(value: Key | Limits) -> dict[str, Any]:
    return {each.name: _plain(getattr(value, each.name)) for each in fields(value)}


def parse(given: Any) -> dict[str, Any]:
    """Settings for `App.change`. Raises ConfigError."""
    if not is_object(given):
        raise ConfigError("a mapping of settings is expected")
    return {name: _MADE[name](value) if name in _MADE else value for name, value in given.items()}


def _limits(given: Any) -> Limits:
    if not is_object(given):
        raise ConfigError(f"limits: {brief(given)} is no mapping of limits")
    _only(given, Limits, "limits")
    return Limits(**given)


def _keys(given: Any) -> tuple[Key, ...]:
    if not is_array(given):
        raise ConfigError("keys: a list of keys is expected, each a mapping with its secret")
    return tuple(_key(item, f"keys/{at}") for at, item in enumerate(given))


def _key(given: Any, place: str) -> Key:
    if not is_object(given):
        # It may be the secret itself, and is not repeated.
        raise ConfigError(f"{place}: a mapping with the secret of a key is expected")
    _only(given, Key, place)
    if "secret" not in given:
        raise ConfigError(f"{place}/secret: is required")
    try:
        return Key(**given)
    except WrongKeyError as error:
        raise ConfigError(f"{place}/{error.name}: {error.what}") from None


def _only(given: Iterable[str], kind: type[Key | Limits], place: str) -> None:
    known = [each.name for each in fields(kind)]
    for name in given:
        if name not in known:
            raise ConfigError(f"{place}/{name}: is not known; {hint(name, known)}")


_MADE: dict[str, Callable[[Any], Any]] = {"limits": _limits, "keys": _keys}
