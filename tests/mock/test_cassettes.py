"""The file that a recording is: its format, its records, its mistakes."""

from __future__ import annotations

import json
from itertools import pairwise

import httpx
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from scaleway_genapi_mock import FULL_ACCESS_KEY, CassetteError, MockServer
from scaleway_genapi_mock._redaction import event_data
from scaleway_genapi_mock.cassette import records
from scaleway_genapi_mock.cassette.file import Writer, is_cassette, read_cassette
from scaleway_genapi_mock.cassette.interaction import (
    Event,
    Interaction,
    Recorded,
    Sent,
    parse_interaction,
)
from scaleway_genapi_mock.cassette.match import canonical, differences
from scaleway_genapi_mock.cassette.records import Records

from .interactions import LISTED, STREAMED, changed

text = st.text(st.characters(codec="utf-8"), max_size=20)
times = st.floats(0, 1000).map(lambda number: round(number, 4))
contents = st.one_of(
    st.binary(max_size=40), text.map(lambda t: json.dumps(t, ensure_ascii=False).encode())
)


@given(
    contents,
    st.one_of(contents, st.lists(st.tuples(times, st.binary(min_size=1, max_size=40)))),
    st.dictionaries(st.sampled_from(["content-type", "retry-after"]), text),
)
@example(b" 0", b'{"a": 1}', {})
@example(b"0", [(0.0, b'data: {"a": 1}\n\n'), (0.0, b"data: 1e2\n\n")], {})
def test_what_is_written_is_read_again_byte_for_byte(sent, answered, headers):
    events = None
    if isinstance(answered, list):
        events = tuple(Event(after, raw) for after, raw in sorted(answered, key=lambda e: e[0]))
        answered = b""
    interaction = Interaction(
        "o", Sent("POST", "/v1/o", sent), Recorded(200, headers, 0.5, answered, events)
    )
    assert parse_interaction(json.loads(json.dumps(interaction.to_dict()))) == interaction


@given(st.text("ab\n\r: ", max_size=30), st.lists(st.integers(0, 30), max_size=4))
def test_records_do_not_depend_on_where_the_network_cut(stream, cuts):
    """A carriage return that ends a piece waits for its line feed."""
    raw = f"{stream}.".encode()
    whole = Records()
    at_once = whole.feed(raw)
    pieces, found = Records(), []
    bounds = [0, *sorted(cut for cut in cuts if cut <= len(raw)), len(raw)]
    for start, end in pairwise(bounds):
        found += pieces.feed(raw[start:end])
    assert (at_once, whole.rest()) == (found, pieces.rest())
    assert b"".join(at_once) + whole.rest() == raw


def test_a_long_record_in_many_pieces_is_looked_at_once(monkeypatch):
    looked = 0

    class Ends:
        def finditer(self, window):
            nonlocal looked
            looked += len(window)
            return ends.finditer(window)

    ends = records._END
    monkeypatch.setattr(records, "_END", Ends())
    pieces = Records()
    for _ in range(2000):
        assert pieces.feed(b"x" * 100) == []
    assert pieces.feed(b"\r\n\r\n") == [b"x" * 200_000 + b"\r\n\r\n"]
    assert looked < 2 * 200_000


@pytest.mark.parametrize("separator", ["\u2028", "\u2029", "\x85", "\x0b", "\x0c", "\x1c"])
def test_only_cr_and_lf_end_a_line_of_an_event(separator):
    text = f'"one{separator}two"'
    assert event_data(f"id: {separator}data: 1\r\ndata: {text}\r\n\r\n".encode()) == text


@pytest.mark.parametrize(
    ("stream", "expected"),
    [
        (b"data: a\n\ndata: b\n\n", [b"data: a\n\n", b"data: b\n\n"]),
        (b"data: a\r\n\r\ndata: b\n\r\n", [b"data: a\r\n\r\n", b"data: b\n\r\n"]),
        (b"data: a\r\rdata: b", [b"data: a\r\r"]),
        (b"data: a\ndata: b\n", []),
    ],
)
def test_a_blank_line_ends_a_record_whatever_ends_a_line(stream, expected):
    assert Records().feed(stream) == expected


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        (b"data: a\n\n", "a"),
        (b"data:a\r\ndata: b\r\n\r\n", "a\nb"),
        (b": comment\n\n", None),
        (b"retry: 5\n\n", None),
        (b"data\n\n", None),
    ],
)
def test_the_data_of_a_record_is_found(raw, expected):
    assert event_data(raw) == expected


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (b'{"a": 1, "b": [1.0]}', b'{"b":[1],"a":1.0}'),
        (b'"\\u00e9"', '"é"'.encode()),
    ],
)
def test_spellings_of_one_value_are_one_request(one, other):
    assert canonical(one) == canonical(other)
    assert differences(one, other) == []


@pytest.mark.parametrize(
    ("recorded", "sent", "said"),
    [
        ({"a": 1}, {"a": 2}, ["/a: 1 was recorded, 2 sent"]),
        ({"a": 1}, {}, ["/a was recorded and not sent"]),
        ({}, {"a/b": 1}, ["/a~1b was sent and not recorded"]),
        ({"a": [1]}, {"a": [1, 2]}, ["/a: 1 items were recorded, 2 sent"]),
        ({"a": [{"b": True}]}, {"a": [{"b": 1}]}, ["/a/0/b: true was recorded, 1 sent"]),
        ([], {}, ["the body: [] was recorded, {} sent"]),
    ],
)
def test_differences_are_said_with_their_place(recorded, sent, said):
    assert differences(json.dumps(recorded).encode(), json.dumps(sent).encode()) == said


