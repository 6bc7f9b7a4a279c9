"""What rules and faults use of the server: its own answers, its errors, its end markers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ._answers import Answer
from ._json import dumps, is_object
from .check._errors import Refusal

if TYPE_CHECKING:
    from ._answers import Reply
    from ._config import Config, ErrorShape
    from ._replies import Replies
    from .behaviours import Script
    from .cassette.replay import Replay
    from .check._call import Call
    from .check._errors import Envelopes

_GATEWAYS = {401, 403}


class Stage:
    """The answers of one server under one configuration."""

    def __init__(
        self,
        config: Config,
        replies: Replies,
        envelopes: Envelopes,
        replay: Replay | None = None,
    ) -> None:
        self._config = config
        self._replay = replay
        self._replies = replies
        self._envelopes = envelopes

    def check(self, call: Call) -> None:
        """What the operation refuses beyond the document. Raises Refusal."""
        if self._replay is None and call.operation is not None:
            self._replies.check(call, call.operation)

    def normal(self, call: Call, script: Script | None = None) -> Reply:
        """The answer to a call that passed every check. Raises Refusal."""
        if call.operation is None:
            raise Refusal(404)
        if self._replay is not None:
            if script is None:
                return self._replay.reply(call, call.operation, self._config.replay_speed)
            # What is recorded was checked by the recorded server; what is said instead was not.
            self._replies.check(call, call.operation)
        return self._replies.reply(call, call.operation, script)

    def error(self, call: Call, refusal: Refusal, shape: ErrorShape | None = None) -> Answer:
        """The answer to a call that is refused."""
        operation = call.operation
        headers = dict(refusal.headers)
        after = headers.pop("retry-after", None)
        if after is not None and operation is not None and operation.retry_after:
            headers["retry-after"] = after
        name = operation.id if operation else ""
        body = self._envelopes.body(name, refusal, shape or self._shape(call, refusal))
        return Answer(dumps(body), refusal.status, headers=headers)

    def end_marker(self, call: Call) -> str | None:
        """The data of the event that ends a stream of the call's operation."""
        stream = call.operation.stream if call.operation else None
        return stream.end if stream else None

    def _shape(self, call: Call, refusal: Refusal) -> ErrorShape:
        if self._config.gateway_errors and refusal.status in _GATEWAYS:
            return "gateway"
        selector = call.operation.selector if call.operation else None
        if selector is not None and is_object(call.body):
            value = call.body.get(selector.name)
            marked = (*selector.legacy, *self._config.legacy_models)
            if isinstance(value, str) and value in marked:
                return "flat"
        return self._config.error_shape
