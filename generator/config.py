"""`config.toml`: the few things that the document cannot say. Names no operation by itself."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass, field
from pathlib import Path
from typing import cast

ROOT = Path(__file__).resolve().parent.parent
CONFIG = Path(__file__).with_name("config.toml")
DOCUMENT = ROOT / "openapi" / "openapi.yaml"
CLIENT = ROOT / "generated_client" / "scaleway_genapi"
OUTPUT = CLIENT / "_generated"

_NAME = re.compile(r"[A-Z]\w*")
_MIXIN = re.compile(r"[a-z_][a-z0-9_.]*:[A-Z]\w*")


class ConfigError(Exception):
    """The configuration cannot be used; the message says where and why."""


@dataclass(frozen=True, slots=True)
class GeneratorConfig:
    """`mixins`: the hand-written class (`module:Class`, below the client) of a resource.

    `params`: of an operation, the TypedDicts to make of its keywords, each with those it lacks.
    """

    mixins: dict[str, str]
    params: dict[str, dict[str, list[str]]] = field(default_factory=dict[str, dict[str, list[str]]])
    path: Path = CONFIG


def load_config(path: Path = CONFIG) -> GeneratorConfig:
    """Read the configuration. Raises `ConfigError`."""
    try:
        data = tomllib.loads(path.read_text("utf-8"))
    except OSError as error:
        raise ConfigError(f"{path}: cannot be read: {error.strerror}") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ConfigError(f"{path}: {error}") from error
    unknown = data.keys() - {"mixins", "params"}
    if unknown:
        raise ConfigError(
            f"{path}: unknown table {', '.join(sorted(unknown))}; known are mixins and params"
        )
    mixins = data.get("mixins", {})
    if not isinstance(mixins, dict):
        raise ConfigError(f"{path}: [mixins] is a table of resource = 'module:Class'")
    for resource, target in cast("dict[str, object]", mixins).items():
        if not isinstance(target, str) or not _MIXIN.fullmatch(target):
            raise ConfigError(f"{path}: mixins.{resource}: {target!r} is no 'module:Class'")
    return GeneratorConfig(cast("dict[str, str]", mixins), _params(path, data), path)


def _params(path: Path, data: dict[str, object]) -> dict[str, dict[str, list[str]]]:
    """The table `params`, once it is what it has to be."""
    form = "a table of TypedDict = [keywords that it lacks]"
    operations = data.get("params", {})
    if not isinstance(operations, dict):
        raise ConfigError(f'{path}: [params."resource.operation"] is {form}')
    for operation, wanted in cast("dict[str, object]", operations).items():
        if not isinstance(wanted, dict):
            raise ConfigError(f"{path}: params.{operation} is {form}")
        for name, without in cast("dict[str, object]", wanted).items():
            place = f"{path}: params.{operation}.{name}"
            if not _NAME.fullmatch(name):
                raise ConfigError(f"{place}: {name!r} is no name of a class")
            keywords = cast("list[object]", without) if isinstance(without, list) else [None]
            if not all(isinstance(keyword, str) for keyword in keywords):
                raise ConfigError(f"{place}: {without!r} is no list of keywords")
    return cast("dict[str, dict[str, list[str]]]", operations)
