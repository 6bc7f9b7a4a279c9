"""Who may use what stands beside the API: programs that were pointed here, and no foreign web page.

A page that somebody opens can send requests to his own machine (CSRF), and can have its own name
resolve to 127.0.0.1 (DNS rebinding) to read the answers, too. The browser tells on both, by Origin,
Sec-Fetch-Site and Host. Knows headers, and nothing of what they are sent to.
"""

from __future__ import annotations

import ipaddress
import re
from typing import TYPE_CHECKING, Any

from scaleway_genapi_mock._json import brief

if TYPE_CHECKING:
    from collections.abc import Iterable, MutableMapping

_HOST = re.compile(r"(?:\[(?P<v6>[^\[\]]+)\]|(?P<name>[^\s:/?#@\[\]]+))(?::\d*)?")
_OWN = ("localhost", ".localhost", ".internal")
"""Names that nobody can buy (RFC 6761, and ICANN's resolution 2024.07.29.06)."""
_OTHER_SITES = {"cross-site", "same-site"}
_ASKED = ("host", "origin", "sec-fetch-site", "sec-fetch-mode", "sec-fetch-dest")


class Access:
    """The names of one server. `hosts` are allowed besides its own; `.x.y` allows all below x.y."""

    def __init__(self, hosts: Iterable[str] = ()) -> None:
        # One name, given as such, is no list of its letters.
        named = [hosts] if isinstance(hosts, str) else hosts
        self._names = (*_OWN, *(name.lower().rstrip(".") for name in named))

    def refusal(self, scope: MutableMapping[str, Any]) -> str | None:
        """Why the request of an ASGI scope is refused; None if it may pass."""
        sent: dict[str, list[str]] = {name: [] for name in _ASKED}
        for raw, value in scope["headers"]:
            name = raw.decode("latin-1")
            if name in sent:
                sent[name].append(value.decode("latin-1").strip().lower())
        for host in sent["host"]:
            if not self._known(host):
                return _unknown(host)
        for origin in sent["origin"]:
            if origin.partition("://")[2] not in sent["host"] or "://" not in origin:
                return f"a page of {brief(origin)} asks for this; only pages of this server may"
        if not _OTHER_SITES.isdisjoint(sent["sec-fetch-site"]) and not _followed(scope, sent):
            return "a page of another site asks for this; only pages of this server may"
        return None

    def _known(self, host: str) -> bool:
        """Whether a Host is an address, or a name that is no stranger's."""
        match = _HOST.fullmatch(host)
        if match is None:
            return False
        name = (match["v6"] or match["name"]).rstrip(".")
        # A name without a dot is one of the own network: a service of docker compose.
        if match["v6"] is None and "." not in name:
            return True
        if any(name == own or (own[0] == "." and name.endswith(own)) for own in self._names):
            return True
        try:
            ipaddress.ip_address(name)
        except ValueError:
            return False
        return True


def _unknown(host: str) -> str:
    shown = brief(host)
    return (
        f"{shown} is no known name of this server: use localhost or an IP address, or allow it by "
        "--allow-host NAME (in Python: hosts=['NAME'])"
    )


def _followed(scope: MutableMapping[str, Any], sent: dict[str, list[str]]) -> bool:
    """Whether somebody followed a link: the other site sees nothing of the page that opens."""
    link = sent["sec-fetch-mode"] == ["navigate"] and sent["sec-fetch-dest"] == ["document"]
    return link and scope["method"] in {"GET", "HEAD"}
