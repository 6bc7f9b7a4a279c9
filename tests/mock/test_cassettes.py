"""The file that a recording is: its format, its mistakes, and where it drifts from the document."""

from __future__ import annotations

import base64
import json
from itertools import pairwise

import httpx
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from scaleway_genapi_mock import FULL_ACCESS_KEY, CassetteError, MockServer
from scaleway_genapi_mock.__main__ import main
from scaleway_genapi_mock._redaction import event_data
from scaleway_genapi_mock._secrets import credentials
from scaleway_genapi_mock.cassette import records
from scaleway_genapi_mock.cassette.drift import drift
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
from scaleway_genapi_mock.cassette.redact import hider_of, kept_headers, redacted
from scaleway_genapi_mock.compile._compile import compile_document
from scaleway_genapi_mock.document import load_document

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


@pytest.fixture(scope="module")
def compiled():
    return compile_document(load_document())


@pytest.fixture
def cassette(tmp_path):
    def write(*interactions):
        path = tmp_path / "some.cassette"
        parts = [{"cassette": 1}, *interactions]
        path.write_text("".join(json.dumps(part) + "\n" for part in parts), encoding="utf-8")
        return path

    return write


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


def test_only_headers_that_say_nothing_about_the_caller_are_kept():
    headers = [
        ("Content-Type", "a"),
        ("Set-Cookie", "b"),
        ("X-Ratelimit-Limit-Requests", "c"),
        ("X-Request-Id", "d"),
        ("X-Account", "e"),
    ]
    kept = kept_headers(headers, ["X-RateLimit-Limit-Requests", "Set-Cookie"])
    assert kept == {
        "content-type": "a",
        "x-ratelimit-limit-requests": "c",
        "x-request-id": "d",
    }


KEY = "a1b2c3d4-1111-4222-8333-444455556666"


def hidden(interaction, *secrets, project=None):
    return redacted(interaction, hider_of(secrets, project))


def test_secrets_are_hidden_wherever_they_stand_and_short_ones_are_none():
    secret = "secret-secret"
    raw = f'data: "{secret}"\n\n'.encode()
    events = (Event(0, raw),)
    interaction = Interaction(
        "o",
        Sent("GET", f"/v1/{secret}", secret.encode(), {"q": secret}),
        Recorded(200, {"x-request-id": secret}, 0, b"", events),
    )
    assert secret in str(interaction)
    assert secret not in str(hidden(interaction, secret))
    assert hidden(interaction, "s", "e") == interaction


SPELLINGS = {
    "as it is": KEY,
    "upper case": KEY.upper(),
    "without hyphens": KEY.replace("-", ""),
    "escaped in JSON": "".join(f"\\u{ord(char):04x}" for char in KEY),
    "one letter escaped": KEY.replace("a", "\\u0061", 1),
    "escaped in JSON in JSON": "".join(f"\\\\u{ord(char):04X}" for char in KEY),
    "escaped in a URL": "".join(f"%{ord(char):02X}" for char in KEY),
    "base64": base64.b64encode(KEY.encode()).decode(),
    "base64 of the header": base64.b64encode(f"Bearer {KEY}".encode()).decode(),
    "base64 of user and key": base64.b64encode(f"user:{KEY}".encode()).decode(),
}


@pytest.mark.parametrize("spelt", SPELLINGS.values(), ids=SPELLINGS)
@pytest.mark.parametrize("place", ["request", "answer", "event"])
def test_a_key_is_hidden_in_every_spelling(spelt, place):
    content = f'{{"said": "<{spelt}>"}}'.encode()
    event = Event(0, b"data: " + content + b"\n\n")
    interaction = Interaction(
        "o",
        Sent("POST", "/v1/o", content if place == "request" else b""),
        Recorded(
            200,
            {},
            0,
            content if place == "answer" else b"",
            (event,) if place == "event" else None,
        ),
    )
    written = json.dumps(hidden(interaction, KEY).to_dict())
    said = json.loads(written)
    part = {
        "request": lambda: said["request"]["body"],
        "answer": lambda: said["response"]["body"],
        "event": lambda: said["response"]["events"][0]["data"],
    }[place]()
    assert part["said"].endswith("[redacted]>")
    assert KEY[5:20] not in written
    assert spelt[5:20] not in written


def deltas(*pieces, **beside):
    return [
        {"choices": [{"index": 0, "delta": {"content": piece}, **beside}], "id": "c"}
        for piece in pieces
    ]


