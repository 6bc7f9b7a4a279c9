"""How a test speaks to a mock server: rules before, assertions after. Knows no sockets."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from .journal._expect import ANY

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ._app import App
    from ._said import Said
    from .journal._entry import Entry
    from .rules import Rule

_FIRST = 1000
"""The priority of what must happen next, whatever else was said."""


class Scriptable:
    """A mock server whose answers can be scripted and whose requests can be asserted."""

    app: App
    _said: Said

    def rule(
        self,
        *,
        reply: Mapping[str, Any],
        when: Mapping[str, Any] | None = None,
        times: int | None = None,
        rate: float = 1.0,
        priority: int = 0,
        name: str = "",
    ) -> Rule:
        """Answer matching requests with `reply`, until the next reset.

        The project's docs/mock.md has all the words in tables, with examples.

        Args:
            reply: One of text, body, chunks, tool_call, tool_calls, error, function, sequence;
                beside it fault, status, headers, media_type, reasoning, finish_reason, latency,
                first_token_delay, token_delay (seconds). Chunks are texts or events, also named:
                `{"text": …}`, `{"data": …}`, both with a `delay` if you like. A function is handed a `Request` and
                returns a text, a reply, or None for what the mock says by itself.
            when: operation, model, project, headers, body (by JSON pointer), last_message,
                stream; a value, or `{"regex": …}`. Everything if None.
            times: How often at most; for ever if None. A sequence is over after its last reply.
            rate: The share of matching requests, from 0 to 1, chosen by the seed.
            priority: The higher one is asked first; among equals the one that was added first.
            name: Names it in the journal.

        Returns:
            The rule; its `used` counts its answers.

        Raises:
            RuleError: With the place and the reason.

        Warns:
            RuleWarning: Conditions that the document contradicts: it will probably never apply. At
                the next reset: only a stream can be answered so, and only others were asked for.
        """
        return _add(
            self.app,
            self._said,
            {
                "when": when or {},
                "reply": reply,
                "times": times,
                "rate": rate,
                "priority": priority,
                "name": name,
            },
        )

    def when(self, **conditions: Any) -> When:
        """The first half of a rule: `when(model="m").reply(text="Hello", times=2)`.

        Warns:
            RuleWarning: At the next reset, if no reply was given.
        """
        half = When(self.app, self._said, conditions)
        self._said.begin(half)
        return half

    def fail_next(
        self, status: int = 500, *, times: int = 1, message: str | None = None, **error: Any
    ) -> Rule:
        """Answer the next requests with an error, whatever they ask for.

        Args:
            status: The HTTP status, one of an error: 400 to 599.
            times: How many requests.
            message: What the error says; the document's words if None.
            **error: headers, retry_after, param.
        """
        stated = {"status": status, **error, **({"message": message} if message else {})}
        return self.rule(reply={"error": stated}, times=times, priority=_FIRST)

    def assert_called(
        self,
        operation: str | None = None,
        *,
        times: int | None = None,
        at_least: int | None = None,
        at_most: int | None = None,
        status: int | None = None,
        project: Any = ANY,
        stream: bool | None = None,
        headers: Mapping[str, Any] | None = None,
        last_message: Any = None,
        **body: Any,
    ) -> list[Entry]:
        """The journal's matching entries; see `Journal.assert_called`."""
        __tracebackhide__ = True
        return self.app.journal.assert_called(
            operation,
            times=times,
            at_least=at_least,
            at_most=at_most,
            status=status,
            project=project,
            stream=stream,
            headers=headers,
            last_message=last_message,
            **body,
        )

    def assert_not_called(
        self,
        operation: str | None = None,
        *,
        status: int | None = None,
        project: Any = ANY,
        stream: bool | None = None,
        headers: Mapping[str, Any] | None = None,
        last_message: Any = None,
        **body: Any,
    ) -> None:
        """AssertionError if there was such a request; see `Journal.assert_called`."""
        __tracebackhide__ = True
        self.app.journal.assert_called(
            operation,
            times=0,
            status=status,
            project=project,
            stream=stream,
            headers=headers,
            last_message=last_message,
            **body,
        )


class When:
    """Conditions that wait for their reply."""

    def __init__(self, app: App, said: Said, conditions: Mapping[str, Any]) -> None:
        self._app = app
        self._said = said
        self._conditions = conditions

    def reply(
        self,
        text: str | None = None,
        *,
        times: int | None = None,
        rate: float = 1.0,
        priority: int = 0,
        name: str = "",
        **reply: Any,
    ) -> Rule:
        """The second half: what to answer. See `Scriptable.rule`."""
        stated = reply if text is None else {"text": text, **reply}
        self._said.complete(self)
        return _add(
            self._app,
            self._said,
            {
                "when": self._conditions,
                "reply": stated,
                "times": times,
                "rate": rate,
                "priority": priority,
                "name": name,
            },
        )


def _add(app: App, said: Said, stated: Mapping[str, Any]) -> Rule:
    rule = app.add_rule(stated)
    said.rule(rule)
    return rule
