"""Whether a journal is as expected, and what is said if it is not, or if nobody can tell.

Pure; knows entries by their attributes alone. How a request is compared stands in `_expect`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ._entry import Entry
    from ._expect import Difference, Wanted

    Compared = Sequence[tuple[Entry, Sequence[Difference]]]

_NEAREST = 3
_FAR = 100
"""Another operation is further away than any number of other values."""


@dataclass(frozen=True, slots=True)
class Counts:
    """How many there must be."""

    least: int
    most: int | None

    def hold(self, number: int) -> bool:
        """Whether `number` is right."""
        return self.least <= number and (self.most is None or number <= self.most)

    def meets(self, least: int, most: int) -> bool:
        """Whether any number from `least` to `most` is right."""
        return self.least <= most and (self.most is None or least <= self.most)

    def __str__(self) -> str:
        if self.least == self.most:
            return "no call" if self.most == 0 else _calls(self.least)
        if self.most is None:
            return f"at least {_calls(self.least)}"
        return (
            f"at most {_calls(self.most)}"
            if not self.least
            else f"{self.least} to {_calls(self.most)}"
        )


def _calls(number: int) -> str:
    return f"{number} call" if number == 1 else f"{number} calls"


def counts(times: int | None, at_least: int | None, at_most: int | None) -> Counts:
    """What the three say together. Raises ValueError: nothing can be that."""
    if times is not None and (at_least is not None or at_most is not None):
        raise ValueError("times says how many exactly: leave out at_least and at_most")
    for name, value in (("times", times), ("at_least", at_least), ("at_most", at_most)):
        if value is not None and value < 0:
            raise ValueError(f"{name}: {value!r} is no number from 0")
    if times is not None:
        return Counts(times, times)
    if at_least is None and at_most is None:
        return Counts(1, None)
    if at_least is not None and at_most is not None and at_least > at_most:
        raise ValueError(f"nothing is at least {at_least} and at most {at_most}")
    return Counts(at_least or 0, at_most)


class Verdict:
    """What is known of the calls that were expected.

    `compared` are the requests that are remembered, each with how it differs; `forgotten` says how
    many came before them.
    """

    def __init__(
        self, wanted: Wanted, expected: Counts, compared: Compared, forgotten: int
    ) -> None:
        self._wanted = wanted
        self._expected = expected
        self._forgotten = forgotten
        self._all = len(compared) + forgotten
        self.found: list[Entry] = []
        """The requests that are as wanted."""
        self._unsure: list[tuple[Entry, Sequence[Difference]]] = []
        self._misses: list[tuple[Entry, Sequence[Difference]]] = []
        for entry, differences in compared:
            if not differences:
                self.found.append(entry)
            elif any(difference.sure for difference in differences):
                self._misses.append((entry, differences))
            else:
                self._unsure.append((entry, differences))

    @property
    def objection(self) -> str | None:
        """Why it is not as expected, for the one who reads a failed test; None if it is."""
        expected, least = self._expected, len(self.found)
        most = least + len(self._unsure) + self._forgotten
        if expected.hold(least) and expected.hold(most):
            return None
        # Any number between the two may be the right one.
        known = not expected.meets(least, most)
        return self._explained() if known else self._unknown()

    def _head(self) -> str:
        of = f"{self._all} request" + ("" if self._all == 1 else "s")
        return f"expected {self._expected} of {self._wanted}, got {len(self.found)} of {of}"

    def _unknown(self) -> str:
        lines = [f"{self._head()}, and nobody can tell whether there were more"]
        if self._forgotten:
            are = "request is" if self._forgotten == 1 else "requests are"
            lines.append(f"{self._forgotten} {are} forgotten; raise journal_size")
        if self._unsure:
            number = len(self._unsure)
            lines.append(
                f"of {_calls(number)} the body was too large to keep whole; "
                "expect what is kept of it, a text by how it begins:"
            )
            lines += _told(self._unsure)
        return "\n".join(lines)

    def _explained(self) -> str:
        found, misses = self.found, self._misses + self._unsure
        lines = [self._head()]
        if not self._all:
            return f"{lines[0]}: nothing has come in at all; is the client's base URL that of the mock?"
        if found:
            lines += ["these are as expected:", *(f"  {entry}" for entry in found[-_NEAREST:])]
            if len(found) > _NEAREST:
                lines[-_NEAREST - 1] = (
                    f"these are as expected, the last {_NEAREST} of {len(found)}:"
                )
        if misses and len(found) < self._expected.least:
            lines += ["nearest misses:", *_told(misses)]
        return "\n".join(lines)


def _told(misses: Sequence[tuple[Entry, Sequence[Difference]]]) -> list[str]:
    # The latest of equals: it is likeliest to be the one that was meant.
    nearest = sorted(misses, key=lambda miss: (_distance(miss[1]), -miss[0].number))
    lines: list[str] = []
    for entry, differing in nearest[:_NEAREST]:
        lines += [f"  {entry}", *(f"      {each.text}" for each in differing)]
    if len(misses) > _NEAREST:
        lines.append(f"  and {len(misses) - _NEAREST} more")
    return lines


def _distance(differing: Sequence[Difference]) -> int:
    return len(differing) + (_FAR if differing[0].text.startswith("operation: ") else 0)
