"""Regular expressions of rules mean what Python means by them, or are refused with the reason."""

from __future__ import annotations

import re
import sys
import unicodedata

import jsonschema_rs
import pytest
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from scaleway_genapi_mock import RuleError
from scaleway_genapi_mock.rules._regex import search, spelt

CASED = "kKsSiI\u0131\u0130\u017fßẞ\u212a\u212bÅå\u03bc\u00b5Σ\u03c3ςǅǆ"
LETTERS = "ab\n -_{}[]^$.,3é²日٣\t\x1c\x85\xa0" + CASED


def refusal(pattern):
    with pytest.raises(RuleError) as caught:
        search(pattern, "regex")
    return caught.value.message


@pytest.mark.parametrize(
    ("pattern", "text", "found"),
    [
        ("^a{,3}b$", "aab", True),
        ("^a{,3}b$", "aaaab", False),
        ("{", "{", True),
        ("a{x}", "a{x}", True),
        ("a{", "a{", True),
        (r"\101\x41\u0041", "AAA", True),
        (r"\0", "\0", True),
        ("a(?# a comment)b", "ab", True),
        (r"\é", "é", True),
        (r"[\b]", "\b", True),
        (r"[\b]", "b", False),
        ("(?x) a  b # spaced", "ab", True),
        ("(?x: a b )c d", "abc d", True),
        ("a$", "a\n", True),
        ("a$", "a\n\n", False),
        ("a$", "a\nb", False),
        (r"a\Z", "a\n", False),
        ("^$", "\n", True),
        ("(?:a$|b)", "a\n", True),
        ("(a$)+", "a\n", True),
        ("a$ *", "a\n", True),
        ("a$$", "a\n", True),
        ("(?m)a$", "a\nb", True),
        ("(?m)^b", "a\nb", True),
        ("^b", "a\nb", False),
        ("a.b", "a\nb", False),
        ("(?s)a.b", "a\nb", True),
        ("(?s:a.)b.", "a\nb\n", False),
        (r"(?a)^\w+$", "é", False),
        (r"(?a)\bb", "éb", True),
        (r"(?a)\Bb", "éb", False),
        (r"(?a:\d)\d", "1٣", True),
        (r"(?a:\d)", "٣", False),
        (r"^\w$", "²", True),
        (r"^\w$", "e\u0301", False),
        (r"^\w\W$", "e\u0301", True),
        (r"\s", "\x1c", True),
        (r"\s", "\ufeff", False),
        (r"[^\S\n]", "\n", False),
        (r"[\W\d]", "a", False),
        ("(?i)^k$", "\u212a", True),
        ("(?ai)^k$", "\u212a", False),
        ("(?i)i", "\u0131", True),
        ("(?i)[^k]", "K", False),
        ("(?i)[h-l]", "K", True),
        ("(?i:a)b", "AB", False),
        ("(?i)a(?-i:b)", "AB", False),
        (r"[\[]", "[", True),
        ("[]a]", "]", True),
        ("[a^-]", "-", True),
        ("[\\u0000-\\uffff]", "é", True),
        ("(?P<name>a)b", "ab", True),
        ("a*?b+?", "b", True),
        ("a|", "", True),
        (r"^[\w.+-]{1,64}@[\w.-]{1,255}$", "jemand@example.com", True),
    ],
)
def test_an_expression_means_what_python_means_by_it(pattern, text, found):
    assert (re.search(pattern, text) is not None) is found, "Python itself"
    assert search(pattern, "regex")(text) is found


@pytest.mark.parametrize(
    "flags", [re.ASCII, re.IGNORECASE, re.MULTILINE, re.DOTALL, re.VERBOSE, re.ASCII | re.VERBOSE]
)
def test_the_flags_of_a_compiled_expression_count_and_are_told_in_json(flags):
    compiled = re.compile(r"^é \w.$|^b", flags)
    told = spelt(compiled)["regex"]
    for text in ("é wx", "É wx", "éwx", "é éx", "é w\n", "a\nb", "b"):
        found = compiled.search(text) is not None
        assert search(compiled, "regex")(text) is found
        assert search(told, "regex")(text) is found


