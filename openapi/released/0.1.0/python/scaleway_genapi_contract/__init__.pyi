# The public surface of scaleway_genapi_contract at the release, for `python -m openapi.compatibility`.
# Never edited. Classes within a class are what its attributes hand out.
from typing import Any, Literal, NotRequired, Required, TypeAlias, overload

__all__ = [
    'CallRecord',
    'Check',
    'CheckResult',
    'Finding',
    'Kind',
    'Report',
    'Session',
    'Severity',
    'State',
    'Target',
    'TargetError',
    'checks',
    'run',
    'select',
]

class CallRecord:
    def __init__(
        self,
        method: str,
        path: str,
        status: int | None,
        seconds: float,
    ) -> None: ...
    method: str
    path: str
    seconds: float
    status: int | None
class Check:
    def __init__(
        self,
        id: str,
        title: str,
        operation: str,
        ask: Callable[[Context], None],
        needed: bool = False,
    ) -> None: ...
    ask: Callable[[Context], None]
    id: str
    needed: bool
    operation: str
    def run(self, session: Session) -> CheckResult: ...
    title: str
class CheckResult:
    def __init__(
        self,
        id: str,
        title: str,
        operation: str,
        state: State = State.CHECKED,
        reason: str = '',
        findings: list[Finding] = ...,
        calls: list[CallRecord] = ...,
        seconds: float = 0.0,
        needed: bool = False,
    ) -> None: ...
    calls: list[CallRecord]
    def fails(self, threshold: Severity) -> bool: ...
    findings: list[Finding]
    id: str
    needed: bool
    operation: str
    reason: str
    seconds: float
    state: State
    title: str
    @property
    def unmade(self) -> bool: ...
    @property
    def worst(self) -> Severity | None: ...
class Finding:
    def __init__(
        self,
        severity: Severity,
        kind: Kind,
        message: str,
        pointer: str | None = None,
    ) -> None: ...
    kind: Kind
    message: str
    pointer: str | None
    severity: Severity
class Kind(Enum):
    ABSENT_HEADER = 'declared headers that never came'
    BEHAVIOUR = 'behaviour'
    BODY = 'bodies that the schema refuses'
    MEDIA_TYPE = 'media types'
    MISSING_PROPERTY = 'missing properties'
    NEW_HEADER = 'undeclared headers'
    NEW_STATUS = 'undeclared statuses'
    NEW_VALUE = 'new values'
    SECRET = 'secrets repeated by the server'
    STATUS = 'other statuses than the document names'
    STREAM = 'streams'
    TRANSPORT = 'answers that did not arrive'
    UNKNOWN_PROPERTY = 'unknown properties'
class Report:
    def __init__(
        self,
        server: str,
        document: str,
        results: list[CheckResult] = ...,
        calls: int = 0,
        tokens: int = 0,
        seconds: float = 0.0,
        started: float = ...,
        required: frozenset[str] = ...,
        known: int = 0,
        cut: str = '',
    ) -> None: ...
    calls: int
    def count(self, what: Severity | State) -> int: ...
    cut: str
    document: str
    def drift(self) -> dict[Kind, list[tuple[Finding, list[str]]]]: ...
    def failed(self, threshold: Severity) -> list[CheckResult]: ...
    known: int
    def lacking(self, result: CheckResult) -> bool: ...
    required: frozenset[str]
    results: list[CheckResult]
    seconds: float
    server: str
    started: float
    tokens: int
    def undecided(self, threshold: Severity) -> list[CheckResult]: ...
class Session:
    def __enter__(self) -> Self: ...
    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None: ...
    def __init__(self, target: Target, document: Document) -> None: ...
    def answer(self, operation: Operation, example: str) -> Exchange: ...
    def is_news(self, operation: Operation, finding: Finding) -> bool: ...
    def model_for(self, named: str | None, operation: Operation) -> str | None: ...
    models: tuple[str, ...]
    def open(self) -> None: ...
    records: list[CallRecord]
    @property
    def root(self) -> str: ...
    def send(
        self,
        operation: Operation,
        *,
        body: Any = None,
        key: str | None = OWN_KEY,
        headers: Mapping[str, str] | None = None,
        method: str | None = None,
        path: str | None = None,
        root: str | None = None,
    ) -> Exchange: ...
class Severity(IntEnum):
    DEVIATION = 2
    NOTE = 1
    VIOLATION = 3
    @property
    def label(self) -> str: ...
class State(Enum):
    CHECKED = 'checked'
    NOT_SUPPORTED = 'not supported'
    SKIPPED = 'skipped'
    UNANSWERED = 'unanswered'
class Target:
    def __init__(
        self,
        *,
        base_url: str,
        api_key: str = '',
        project_id: str | None = None,
        model: str | None = None,
        timeout: float = 30.0,
        deadline: float = 1800.0,
        max_tokens: int = 64,
        budget: int | None = None,
    ) -> None: ...
    api_key: str
    base_url: str
    budget: int | None
    deadline: float
    @classmethod
    def from_environment(cls) -> Target: ...
    max_tokens: int
    model: str | None
    project_id: str | None
    class redactor:
        def __call__(self, text: str) -> str: ...
        def hide(self, text: str) -> tuple[str, set[str]]: ...
        @property
        def long(self) -> Redactor: ...
        def repeats(self, text: str) -> bool: ...
        secrets: dict[str, str]
    timeout: float
class TargetError(Exception): ...
def checks(document: Document | Path | str | None = None) -> list[Check]: ...
def run(
    target: Target,
    *,
    document: Document | Path | str | None = None,
    only: Sequence[str] = ...,
    skip: Sequence[str] = ...,
    require: Sequence[str] = ...,
    on_result: Callable[[CheckResult], None] | None = None,
) -> Report: ...
def select(
    found: Iterable[Check],
    only: Sequence[str] = ...,
    skip: Sequence[str] = ...,
) -> list[Check]: ...
