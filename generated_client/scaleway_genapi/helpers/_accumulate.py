"""Makes a completion of chunks. Pure, and linear: texts are kept in pieces and joined once.

An emoji that a server cut in two arrives as halves of a surrogate pair; joining makes it whole.

Knows nothing of connections.
"""

from typing import Any

from scaleway_genapi._generated.models.chat_completion import ChatCompletion
from scaleway_genapi._generated.models.chat_completion_chunk import ChatCompletionChunk
from scaleway_genapi._generated.models.choice_delta import ChoiceDelta
from scaleway_genapi._generated.models.chunk_choice import ChunkChoice

from ._events import (
    ChatStreamEvent,
    ChunkEvent,
    ContentDeltaEvent,
    ContentDoneEvent,
    ReasoningDeltaEvent,
    RefusalDeltaEvent,
    RefusalDoneEvent,
    ToolCallDeltaEvent,
    ToolCallDoneEvent,
)
from ._merge import Pieces, check_index, merge, merged, text_of
from ._tool_calls import ToolCallAssembler


class _Choice:
    """One answer under construction."""

    __slots__ = (
        "blank",
        "content",
        "extra",
        "finished",
        "index",
        "logprobs",
        "logprobs_extra",
        "message",
        "reasoning",
        "refusal",
        "tools",
    )

    def __init__(self, index: int) -> None:
        self.index = index
        self.blank = False  # whether there was an empty text
        self.content = Pieces()
        self.reasoning = Pieces()
        self.refusal = Pieces()
        self.tools = ToolCallAssembler()
        self.logprobs: list[Any] | None = None
        self.logprobs_extra: dict[str, Any] = {}
        self.message: dict[str, Any] = {}
        self.extra: dict[str, Any] = {}
        self.finished = False

    def add(self, choice: ChunkChoice, events: list[ChatStreamEvent]) -> None:
        self._add_delta(choice.delta, events)
        if choice.logprobs is not None:
            if choice.logprobs.content:
                self.logprobs = self.logprobs or []
                self.logprobs.extend(choice.logprobs.content)
            if choice.logprobs.additional_properties:
                merge(self.logprobs_extra, choice.logprobs.additional_properties)
        if choice.stop_reason is not None:
            self.extra["stop_reason"] = choice.stop_reason
        if choice.token_ids:
            self.extra.setdefault("token_ids", []).extend(choice.token_ids)
        if choice.additional_properties:
            self.extra.update(choice.additional_properties)
        if choice.finish_reason is not None and not self.finished:
            self.extra["finish_reason"] = choice.finish_reason
            self.finish(events)

    def _add_delta(  # noqa: C901 - one step per kind of text
        self, delta: ChoiceDelta, events: list[ChatStreamEvent]
    ) -> None:
        index = self.index
        if text := delta.content:
            if text.__class__ is not str:
                text = text_of(text)
            self.content.append(text)
            events.append(
                ContentDeltaEvent(
                    delta=text, choice=index, pieces=self.content, count=len(self.content)
                )
            )
        elif text is not None:
            self.blank = True
        # A server that sends both names sends the same text under them.
        if text := delta.reasoning or delta.reasoning_content:
            if delta.reasoning:
                self.message["reasoning"] = self.reasoning
            if delta.reasoning_content:
                self.message["reasoning_content"] = self.reasoning
            if text.__class__ is not str:
                text = text_of(text)
            self.reasoning.append(text)
            events.append(
                ReasoningDeltaEvent(
                    delta=text, choice=index, pieces=self.reasoning, count=len(self.reasoning)
                )
            )
        if text := delta.refusal:
            if text.__class__ is not str:
                text = text_of(text)
            self.refusal.append(text)
            events.append(
                RefusalDeltaEvent(
                    delta=text, choice=index, pieces=self.refusal, count=len(self.refusal)
                )
            )
        for piece in delta.tool_calls or ():
            call, new = self.tools.add(piece)
            if new:
                events.append(
                    ToolCallDeltaEvent(
                        delta=new,
                        choice=index,
                        index=call.place,
                        name=call.name,
                        pieces=call.arguments,
                        count=len(call.arguments),
                    )
                )
        if delta.additional_properties:
            merge(self.message, delta.additional_properties)

    def finish(self, events: list[ChatStreamEvent]) -> None:
        """Adds the events that tell what is whole now."""
        self.finished = True
        if self.content:
            events.append(ContentDoneEvent(content=self.content.joined(), choice=self.index))
        if self.refusal:
            events.append(RefusalDoneEvent(refusal=self.refusal.joined(), choice=self.index))
        for call in self.tools.calls():
            whole = call.to_dict(self.index)
            function = whole["function"]
            events.append(
                ToolCallDoneEvent(
                    index=call.place,
                    id=whole["id"],
                    name=function["name"],
                    arguments=function["arguments"],
                    choice=self.index,
                )
            )

    def to_dict(self) -> dict[str, Any]:
        message: dict[str, Any] = merged(self.message)
        calls = self.tools.calls()
        message["role"] = "assistant"
        # Beside calls, an empty text says nothing, and some servers want it to be null.
        message["content"] = (
            self.content.joined() if self.content or (self.blank and not calls) else None
        )
        if self.refusal:
            message["refusal"] = self.refusal.joined()
        if calls:
            message["tool_calls"] = [call.to_dict(self.index) for call in calls]
        choice = {**self.extra, "index": self.index, "message": message}
        if self.logprobs is not None or self.logprobs_extra:
            content = None if self.logprobs is None else [one.to_dict() for one in self.logprobs]
            choice["logprobs"] = {**merged(self.logprobs_extra), "content": content}
        return choice


