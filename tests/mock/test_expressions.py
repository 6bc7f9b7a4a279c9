"""Texts for regular expressions: what looks around, refers back or names a property of Unicode."""

from __future__ import annotations

import jsonschema_rs
import pytest

from scaleway_genapi_mock.generate import Generator, InvalidSchema, Unsatisfiable

_DAY = (
    r"(?:(?:\d\d[2468][048]|\d\d[13579][26]|\d\d0[48]|[02468][048]00|[13579][26]00)-02-29"
    r"|\d{4}-(?:(?:0[13578]|1[02])-(?:0[1-9]|[12]\d|3[01])|(?:0[469]|11)-(?:0[1-9]|[12]\d|30)"
    r"|(?:02)-(?:0[1-9]|1\d|2[0-8])))"
)
_LABEL = "[a-zA-Z0-9](?:[-0-9a-zA-Z]{0,61}[0-9a-zA-Z])?"
OF_LIBRARIES = [
    # zod
    r"^P(?:(\d+W)|(?!.*W)(?=\d|T\d)(\d+Y)?(\d+M)?(\d+D)?(T(?=\d)(\d+H)?(\d+M)?(\d+([.,]\d+)?S)?)?)$",
    r"^(?!\.)(?!.*\.\.)([A-Za-z0-9_'+\-\.]*)[A-Za-z0-9_+-]@([A-Za-z0-9][A-Za-z0-9\-]*\.)+[A-Za-z]{2,}$",
    r"^(\p{Extended_Pictographic}|\p{Emoji_Component})+$",
    rf"^(?=.{{1,253}}\.?$){_LABEL}(?:\.{_LABEL})*\.?$",
    f"^{_DAY}$",
    rf"^{_DAY}T(?:(?:[01]\d|2[0-3]):[0-5]\d(?::[0-5]\d(?:\.\d+)?)?(?:Z))$",
    # pydantic, for a Decimal
    r"^(?!^[-+.]*$)[+-]?0*(?:\d{0,8}|(?=[\d.]{1,13}0*$)\d{0,8}\.\d{0,4}0*$)$",
]
LOOKING_AROUND = [
    *(r"^user-(?=.*\d)[a-z\d]{4,12}$", r"^\d{3}-(?!00)\d{2}-(?!0000)\d{4}$"),
    *(r"^[a-z]+(?<!admin)$", r"^[a-z]+(?<=ing)$", r"^(?:(?!foo).)*$", r"^(?:(?!--)[a-z-])+$"),
    *(r"(?<=\$)\d+(?:\.\d\d)?", r"^a(?=b)b(?=c)c$", r"^x(?=yz|w)[a-z]{2}$", r"^(?:[a-z](?!aa))+$"),
    *(r"^.+(?=\.pdf$).{4}$", r"^[^.]+\.(?!exe$|bat$)[a-z]{3}$", r"^\d+(?=(?:\d{2})$)\d\d$"),
    *(r"^(?=(?:.{3})+$)[a-z]+$", r"(?=.*\d)(?=.*[a-z]).{8,16}", r"^\b[A-Z]\w*\b \b[A-Z]\w*\b$"),
    *(r"^a\Bb$", r"^\w+(?<!_)@(?!-)[a-z-]+(?<!-)\.com$", r"^(?<!x)\d(?<=\d)(?!\d)[a-f]$"),
]
REFERRING_BACK = [
    *(r"^(['\"])[a-z]+\1$", r"^([a-z])([0-9])\2\1$", r"^<([a-z]+)>[^<]*</\1>$", r"(\w)\1"),
    *(r"^\d{4}([-/.])\d{2}\1\d{2}$", r"^(?!.*(.)\1)[a-z]{6}$", r"^(?:(a)|b)\1$"),
    *(r"^((\d)\2{2})$", r"^(?!(\d)\1+$)\d{11}$", r"^([01]\d)(?!\1)[01]\d$"),
]
OF_UNICODE = [
    *(r"^\p{Script=Latin}+$", r"^\p{Script=Greek}+$", r"^\p{sc=Han}{2,4}$", r"^\p{digit}+$"),
    *(r"^\p{Decimal_Number}+$", r"^\p{White_Space}+$", r"^\p{Currency_Symbol}\d+$", r"^\p{Sc}\d$"),
    *(r"^[\p{L}\p{N} .'-]+$", r"^\P{L}+$", r"^\p{Letter}\p{Mark}+$", r"^\p{gc=Lu}$"),
]
OF_FLAGS = [r"(?i)^abc$", r"^(?i:abc)\d$", r"^(?s-i:a.c)$", r"^\Aabc\z$"]


