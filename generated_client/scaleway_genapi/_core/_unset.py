"""UNSET: "this was not given", apart from None where the API tells null and absent from each other.

Knows nothing of the rest of the package.
"""

from typing import Final, Literal, final


@final
class Unset:
    """The type of `UNSET`, of which there is one instance, also after copying and pickling."""

    __slots__ = ()
    _instance: "Unset | None" = None

    def __new__(cls) -> "Unset":
        if cls._instance is None:
            cls._instance = super().__new__(cls)
        return cls._instance

    def __bool__(self) -> Literal[False]:
        return False

    def __repr__(self) -> str:
        return "UNSET"

    def __copy__(self) -> "Unset":
        return self

    def __deepcopy__(self, memo: object) -> "Unset":
        return self

    def __reduce__(self) -> str:
        # A string names a module global: unpickling returns the singleton itself.
        return "UNSET"


UNSET: Final = Unset()
