"""Operations that a hand-written helper of the same name would hide.

`config.toml` names the helpers' classes. They are read as text: importing them would import the
client that is about to be replaced.
"""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING, cast

from scaleway_genapi_mock.document import METHODS, Document, Problem, escape

from .config import CLIENT, ConfigError, GeneratorConfig

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


def helper_problems(
    document: Document, config: GeneratorConfig, client: Path = CLIENT
) -> list[Problem]:
    """Every operationId of `document` that needs the name of a helper.

    Raises `ConfigError` if the class of a helper is not where the configuration says.
    """
    problems: list[Problem] = []
    for resource, target in config.mixins.items():
        inside = [
            (place, called.removeprefix(f"{resource}.").partition(".")[0])
            for place, called in _operations(document)
            if called.startswith(f"{resource}.")
        ]
        helpers = _methods(config, resource, target, client) if inside else set[str]()
        for place, name in inside:
            if name in helpers:
                message = f"{resource}.{name} is a helper, written by hand in {target}"
                problems.append(document.problem(f"{message}: rename the operation", place))
    return problems


def _operations(document: Document) -> Iterator[tuple[str, str]]:
    for path, item in document.data["paths"].items():
        for method in METHODS:
            if method in item:
                place = f"/paths/{escape(path)}/{method}/operationId"
                yield place, cast("str", item[method]["operationId"])


def _methods(config: GeneratorConfig, resource: str, target: str, client: Path) -> set[str]:
    """What the class `target` defines; what it declares for type checkers alone is generated."""
    module, _, name = target.partition(":")
    path = client.joinpath(*module.split(".")).with_suffix(".py")
    try:
        tree = ast.parse(path.read_text("utf-8"))
    except OSError as error:
        problem = f"{config.path}: mixins.{resource}: {path}: {error.strerror}"
        raise ConfigError(problem) from error
    classes = {node.name: node for node in tree.body if isinstance(node, ast.ClassDef)}
    for needed in joined_with(name):
        if needed not in classes:
            raise ConfigError(f"{config.path}: mixins.{resource}: {path} has no class {needed}")
    return {
        inner.name
        for inner in classes[name].body
        if isinstance(inner, ast.FunctionDef | ast.AsyncFunctionDef)
    }


def joined_with(name: str) -> list[str]:
    """The classes that a resource's two sides and their raw responses are joined with, of which `name` is one."""
    return [f"{side}{name}{raw}" for side in ("Async", "") for raw in ("", "WithRawResponse")]
