"""What a recording must not hold is hidden in it, however it is written, and nothing else is."""

from __future__ import annotations

import base64
import json
import time
from itertools import pairwise

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from scaleway_genapi_mock import Recorder
from scaleway_genapi_mock._credentials import credentials
from scaleway_genapi_mock._redaction import event_data
from scaleway_genapi_mock._secrets import HIDDEN, Hider
from scaleway_genapi_mock.cassette.interaction import Event, Interaction, Recorded, Sent
from scaleway_genapi_mock.cassette.redact import hider_of, kept_headers, redacted

from .conftest import CHAT, MODEL, PLAIN

text = st.text(st.characters(codec="utf-8"), max_size=20)
contents = st.one_of(
    st.binary(max_size=40), text.map(lambda t: json.dumps(t, ensure_ascii=False).encode())
)


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
OTHER = "0a1b2c3d-2222-4333-8444-555566667777"


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
        ([(b"x-forwarded-for-key", b"not-secret"), (b"code", b"not-secret")], b"", set()),
        ([(b"x-ratelimit-limit-tokens", b"not-secret")], b"max_tokens=not-secret", set()),
        (
            [(b"x-author", b"not-secret"), (b"x-sessions", b"not-secret")],
            b"decode=not-secret",
            set(),
        ),
        ([(b"signature-input", b"not-secret")], b"passage=not-secret&zipcode=not-secret", set()),
        ([(b"x-auth", b"secret-1")], b"auth=secret-2", {"secret-1", "secret-2"}),
        ([(b"authentication", b"secret-1"), (b"x-authentication", b"secret-2")], b"", {"secret-1"}),
        ([(b"x-session", b"secret-1"), (b"x-session-id", b"secret-2")], b"", {"secret-1"}),
        ([(b"x-jwt-assertion", b"secret-1"), (b"jwt", b"secret-2")], b"", {"secret-1"}),
        ([(b"x-hub-signature-256", b"secret-1")], b"sig=secret-2", {"secret-1", "secret-2"}),
        ([], b"sessionid=secret-1&JSESSIONID=secret-2", {"secret-1", "secret-2"}),
        ([], b"code=secret-1&pwd=secret-2", {"secret-1", "secret-2"}),
        ([], b"accessToken=secret-1&client%5Bsecret%5D=secret-2", {"secret-1", "secret-2"}),
        ([(b"x-other", b"Bearer secret-1")], b"", {"secret-1"}),
    ],
)
def test_credentials_are_known_by_the_name_of_their_header_or_parameter(headers, query, found):
    assert found <= credentials(headers, query)
    assert "not-secret" not in credentials(headers, query)
    assert "secret-3" not in credentials(headers, query)


def test_one_plain_word_under_a_doubtful_name_is_hidden_nowhere_else():
    assert credentials([(b"x-session", b"conversation")], b"auth=required&sid=Weather") == set()
    assert credentials([(b"x-api-key", b"conversation")], b"") == {"conversation"}


def test_one_plain_word_in_a_cookie_is_hidden_nowhere_else():
    sent = b"consent=accepted; session=secret-1; lang=Francais"
    found = credentials([(b"cookie", sent)], b"")
    assert "secret-1" in found
    assert not {"accepted", "Francais"} & found


JWT = "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0NTY3ODkwIn0.dozjgNryP4J3jVmNHl0w5N_XgL0n3I9PlFUP0THsR8U"
PEM = "-----BEGIN EC PRIVATE KEY-----\\nMHcCAQEEIIGq0cZ1sWvR\\n-----END EC PRIVATE KEY-----"
LOOKS = {
    "a JSON Web Token": (f"my token is {JWT}, see?", "my token is [redacted], see?"),
    "a private key": (f"here: {PEM}", "here: [redacted]"),
    "a GitHub token": (f"ghp_{'aB3' * 12}.", "[redacted]."),
    "a GitLab token": (f"glpat-{'a1_-' * 5}", "[redacted]"),
    "a Scaleway secret key beside its access key": (
        f"SCW{'A1' * 8}B / {KEY}",
        f"SCW{'A1' * 8}B / [redacted]",
    ),
    "a secret key that says so": (f"SCW_SECRET_KEY={KEY}", "SCW_SECRET_KEY=[redacted]"),
    "a secret key, and not the project beside it": (
        f"SCW_SECRET_KEY={KEY}\\nSCW_DEFAULT_PROJECT_ID={OTHER}",
        f"SCW_SECRET_KEY=[redacted]\\nSCW_DEFAULT_PROJECT_ID={OTHER}",
    ),
    "a secret key in YAML": (f"secret_key: {KEY}", "secret_key: [redacted]"),
}


