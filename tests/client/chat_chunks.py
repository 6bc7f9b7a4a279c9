"""Chunks of a chat that is streamed, and what the helpers make of them."""

from scaleway_genapi import ChatCompletionChunk
from scaleway_genapi.helpers._accumulate import Accumulator
from tests.client.fault_server import chunk


def piece(finish_reason=None, index=0, **delta):
    data = chunk()
    data["choices"] = [{"index": index, "delta": delta, "finish_reason": finish_reason}]
    return data


def call(**part):
    return piece(tool_calls=[part])


def accumulate(*chunks):
    accumulator, events = Accumulator(), []
    for data in chunks:
        events.extend(accumulator.add(ChatCompletionChunk.from_dict(data)))
    return accumulator.completion(), events


def calls_of(*chunks):
    completion, _ = accumulate(*chunks)
    return [
        (c.id, c.function.name, c.function.arguments)
        for c in completion.choices[0].message.tool_calls
    ]


FIRST = {"id": "a", "type": "function", "function": {"name": "add", "arguments": '{"x":'}}
REST = {"function": {"arguments": "1}"}}
SECOND = {"id": "b", "type": "function", "function": {"name": "sub", "arguments": "{}"}}
