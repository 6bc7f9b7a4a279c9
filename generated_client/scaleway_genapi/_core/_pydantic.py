"""What pydantic asks of a model that is a field of one of its own, or that FastAPI reads and answers.

pydantic finds a hook on the class, which comes here. Needs nothing of it unless it asks.
"""

from typing import TYPE_CHECKING, Any

from ._errors import ResponseDecodeError
from ._shapes import is_array

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ._model import Model


def core_schema(kind: "type[Model]") -> Any:
    """The schema of pydantic-core: JSON data or a `kind` comes in, JSON data goes out.

    Raises:
        TypeError: There is nothing that is a `kind` and not one of the classes below it.
    """
    from pydantic_core import core_schema as schemas  # noqa: PLC0415 - pydantic is here, since it asks

    from ._model import no_values, to_plain  # noqa: PLC0415 - pydantic is sent here from there

    if not hasattr(kind, "__attrs_attrs__"):
        raise no_values(kind)

    def of_json(value: object) -> "Model":
        return read(kind, value)

    of_json.__name__ = kind.__name__  # pydantic's errors say which member of a union it was
    return schemas.no_info_plain_validator_function(
        of_json,
        serialization=schemas.plain_serializer_function_ser_schema(to_plain),
    )


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
    if fault := fault_in(kind, value):
        raise ValueError(" ".join(fault))
    try:
        model = kind.from_dict(value)
    except ResponseDecodeError as error:
        raise ValueError(error.message) from None
    if fault := _other_constant(model, "$"):
        raise ValueError(" ".join(fault))
    return model


def _other_constant(value: object, path: str) -> tuple[str, str] | None:
    """Where in a model, as deep as there are models, another value stands than the document allows."""
    from ._model import Model  # noqa: PLC0415 - as above

    inside: Iterable[tuple[str, object]] = ()
    if is_array(value):
        inside = ((f"{path}[{place}]", item) for place, item in enumerate(value))
    elif isinstance(value, Model):
        found = [
            (f"{path}.{row[0]}", getattr(value, attribute.name), attribute.default)
            for attribute, row in zip(value.__attrs_attrs__, value.__fields_table__(), strict=False)
        ]
        for where, item, constant in found:
            if isinstance(constant, str) and item != constant:
                return where, f"is not {constant!r}"
        inside = ((where, item) for where, item, _ in found)
    return next((fault for place in inside if (fault := _other_constant(place[1], place[0]))), None)
