"""Views of `api.py` and `client.py`: servers, paths, headers, and the resources at the top."""

from __future__ import annotations

import posixpath
import re
from typing import TYPE_CHECKING, Any

from .resource_views import child
from .spelling import code, literal
from .views import ApiView, ClientView, Entry

if TYPE_CHECKING:
    from collections.abc import Iterator

    from .api import Api

_RATE_LIMIT = "x-ratelimit-"


def api_view(api: Api) -> ApiView:
    """What the document says of the API as a whole, as arguments of `ApiDescription`."""
    data = api.document.data
    servers: list[dict[str, Any]] = data.get("servers", [{"url": "/"}])
    plain = next((server for server in servers if not server.get("variables")), servers[0])
    project = next((server for server in servers if server.get("variables")), None)
    variable = None if project is None else next(iter(project["variables"]))
    values: dict[str, object] = {
        "title": data["info"]["title"],
        "version": data["info"]["version"],
        "default_base_url": str(plain["url"]).rstrip("/"),
        "project_base_url": None if project is None else str(project["url"]).rstrip("/"),
        "project_variable": variable,
        "project_format": None
        if project is None
        else project["variables"][variable].get("x-format"),
        "path_prefix": _prefix([operation.path for operation in api.operations]),
        "rate_limit_headers": tuple(dict.fromkeys(_rate_limit_headers(api))),
    }
    return ApiView([Entry(code(name), literal(value)) for name, value in values.items()])


def client_view(api: Api) -> ClientView:
    """The client: the resources that stand directly below it."""
    tops = [child(path) for path in api.resources() if len(path) == 1]
    return ClientView(str(api.document.data["info"]["title"]), tops)


def _prefix(paths: list[str]) -> str:
    """What all paths begin with, down to the version ("/v1"); "" where there is no version."""
    common = posixpath.commonpath(paths).split("/") if paths else []
    for depth, segment in enumerate(common):
        if re.fullmatch(r"v\d+\w*", segment):
            return "/".join(common[: depth + 1])
    return ""


def _rate_limit_headers(api: Api) -> Iterator[str]:
    for operation in api.operations:
        for response in api.document.at(operation.pointer)["responses"].values():
            for name in api.document.resolve(response).get("headers", {}):
                if name.lower().startswith(_RATE_LIMIT):
                    yield name.lower()
