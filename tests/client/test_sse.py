"""The SSE decoder: every split equals the whole, and both equal a decoder written from the standard's text."""

import itertools
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scaleway_genapi._core._sse import EventDecoder, EventTooLargeError, ServerSentEvent


def decode(*parts: bytes) -> list[ServerSentEvent]:
    decoder = EventDecoder()
    return [event for part in parts for event in decoder.feed(part)]


def standard(stream: bytes) -> list[tuple[str, str, str]]:  # noqa: C901, PLR0912 - as the text goes
    """https://html.spec.whatwg.org/multipage/server-sent-events.html, sentence by sentence."""
    text = stream.decode("utf-8", "replace")
    text = text.removeprefix("\ufeff")
    lines, line, i = [], "", 0
    while i < len(text):
        if text[i] == "\r":
            lines.append(line)
            line = ""
            i += 2 if text[i + 1 : i + 2] == "\n" else 1
        elif text[i] == "\n":
            lines.append(line)
            line = ""
            i += 1
        else:
            line += text[i]
            i += 1
    # What is left in `line` is an unfinished line: "discard the pending data".
    data, kind, last_id, events = "", "", "", []
    for line in lines:
        if line == "":
            if data != "":
                events.append((data.removesuffix("\n"), kind or "message", last_id))
            data = kind = ""
        elif line.startswith(":"):
            pass
        else:
            field, colon, value = line.partition(":")
            if colon and value.startswith(" "):
                value = value[1:]
            if field == "event":
                kind = value
            elif field == "data":
                data += value + "\n"
            elif field == "id" and "\0" not in value:
                last_id = value
    return events


ENDS = st.sampled_from(["\n", "\r\n", "\r"])
VALUES = st.one_of(
    st.sampled_from(
        ["", " ", "[DONE]", '{"a": "é\u2028\u0085\x0b\x0c"}', "\ufeff", "\0", ": x", "💡" * 5]
    ),
    st.text(st.characters(exclude_characters="\r\n", codec="utf-8"), max_size=12),
)
LINES = st.one_of(
    st.builds(
        "{}{}{}".format,
        st.sampled_from(["data", "event", "id", "retry", "", "dat"]),
        st.sampled_from(["", ":", ": "]),
        VALUES,
    ),
    st.builds("data: {}".format, VALUES),
    st.just(""),
)
STREAMS = st.builds(
    lambda bom, lines, tail: (bom + "".join(line + end for line, end in lines) + tail).encode(),
    st.sampled_from(["", "\ufeff", "\ufeff\ufeff"]),
    st.lists(st.tuples(LINES, ENDS), max_size=12),
    st.sampled_from(["", "data: cut", "\r"]),
)
PLAIN = st.builds(
    lambda values: "".join(f"data: {value}\n\n" for value in values).encode(),
    st.lists(VALUES, max_size=8),
)


@given(st.one_of(STREAMS, PLAIN, st.binary(max_size=60)))
def test_a_stream_decodes_as_the_standard_says(stream):
    assert [tuple(event) for event in decode(stream)] == standard(stream)


@settings(max_examples=60)
@given(st.one_of(STREAMS, PLAIN))
def test_every_split_in_two_equals_the_unsplit_stream(stream):
    whole = decode(stream)
    for cut in range(len(stream) + 1):
        assert decode(stream[:cut], stream[cut:]) == whole


@given(st.one_of(STREAMS, PLAIN), st.lists(st.integers(0, 400)))
def test_any_split_equals_the_unsplit_stream(stream, cuts):
    cuts = sorted({0, len(stream), *(cut for cut in cuts if cut < len(stream))})
    parts = [stream[a:b] for a, b in itertools.pairwise(cuts)]
    assert decode(*parts) == decode(stream)


@given(st.one_of(STREAMS, PLAIN))
def test_bytes_one_by_one_equal_the_unsplit_stream(stream):
    assert decode(*(bytes([byte]) for byte in stream)) == decode(stream)


@given(st.lists(VALUES.filter(bool), max_size=6))
def test_events_in_packets_of_their_own_equal_the_unsplit_stream(values):
    packets = [f"data: {value}\n\n".encode() for value in values]
    assert decode(*packets) == decode(b"".join(packets))


@pytest.mark.parametrize("character", ["\u2028", "\u2029", "\x85", "\x0b", "\x0c", "\x1c", "\x1e"])
def test_only_cr_and_lf_end_lines(character):
    assert decode(f"data: a{character}b\n\n".encode()) == [ServerSentEvent(f"a{character}b")]


def feed_all(decoder: EventDecoder, parts: list[bytes]) -> None:
    for part in parts:
        decoder.feed(part)
    decoder.finish()


def test_an_event_may_be_as_large_as_the_bound():
    body = b"data: " + b"x" * 93 + b"\n"
    assert len(EventDecoder(max_event_size=100).feed(body + b"\n")) == 1


@pytest.mark.parametrize(
    "parts",
    [
        [b"data: " + b"x" * 100 + b"\n\n"],
        [b"data: " + b"x" * 100],
        [b"data: xxxxxxxxx\n"] * 8,
        [b"x" * 20] * 8,
    ],
    ids=["whole", "unfinished", "many lines", "one line in pieces"],
)
def test_an_event_beyond_the_bound_is_refused(parts):
    decoder = EventDecoder(max_event_size=100)
    with pytest.raises(EventTooLargeError, match="100 bytes"):
        feed_all(decoder, parts)


def test_events_before_one_beyond_the_bound_are_given_out():
    decoder = EventDecoder(max_event_size=100)
    assert decoder.feed(b"data: a\n\ndata: " + b"x" * 200) == [ServerSentEvent("a")]
    with pytest.raises(EventTooLargeError):
        decoder.feed(b"\n")


def test_many_events_in_one_packet_may_be_larger_than_the_bound_together():
    assert len(EventDecoder(max_event_size=50).feed(b"data: x\n\n" * 100)) == 100


def test_comments_do_not_count_towards_the_bound():
    decoder = EventDecoder(max_event_size=100)
    for _ in range(100):
        assert decoder.feed(b": ping\n") == []
    assert decoder.feed(b"data: a\n\n") == [ServerSentEvent("a")]


def test_a_reconnection_time_is_noted():
    decoder = EventDecoder()
    decoder.feed(b"retry: 1500\nretry: x\n\n")
    assert decoder.retry == 1500


def test_one_large_event_in_small_pieces_takes_linear_time():
    def seconds(size: int) -> float:
        decoder = EventDecoder()
        start = time.process_time()
        decoder.feed(b"data: ")
        for _ in range(size):
            decoder.feed(b"x" * 16)
        assert len(decoder.feed(b"\n\n")) == 1
        return time.process_time() - start

    small, large = min(seconds(5_000) for _ in range(3)), min(seconds(50_000) for _ in range(3))
    # Ten times the work; a decoder that joins again and again would take a hundred times.
    assert large < small * 40


@given(st.one_of(STREAMS, PLAIN), st.integers(0, 400))
def test_what_is_taken_in_one_piece_is_what_is_taken_line_by_line(stream, cut):
    decoder, slow = EventDecoder(), EventDecoder()
    decoder.feed(stream[:cut])
    slow.feed(stream[:cut])
    slow.between = False
    whole = decoder.whole(stream[cut:])
    if whole is not None:
        assert whole == [event.data for event in slow.feed(stream[cut:])]
