"""Plausible text: words, and one value for each format of JSON Schema."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

if TYPE_CHECKING:
    from collections.abc import Callable
    from random import Random

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
        text = " ".join([text, *rng.choices(WORDS, k=(least - len(text)) // 4 + 1)])
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
    "byte": lambda rng: rng.choice(("YW1iZXI=", "Y2VkYXI=", "cml2ZXI=")),
}
