"""`config.toml`: the few things that the document cannot say. Names no operation by itself."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import cast

ROOT = Path(__file__).resolve().parent.parent
CONFIG = Path(__file__).with_name("config.toml")
DOCUMENT = ROOT / "openapi" / "openapi.yaml"
CLIENT = ROOT / "generated_client" / "scaleway_genapi"
OUTPUT = CLIENT / "_generated"

_MIXIN = re.compile(r"[a-z_][a-z0-9_.]*:[A-Z]\w*")


class ConfigError(Exception):
    """The configuration cannot be used; the message says where and why."""


@dataclass(frozen=True, slots=True)
class GeneratorConfig:
    """`mixins`: the hand-written class (`module:Class`, below the client) of a resource."""

    mixins: dict[str, str]
    path: Path = CONFIG


def load_config(path: Path = CONFIG) -> GeneratorConfig:
    """Read the configuration. Raises `ConfigError`."""
    try:
        data = tomllib.loads(path.read_text("utf-8"))
    except OSError as error:
        raise ConfigError(f"{path}: cannot be read: {error.strerror}") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ConfigError(f"{path}: {error}") from error
    unknown = data.keys() - {"mixins"}
    if unknown:
        raise ConfigError(f"{path}: unknown table {', '.join(sorted(unknown))}; known is mixins")
    mixins = data.get("mixins", {})
    if not isinstance(mixins, dict):
        raise ConfigError(f"{path}: [mixins] is a table of resource = 'module:Class'")
    for resource, target in cast("dict[str, object]", mixins).items():
        if not isinstance(target, str) or not _MIXIN.fullmatch(target):
            raise ConfigError(f"{path}: mixins.{resource}: {target!r} is no 'module:Class'")
    return GeneratorConfig(cast("dict[str, str]", mixins), path)
