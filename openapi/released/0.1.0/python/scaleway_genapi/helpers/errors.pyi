# The public surface of scaleway_genapi.helpers.errors at the release, for `python -m openapi.compatibility`.
# Never edited. Classes within a class are what its attributes hand out.
from typing import Any, Literal, NotRequired, Required, TypeAlias, overload

__all__ = [
    'CompletionError',
    'InvalidOutputError',
    'LengthFinishReasonError',
    'RefusalError',
    'ToolLoopError',
]

class CompletionError(ScalewayGenAPIError):
    def __init__(self, message: str, completion: ChatCompletion) -> None: ...
class InvalidOutputError(CompletionError, ScalewayGenAPIError):
    def __init__(self, message: str, completion: ChatCompletion, text: str) -> None: ...
class LengthFinishReasonError(CompletionError, ScalewayGenAPIError): ...
class RefusalError(CompletionError, ScalewayGenAPIError):
    def __init__(self, message: str, completion: ChatCompletion, refusal: str) -> None: ...
class ToolLoopError(CompletionError, ScalewayGenAPIError):
    def __init__(
        self,
        message: str,
        completion: ChatCompletion,
        messages: list[Any],
    ) -> None: ...
