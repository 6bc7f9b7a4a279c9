"""Parameters of a request: read by OpenAPI's `style` and `explode`, then checked by their schemas.

A text has no type: it is read as what the schema allows, `5` as a number where numbers are, and
as a text where that is all it can be. https://spec.openapis.org/oas/v3.1.1.html#style-values
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote, unquote_plus

from scaleway_genapi_mock._json import brief, is_array, is_object, parse

from ._errors import Refusal
from ._explain import explain
from ._forms import FormError, fields

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from scaleway_genapi_mock.compile._operations import Form, Parameter, Shape

    from ._call import Call

_NUMBER = re.compile(r"-?(?:0|[1-9]\d{0,300})(?:\.\d{1,300})?(?:[eE][+-]?\d{1,3})?")
_SEPARATORS = {"spaceDelimited": r"%20|\+| ", "pipeDelimited": r"%7[Cc]|\|"}
_TEXT = frozenset(["string"])
_LITERALS = {"true": True, "false": False}

Query = "Mapping[str, list[str]]"


def check(call: Call, parameters: tuple[Parameter, ...]) -> None:
    """Refuse what a parameter may not be and what is missing (400), and what there is not."""
    query = _query(call.query)
    for parameter in parameters:
        where = f"{parameter.place} parameter {parameter.name}"
        texts = _texts(call, query, parameter)
        if texts is None:
            if parameter.required:
                raise Refusal(400, f"{where} is required", param=parameter.name)
            continue
        if parameter.empty and texts in ("", [""]):
            continue
        _check(parameter, where, texts)
        _look_up(call, parameter)


def _look_up(call: Call, parameter: Parameter) -> None:
    if parameter.unknown is None or parameter.known is None:
        return
    if call.params[parameter.name] not in parameter.known:
        # In the words of the document: there is no such thing, and nothing wrong with the request.
        raise Refusal(parameter.unknown, param=parameter.name)


def check_form(form: Form, content_type: str, raw: bytes) -> None:
    """Refuse (400) a body that is no form, and one whose fields may not be as they are."""
    try:
        given = fields(content_type, raw)
    except FormError as error:
        raise Refusal(400, f"Invalid form: {error}") from None
    texts: dict[str, Any] = {
        # Tools write the brackets of PHP for arrays.
        name.removesuffix("[]"): values
        if name.removesuffix("[]") in form.shape.listed
        else values[-1]
        for name, values in given.items()
    }
    readings = list(_readings(texts, form.shape))
    if not any(form.validator.is_valid(value) for value in readings):
        fault = explain(form.validator, readings[0])
        raise Refusal(400, str(fault), param=fault.path or None)


def text_at(call: Call, place: str, name: str) -> str | None:
    """The one text that stands under a name in the query, a header or a cookie."""
    match place:
        case "query":
            values = _query(call.query).get(name)
            return unquote_plus(values[-1]) if values else None
        case "header":
            return call.header(name)
        case _:
            text = _cookie(call.header("cookie") or "", name)
            return None if text is None else unquote(text)


def _check(parameter: Parameter, where: str, texts: Any) -> None:
    validator = parameter.validator
    if validator is None:
        return
    if parameter.json:
        try:
            values = [parse(texts.encode())]
        except ValueError:
            message = f"{where}: {brief(texts)} is not JSON"
            raise Refusal(400, message, param=parameter.name) from None
    else:
        values = list(_readings(texts, parameter.shape))
    if not any(validator.is_valid(value) for value in values):
        # The first reading is the one that the schema suggests.
        fault = explain(validator, values[0])
        where = f"{where}/{fault.path}" if fault.path else where
        raise Refusal(400, f"{where}: {fault.reason}", param=parameter.name)


def _query(raw: bytes) -> dict[str, list[str]]:
    """The values by name, still encoded: what separates the parts of one is not."""
    found: dict[str, list[str]] = {}
    for pair in raw.decode("latin-1").split("&"):
        if pair:
            name, _, value = pair.partition("=")
            found.setdefault(unquote_plus(name), []).append(value)
    return found


def _texts(call: Call, query: Mapping[str, list[str]], parameter: Parameter) -> Any:
    """What was given: a text, a list of texts, a mapping of texts; None if nothing was."""
    match parameter.place:
        case "query":
            return _in_query(query, parameter)
        case "path":
            text = call.params.get(parameter.name)
            return None if text is None else _in_path(text, parameter)
        case "header":
            text = call.header(parameter.name)
            return None if text is None else _simple(text, parameter)
        case _:
            text = _cookie(call.header("cookie") or "", parameter.name)
            return None if text is None else _simple(unquote(text), parameter)


def _in_query(query: Mapping[str, list[str]], parameter: Parameter) -> Any:
    shape, values = parameter.shape, query.get(parameter.name)
    if "object" in shape.kinds and not parameter.json:
        given = _object(query, parameter)
        if given is not None or "array" not in shape.kinds:
            return given
    if values is None:
        return None
    if "array" not in shape.kinds or parameter.json:
        return unquote_plus(values[-1])
    if not parameter.explode and len(values) == 1:
        values = re.split(_SEPARATORS.get(parameter.style, ","), values[0])
    return [unquote_plus(value) for value in values]


def _object(query: Mapping[str, list[str]], parameter: Parameter) -> Any:
    """`name[a]=1`, `a=1` or `name=a,1`; a text where it cannot be told apart; None if nothing is there."""
    if parameter.style == "deepObject":
        return _deep(query, parameter.name)
    named = {key: query[key] for key in parameter.shape.properties if key in query}
    if parameter.explode and named:
        return {key: unquote_plus(values[-1]) for key, values in named.items()}
    values = query.get(parameter.name)
    if values is None:
        return None
    parts = [unquote_plus(part) for part in values[-1].split(",")]
    return unquote_plus(values[-1]) if parameter.explode else _pairs(parts)


def _deep(query: Mapping[str, list[str]], name: str) -> Any:
    """`name[a]=1&name[b]=2`."""
    found: dict[str, Any] = {}
    for key, values in query.items():
        if key.startswith(f"{name}[") and key.endswith("]"):
            texts = [unquote_plus(value) for value in values]
            found[key[len(name) + 1 : -1]] = texts if len(texts) > 1 else texts[0]
    return found or None


def _in_path(text: str, parameter: Parameter) -> Any:
    """`simple` as it is; `label` after a dot, `matrix` after `;name=`."""
    separator = ","
    if parameter.style == "label":
        text = text.removeprefix(".")
        separator = "." if parameter.explode else ","
    elif parameter.style == "matrix":
        text = text.removeprefix(";")
        separator = ";" if parameter.explode else ","
        is_exploded_object = parameter.explode and "object" in parameter.shape.kinds
        if not is_exploded_object:
            prefix = f"{parameter.name}="
            text = separator.join(part.removeprefix(prefix) for part in text.split(separator))
    return _simple(text, parameter, separator)


def _simple(text: str, parameter: Parameter, separator: str = ",") -> Any:
    kinds = parameter.shape.kinds
    if parameter.json or kinds.isdisjoint(("array", "object")):
        return text
    parts = [part.strip() for part in text.split(separator)]
    if "array" in kinds:
        return parts
    if not parameter.explode:
        return _pairs(parts)
    return {name: value for name, _, value in (part.partition("=") for part in parts)}


def _pairs(parts: list[str]) -> Any:
    """`a,1,b,2`; as it is if it does not come out even."""
    return dict(zip(parts[::2], parts[1::2], strict=True)) if len(parts) % 2 == 0 else parts


def _cookie(header: str, wanted: str) -> str | None:
    for pair in header.split(";"):
        name, _, value = pair.strip().partition("=")
        if name == wanted:
            return value
    return None


def _readings(texts: Any, shape: Shape) -> Iterator[Any]:
    """What `texts` may stand for, the likeliest first."""
    if is_object(texts):
        yield {name: _property(name, text, shape) for name, text in texts.items()}
    elif is_array(texts):
        yield [_typed(text, shape.items) for text in texts]
        if texts == [""]:
            yield []
        if len(texts) == 1:
            # One text may be an array of one, or no array at all.
            yield _typed(texts[0], shape.kinds)
            yield texts[0]
    else:
        yield _typed(texts, shape.kinds)
        if "array" in shape.kinds:
            yield [_typed(texts, shape.items)]
    yield texts


def _property(name: str, text: Any, shape: Shape) -> Any:
    listed = shape.listed.get(name)
    if is_array(text):
        return [_typed(part, listed or _TEXT) for part in text]
    if listed is not None and "string" not in shape.properties[name]:
        return [_typed(text, listed)]
    return _typed(text, shape.properties.get(name, shape.rest))


def _typed(text: str, kinds: frozenset[str]) -> Any:
    """`text` as the most particular of `kinds` that it can be read as."""
    if "boolean" in kinds and text in _LITERALS:
        return _LITERALS[text]
    if not kinds.isdisjoint(("integer", "number")) and _NUMBER.fullmatch(text):
        number = float(text)
        return int(text) if text.lstrip("-").isdigit() else number
    return None if "null" in kinds and text in {"null", ""} and "string" not in kinds else text