class Accumulator:
    """Takes the chunks of one stream; gives events, and the completion that they make."""

    __slots__ = ("_choices", "_head", "_usage")

    def __init__(self) -> None:
        self._head: dict[str, Any] = {}
        self._choices: dict[int, _Choice] = {}
        self._usage: Any = None

    @property
    def started(self) -> bool:
        """Whether there was a chunk."""
        return bool(self._head)

    def add(self, chunk: ChatCompletionChunk) -> list[ChatStreamEvent]:
        """The events of a chunk: the chunk itself, then what it adds to.

        Raises:
            TypeError, AttributeError: A value that is needed is of another type than the document says.
        """
        events: list[ChatStreamEvent] = [ChunkEvent(chunk=chunk)]
        head = self._head
        if not head:
            head.update(id=chunk.id, created=chunk.created, model=chunk.model)
        if chunk.additional_properties:
            head.update(chunk.additional_properties)
        for name, value in (
            ("service_tier", chunk.service_tier),
            ("system_fingerprint", chunk.system_fingerprint),
            ("prompt_token_ids", chunk.prompt_token_ids),
        ):
            if value is not None:
                head[name] = value
        if chunk.usage is not None:
            # Dedicated deployments send the sum so far with every chunk: the last one counts.
            self._usage = chunk.usage
        for choice in chunk.choices:
            target = self._choices.get(choice.index)
            if target is None:
                check_index(choice.index)
                target = self._choices[choice.index] = _Choice(choice.index)
            target.add(choice, events)
        return events

    def is_answer(self, index: int) -> bool:
        """Whether the text of an answer counts as one: it was not cut, and the model did not refuse."""
        choice = self._choices[index]
        return choice.extra.get("finish_reason") != "length" and not choice.refusal

    def finish(self) -> list[ChatStreamEvent]:
        """The events of the stream's end: of answers for which no server said why they ended."""
        events: list[ChatStreamEvent] = []
        for choice in self._choices.values():
            if not choice.finished:
                choice.finish(events)
        return events

    def completion(self) -> ChatCompletion:
        """The completion that the chunks so far make; `finish_reason` is None where it has not come."""
        data = {
            **self._head,
            "object": "chat.completion",
            "choices": [choice.to_dict() for _, choice in sorted(self._choices.items())],
        }
        if self._usage is not None:
            data["usage"] = self._usage.to_dict()
        return ChatCompletion.from_dict(data)