@pytest.mark.parametrize(("said", "shown"), LOOKS.values(), ids=LOOKS)
def test_what_looks_like_a_credential_is_hidden_in_messages_too(said, shown):
    body = f'{{"said": "{said}"}}'.encode()
    events = tuple(
        Event(0, b"data: " + json.dumps(delta).encode() + b"\n\n")
        for delta in deltas(said[:25], said[25:])
    )
    streamed = Recorded(200, {}, 0, b"", events)
    recorded = hidden(Interaction("o", Sent("POST", "/v1/o", body), streamed))
    assert recorded.sent.content == f'{{"said": "{shown}"}}'.encode()
    data = [json.loads(event_data(event.raw)) for event in recorded.recorded.events]
    assert "".join(each["choices"][0]["delta"]["content"] for each in data) == shown


@pytest.mark.parametrize(
    "said",
    [
        f"The project {KEY} is mine.",
        f"The secret of {KEY} is none.",
        f"My project id is {KEY}, and where do I put my secret_key?",
        f"organization: '{KEY}', and then the secret key",
        f"SCW{'A1' * 8}B is an access key." + " And so on." * 15 + f" The project is {KEY}.",
        "An error body has a code: unauthorized, and a token: Hi",
        "eyJ is how they begin, eyJhbGciOi.eyJzdWIi is not whole",
        "ghp_short and glpat-short",
        "a task-management-system-of-2026-and-later",
    ],
)
def test_what_only_looks_a_little_like_a_credential_is_not_touched(said):
    body = json.dumps({"said": said, "code": 401, "token": "abcdefgh"}).encode()
    interaction = Interaction("o", Sent("POST", "/v1/o", body), Recorded(200, {}, 0, body))
    assert hidden(interaction) == interaction


def test_a_token_under_any_name_is_known_by_its_looks():
    assert credentials([(b"x-anything", JWT.encode())], f"state={JWT}".encode()) == {JWT}


def test_the_journal_shows_no_more_of_credentials_under_other_names(http, genapi_mock):
    sent = {"x-auth": "the-auth-1", "x-jwt-assertion": JWT, "x-anything": f"<{JWT}>", "x-own": "1"}
    http.get("/v1/models?code=the-code-1&pwd=short&order=desc&auth=", headers=sent)
    entry = genapi_mock.journal[-1]
    assert entry.query == "code=[redacted]&pwd=[redacted]&order=desc&auth="
    shown = {name: entry.headers[name] for name in sent}
    assert shown == {
        "x-auth": "the-…",
        "x-jwt-assertion": "eyJh…",
        "x-anything": "<[redacted]>",
        "x-own": "1",
    }
    genapi_mock.assert_called(headers={"X-Auth": "the-auth-1"})


def test_what_people_say_is_in_the_journal_as_they_said_it(chat, genapi_mock):
    chat(f"my token is {JWT}")
    genapi_mock.assert_called(last_message=f"my token is {JWT}")


