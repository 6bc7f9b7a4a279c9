"""A mock engine behind one small interface, whichever of the two it is."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass

import httpx

from scaleway_genapi import AsyncClient, Client

KEY = "11111111-1111-1111-1111-111111111111"
UNKNOWN_KEY = "00000000-0000-4000-8000-000000000000"
PROJECT = "78e655b5-feb0-417c-bb3f-8c448bd0e8da"


class WithoutKey(httpx.Auth):
    """Sends requests without the Authorization header, as a service that forgot it would."""

    def auth_flow(self, request):
        request.headers.pop("authorization", None)
        yield request


@dataclass(frozen=True)
class Engine:
    """A server made from the document, and how to make it refuse a call."""

    name: str
    url: str
    limited_url: str

    def client(self, **options) -> Client:
        return Client(**self._options() | options)

    def async_client(self, **options) -> AsyncClient:
        return AsyncClient(**self._options() | options)

    def _options(self) -> dict:
        return {"api_key": KEY, "base_url": self.url, "max_retries": 0, "timeout": 20}

    @contextmanager
    def refusing(self, status: int):
        """A client whose next chat is refused with `status`, and what the call must say for it."""
        options, call = {}, {}
        with httpx.Client(auth=WithoutKey(), timeout=20) as keyless:
            if status == 401:
                options = {"http_client": keyless}
            elif self.name == "prism":
                call = {"extra_headers": {"prefer": f"code={status}"}}
            elif status == 403:
                options = {"api_key": UNKNOWN_KEY}
            elif status == 422:
                call = {"model": "no-such-model"}
            else:
                options = {"base_url": self.limited_url}
            with self.client(**options) as client:
                yield client, call
