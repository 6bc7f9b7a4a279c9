"""What a copy of a client takes along from the one that it is made of: what a subclass has put there.

Knows no option of a client.
"""

from types import FunctionType, MethodType
from typing import Any


def take_along(old: object, new: object, known: frozenset[str]) -> None:
    """Gives `new` the attributes of `old`, of the same class, in slots too, but what descriptors cached there.

    A cached resource sends through the client that it was made for.

    Args:
        old: Has them.
        new: Gets them.
        known: Those that `new` gets elsewhere.
    """
    kind = type(old)
    attributes = old.__dict__
    # A set made in one step, since another thread may be caching.
    for name in attributes.keys() - known:
        if not _caches(getattr(kind, name, None)):
            new.__dict__[name] = attributes[name]
    # The class's own __getstate__, if it has one, is for pickles.
    state: Any = object.__getstate__(old)
    slots: dict[str, Any] = {} if hasattr(state, "keys") else state[1]
    for name, value in slots.items():
        setattr(new, name, value)


def _caches(found: object) -> bool:
    """Whether what a class has under a name is a descriptor, and no method that an instance may replace."""
    return hasattr(type(found), "__get__") and not isinstance(found, (FunctionType, MethodType))
