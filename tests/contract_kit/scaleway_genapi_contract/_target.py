"""Which server is judged, with which key, and how much that may cost. Knows no document."""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from ._redact import Redactor

BASE_URL_VARIABLE = "SCW_GENAPI_BASE_URL"
KEY_VARIABLE = "SCW_SECRET_KEY"
PROJECT_VARIABLE = "SCW_DEFAULT_PROJECT_ID"
_LONGEST = 86_400


class TargetError(Exception):
    """The server cannot be judged at all: not reachable, key refused, no model, wrong options."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """A server to hold to the document.

    Attributes:
        base_url: Where the document's paths begin, with or without their common prefix (`/v1`).
        api_key: The bearer token; empty for a server without keys (the checks of keys are then
            skipped).
        project_id: Call the project's URL (`{base_url}/{project_id}/v1/…`).
        model: The model of every request; by default the example's own where the server lists
            it, else the first that it lists.
        timeout: Seconds to wait for a connection and for each piece of an answer; a whole answer
            may take twice as long.
        deadline: Seconds that all calls together may take; what is left then is not asked.
        max_tokens: The most tokens that any one answer may have.
        budget: The most tokens, read and written, that all calls together may take, by an
            estimate made before each call; None for no limit. After it, an answer counts as what
            the server says, but no less than what was sent and the longest that could come back.
    """

    base_url: str
    api_key: str = field(default="", repr=False)
    project_id: str | None = field(default=None, repr=False)
    model: str | None = None
    timeout: float = 30.0
    deadline: float = 1800.0
    max_tokens: int = 64
    budget: int | None = None

    def __post_init__(self) -> None:
        try:
            parts = urlsplit(self.base_url)
            port = parts.port
        except ValueError as error:
            raise TargetError(f"the base URL cannot be read: {error}") from None
        if parts.scheme not in {"http", "https"} or not parts.hostname or port == 0:
            raise TargetError("the base URL must look like https://host or http://host:port")
        if parts.username is not None or parts.password is not None:
            raise TargetError("the base URL holds a user name or password; use the API key")
        if parts.query or parts.fragment:
            raise TargetError("the base URL has a query or a fragment; give it without")
        if not self.api_key.isascii() or any(ord(sign) < 33 for sign in self.api_key):
            raise TargetError("the API key holds a blank or a sign that no header can carry")
        # So put, it refuses what is no number, too.
        if not 0 < self.timeout <= _LONGEST:
            raise TargetError(f"the timeout must be above 0 and at most {_LONGEST} seconds")
        if not 0 < self.deadline <= _LONGEST:
            raise TargetError(f"the deadline must be above 0 and at most {_LONGEST} seconds")
        if self.max_tokens < 1 or (self.budget or 0) < 0:
            raise TargetError("max tokens and budget must be positive")

    @classmethod
    def from_environment(cls) -> Target:
        """The target that the environment names; raises TargetError without a base URL."""
        base_url = os.environ.get(BASE_URL_VARIABLE, "")
        if not base_url:
            raise TargetError(f"no server to judge: set {BASE_URL_VARIABLE}, or name a base URL")
        return cls(
            base_url=base_url,
            api_key=os.environ.get(KEY_VARIABLE, ""),
            project_id=os.environ.get(PROJECT_VARIABLE) or None,
        )

    @property
    def redactor(self) -> Redactor:
        """What takes this target's key and project out of a text."""
        secrets = {self.api_key: "<api key>"} if self.api_key else {}
        if self.project_id:
            secrets[self.project_id] = "<project id>"
        return Redactor(secrets)
