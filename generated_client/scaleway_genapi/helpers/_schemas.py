"""JSON Schemas and decoding for a user's types, by the libraries made for it: pydantic or msgspec.

Both are optional and imported only when a type of theirs is used. Pure otherwise.
"""

import contextlib
from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import Any, Generic, NamedTuple, TypeVar

from scaleway_genapi._core import ConfigurationError
from scaleway_genapi._core._shapes import is_array, is_object

from ._whole_numbers import write_whole_numbers

T = TypeVar("T")

_MOST_CODECS = 256

# Where JSON Schema has schemas: by names of the user's, and one or several.
_NAMED_SCHEMAS = frozenset(
    {"$defs", "definitions", "dependentSchemas", "patternProperties", "properties"}
)
_SCHEMAS = frozenset(
    {"additionalItems", "additionalProperties", "allOf", "anyOf", "contains", "contentSchema"}
    | {"else", "if", "items", "not", "oneOf", "prefixItems", "propertyNames", "then"}
    | {"unevaluatedItems", "unevaluatedProperties"}
)


class Codec(NamedTuple, Generic[T]):
    """A type's schema and its decoder.

    Attributes:
        name: A name for the schema.
        schema: The JSON Schema; its root is an object.
        decode: Makes a value of JSON text; what it raises is about the text.
    """

    name: str
    schema: dict[str, Any]
    decode: Callable[[str], T]


def refuse_stream(method: str, params: Mapping[str, Any]) -> None:
    """Raises for parameters that would make a stream of what a method must have whole.

    Raises:
        ConfigurationError: There is `stream`.
    """
    if params.get("stream"):
        raise ConfigurationError(f"{method}() does not stream: leave `stream` out")


def codec_for(kind: Any) -> Codec[Any]:
    """The codec of a pydantic model, an attrs class, a dataclass, a TypedDict or a msgspec.Struct.

    Raises:
        ConfigurationError: The type is none of these, or its library is not installed.
    """
    if isinstance(kind, Mapping):
        raise ConfigurationError(
            "response_format is a mapping: pass it to create(), parse() takes a class"
        )
    if not isinstance(kind, type):
        raise ConfigurationError(
            f"response_format must be a class, not {kind!r}: put it into a field of one"
        )
    if type(kind).__hash__ is None:  # a metaclass that compares
        return _make_codec(kind)
    return _codec_of(kind)


def _make_codec(kind: Any) -> Codec[Any]:
    if hasattr(kind, "model_json_schema") or hasattr(kind, "__pydantic_fields__"):
        return _pydantic(kind)
    if hasattr(kind, "__attrs_attrs__") or any(
        hasattr(kind, name) for name in ("__dataclass_fields__", "__struct_fields__", "__total__")
    ):
        try:
            return _msgspec(kind)
        except ConfigurationError:
            # What msgspec does not know: unions of dataclasses, a field that is a model of pydantic.
            with contextlib.suppress(ConfigurationError):
                return _pydantic(kind)
            raise
    raise ConfigurationError(
        f"response_format={kind.__name__}: not a pydantic model, dataclass, attrs class, TypedDict or msgspec.Struct"
    )


# Bounded rather than weak: a codec holds its class. What failed is tried again.
_codec_of = lru_cache(maxsize=_MOST_CODECS)(_make_codec)


def import_pydantic() -> Any:
    """pydantic, or an error that says how to get it."""
    try:
        import pydantic  # noqa: PLC0415 - an extra
    except ImportError:
        raise ConfigurationError(
            "Models of pydantic need pydantic: pip install 'scaleway-genapi[pydantic]'"
        ) from None
    return pydantic


def _pydantic(kind: Any) -> Codec[Any]:
    pydantic = import_pydantic()
    try:
        adapter = pydantic.TypeAdapter(kind)
        schema = adapter.json_schema()
    except (pydantic.errors.PydanticUserError, NameError) as error:
        raise ConfigurationError(f"response_format={kind.__name__}: {error}") from error
    return Codec(kind.__name__, _root(kind, schema), adapter.validate_json)


def import_msgspec() -> Any:
    """msgspec, or an error that says how to get it."""
    try:
        import msgspec  # noqa: PLC0415 - an extra
    except ImportError:
        raise ConfigurationError(
            "Dataclasses, attrs classes and tools need msgspec: pip install 'scaleway-genapi[msgspec]'"
        ) from None
    return msgspec


def _msgspec(kind: Any) -> Codec[Any]:
    msgspec = import_msgspec()
    try:
        schema = msgspec.json.schema(kind)
        decode = msgspec_decoder(kind)
    except (TypeError, NameError) as error:
        raise ConfigurationError(f"response_format={kind.__name__}: {error}") from error
    return Codec(kind.__name__, _root(kind, schema), decode)


def msgspec_decoder(kind: Any) -> Callable[[str], Any]:
    """Makes a value of JSON text; 1.0 is an integer, since the schema that the model was sent has it so."""
    msgspec = import_msgspec()
    decode = msgspec.json.Decoder(kind).decode

    def lenient(text: str) -> Any:
        try:
            return decode(text)
        except msgspec.ValidationError:
            whole = write_whole_numbers(text)
            if whole != text:
                with contextlib.suppress(Exception):  # the first one says what is wrong
                    return decode(whole)
            raise

    return lenient


def _root(kind: Any, schema: dict[str, Any]) -> dict[str, Any]:
    """A schema as the request takes it: strict, and with an object at its root."""
    schema = inline_root(schema)
    if schema.get("type", "object") != "object":
        raise ConfigurationError(
            f"response_format={kind.__name__}: its JSON is of type {schema['type']}, and the API wants"
            " an object: put it into a field of a class"
        )
    result: dict[str, Any] = closed(schema, strict=True)
    return result


def inline_root(schema: dict[str, Any]) -> dict[str, Any]:
    """`schema` with an object at its root instead of a reference to one: servers want that."""
    name = str(schema.get("$ref", "")).removeprefix("#/$defs/")
    definitions: dict[str, Any] = schema.get("$defs", {})
    if name not in definitions:
        return schema
    # A type that refers to itself still needs its definition.
    recursive = f'"#/$defs/{name}"' in str(definitions).replace("'", '"')
    rest = definitions if recursive else {k: v for k, v in definitions.items() if k != name}
    root = dict(definitions[name])
    return root | {"$defs": rest} if rest else root


def closed(schema: Any, *, strict: bool = False) -> Any:
    """`schema` with objects closed to unknown properties; `strict` formats also want all the known ones."""
    if not is_object(schema):
        return schema

    def inner(keyword: str, value: Any) -> Any:
        if keyword in _NAMED_SCHEMAS and is_object(value):
            return {name: closed(one, strict=strict) for name, one in value.items()}
        if keyword in _SCHEMAS:
            if is_array(value):
                return [closed(one, strict=strict) for one in value]
            return closed(value, strict=strict)
        return value  # data, such as a default, which may look like a schema

    result = {keyword: inner(keyword, value) for keyword, value in schema.items()}
    if schema.get("type") == "object" and is_object(properties := schema.get("properties")):
        result.setdefault("additionalProperties", False)
        if strict:
            result["required"] = list(properties)
    return result
