"""Settings that can be changed while the server runs, from JSON, checked one by one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from scaleway_genapi_mock._config import MOST, Limits
from scaleway_genapi_mock._json import brief, is_object
from scaleway_genapi_mock.faults import PROFILES

if TYPE_CHECKING:
    from collections.abc import Mapping

    from scaleway_genapi_mock._config import Config

_SWITCHES = ("strict", "accept_any_key", "gateway_errors", "dedicated")
_TIMES = ("latency", "token_delay")
_SHAPES = ("nested", "flat", "gateway")
_LIMITS = ("requests", "tokens", "concurrent")
NAMES = (*_SWITCHES, *_TIMES, "seed", "error_shape", "limits", "fault_profile")


class SettingError(ValueError):
    """A setting is not known, or cannot be that."""


def shown(config: Config) -> dict[str, Any]:
    """The settings as JSON data."""
    data = {name: getattr(config, name) for name in NAMES}
    data["limits"] = {name: getattr(config.limits, name) for name in _LIMITS}
    return data


def parse(given: Any) -> dict[str, Any]:
    """Settings for `App.change`. Raises SettingError."""
    if not is_object(given):
        raise SettingError("a mapping of settings is expected")
    return {name: _value(name, value) for name, value in given.items()}


def _value(name: str, value: Any) -> Any:
    if name not in NAMES:
        raise SettingError(f"{name} is no setting; there are {', '.join(NAMES)}")
    if name == "limits":
        return _limits(value)
    number = isinstance(value, int | float) and not isinstance(value, bool)
    valid = {
        **dict.fromkeys(_SWITCHES, isinstance(value, bool)),
        **dict.fromkeys(_TIMES, number and 0 <= value < 1e6),  # noqa: PLR2004 - a bound
        "seed": number and isinstance(value, int) and abs(value) <= MOST,
        "error_shape": value in _SHAPES,
        "fault_profile": value is None or (isinstance(value, str) and value in PROFILES),
    }
    if not valid[name]:
        raise SettingError(f"{name}: {brief(value)} cannot be")
    return value


def _limits(given: Any) -> Limits:
    stated: Mapping[str, Any] = given if is_object(given) else {"": given}
    for name, value in stated.items():
        if name not in _LIMITS:
            raise SettingError(f"limits: {', '.join(_LIMITS)} are the limits there are")
        if value is not None and (
            isinstance(value, bool) or not isinstance(value, int) or not 1 <= value <= MOST
        ):
            raise SettingError(f"limits/{name}: {brief(value)} is no number from 1")
    return Limits(**stated)