@pytest.mark.parametrize(
    "pattern",
    [*OF_LIBRARIES, *LOOKING_AROUND, *REFERRING_BACK, *OF_UNICODE, *OF_FLAGS],
)
def test_a_text_is_found(pattern):
    schema = {"type": "string", "pattern": pattern}
    validator = jsonschema_rs.validator_for(schema)
    for seed in range(5):
        assert validator.is_valid(Generator(schema, seed).at())


@pytest.mark.parametrize(
    "pattern",
    [
        *(r"^[a-z]+(?<=ing)$", r"^(?:(?!foo).)*$", r"^(?:(?!--)[a-z-])+$", r"(?<=\$)\d+"),
        *(r"^.+(?=\.pdf$).{4}$", r"^(['\"])[a-z]+\1$", r"(\w)\1", r"^\p{Script=Greek}+$"),
    ],
)
def test_a_text_of_a_length_is_found(pattern):
    schema = {"type": "string", "pattern": pattern, "minLength": 25, "maxLength": 40}
    validator = jsonschema_rs.validator_for(schema)
    for seed in range(5):
        assert validator.is_valid(Generator(schema, seed).at())


@pytest.mark.parametrize("refused", [r"(?<!a)b", r"^(?=.*z)", r"\bthe\b"])
def test_what_looks_around_can_be_refused(refused):
    schema = {"type": "string", "pattern": "^[a-c ]*the[abz]b$", "not": {"pattern": refused}}
    if refused == r"\bthe\b":
        schema["pattern"] = "^[a ]{2,3}the"
    assert jsonschema_rs.is_valid(schema, Generator(schema).at())


@pytest.mark.parametrize(
    "pattern",
    [
        *(r"^a(?!b)b$", r"^(?<!a)b(?<=a)$", r"^a(?=c)b$", r"^(?:(?!a)[ab])+(?<=a)$", r"^a\bb$"),
        *(r"^(a)(?!\1)a$", r"^(?=(?=a)b)b$", r"^\p{L}(?<!\p{L})$"),
    ],
)
def test_what_no_text_has_is_said_with_the_expression(pattern):
    schema = {"type": "object", "properties": {"code": {"type": "string", "pattern": pattern}}}
    with pytest.raises(Unsatisfiable, match=r"at /code: no text was found for the pattern") as why:
        Generator({**schema, "required": ["code"]}).at()
    assert pattern.replace("\\", "\\\\") in str(why.value)


@pytest.mark.parametrize("pattern", [r"^(?P<y>\d{2})-(?P=y)$", r"^(?>a+)b$", r"\p{Nonsense}", "["])
def test_what_is_no_expression_is_said_so(pattern):
    with pytest.raises(InvalidSchema, match=r"pattern|regex"):
        Generator({"type": "string", "pattern": pattern}).at()


@pytest.mark.parametrize(
    "pattern",
    [
        "^" + "(?:(?!a{9})[ab])" * 60 + "$",
        "^(?:" + "|".join(rf"(?=\w{{{n}}}x)\w*" for n in range(40)) + ")+$",
        "".join(rf"(?<!{chr(97 + n)}{{20}})." for n in range(20)),
        r"^(?:(?=(?:a|b)*c)[abc]){200}$",
    ],
)
def test_many_looks_end_in_a_bounded_number_of_steps(pattern):
    schema = {"type": "string", "pattern": pattern, "maxLength": 300}
    try:
        generator = Generator(schema)
        assert jsonschema_rs.is_valid(schema, generator.at())
    except (Unsatisfiable, InvalidSchema):
        return
    assert generator.taken < 20_000
