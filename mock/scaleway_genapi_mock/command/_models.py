"""The ids of the models that exist, from a file: a list of ids, or the answer of the list itself."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from scaleway_genapi_mock._json import is_array, is_object
from scaleway_genapi_mock.compile._conventions import ID
from scaleway_genapi_mock.document import DocumentError, parse_yaml

if TYPE_CHECKING:
    from pathlib import Path


class ModelsError(ValueError):
    """The file cannot be used."""


def read_models(path: Path) -> tuple[str, ...]:
    """The ids in `path`, YAML or JSON. Raises ModelsError, naming the file."""
    try:
        data: Any = parse_yaml(path.read_bytes(), str(path))
    except OSError as error:
        raise ModelsError(f"{path}: cannot be read: {error.strerror}") from None
    except DocumentError as error:
        raise ModelsError(str(error)) from None
    items = data
    if is_object(data):
        items = next((value for value in data.values() if is_array(value)), None)
    if not is_array(items) or not items:
        raise ModelsError(f"{path}: a list of model ids is expected")
    ids = [item.get(ID) if is_object(item) else item for item in items]
    wrong = [item for item in ids if not isinstance(item, str)]
    if wrong:
        raise ModelsError(f"{path}: {wrong[0]!r} is no model id")
    return tuple(map(str, ids))
