"""From a document to a rendered, formatted and compiled package in a folder."""

from __future__ import annotations

import tempfile
from pathlib import Path

from scaleway_genapi_mock.document import (
    Document,
    DocumentError,
    check_structure,
    check_vocabulary,
)

from .api import understand
from .config import ConfigError, GeneratorConfig
from .formatting import compile_package, format_package
from .mixins import helper_problems
from .params import params_module
from .parsing import parse, parser_config
from .precheck import precheck
from .project import ClientProject
from .writing import differences, refuse_foreign, rendered_in, swap, workspace


def render(document: Document, config: GeneratorConfig, source: str, folder: Path) -> None:
    """Render the package of `document` into `folder`.

    Raises `DocumentError`, `ConfigError` or `FormattingError`.
    """
    for check in (check_structure, check_vocabulary, precheck):
        problems = check(document)
        if problems:
            raise DocumentError(dict.fromkeys(problems))
    hidden = helper_problems(document, config)
    if hidden:
        raise DocumentError(hidden)
    settings = parser_config(document)
    settings.output_path = folder
    parsed = parse(document, settings)
    api = understand(document, parsed)
    resources = {".".join(path) for path in api.resources()}
    unknown = config.mixins.keys() - resources
    if unknown:
        raise ConfigError(
            f"{config.path}: mixins.{min(unknown)}: the document has no such resource; it has "
            + ", ".join(sorted(resources))
        )
    project = ClientProject(
        openapi=parsed,
        config=settings,
        api=api,
        mixins=config.mixins,
        params=params_module(api, config),
        source=source,
    )
    project.render()
    format_package(folder)
    compile_package(folder)


def generate(document: Document, config: GeneratorConfig, source: str, target: Path) -> None:
    """Replace `target` by the package of `document`; a failure leaves it as it was.

    Raises what `render` raises, and `OutputError` if `target` is not ours to replace.
    """
    refuse_foreign(target)
    # The name itself is kept: what is not there yet has no other.
    target = target.resolve()
    with workspace(target) as folder:
        render(document, config, source, rendered_in(folder))
        swap(folder, target)


def check(document: Document, config: GeneratorConfig, source: str, target: Path) -> list[str]:
    """What of `target` is not the package of `document`, a line for each file."""
    with tempfile.TemporaryDirectory(prefix="generated-") as folder:
        rendered = Path(folder) / "rendered"
        render(document, config, source, rendered)
        return differences(rendered, target)
