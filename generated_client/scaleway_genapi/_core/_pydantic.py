"""What pydantic asks of a model that is a field of one of its own, or that FastAPI reads and answers.

pydantic finds a hook on the class, which comes here. Needs nothing of it unless it asks.
"""

from typing import TYPE_CHECKING, Any

from ._errors import ResponseDecodeError

if TYPE_CHECKING:
    from ._model import Model


def core_schema(kind: "type[Model]") -> Any:
    """The schema of pydantic-core: JSON data or a `kind` comes in, JSON data goes out."""
    from pydantic_core import core_schema as schemas  # noqa: PLC0415 - pydantic is here, since it asks

    def of_json(value: object) -> "Model":
        return read(kind, value)

    of_json.__name__ = kind.__name__  # pydantic's errors say which member of a union it was
    return schemas.no_info_plain_validator_function(
        of_json,
        serialization=schemas.plain_serializer_function_ser_schema(lambda model: model.to_dict()),
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
    for attribute in kind.__attrs_attrs__:
        constant = attribute.default
        if isinstance(constant, str) and getattr(model, attribute.name) != constant:
            raise ValueError(f"$.{attribute.name} is not {constant!r}")
    return model