@pytest.mark.parametrize(
    ("pattern", "reason"),
    [
        ("(?=a)", "no look-around"),
        ("(?<!a)b", "no look-around"),
        ("(?!)", "no look-around"),
        (r"(a)\1", "no back references"),
        ("(?P<x>a)(?P=x)", "no back references"),
        ("(a)?(?(1)b|c)", "no conditions on groups"),
        ("(?>a)b", "no atomic groups"),
        ("a*+b", "no possessive repetitions"),
        (r"\w{1000}\w{1000}", "it repeats too often"),
        ("(?:(?:a{1000}){1000}){1000}", "it repeats too often"),
        ("(a$|b)c", "more behind a $"),
        (r"a$\n", "more behind a $"),
        ("a$(?m:^)", "more behind a $"),
        (r"a$\Z", "more behind a $"),
        (r"(?:a$|b){2}", "more behind a $"),
        ("(" * 300 + ")" * 300, "nested too deeply"),
        ("(" * 499 + ")" * 499, "nested too deeply"),
        ("(", "is no regular expression: missing )"),
        (r"\p{L}", r"is no regular expression: bad escape \p"),
        ("a{99999999999}", "is no regular expression: the repetition number is too large"),
        ("a**", "is no regular expression: multiple repeat"),
    ],
)
def test_what_cannot_be_searched_for_in_linear_time_is_refused_with_the_true_reason(
    pattern, reason
):
    assert reason in refusal(pattern)


def test_an_expression_that_python_warns_of_is_refused_where_warnings_are_errors():
    assert "Possible nested set" in refusal("[[a]")


SHORTHANDS = (r"\w", r"\W", r"\d", r"\D", r"\s", r"\S")
RANGES = ("a-z", "A-Z", "0-9", "\u0100-\u0130", "\u2100-\u2200", "\ud700-\ue000")
ATOMS = st.one_of(
    st.sampled_from([*map(re.escape, LETTERS), ".", *SHORTHANDS]),
    st.sampled_from(
        ["{", "}", "a{", r"\101", r"\x41", r"\é", "(?#c)", r"\Z", r"\A", "^", "$", r"(?a:\b)"]
    ),
    st.builds(
        lambda sign, members: f"[{sign}{''.join(members)}]",
        st.sampled_from(["", "^"]),
        st.lists(
            st.sampled_from([*map(re.escape, LETTERS), *SHORTHANDS, r"\b", *RANGES]),
            min_size=1,
            max_size=3,
        ),
    ),
)
PATTERNS = st.recursive(
    ATOMS,
    lambda inner: st.one_of(
        st.lists(inner, max_size=4).map("".join),
        st.lists(inner, min_size=1, max_size=3).map("|".join).map("({})".format),
        st.builds(
            "(?{}:{})".format, st.sampled_from(["", "i", "a", "m", "s", "-i", "ai", "x"]), inner
        ),
        st.builds(
            "(?:{}){}".format,
            inner,
            st.sampled_from(["*", "+", "?", "{2}", "{,2}", "{1,}", "*?", "+?", "{0,2}?"]),
        ),
    ),
    max_leaves=8,
)
FLAGS = st.sets(
    st.sampled_from([re.IGNORECASE, re.MULTILINE, re.DOTALL, re.VERBOSE, re.ASCII])
).map(lambda chosen: sum(chosen, re.NOFLAG))
TEXTS = st.lists(st.sampled_from([*LETTERS, "\n"]), max_size=6).map("".join)


@pytest.mark.filterwarnings("ignore:Possible:FutureWarning")
@given(PATTERNS, FLAGS, st.lists(TEXTS, min_size=1, max_size=8))
@example("(?:a$|)*", re.NOFLAG, ["a\n"])
@example(r"(?a:[\W])", re.NOFLAG, ["\u0131"])
@settings(max_examples=400, deadline=None)
def test_whatever_is_accepted_is_found_where_python_finds_it(pattern, flags, texts):
    try:
        compiled = re.compile(pattern, flags)
    except re.error:
        assert "is no regular expression" in refusal(pattern)
        return
    try:
        found = search(compiled, "regex")
    except RuleError as error:
        assume("more behind a $" not in error.message)
        raise
    for text in texts:
        # CPython's search skips by the first set of (?a:[\W]), read without the flag; match does not.
        there = any(compiled.match(text, at) for at in range(len(text) + 1))
        assert found(text) is there, (pattern, flags, text)


@pytest.mark.parametrize("letter", ["w", "W", "s", "S", "d", "D"])
@pytest.mark.parametrize("flag", [re.ASCII, re.UNICODE])
def test_a_class_holds_what_it_holds_in_python(letter, flag):
    """Of every character but those that one of the two does not know yet: Unicode grows."""
    options = jsonschema_rs.RegexOptions()
    known = jsonschema_rs.validator_for({"pattern": r"\P{Cn}"}, pattern_options=options).is_valid
    pattern = re.compile(f"\\{letter}", flag)
    found = search(pattern, "regex")
    characters = (chr(code) for code in range(sys.maxunicode + 1) if not 0xD800 <= code < 0xE000)
    wrong = [
        char
        for char in characters
        if found(char) is not bool(pattern.match(char))
        and unicodedata.category(char) != "Cn"
        and known(char)
    ]
    assert wrong == []
