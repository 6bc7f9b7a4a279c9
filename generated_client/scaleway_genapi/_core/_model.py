"""What generated models share: repr, and the slow path that names what is wrong with an answer.

Pure; knows no model by name.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, ClassVar, Self, TypeAlias

from ._errors import ResponseDecodeError
from ._shapes import is_array, is_mapping, is_object
from ._unset import UNSET

Shape: TypeAlias = Any
"""None (anything), "string", "integer", "number", "boolean", a model class, ("array", shape), ("map", shape),
("tag", property, {tag: class}) or ("any", (shape, ...))."""

FieldRow: TypeAlias = tuple[str, bool, bool, Shape]
"""JSON name, required, nullable, shape."""

_SCALARS: dict[str, tuple[type, ...]] = {
    "string": (str,),
    "integer": (int,),
    "number": (int, float),
    "boolean": (bool,),
}
_JSON_NAMES: dict[type, str] = {
    dict: "object",
    list: "array",
    str: "string",
    bool: "boolean",
    int: "integer",
    float: "number",
    type(None): "null",
}


class Model:
    """Base of the generated models."""

    __slots__ = ()
    __attrs_attrs__: ClassVar[Any]

    @classmethod
    def from_dict(cls, data: Any) -> Self:  # noqa: ARG003 - the generated ones take it
        """The model of parsed JSON; unknown properties are kept in `additional_properties`."""
        raise no_values(cls)

    @classmethod
    def from_dict_unchecked(cls, data: Any) -> Self:
        """`from_dict` without the explanation of what is wrong."""
        raise NotImplementedError

    def to_dict(self) -> dict[str, Any]:
        """Plain JSON data, unknown properties included."""
        raise NotImplementedError

    @staticmethod
    def __fields_table__() -> tuple[FieldRow, ...]:
        """What the document says of each property."""
        raise NotImplementedError

    if not TYPE_CHECKING:  # a class with __getattr__ has every name, to a type checker

        def __getattr__(self, name: str) -> Any:
            """A property that the document does not name."""
            # Not those with an underscore: copying, pickling and shells ask for many.
            if not name.startswith("_") and name != "additional_properties":
                found = getattr(self, "additional_properties", {})
                if name in found:
                    return found[name]
            from ._elsewhere import model_attribute  # noqa: PLC0415 - rarely needed

            return model_attribute(self, name)

    @classmethod
    def __get_pydantic_core_schema__(cls, source: object, handler: object) -> Any:
        from ._pydantic import core_schema  # noqa: PLC0415 - only pydantic asks

        return core_schema(cls)

    @classmethod
    def __get_pydantic_json_schema__(cls, core_schema: object, handler: object) -> dict[str, Any]:
        from ._pydantic import json_schema  # noqa: PLC0415 - only pydantic asks

        return json_schema(cls)

    def __repr__(self) -> str:
        # Tracebacks show half-filled models too: those whose decoding failed.
        shown = (
            f"{attribute.name}={value!r}"
            for attribute in self.__attrs_attrs__
            if (value := getattr(self, attribute.name, None)) is not None
            and value is not UNSET
            and not (attribute.name == "additional_properties" and not value)
        )
        return f"{type(self).__name__}({', '.join(shown)})"


def no_values(cls: type[Model]) -> TypeError:
    """The error for a class that only says what others have in common, where one of those is wanted."""
    return TypeError(f"{cls.__name__} has no values of its own: take one of the classes below it")


def to_plain(value: Any) -> Any:
    """Plain JSON data for a value made of models, mappings and sequences; UNSET entries are left out."""
    if value is None or isinstance(value, (str, int, float, bool)):
        return value
    if is_mapping(value):
        return {key: to_plain(item) for key, item in value.items() if item is not UNSET}
    to_dict = getattr(value, "to_dict", None)
    if to_dict is not None:
        return to_dict()
    if isinstance(value, Sequence) and not isinstance(value, (bytes, bytearray)):
        return [to_plain(item) for item in value]  # pyright: ignore[reportUnknownVariableType] - whatever is in it
    return value


def an_array(value: Any) -> Any:
    """`value`, which has no items, if it is an array: an empty object would pass for one in a loop.

    Raises:
        TypeError: It is none.
    """
    if not is_array(value):
        raise TypeError
    return value


def is_among(items: Sequence[Any], item: object, kind: type[Model]) -> bool:
    """Whether `item` is one of `items`, each of which is a `kind`.

    Raises:
        TypeError: It is something else, such as the id of one, which would quietly be none of them.
    """
    if isinstance(item, kind):
        return item in items
    texts = [
        name
        for name, required, _, shape in kind.__fields_table__()
        if required and shape == "string"
    ]
    instead = f": any(item.{texts[0]} == ... for item in ...)" if texts else ""
    raise TypeError(
        f"what is looked for must be of class {kind.__name__}, not {type(item).__name__}; compare a property of"
        f" each{instead}"
    )


def from_given(model: Model, name: str, value: Any, decode: Callable[[Any], Any]) -> Any:
    """What `model` holds for its property `name` when it is given `value`: models, also where that has mappings.

    Args:
        model: Is being made.
        name: Of the property, as in JSON.
        value: Models, mappings, or a mixture of them at any depth.
        decode: What `from_dict` makes the property with, of JSON data.

    Raises:
        TypeError: A mapping in it is none of the models that the property can hold.
    """
    if _holds_no_mapping(value):
        return value
    plain = to_plain(value)
    try:
        return decode(plain)
    except (KeyError, TypeError, AttributeError, ValueError) as error:
        cls = type(model)
        shape = next(row[3] for row in cls.__fields_table__() if row[0] == name)
        path, fault = _find(shape, plain, name) or (name, f"cannot be read: {error}")
        raise TypeError(
            f"{cls.__name__}() was given a mapping that does not fit: {path} {fault}"
        ) from error


def _holds_no_mapping(value: object) -> bool:
    if isinstance(value, list):
        return all(map(_holds_no_mapping, value))  # pyright: ignore[reportUnknownArgumentType] - whatever is in it
    return isinstance(value, (str, bytes, bytearray)) or not isinstance(value, (Mapping, Sequence))


def decode_error(cls: type[Model], data: Any, exc: BaseException) -> ResponseDecodeError:
    """The error for `data` that `cls` could not be made of: names the first property that is at fault."""
    found = fault_in(cls, data)
    if found is None:
        return ResponseDecodeError(
            f"The answer is no valid {cls.__name__}: {type(exc).__name__}", path="$"
        )
    path, fault = found
    return ResponseDecodeError(f"The answer is no valid {cls.__name__}: {path} {fault}", path=path)


_Fault: TypeAlias = tuple[str, str] | None


def fault_in(cls: type[Model], data: object) -> _Fault:
    """Where `data` is no `cls`, and how; None where nothing is at fault."""
    return _find_model(cls, data, "$")


def _wrong(path: str, expected: str, value: object) -> tuple[str, str]:
    return path, f"is {_JSON_NAMES.get(type(value), type(value).__name__)}, expected {expected}"


def _find_model(cls: type[Model], data: object, path: str) -> _Fault:
    if not is_object(data):
        return _wrong(path, "object", data)
    for name, required, nullable, shape in cls.__fields_table__():
        where = f"{path}.{name}"
        if name not in data:
            if required:
                return where, "is missing"
        elif data[name] is None:
            # An optional property may always be null: models hold None for an absent one too.
            if required and not nullable:
                return where, "is null"
        elif (found := _find(shape, data[name], where)) is not None:
            return found
    return None


def _find(shape: Shape, value: object, path: str) -> _Fault:
    if shape is None:
        return None
    if isinstance(shape, str):
        matches = isinstance(value, _SCALARS[shape]) and (
            shape == "boolean" or not isinstance(value, bool)
        )
        return None if matches else _wrong(path, shape, value)
    if isinstance(shape, type):
        model: type[Model] = shape
        return _find_model(model, value, path)
    kind, *rest = shape
    return _FINDERS[kind](rest, value, path)


def _find_array(rest: list[Any], value: object, path: str) -> _Fault:
    if not is_array(value):
        return _wrong(path, "array", value)
    return next(
        (f for i, item in enumerate(value) if (f := _find(rest[0], item, f"{path}[{i}]"))), None
    )


def _find_map(rest: list[Any], value: object, path: str) -> _Fault:
    if not is_object(value):
        return _wrong(path, "object", value)
    return next(
        (f for key, item in value.items() if (f := _find(rest[0], item, f"{path}.{key}"))), None
    )


def _find_tagged(rest: list[Any], value: object, path: str) -> _Fault:
    tag, members = rest
    if not is_object(value):
        return _wrong(path, "object", value)
    if is_object(value.get(tag)) or is_array(value.get(tag)):
        return _wrong(f"{path}.{tag}", "string", value[tag])
    member = members.get(value.get(tag))
    # An unknown tag is a member that the document does not know yet: it is kept as it came.
    return None if member is None else _find_model(member, value, path)


def _find_any(rest: list[Any], value: object, path: str) -> _Fault:
    faults = [_find(shape, value, path) for shape in rest[0]]
    if not faults or None in faults:
        return None
    # The member that got furthest is the one that was meant.
    return max(faults, key=lambda fault: len(fault[0]) if fault else 0)


_FINDERS = {"array": _find_array, "map": _find_map, "tag": _find_tagged, "any": _find_any}
