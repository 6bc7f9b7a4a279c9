"""What a copy of a client takes along from the one that it is made of: what a subclass has put there.

Knows no option of a client.
"""

import contextlib
from functools import partialmethod, singledispatchmethod
from types import MemberDescriptorType
from typing import Any

_METHODS = (classmethod, partialmethod, singledispatchmethod)
"""The methods that cannot be called before they are looked up in an instance."""


def take_along(old: object, new: object) -> None:
    """Gives `new` the attributes of `old`, of the same class, in slots too, but what descriptors cached there.

    A cached resource sends through the client that it was made for.

    Args:
        old: Has them.
        new: Gets them; what it has already, it keeps.
    """
    kind = type(old)
    attributes = old.__dict__
    # A set made in one step, since another thread may be caching.
    for name in attributes.keys() - new.__dict__.keys():
        if not _caches(_in_class(kind, name)):
            new.__dict__[name] = attributes[name]
    # Through the slots themselves: the class may refuse to have them set, or hide them.
    for one in kind.__mro__:
        if "__slots__" in one.__dict__:
            for slot in one.__dict__.values():
                if isinstance(slot, MemberDescriptorType):
                    with contextlib.suppress(AttributeError):  # it is not set
                        slot.__set__(new, slot.__get__(old))


def _in_class(kind: type, name: str) -> Any:
    """What a class has under a name, as it is; `getattr` would ask it, and its metaclass."""
    for one in kind.__mro__:
        if name in one.__dict__:
            return one.__dict__[name]
    return None


def _caches(found: object) -> bool:
    """Whether what a class has under a name is what an attribute of an instance is a cache for.

    A method is none, which an instance may replace; nor is what is told of each change, and keeps what it was given.
    """
    if found is None or callable(found) or isinstance(found, _METHODS):
        return False
    kind = type(found)
    is_data = _in_class(kind, "__set__") or _in_class(kind, "__delete__")
    return bool(_in_class(kind, "__get__")) and not is_data
