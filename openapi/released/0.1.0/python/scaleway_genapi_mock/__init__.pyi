# The public surface of scaleway_genapi_mock at the release, for `python -m openapi.compatibility`.
# Never edited. Classes within a class are what its attributes hand out.
from typing import Any, Literal, NotRequired, Required, TypeAlias, overload

__all__ = [
    'CassetteError',
    'Config',
    'DocumentError',
    'Entry',
    'FULL_ACCESS_KEY',
    'GenapiMock',
    'Journal',
    'Key',
    'Limits',
    'MockAddress',
    'MockServer',
    'NO_PERMISSION_KEY',
    'ONE_PROJECT_KEY',
    'RESTRICTED_PROJECT',
    'Recorder',
    'Request',
    'Rule',
    'RuleError',
    'RuleWarning',
    'serve_in_thread',
]

class CassetteError(ValueError): ...
class Config:
    def __init__(
        self,
        spec: Path | None = None,
        seed: int = 0,
        latency: float = 0.0,
        token_delay: float = 0.0,
        strict: bool = False,
        accept_any_key: bool = False,
        keys: tuple[Key, ...] = DEFAULT_KEYS,
        models: Sequence[str] | None = None,
        limits: Limits = ...,
        max_body: int = 32 * 1024 * 1024,
        request_timeout: float = 60.0,
        error_shape: ErrorShape = 'nested',
        legacy_models: tuple[str, ...] = ...,
        gateway_errors: bool = False,
        cap_status: int | None = None,
        dedicated: bool = False,
        rules: tuple[Mapping[str, Any], ...] = ...,
        fault_profile: str | None = None,
        cassette: Path | None = None,
        replay_speed: float = 1.0,
        journal_size: int = 1000,
        hosts: Sequence[str] = ...,
    ) -> None: ...
    accept_any_key: bool
    cap_status: int | None
    cassette: Path | None
    def changed(self, settings: Mapping[str, Any]) -> Config: ...
    dedicated: bool
    error_shape: ErrorShape
    fault_profile: str | None
    gateway_errors: bool
    hosts: Sequence[str]
    journal_size: int
    keys: tuple[Key, ...]
    latency: float
    legacy_models: tuple[str, ...]
    limits: Limits
    max_body: int
    models: Sequence[str] | None
    replay_speed: float
    request_timeout: float
    rules: tuple[Mapping[str, Any], ...]
    seed: int
    spec: Path | None
    strict: bool
    token_delay: float
class DocumentError(Exception):
    def __init__(self, problems: Problem | Iterable[Problem]) -> None: ...
    problems: tuple[Problem, ...]
class Entry:
    NAMES = ...
    def __init__(
        self,
        number: int,
        at: float,
        method: str,
        path: str,
        query: bytes = b'',
        headers: Mapping[bytes, bytes] = _NOTHING,
        known: Iterable[str] = ...,
    ) -> None: ...
    @property
    def answer(self) -> bytes | None: ...
    @property
    def body(self) -> Any: ...
    @property
    def error(self) -> str | None: ...
    @property
    def events(self) -> list[str] | None: ...
    @property
    def headers(self) -> dict[str, str]: ...
    class hider:
        def __bool__(self) -> bool: ...
        def content(self, content: bytes) -> bytes: ...
        def pieces(self, values: list[Any]) -> bool: ...
        def text(self, text: str) -> str: ...
        def value(self, value: Any) -> Any: ...
    def keep(self, raw: bytes, body: Any, reply: Reply) -> int: ...
    key: str | None
    def let_go(self) -> int: ...
    operation: str | None
    @property
    def path(self) -> str: ...
    @property
    def project(self) -> str | None: ...
    @property
    def query(self) -> str: ...
    rule: str | None
    def sent(self, header: str) -> str | None: ...
    def to_dict(self) -> dict[str, Any]: ...
    @property
    def unknown(self) -> list[str]: ...
FULL_ACCESS_KEY = '11111111-1111-1111-1111-111111111111'
from scaleway_genapi_mock.testing import GenapiMock as GenapiMock
class Journal:
    def __getitem__(self, index: int) -> Entry: ...
    def __init__(
        self,
        size: int,
        operations: Collection[str] = ...,
        properties: Callable[[str | None], Collection[str]] = ...,
    ) -> None: ...
    def __iter__(self) -> Iterator[Entry]: ...
    def __len__(self) -> int: ...
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
    def assert_not_called(self, operation: str | None = None, **wanted: Any) -> None: ...
    def begin(self, call: Call) -> Entry: ...
    def clear(self) -> None: ...
    def find(
        self,
        operation: str | None = None,
        *,
        status: int | None = None,
        project: Any = ANY,
        stream: bool | None = None,
        headers: Mapping[str, Any] | None = None,
        last_message: Any = None,
        **body: Any,
    ) -> list[Entry]: ...
    def keep(self, entry: Entry, call: Call, reply: Reply) -> None: ...
    def resize(self, size: int) -> None: ...
    secrets: Collection[str]
