"""What pydantic asks of a model that is a field of one of its own, or that FastAPI reads and answers.

pydantic finds a hook on the class, which comes here. Needs nothing of it unless it asks.
"""

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

from ._errors import ResponseDecodeError
from ._shapes import is_array, is_object

if TYPE_CHECKING:
    from ._model import Model


def core_schema(kind: "type[Model]") -> Any:
    """The schema of pydantic-core: JSON data or a `kind` comes in, JSON data goes out.

    Raises:
        TypeError: There is nothing that is a `kind` and not one of the classes below it.
    """
    from pydantic import Tag  # noqa: PLC0415 - pydantic is here, since it asks
    from pydantic_core import core_schema as schemas  # noqa: PLC0415 - likewise

    from ._model import no_values, to_plain  # noqa: PLC0415 - pydantic is sent here from there

    if not hasattr(kind, "__attrs_attrs__"):
        raise no_values(kind)

    def of_json(value: object) -> "Model":
        return read(kind, value)

    schema = schemas.no_info_plain_validator_function(
        of_json,
        serialization=schemas.plain_serializer_function_ser_schema(to_plain),
    )
    # By it pydantic's errors say which member of a union it was.
    label: Any = Tag(kind.__name__).__get_pydantic_core_schema__
    return label(kind, {kind: schema}.get)


def json_schema(kind: "type[Model]") -> dict[str, Any]:
    """What an OpenAPI document of a service says of it: what is in it, the vendor's documentation says."""
    return {"type": "object", "title": kind.__name__}


def read(kind: "type[Model]", value: Any) -> "Model":
    """A `kind` of what somebody sent, of whom nothing is trusted: types and constants are checked, too.

    Raises:
        ValueError: It is none; pydantic makes its own error of that.
    """
    from ._model import fault_in  # noqa: PLC0415 - pydantic is sent here from there

    if isinstance(value, kind):
        return value
    # First what says whether it is meant at all: in a union the others are asked, too.
    if fault := _other_tag(kind, value) or fault_in(kind, value):
        raise ValueError(" ".join(fault))
    try:
        model = kind.from_dict(value)
    except ResponseDecodeError as error:
        raise ValueError(error.message) from None
    if fault := _other_constant(model, "$"):
        raise ValueError(" ".join(fault))
    return model


def _constants(kind: "type[Model]") -> Iterator[tuple[str, str, object]]:
    """Of each property its name in JSON, that of its attribute, and its only value if that is a text."""
    for attribute, row in zip(kind.__attrs_attrs__, kind.__fields_table__(), strict=False):
        constant = attribute.default if isinstance(attribute.default, str) else None
        yield row[0], attribute.name, constant


def _other_tag(kind: "type[Model]", data: object) -> tuple[str, str] | None:
    """Which property of JSON data has another value than it always has in a `kind`."""
    if is_object(data):
        for name, _, constant in _constants(kind):
            if constant is not None and name in data and data[name] != constant:
                return f"$.{name}", f"is not {constant!r}"
    return None


def _other_constant(value: object, path: str) -> tuple[str, str] | None:
    """Where in a model, as deep as there are models, another value stands than the document allows."""
    from ._model import Model  # noqa: PLC0415 - as above

    inside: Iterable[tuple[str, object]] = ()
    if is_array(value):
        inside = ((f"{path}[{place}]", item) for place, item in enumerate(value))
    elif isinstance(value, Model):
        found = [
            (f"{path}.{name}", getattr(value, attribute), constant)
            for name, attribute, constant in _constants(type(value))
        ]
        for where, item, constant in found:
            if constant is not None and item != constant:
                return where, f"is not {constant!r}"
        inside = ((where, item) for where, item, _ in found)
    return next((fault for place in inside if (fault := _other_constant(place[1], place[0]))), None)
