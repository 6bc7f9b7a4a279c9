"""Texts in the formats that validators know: a text that is drawn freely is hardly ever a URL.

A format that is not here is one that nothing checks (`byte`, `binary`, `password`). Names of JSON
Schema's, and no endpoint.
"""

from __future__ import annotations

from hypothesis import strategies as st

TEXTS = {
    "date": ["2031-01-31"],
    "date-time": ["2031-01-31T12:00:00Z", "2031-01-31T12:00:00.5+01:00"],
    "duration": ["P1DT12H", "PT1S"],
    "email": ["lea@example.org"],
    "hostname": ["example.org", "localhost"],
    "idn-email": ["léa@example.org"],
    "idn-hostname": ["exämple.org"],
    "ipv4": ["192.0.2.1"],
    "ipv6": ["2001:db8::1", "::"],
    "iri": ["https://example.org/ü"],
    "iri-reference": ["/ü"],
    "json-pointer": ["", "/a/0/~1"],
    "regex": ["^a+$"],
    "relative-json-pointer": ["0", "1/a"],
    "time": ["12:00:00Z"],
    "uri": ["https://example.org/a?b=c#d", "urn:a:b"],
    "uri-reference": ["/a/b", "?c"],
    "uri-template": ["/a/{b}"],
    "uuid": ["6f1f3a52-7c55-4f0e-9a64-2d0f6b1c8e77"],
}
DRAWN: dict[str, st.SearchStrategy[str]] = {
    **{name: st.sampled_from(texts) for name, texts in TEXTS.items()},
    "date": st.dates().map(lambda day: day.isoformat()),
    "date-time": st.datetimes().map(lambda time: f"{time.isoformat()}Z"),
    "uuid": st.uuids().map(str),
}