def test_a_cassette_is_for_its_owner_alone(tmp_path):
    path = tmp_path / "new.cassette"
    Writer(path, {}).add(parse_interaction(LISTED))
    assert path.stat().st_mode & 0o777 == 0o600
    path.chmod(0o640)
    Writer(path, {}, overwrite=True).add(parse_interaction(LISTED))
    assert path.stat().st_mode & 0o777 == 0o640


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("{", ":2: is no JSON"),
        ("5", ":2: /: 5 is no object"),
        (changed(LISTED, "request", 5), "/request: 5 is no object"),
        (changed(LISTED, "operation", ...), "/operation: null is no text"),
        (changed(LISTED, "response/status", "200"), '/response/status: "200" is no HTTP status'),
        (changed(LISTED, "response/status", 100), "100 is no final HTTP status"),
        (changed(LISTED, "response/after", -1), "/response/after: -1 is no number of seconds"),
        (changed(LISTED, "response/headers", {"a": 1}), "/response/headers/a: 1 is no text"),
        (changed(STREAMED, "response/events", {}), "/response/events: is no list"),
        (changed(STREAMED, "response/events/0", {"after": 1}), "has no data, raw or base64"),
        (changed(STREAMED, "response/events/0/after", 9), "comes before the event ahead of it"),
        (
            changed(STREAMED, "response/events/0", {"after": 0, "base64": "?"}),
            "/response/events/0/base64: is no base64",
        ),
        (
            changed(STREAMED, "response/events/0", {"after": 0, "data": 1, "raw": "data: 2\n\n"}),
            "/response/events/0/raw: does not say what data says",
        ),
        (
            changed(LISTED, "response/text", "no JSON"),
            "/response/text: does not say what body says",
        ),
    ],
)
def test_a_bad_line_is_refused_with_its_place(tmp_path, line, reason):
    path = tmp_path / "bad.cassette"
    shown = line if isinstance(line, str) else json.dumps(line)
    path.write_text(f'{{"cassette": 1}}\n{shown}\n', encoding="utf-8")
    with pytest.raises(CassetteError) as caught:
        read_cassette(path)
    assert str(caught.value).startswith(f"{path}:2")
    assert reason in str(caught.value)


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        ("", "is empty"),
        ('{"a": 1}\n', ":1: is no cassette"),
        ('{"cassette": 2}\n', "is a cassette of version 2; this reads version 1"),
        ("rules: []\n", ":1: is no JSON"),
    ],
)
def test_a_file_that_is_no_cassette_says_so(tmp_path, content, reason):
    path = tmp_path / "bad.cassette"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(CassetteError, match=reason):
        read_cassette(path)


def test_a_cassette_is_told_from_rules(tmp_path, cassette):
    rules = tmp_path / "rules.yaml"
    rules.write_text('{"reply": {"text": "a"}}\n', encoding="utf-8")
    assert is_cassette(cassette())
    assert not is_cassette(rules)
    assert not is_cassette(tmp_path / "none")


def test_a_failed_write_leaves_the_cassette_as_it_was(cassette, monkeypatch):
    path = cassette(LISTED)
    before = path.read_bytes()
    writer = Writer(path, {}, append=True)
    real = type(path).open

    class Full:
        def __init__(self, file):
            self.file = file

        def __enter__(self):
            return self

        def __exit__(self, *_):
            self.file.close()

        def __getattr__(self, name):
            return getattr(self.file, name)

        def write(self, data):
            if len(data) < 50:
                raise OSError(28, "No space left on device")
            return self.file.write(data[: len(data) - 40])

    monkeypatch.setattr(type(path), "open", lambda *a, **k: Full(real(*a, **k)))
    with pytest.raises(CassetteError, match="No space left"):
        writer.add(parse_interaction(STREAMED))
    assert path.read_bytes() == before


def test_a_torn_last_line_is_said_to_be_one_and_nothing_is_added_to_it(cassette):
    path = cassette(LISTED, STREAMED)
    path.write_bytes(path.read_bytes()[:-30])
    for use in (read_cassette, lambda path: Writer(path, {}, append=True)):
        with pytest.raises(CassetteError, match=r":3: is torn off, .* delete this line"):
            use(path)


def test_a_line_is_added_to_a_file_without_a_last_line_end(cassette):
    path = cassette(LISTED)
    path.write_bytes(path.read_bytes().rstrip())
    Writer(path, {}, append=True).add(parse_interaction(STREAMED))
    assert list(read_cassette(path).interactions) == [2, 3]


def test_importing_the_mock_loads_nothing_of_recording():
    import subprocess
    import sys

    program = (
        "import sys, scaleway_genapi_mock as m\n"
        "with m.MockServer(): pass\n"
        "loaded = [n for n in sys.modules if 'cassette.' in n or 'pages.' in n or n in ('httpx', 'offapi')]\n"
        "print(loaded)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "[]"


def test_a_reset_begins_a_cassette_anew_without_its_file(cassette):
    path = cassette(LISTED, changed(LISTED, "/response/status", 500))
    headers = {"authorization": f"Bearer {FULL_ACCESS_KEY}"}
    with (
        MockServer(cassette=path, replay_speed=0) as server,
        httpx.Client(base_url=server.url, headers=headers) as http,
    ):
        path.unlink()
        for _ in range(2):
            assert [http.get("/v1/models").status_code for _ in range(2)] == [200, 500]
            assert http.post("/__mock__/reset", json={}).status_code == 200
