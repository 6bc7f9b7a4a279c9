"""Named mixtures of faults: the weather of a bad day, the same for the same seed."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random
from typing import Any

from scaleway_genapi_mock._json import is_object


@dataclass(frozen=True, slots=True)
class Profile:
    """Replies of rules with the share of requests that get each; the rest is answered well.

    `always` is laid over every answer: delays, mostly.
    """

    shares: tuple[tuple[float, dict[str, Any]], ...]
    always: dict[str, Any]

    def reply(self, seed: int, number: int, *, streams: bool) -> dict[str, Any] | None:
        """The reply of request `number`; None for the normal answer."""
        chance = Random(f"{seed}/{number}").random()  # noqa: S311 - no secret
        for share, reply in self.shares:
            chance -= share
            if chance < 0:
                return reply if streams or not _only_streams(reply) else self.always or None
        return self.always or None


def _only_streams(reply: dict[str, Any]) -> bool:
    fault = reply.get("fault")
    kind = fault.get("kind") if is_object(fault) else fault
    return kind in {"error-event", "cut-event", "no-end", "bad-chunking"}


PROFILES = {
    "flaky": Profile(
        shares=(
            (0.05, {"error": 500}),
            (0.03, {"error": 504}),
            (0.03, {"fault": "disconnect"}),
            (0.03, {"fault": {"kind": "reset", "after": 3}}),
            (0.03, {"fault": {"kind": "error-event", "after": 3}}),
            (0.02, {"fault": {"kind": "html", "status": 502}}),
            (0.02, {"fault": {"kind": "cut-event", "after": 4}}),
        ),
        always={},
    ),
    "overloaded": Profile(
        shares=(
            (0.30, {"error": {"status": 429, "retry_after": 1}}),
            (0.05, {"error": 504, "latency": 1.0}),
            (0.05, {"fault": {"kind": "error-event", "after": 2, "status": 500}}),
        ),
        always={"latency": 0.2, "token_delay": 0.05},
    ),
    "slow": Profile(
        shares=(), always={"latency": 0.3, "first_token_delay": 1.0, "token_delay": 0.1}
    ),
}
"""By name: `flaky` breaks one stream in five and somewhat fewer of the other answers, `overloaded` refuses many and delays the rest,
`slow` answers everything, late."""
