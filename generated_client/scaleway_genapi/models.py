"""The models of requests and responses, as the document names them."""

from typing import TYPE_CHECKING, Any

from ._generated import models as _models

if TYPE_CHECKING:
    from ._generated.models import *  # noqa: F403 -- the names are generated


if not TYPE_CHECKING:  # a module with __getattr__ has every name, to a type checker

    def __getattr__(name: str) -> Any:
        if name == "__all__":
            return _models.__all__
        if name not in _models.__all__:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        return getattr(_models, name)


def __dir__() -> list[str]:
    return sorted(_models.__all__)
