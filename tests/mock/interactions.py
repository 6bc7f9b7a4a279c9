"""Recorded interactions as they stand in cassettes, for tests to write, change and read."""

from __future__ import annotations

import json

from .conftest import CHAT, MODEL

MODELS = {"id": "m", "object": "model", "created": 1, "owned_by": "x"}
CHUNK = {
    "id": "chatcmpl-1",
    "object": "chat.completion.chunk",
    "created": 1,
    "model": MODEL,
    "choices": [{"index": 0, "delta": {"content": "Hi"}, "finish_reason": None}],
}
LISTED = {
    "operation": "models.list",
    "request": {"method": "GET", "path": "/v1/models"},
    "response": {
        "status": 200,
        "headers": {"content-type": "application/json"},
        "after": 0.1,
        "body": {"object": "list", "data": [MODELS]},
    },
}
STREAMED = {
    "operation": "chat.completions.create",
    "request": {
        "method": "POST",
        "path": CHAT,
        "body": {"model": MODEL, "messages": [{"role": "user", "content": "Hi"}], "stream": True},
    },
    "response": {
        "status": 200,
        "headers": {"content-type": "text/event-stream; charset=utf-8"},
        "after": 0.1,
        "events": [{"after": 0.1, "data": CHUNK}, {"after": 0.2, "raw": "data: [DONE]\n\n"}],
    },
}


def changed(interaction, pointer, value):
    copy = json.loads(json.dumps(interaction))
    *steps, last = pointer.strip("/").split("/")
    place = copy
    for step in steps:
        place = place[int(step) if isinstance(place, list) else step]
    if value is ...:
        del place[last]
    else:
        place[int(last) if isinstance(place, list) else last] = value
    return copy
