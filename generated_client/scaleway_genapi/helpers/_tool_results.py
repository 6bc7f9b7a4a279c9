"""What the model is told of a call: the function's result as text, or what went wrong. Pure."""

from typing import Any

from scaleway_genapi._core import ConfigurationError, RequestEncodeError
from scaleway_genapi._core._json_text import join_halves
from scaleway_genapi._core._plain import Simplifier, to_json_data
from scaleway_genapi._core._words import words_of

from ._schemas import import_msgspec

_LONGEST_ERROR = 2000


def result_text(value: Any) -> str:
    """A tool's result as the text that the model reads: strings as they are, the rest as JSON.

    Raises:
        TypeError: There is no obvious JSON for it.
    """
    if isinstance(value, str):
        return join_halves(value)
    if hasattr(value, "model_dump_json"):
        text: str = value.model_dump_json()
        return text
    from scaleway_genapi._core._json import dumps  # noqa: PLC0415 - loads a JSON library

    # One for both tries: what can be read only once is read once.
    simpler = Simplifier()
    try:
        plain = to_json_data(value, simpler)
    except RequestEncodeError as error:
        try:
            msgspec = import_msgspec()
        except ConfigurationError:
            raise error from None
        plain = msgspec.to_builtins(value, str_keys=True, enc_hook=simpler)
    # Not by msgspec, which writes what is no number as null.
    return dumps(plain).decode()


def error_text(error: Exception) -> str:
    """A failed call, as the model is told of it."""
    told = f"Error: {type(error).__name__}"
    if words := words_of(error):
        told = f"{told}: {words}"[:_LONGEST_ERROR]
    return join_halves(told)
