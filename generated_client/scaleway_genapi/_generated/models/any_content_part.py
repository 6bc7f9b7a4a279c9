# Generated from openapi/openapi.yaml. Do not edit: change the document, then run `python -m generator`.
"""AnyContentPart."""

from __future__ import annotations

from typing import Never

from scaleway_genapi._core import Model as ModelBase


class AnyContentPart(ModelBase):
    """What `AudioPart`, `ImagePart` and `TextPart` have in common, and nothing else: where one of them
    can be sent, type checkers take the items of a list of several for it. There is none that is not
    one of them.
    """

    __slots__ = ()

    def __init__(self, _: Never, /) -> None:
        raise TypeError("AnyContentPart has no values of its own")