@given(st.lists(st.integers(1, len(KEY) - 1), max_size=6, unique=True), st.sampled_from("\r\n"))
def test_a_key_that_comes_in_pieces_of_a_stream_is_hidden(cuts, end):
    bounds = [0, *sorted(cuts), len(KEY)]
    pieces = ["It is ", *(KEY[a:b] for a, b in pairwise(bounds)), ", I think"]
    events = tuple(
        Event(0, b"data: " + json.dumps(delta).encode() + 2 * end.encode())
        for delta in deltas(*pieces)
    )
    recorded = hidden(
        Interaction("o", Sent("POST", "/v1/o"), Recorded(200, {}, 0, b"", events)), KEY
    ).recorded
    data = [json.loads(event_data(event.raw)) for event in recorded.events]
    said = "".join(each["choices"][0]["delta"]["content"] for each in data)
    assert said == "It is [redacted], I think"
    assert all(event.raw.endswith(2 * end.encode()) for event in recorded.events)


def test_the_tokens_of_a_key_are_hidden_and_what_they_might_have_been():
    def token(text):
        return {
            "token": text,
            "bytes": list(text.encode()),
            "logprob": -1,
            "top_logprobs": [{"token": text, "bytes": list(text.encode()), "logprob": -1}],
        }

    tokens = [token(text) for text in ("Hi ", KEY[:9], KEY[9:20], KEY[20:], "!")]
    body = json.dumps({"logprobs": {"content": tokens}}).encode()
    shown = hidden(
        Interaction("o", Sent("POST", "/v1/o"), Recorded(200, {}, 0, body)), KEY
    ).recorded.content
    content = json.loads(shown)["logprobs"]["content"]
    assert [each["token"] for each in content] == ["Hi ", "[redacted]", "", "", "!"]
    assert content[0]["top_logprobs"]
    assert content[0]["bytes"] == list(b"Hi ")
    assert all(each["top_logprobs"] == each["bytes"] == [] for each in content[1:4])


def test_choices_that_come_by_turns_are_read_apart():
    turns = [
        {"choices": [{"index": index, "delta": {"content": piece}}]}
        for piece in (KEY[:10], KEY[10:])
        for index in (0, 1)
    ]
    events = tuple(Event(0, b"data: " + json.dumps(turn).encode() + b"\n\n") for turn in turns)
    interaction = Interaction("o", Sent("POST", "/v1/o"), Recorded(200, {}, 0, b"", events))
    assert KEY[12:20] not in str(hidden(interaction, KEY))


def test_other_fields_of_a_record_are_kept_when_a_piece_is_hidden():
    events = tuple(
        Event(0, f'id: {n}\ndata: {{"a": "{piece}"}}\nretry: 5\n\n'.encode())
        for n, piece in enumerate((KEY[:10], KEY[10:]))
    )
    interaction = Interaction("o", Sent("POST", "/v1/o"), Recorded(200, {}, 0, b"", events))
    raw = [event.raw for event in hidden(interaction, KEY).recorded.events]
    assert raw == [
        b'id: 0\ndata: {"a":"[redacted]"}\nretry: 5\n\n',
        b'id: 1\ndata: {"a":""}\nretry: 5\n\n',
    ]


@pytest.mark.parametrize("spelt", SPELLINGS.values(), ids=SPELLINGS)
def test_a_project_is_hidden_in_every_spelling(spelt):
    body = f'{{"said": "{spelt}"}}'.encode()
    interaction = Interaction("o", Sent("POST", "/v1/o", body), Recorded(200, {}, 0))
    shown = hidden(interaction, project=KEY)
    assert json.loads(shown.sent.content)["said"].endswith("00000000-0000-0000-0000-000000000000")


@given(contents)
def test_what_holds_no_secret_is_not_touched(content):
    interaction = Interaction("o", Sent("POST", "/v1/o", content), Recorded(200, {}, 0, content))
    assert hidden(interaction, KEY, project=KEY[::-1]) == interaction


