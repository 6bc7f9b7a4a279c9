"""Documents written inside a test: paths and schemas, with the rest around them."""

import textwrap

import httpx

HEAD = """\
openapi: 3.1.0
info: {title: Inline, version: '1'}
servers: [{url: https://api.example}]
security: [{key: []}]
"""
FOOT = "  securitySchemes: {key: {type: http, scheme: bearer}}\n"
PING = """
/v1/ping:
  get:
    operationId: ping.send
    responses: {'204': {description: done}}
"""
DONE = "responses: {'204': {description: done}}"
ITEM = "Item: {type: object, required: [id], properties: {id: {type: string}}}"
OK = httpx.Response(200, json={"id": "a"})
"""An answer that is an item."""


def text_of(paths: str = PING, schemas: str = "", head: str = HEAD) -> str:
    """A whole document of some paths and some schemas."""
    components = "components:\n"
    if schemas.strip():
        components += "  schemas:\n" + textwrap.indent(textwrap.dedent(schemas).strip("\n"), "    ")
    body = textwrap.indent(textwrap.dedent(paths).strip("\n"), "  ")
    return f"{head}paths:\n{body}\n{components}\n{FOOT}"


def operation(path: str, method: str, operation_id: str, rest: str) -> str:
    """A path item with one operation; `rest` is what follows its operationId."""
    body = textwrap.indent(textwrap.dedent(rest).strip("\n"), "    ")
    return f"{path}:\n  {method}:\n    operationId: {operation_id}\n{body}\n"
