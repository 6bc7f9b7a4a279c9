"""Streams of the client, however the network cuts them: the same chunks, sync and async."""

import itertools
import json

import anyio
import httpx
from hypothesis import given, settings
from hypothesis import strategies as st

from scaleway_genapi import AsyncClient, Client
from tests.client.conftest import KEY, MESSAGES
from tests.client.fault_server import chunk

PARAMS = {"model": "m", "messages": MESSAGES, "stream": True}
TEXTS = st.lists(st.text(min_size=1, max_size=6), max_size=6)
ENDS = st.sampled_from(["\n", "\r\n", "\r"])


@st.composite
def cut_streams(draw):
    texts, end = draw(TEXTS), draw(ENDS)
    lines = [json.dumps(chunk(text), ensure_ascii=False) for text in texts] + ["[DONE]"]
    noise = draw(st.sampled_from(["", ": ping" + end, "id: 1" + end, "retry: 5" + end + end]))
    body = "".join(f"{noise}data: {line}{end}{end}" for line in lines).encode()
    # Whole events are as likely as cuts anywhere: the client has a short path for them.
    whole = [f"data: {line}\n\n".encode() for line in lines]
    if draw(st.booleans()):
        return texts, whole
    cuts = sorted({0, len(body), *draw(st.lists(st.integers(0, len(body)), max_size=8))})
    return texts, [body[a:b] for a, b in itertools.pairwise(cuts)]


class Parts(httpx.SyncByteStream, httpx.AsyncByteStream):
    def __init__(self, parts):
        self.parts = parts

    def __iter__(self):
        yield from self.parts

    async def __aiter__(self):
        for part in self.parts:
            yield part


def transport(parts):
    headers = {"content-type": "text/event-stream"}
    return httpx.MockTransport(
        lambda request: httpx.Response(200, headers=headers, stream=Parts(parts))
    )


@given(cut_streams())
def test_a_sync_stream_is_the_same_however_it_is_cut(cut):
    texts, parts = cut
    with httpx.Client(transport=transport(parts)) as http:
        stream = Client(KEY, http_client=http).chat.completions.create(**PARAMS)
        assert [c.choices[0].delta.content for c in stream] == texts


@settings(max_examples=50)
@given(cut_streams())
def test_an_async_stream_is_the_same_however_it_is_cut(cut):
    texts, parts = cut

    async def main():
        async with httpx.AsyncClient(transport=transport(parts)) as http:
            stream = await AsyncClient(KEY, http_client=http).chat.completions.create(**PARAMS)
            assert [c.choices[0].delta.content async for c in stream] == texts

    anyio.run(main)