@pytest.mark.parametrize(
    ("headers", "query", "found"),
    [
        ([(b"authorization", b"Bearer secret-1")], b"", {"secret-1"}),
        ([(b"Authorization", b"secret-1")], b"", {"secret-1"}),
        ([(b"authorization", b"Basic dXNlcm5hbWU6cGFzc3dvcmQ=")], b"", {"username", "password"}),
        ([(b"x-api-key", b"secret-1"), (b"api-key", b"secret-2")], b"", {"secret-1", "secret-2"}),
        ([(b"proxy-authorization", b"Bearer secret-1")], b"", {"secret-1"}),
        ([(b"cookie", b"session=secret-1; a=b")], b"", {"secret-1"}),
        ([(b"x-auth-token", b"secret-1")], b"", {"secret-1"}),
        ([], b"api_key=secret-1&key=secret-2&q=secret-3", {"secret-1", "secret-2"}),
        ([(b"idempotency-key", b"not-secret"), (b"x-request-id", b"not-secret")], b"", set()),
        ([(b"authorization", b"Basic ?"), (b"x-api-key", b"short")], b"", set()),
    ],
)
def test_credentials_are_known_by_the_name_of_their_header_or_parameter(headers, query, found):
    assert found <= credentials(headers, query)
    assert "not-secret" not in credentials(headers, query)
    assert "secret-3" not in credentials(headers, query)


def test_a_cassette_is_for_its_owner_alone(tmp_path):
    path = tmp_path / "new.cassette"
    Writer(path, {}).add(parse_interaction(LISTED))
    assert path.stat().st_mode & 0o777 == 0o600
    path.chmod(0o640)
    Writer(path, {}, overwrite=True).add(parse_interaction(LISTED))
    assert path.stat().st_mode & 0o777 == 0o640


@pytest.mark.parametrize("interaction", [LISTED, STREAMED])
def test_an_answer_as_the_document_says_does_not_drift(compiled, interaction):
    assert drift(compiled, parse_interaction(interaction)) == []


@pytest.mark.parametrize(
    ("interaction", "pointer", "value", "found"),
    [
        (LISTED, "response/status", 418, ("/response/status", "status 418 is not declared")),
        (LISTED, "operation", "models.get", ("/operation", "the document has no such operation")),
        (LISTED, "request/path", "/v1/other", ("/request/path", "is not this operation")),
        (LISTED, "response/body/data/0/id", 5, ("/response/body/data/0/id", "5 is not a string")),
        (LISTED, "response/body/data/0/id", ..., ("/response/body/data/0/id", "is required")),
        (
            LISTED,
            "response/headers/content-type",
            "text/html",
            ("/response/headers/content-type", "text/html is not application/json"),
        ),
        (
            STREAMED,
            "response/events/1",
            {"after": 1, "data": CHUNK},
            ("/response/events", "[DONE]"),
        ),
        (
            STREAMED,
            "response/events/0/data/created",
            "now",
            ("/response/events/0/data/created", '"now" is not an integer'),
        ),
        (
            STREAMED,
            "response/events/0",
            {"after": 0, "raw": "data: {\n\n"},
            ("/response/events/0/raw", "is no JSON"),
        ),
        (
            STREAMED,
            "request/body/temperature",
            "hot",
            ("/request/body/temperature", "and was accepted"),
        ),
    ],
)
def test_drift_is_found_with_its_place(compiled, interaction, pointer, value, found):
    place, message = found
    drifts = drift(compiled, parse_interaction(changed(interaction, pointer, value)))
    assert any(d.pointer == place and message in d.message and not d.note for d in drifts), drifts


def test_what_comes_after_the_end_is_drift(compiled):
    done = {"after": 1, "raw": "data: [DONE]\n\n"}
    late = changed(STREAMED, "response/events", [done, {"after": 1, "data": CHUNK}])
    (found,) = drift(compiled, parse_interaction(late))
    assert (found.pointer, found.message) == (
        "/response/events/1",
        "comes after the end of the stream",
    )


def test_what_is_new_but_allowed_is_a_note(compiled):
    (found,) = drift(compiled, parse_interaction(changed(LISTED, "response/body/data/0/new", 1)))
    assert found.note
    assert found.pointer == "/response/body/data/0/new"
    assert found.message == "is not a known property"


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


def test_check_names_line_place_and_schema(cassette, capfd):
    path = cassette(LISTED, changed(LISTED, "response/body/data/0/created", "now"))
    assert main(["check", str(path)]) == 1
    out, err = capfd.readouterr()
    assert f"{path}:3: drift: models.list: /response/body/data/0/created: " in out
    assert '"now" is not an integer (document: #/' in out
    assert "2 recorded answers, 1 contradictions" in err


def test_check_is_content_with_a_good_cassette(cassette, capfd):
    assert main(["check", str(cassette(LISTED, STREAMED))]) == 0
    assert "2 recorded answers, all as the document says" in capfd.readouterr().out


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
