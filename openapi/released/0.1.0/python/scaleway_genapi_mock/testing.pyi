# The public surface of scaleway_genapi_mock.testing at the release, for `python -m openapi.compatibility`.
# Never edited. Classes within a class are what its attributes hand out.
from typing import Any, Literal, NotRequired, Required, TypeAlias, overload

__all__ = [
    'GenapiMock',
]

class GenapiMock(MockServer, Scriptable, Clients):
    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None: ...
    def __init__(self, *arguments: Any, **settings: Any) -> None: ...
    def assert_called(
        self,
        operation: str | None = None,
        *,
        times: int | None = None,
        at_least: int | None = None,
        at_most: int | None = None,
        status: int | None = None,
        project: Any = ANY,
        stream: bool | None = None,
        headers: Mapping[str, Any] | None = None,
        last_message: Any = None,
        **body: Any,
    ) -> list[Entry]: ...
    def assert_not_called(
        self,
        operation: str | None = None,
        *,
        status: int | None = None,
        project: Any = ANY,
        stream: bool | None = None,
        headers: Mapping[str, Any] | None = None,
        last_message: Any = None,
        **body: Any,
    ) -> None: ...
    def async_client(self, **options: Any) -> AsyncClient: ...
    def client(self, **options: Any) -> Client: ...
    def close_clients(self) -> None: ...
    def fail_next(
        self,
        status: int = 500,
        *,
        times: int = 1,
        message: str | None = None,
        **error: Any,
    ) -> Rule: ...
    def reset(self) -> None: ...
    def rule(
        self,
        *,
        reply: Mapping[str, Any],
        when: Mapping[str, Any] | None = None,
        times: int | None = None,
        rate: float = 1.0,
        priority: int = 0,
        name: str = '',
    ) -> Rule: ...
    def when(self, **conditions: Any) -> When: ...
