"""Reads a profile of the Scaleway CLI's configuration, through the vendor's own `scaleway-core`.

Imported only by `Client.from_profile()`; needs the extra `profile`.
"""

import os
from pathlib import Path
from typing import Any, NamedTuple

from ._errors import ConfigurationError
from ._shapes import is_object


class Profile(NamedTuple):
    """What of a profile matters here; the key is in no repr."""

    secret_key: str | None
    project_id: str | None

    def __repr__(self) -> str:
        return f"Profile(project_id={self.project_id!r})"


def read_profile(name: str | None, path: str | os.PathLike[str] | None) -> Profile:
    """The named profile: the configuration file, under the environment's SCW_ variables.

    Raises:
        ConfigurationError: scaleway-core is missing, or the file or the profile cannot be read.
    """
    try:
        from scaleway_core.profile.env import ENV_KEY_SCW_PROFILE  # noqa: PLC0415 - an extra
        from scaleway_core.profile.profile import Profile as Vendors  # noqa: PLC0415
    except ImportError:
        raise ConfigurationError(
            "from_profile() reads the file through scaleway-core: pip install 'scaleway-genapi[profile]'"
        ) from None
    name = name or os.environ.get(ENV_KEY_SCW_PROFILE) or None
    file = Vendors.get_default_config_file_path(None if path is None else str(path))
    try:
        found: Any = Vendors.from_config_file(file, name or _active(file))
    except FileNotFoundError:
        raise ConfigurationError(
            f"There is no configuration file {file}; `scw init` makes one"
        ) from None
    except Exception as error:  # noqa: BLE001 - the library documents none
        # The vendor's library lets YAML errors and its own through, and YAML errors quote the file.
        detail = str(error) if isinstance(error, ValueError) else type(error).__name__
        raise ConfigurationError(f"The profile in {file} cannot be read: {detail}") from None
    environment = Vendors.from_env()
    return Profile(
        environment.secret_key or found.secret_key,
        environment.default_project_id or found.default_project_id,
    )


def _active(file: str) -> str:
    """The profile that the file itself names as active; scaleway-core does not look at that."""
    import yaml  # noqa: PLC0415 - scaleway-core depends on it

    with Path(file).open(encoding="utf-8") as stream:
        data: Any = yaml.safe_load(stream)
    return str(data.get("active_profile") or "default") if is_object(data) else "default"
