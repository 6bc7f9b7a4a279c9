"""Hypothesis draws the same values whatever else has been imported.

By itself it also draws the constants that it finds in the modules imported so far: another choice
of tests, or a changed word in one of them, would be other requests. It has no setting for that.
"""

from __future__ import annotations

from hypothesis.internal.conjecture import providers
from hypothesis.internal.constants_ast import Constants

_NONE = Constants()


def hold() -> None:
    """Draw no constants of modules in this process, from now on."""
    providers._get_local_constants = lambda: _NONE
    providers.CONSTANTS_CACHE.cache.clear()
