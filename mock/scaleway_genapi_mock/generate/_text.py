"""Plausible text: words, and one value for each format of JSON Schema."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

if TYPE_CHECKING:
    from collections.abc import Callable
    from random import Random

_DRAWN = 1000
WORDS = [
    "amber",
    "anchor",
    "apple",
    "atlas",
    "autumn",
    "beacon",
    "birch",
    "bridge",
    "cedar",
    "cloud",
    "comet",
    "copper",
    "coral",
    "crystal",
    "delta",
    "ember",
    "falcon",
    "fern",
    "forest",
    "garden",
    "glacier",
    "harbor",
    "hazel",
    "island",
    "ivory",
    "juniper",
    "lantern",
    "lemon",
    "maple",
    "marble",
    "meadow",
    "meteor",
    "mint",
    "north",
    "ocean",
    "olive",
    "orchid",
    "pepper",
    "pine",
    "planet",
    "prairie",
    "quartz",
    "raven",
    "river",
    "saffron",
    "sage",
    "silver",
    "spring",
    "summit",
    "sunrise",
    "thistle",
    "timber",
    "topaz",
    "valley",
    "violet",
    "willow",
    "winter",
]


def words(rng: Random, least: int, most: int | None) -> str:
    """Words of `least` to `most` characters in all."""
    text = rng.choice(WORDS)
    if len(text) < least:
        # The longest way: each further word has three letters and a blank at least.
        more = " ".join(["", *rng.choices(WORDS, k=min(_DRAWN, (least - len(text)) // 4 + 1))])
        # What no one reads to its end goes round and round.
        text += more * -(-(least - len(text)) // len(more))
        most = min(least + 8, most) if most is not None else least + 8
    if most is not None and len(text) > most:
        text = text[:most]
        # A blank at the end of a value helps no one.
        if text.endswith(" "):
            text = f"{text[:-1]}s"
    return text


def _date(rng: Random) -> str:
    return f"20{rng.randint(20, 29)}-{rng.randint(1, 12):02}-{rng.randint(1, 28):02}"


def _time(rng: Random) -> str:
    return f"{rng.randint(0, 23):02}:{rng.randint(0, 59):02}:{rng.randint(0, 59):02}Z"


def _host(rng: Random) -> str:
    return f"{rng.choice(WORDS)}.example.com"


FORMATS: dict[str, Callable[[Random], str]] = {
    "date": _date,
    "time": _time,
    "date-time": lambda rng: f"{_date(rng)}T{_time(rng)}",
    "duration": lambda rng: f"PT{rng.randint(1, 59)}M",
    "email": lambda rng: f"{rng.choice(WORDS)}@example.com",
    "idn-email": lambda rng: f"{rng.choice(WORDS)}@example.com",
    "hostname": _host,
    "idn-hostname": _host,
    "ipv4": lambda rng: f"192.0.2.{rng.randint(1, 254)}",
    "ipv6": lambda rng: f"2001:db8::{rng.randint(1, 0xFFFF):x}",
    "uri": lambda rng: f"https://{_host(rng)}/{rng.choice(WORDS)}",
    "uri-reference": lambda rng: f"/{rng.choice(WORDS)}",
    "iri": lambda rng: f"https://{_host(rng)}/{rng.choice(WORDS)}",
    "iri-reference": lambda rng: f"/{rng.choice(WORDS)}",
    "uri-template": lambda rng: f"/{rng.choice(WORDS)}/{{id}}",
    "uuid": lambda rng: str(UUID(int=rng.getrandbits(128), version=4)),
    "json-pointer": lambda rng: f"/{rng.choice(WORDS)}",
    "relative-json-pointer": lambda rng: f"{rng.randint(0, 3)}/{rng.choice(WORDS)}",
    "regex": lambda rng: f"^{rng.choice(WORDS)}$",
    # Not of JSON Schema: what libraries for models write.
    "decimal": lambda rng: f"{rng.randint(0, 999)}.{rng.randint(0, 99):02}",
    "ipvanyaddress": lambda rng: f"192.0.2.{rng.randint(1, 254)}",
    "ipvanyinterface": lambda rng: f"192.0.2.{rng.randint(1, 254)}/24",
    "ipvanynetwork": lambda rng: f"10.{rng.randint(0, 255)}.0.0/16",
    "ipv4interface": lambda rng: f"192.0.2.{rng.randint(1, 254)}/24",
    "ipv4network": lambda rng: f"10.{rng.randint(0, 255)}.0.0/16",
    "ipv6interface": lambda rng: f"2001:db8::{rng.randint(1, 0xFFFF):x}/64",
    "ipv6network": lambda rng: f"2001:db8:{rng.randint(1, 0xFFFF):x}::/48",
    "fraction": lambda rng: f"{rng.randint(1, 99)}/{rng.randint(2, 99)}",
    "multi-host-uri": lambda rng: f"https://{_host(rng)}/{rng.choice(WORDS)}",
    "name-email": lambda rng: f"{rng.choice(WORDS)} <{rng.choice(WORDS)}@example.com>",
    "base64url": lambda rng: rng.choice(("YW1iZXI=", "Y2VkYXI=", "cml2ZXI=")),
    "byte": lambda rng: rng.choice(("YW1iZXI=", "Y2VkYXI=", "cml2ZXI=")),
}

_DAY = (
    r"[12][0-9]{3}-((0[1-9]|1[0-2])-(0[1-9]|1[0-9]|2[0-8])|(0[13-9]|1[0-2])-(29|30)"
    r"|(0[13578]|1[02])-31)"
)
_SHAPES = {
    "date": f"^{_DAY}$",
    "time": r"^([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9](\.[0-9]{1,6})?(Z|[+-]0[0-9]:[0-5][0-9])$",
    "date-time": (
        rf"^{_DAY}T([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9](\.[0-9]{{1,6}})?(Z|[+-]0[0-9]:[0-5][0-9])$"
    ),
    "duration": r"^P([1-9][0-9]{0,3}D|T[1-9][0-9]{0,3}[HMS]|[1-9][0-9]?W)$",
    "email": r"^[A-Za-z0-9]+([._+-][A-Za-z0-9]+)*@[a-z0-9]+(-[a-z0-9]+)*(\.[a-z0-9]+)*\.[a-z]{2,6}$",
    "hostname": r"^[a-z0-9]{1,20}(-[a-z0-9]{1,20})?(\.[a-z0-9]{1,20}){0,3}\.[a-z]{2,6}$",
    "ipv4": r"^(1[0-9]{2}|[1-9]?[0-9])(\.(1[0-9]{2}|[1-9]?[0-9]|2[0-4][0-9]|25[0-5])){3}$",
    "ipv6": r"^([0-9a-f]{1,4}:){7}[0-9a-f]{1,4}$|^([0-9a-f]{1,4}:){1,3}(:[0-9a-f]{1,4}){1,3}$",
    "uri": (
        r"^[a-z][a-z0-9+.-]{1,10}://[a-zA-Z0-9-]+(\.[a-zA-Z0-9-]+)*(:[1-9][0-9]{0,3})?"
        r"(/[a-zA-Z0-9._~@:+-]*)*(\?[a-zA-Z0-9=&._-]*)?(#[a-zA-Z0-9._-]*)?$"
    ),
    "uri-reference": r"^(/[a-zA-Z0-9._~-]+)+(\?[a-zA-Z0-9=&._-]*)?$",
    "uuid": r"^[0-9a-f]{8}-[0-9a-f]{4}-[1-8][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$",
    "json-pointer": r"^(/[a-zA-Z0-9._-]+)+$",
}
SHAPES: dict[str, str] = {
    **_SHAPES,
    "idn-email": _SHAPES["email"],
    "idn-hostname": _SHAPES["hostname"],
    "iri": _SHAPES["uri"],
    "iri-reference": _SHAPES["uri-reference"],
}
"""Expressions that match texts of a format, not all of them: where a format alone is not enough."""
