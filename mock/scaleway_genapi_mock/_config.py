"""What can be set about a mock server: plain values, no behaviour."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal

from ._keys import DEFAULT_KEYS, Key

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

MOST = 2**63 - 1
"""The largest whole number that every reader of JSON takes for one."""
ErrorShape = Literal["nested", "flat", "gateway"]


@dataclass(frozen=True, slots=True)
class Limits:
    """How much the organisation may do; None means without limit.

    `requests` and `tokens` are per minute, `concurrent` is how many requests may be open at once.
    """

    requests: int | None = None
    tokens: int | None = None
    concurrent: int | None = None


@dataclass(frozen=True, slots=True)
class Config:
    """The settings of one mock server.

    Attributes:
        spec: The OpenAPI document to serve; None for the bundled one.
        seed: Decides every generated value and text; the same seed, the same answers.
        latency: Seconds before each answer.
        token_delay: Seconds before each event of a stream.
        strict: Refuse request properties that the document does not name.
        accept_any_key: Let every non-empty bearer token through, with full access.
        keys: The table of known keys.
        models: Ids that exist, instead of those in the document's example.
        limits: Rate limits; none by default.
        max_body: The largest request body, in bytes; a larger one is answered with 400.
        error_shape: The envelope of errors, where the document declares several.
        legacy_models: Models with flat errors, besides those that the document marks.
        gateway_errors: Answer 401 and 403 in the gateway's shape, if the document has one.
        cap_status: The status of a request over a model's cap, instead of the document's.
        dedicated: Answer chats as a dedicated deployment does (token counts in every chunk).
        rules: Rules that are there from the start, and again after each reset.
        fault_profile: A mixture of faults: `flaky`, `overloaded` or `slow`.
        cassette: Answer from this recording instead of the document.
        replay_speed: How much faster than recorded: 2 halves every delay, 0 is without any.
        journal_size: How many requests the journal remembers.
        hosts: Names by which the control interface and the pages may be reached, besides
            localhost, IP addresses and names without a dot; `.x.y` stands for all below x.y.
    """

    spec: Path | None = None
    seed: int = 0
    latency: float = 0.0
    token_delay: float = 0.0
    strict: bool = False
    accept_any_key: bool = False
    keys: tuple[Key, ...] = DEFAULT_KEYS
    models: tuple[str, ...] | None = None
    limits: Limits = field(default_factory=Limits)
    max_body: int = 32 * 1024 * 1024
    error_shape: ErrorShape = "nested"
    legacy_models: tuple[str, ...] = ()
    gateway_errors: bool = False
    cap_status: int | None = None
    dedicated: bool = False
    rules: tuple[Mapping[str, Any], ...] = ()
    fault_profile: str | None = None
    cassette: Path | None = None
    replay_speed: float = 1.0
    journal_size: int = 1000
    hosts: Sequence[str] = ()
