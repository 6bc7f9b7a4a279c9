"""The surface of the packages that this repository ships, and the last release that it is held to.

That nothing differs without its version and CHANGELOG entry is the business of `nox -s lint`: as a
test it would fail for every change of the document, and kill every mutant of it.
"""

from __future__ import annotations

from pathlib import Path

from openapi.compatibility._repository import PACKAGES, Repository
from openapi.compatibility._surface import read_surface

ROOT = Path(__file__).parents[3]


def test_the_copy_of_the_last_release_is_whole_and_can_be_compared_with():
    repository = Repository(ROOT)
    releases = repository.releases()
    assert releases
    for version in releases:
        state = repository.state(version)
        assert state.released == version
        assert any(section.name == str(version) and section.dated for section in state.changelog)


def test_the_surface_of_the_client_has_every_operation_as_callers_reach_it():
    folder, modules = PACKAGES["scaleway_genapi"]
    surface = read_surface("scaleway_genapi", ROOT / folder, modules)
    helpers = ("chat.completions.stream", "chat.completions.parse", "chat.completions.run_tools")
    for client in ("Client", "AsyncClient"):
        for operation in ("models.list", "chat.completions.create", *helpers):
            assert f"scaleway_genapi.{client}.{operation}" in surface.origins


def test_the_surface_of_each_package_is_nothing_private():
    for package, (folder, modules) in PACKAGES.items():
        surface = read_surface(package, ROOT / folder, modules)
        assert surface.stubs
        assert not [file for file in surface.stubs if "/_" in file.replace("/__init__", "")]
        private = [
            path
            for path in surface.origins
            if any(s.startswith("_") and not s.endswith("__") for s in path.split("."))
        ]
        assert private == []