class Key:
    def __init__(
        self,
        secret: str,
        permission_sets: frozenset[str] | None = None,
        projects: frozenset[str] | None = None,
        default_project: str | None = None,
    ) -> None: ...
    default_project: str | None
    def has_permission(self, any_of: Iterable[str]) -> bool: ...
    def may_use(self, project: str | None) -> bool: ...
    permission_sets: frozenset[str] | None
    projects: frozenset[str] | None
    secret: str
class Limits:
    def __init__(
        self,
        requests: int | None = None,
        tokens: int | None = None,
        concurrent: int | None = None,
    ) -> None: ...
    concurrent: int | None
    requests: int | None
    tokens: int | None
class MockAddress:
    def __init__(self, url: str, api_key: str) -> None: ...
    api_key: str
    url: str
class MockServer(Scriptable):
    def __enter__(self) -> Self: ...
    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None: ...
    def __init__(
        self,
        spec: Path | str | None = None,
        *,
        document: Document | None = None,
        host: str = '127.0.0.1',
        port: int = 0,
        config: Config | None = None,
        observer: Observer | None = None,
        **settings: Any,
    ) -> None: ...
    @property
    def api_key(self) -> str: ...
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
    class clock:
        def advance(self, seconds: float) -> None: ...
        def freeze(self, at: float | None = None) -> None: ...
        def now(self) -> float: ...
        def reset(self) -> None: ...
    def configure(self, **settings: Any) -> None: ...
    def fail_next(
        self,
        status: int = 500,
        *,
        times: int = 1,
        message: str | None = None,
        **error: Any,
    ) -> Rule: ...
    @property
    def journal(self) -> Journal: ...
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
    def start(self) -> Self: ...
    def stop(self) -> None: ...
    @property
    def url(self) -> str: ...
    def when(self, **conditions: Any) -> When: ...
NO_PERMISSION_KEY = '22222222-2222-2222-2222-222222222222'
ONE_PROJECT_KEY = '33333333-3333-3333-3333-333333333333'
RESTRICTED_PROJECT = '33333333-3333-4333-8333-333333333333'
class Recorder:
    def __enter__(self) -> Self: ...
    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None: ...
    def __init__(
        self,
        upstream: str,
        cassette: Path | str,
        *,
        spec: Path | str | None = None,
        key: str | None = None,
        redact_project: bool = False,
        append: bool = False,
        overwrite: bool = False,
        host: str = '127.0.0.1',
        port: int = 0,
        hosts: Sequence[str] = ...,
        timeout: float = 300.0,
        request_timeout: float = 60.0,
        observer: Callable[[Passage], None] | None = None,
    ) -> None: ...
    passages: list[Passage]
    def start(self) -> Self: ...
    def stop(self) -> None: ...
    @property
    def url(self) -> str: ...
class Request:
    def __init__(self, call: Call) -> None: ...
    @property
    def body(self) -> Any: ...
    def header(self, name: str) -> str | None: ...
    @property
    def headers(self) -> dict[str, str]: ...
    @property
    def last_message(self) -> str: ...
    @property
    def method(self) -> str: ...
    @property
    def model(self) -> Any: ...
    @property
    def number(self) -> int: ...
    @property
    def operation(self) -> str | None: ...
    @property
    def path(self) -> str: ...
    @property
    def project(self) -> str | None: ...
    @property
    def stream(self) -> bool: ...
class Rule:
    def __init__(
        self,
        name: str,
        when: Conditions,
        reply: Spoken,
        times: int | None = None,
        rate: float = 1.0,
        priority: int = 0,
        used: int = 0,
        stated: Mapping[str, Any] | None = None,
        document: Compiled | None = None,
        missed: int = 0,
    ) -> None: ...
    def applies(self, call: Call, seed: int) -> bool: ...
    document: Compiled | None
    @property
    def idle(self) -> str: ...
    missed: int
    name: str
    def notes(self) -> list[tuple[str, str]]: ...
    priority: int
    rate: float
    class reply:
        ask: Callable[[Call], Any] | None
        make: Make
        needs_stream: str
        says: bool
        sequence: tuple[Spoken, ...]
        told: Callable[[Any], Make]
    stated: Mapping[str, Any] | None
    def take(self) -> Spoken: ...
    times: int | None
    def to_dict(self) -> dict[str, Any]: ...
    used: int
    class when:
        def hold(self, call: Call) -> bool: ...
        operation: str | None
        tests: tuple[tuple[Read, Test], ...]
class RuleError(ValueError):
    def __init__(self, path: str, message: str, *more: Part) -> None: ...
    parts: tuple[Part, ...]
class RuleWarning(UserWarning): ...
def serve_in_thread(spec: Path | str | None = None, **settings: Any) -> MockServer: ...