def test_a_message_with_what_looks_like_a_credential_is_found_again(tmp_path, genapi_mock, http):
    path = tmp_path / "some.cassette"
    sent = {"model": MODEL, "messages": [{"role": "user", "content": f"decode {JWT}"}]}
    with (
        Recorder(genapi_mock.url, path) as recorder,
        httpx.Client(base_url=recorder.url, headers=http.headers, verify=PLAIN) as recorded,
    ):
        answer = recorded.post(CHAT, json=sent)
    assert JWT not in path.read_text(encoding="utf-8")
    assert JWT in answer.text
    genapi_mock.configure(cassette=path, replay_speed=0)
    assert "decode [redacted]" in http.post(CHAT, json=sent).text


ENDLESS = {
    "backslashes": (KEY, "\\" * 400_000 + "\\u0041"),
    "percent signs": (KEY, "%25" * 100_000 + "%"),
    "much like the secret": ("a" * 3000 + "b", "a" * 400_000 + "\\u0041"),
    "much like the secret in base64": ("a" * 3000 + "bbb", "YWFh" * 100_000 + "\\u0041"),
    "a secret of backslashes": ("\\" * 40 + "b", "\\" * 400_000 + "\\u0041"),
    "a secret of slashes": ("/" * 40 + "b", "\\/" * 200_000 + "\\u0041"),
    "a secret of escapes": ("%25" * 40 + "b", "%25" * 100_000 + "\\u0041"),
}


@pytest.mark.parametrize(("secret", "said"), ENDLESS.values(), ids=ENDLESS)
def test_the_time_that_hiding_takes_grows_with_the_text_alone(secret, said):
    """An expression that is tried anew at each place takes minutes or more for any of these."""
    begun = time.process_time()
    assert Hider({secret: HIDDEN}).content(said.encode()) == said.encode()
    assert Hider({secret: HIDDEN}).text(said) == said
    assert time.process_time() - begun < 10


def test_a_request_of_backslashes_keeps_nobody_waiting_who_looks_at_the_journal(http, genapi_mock):
    said = "\\\\" * 60_000 + "\\u0041"
    sent = {"content-type": "application/json", "x-auth-token": "\\" * 40 + "b"}
    body = f'{{"model": "{MODEL}", "messages": [{{"role": "user", "content": "{said}"}}]}}'
    assert http.post(CHAT, content=body, headers=sent).status_code == 200
    (entry,) = http.get("/__mock__/journal").json()["entries"]
    assert entry["body"]["messages"][0]["content"] == json.loads(f'"{said}"')


spelt_letters = st.lists(
    st.sampled_from(
        [
            lambda char: char,
            lambda char: f"\\u{ord(char):04x}",
            lambda char: f"\\\\u{ord(char):04X}",
            lambda char: f"%{ord(char):02x}",
            lambda char: f"%2525{ord(char):02X}",
            lambda char: f"{char}\0",
            str.upper,
        ]
    ),
    min_size=len(KEY),
    max_size=len(KEY),
)


@given(spelt_letters, text, st.sampled_from(['secret/with"all-of\\it', "p4ssword-é-€-😀", KEY]))
def test_a_secret_of_mixed_spellings_is_hidden_and_nothing_beside_it(ways, around, secret):
    ways = ways if secret.isascii() else [str] * len(KEY)
    spelt = "".join(way(char) for way, char in zip(ways, secret, strict=False))
    hider = Hider({secret: HIDDEN})
    before = json.dumps(around)
    for said in (f"{before}<{spelt}>", f"{before}<{json.dumps(spelt)[1:-1]}>"):
        for shown in (hider.text(said), hider.content(said.encode()).decode()):
            # A NUL behind the last letter is no part of it.
            left = shown.replace("\\u0000>", ">").replace("\0>", ">")
            assert left == f"{before}<{HIDDEN}>"


@given(contents, contents)
def test_what_is_left_of_json_with_a_secret_in_it_is_json(before, after):
    hider = Hider({KEY: HIDDEN, '/"secret\\"/': HIDDEN})
    said = {"a": [before.decode("latin-1"), KEY, '/"secret\\"/'], "b": after.decode("latin-1")}
    for spelt in (json.dumps(said), json.dumps(said).replace("/", "\\/")):
        assert json.loads(hider.content(spelt.encode())) == hider.value(said)
