"""What a test is warned of: a rule that can be used, and that is not, or will hardly ever be.

Knows which notes are worth a warning, and nothing of who called.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ._rule import Rule


class RuleWarning(UserWarning):
    """A rule comes to nothing.

    Its conditions contradict the document, so that it probably never applies; only a stream can be
    answered so, and none was asked for; or a `when` was given no reply.
    """

    __module__ = "scaleway_genapi_mock"  # where it is imported from: a traceback shows it


def doubts(rule: Rule) -> list[tuple[str, str]]:
    """The notes on the conditions of `rule`, each with its place.

    Not those on its reply: that is often wrong on purpose, to see what a client makes of it.
    """
    if rule.document is None or not (rule.stated or {}).get("when"):
        return []
    from ._notes import of_conditions  # noqa: PLC0415 - most rules have nothing to look at

    return of_conditions(rule.stated or {}, rule.document)
