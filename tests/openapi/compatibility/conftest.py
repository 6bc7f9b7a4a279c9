"""The made-up last release, and documents made from data."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import yaml

from scaleway_genapi_mock.document import Document, load_document

if TYPE_CHECKING:
    from collections.abc import Callable

# Tests are no package: the catalogue of seeds beside this file is found by its folder.
sys.path.insert(0, str(Path(__file__).parent))


@pytest.fixture(scope="session")
def released() -> Document:
    return load_document(Path(__file__).with_name("released.yaml"))


@pytest.fixture(scope="session")
def as_document() -> Callable[[dict[str, Any]], Document]:
    def make(data: dict[str, Any]) -> Document:
        return Document(Path("new.yaml"), yaml.safe_dump(data, sort_keys=False).encode(), data)

    return make
