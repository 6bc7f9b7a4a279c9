"""Seeded changes of a small package, breaking and harmless, and what the report says of each."""

from __future__ import annotations

from typing import NamedTuple

import pytest

from openapi.compatibility import Direction, compare_surfaces, read_surface

FILES = {
    "__init__.py": """
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ._client import Client as Client
    from ._errors import NotFound as NotFound, StatusError as StatusError
    from ._models import *

def __getattr__(name): ...
""",
    "_models.py": """
from __future__ import annotations
from collections.abc import Mapping, Sequence
from typing import Literal, Required, TypeAlias, TypedDict
from ._errors import Root as Base
from attrs import define, field

__all__ = ["Answer", "Question", "QuestionParam", "Shared", "Tone"]

Tone: TypeAlias = Literal["plain", "formal"] | None

@define(kw_only=True)
class Answer:
    text: str
    state: Literal["ready"] | str
    cost: float | None = None
    note: str | int = ""
    extra: dict[str, int] = field(factory=dict)

@define(kw_only=True)
class Question:
    text: str
    tone: Tone = None
    limit: int | None = None
    words: Sequence[str | int] = ()
    marks: Mapping[str, Sequence[int]] | None = None

class QuestionParam(TypedDict, total=False):
    text: Required[str]
    tone: Tone

@define
class Shared(Base):
    name: str
""",
    "_errors.py": """
class Root: ...
class Base(Exception): ...
class StatusError(Base):
    status: int
class NotFound(StatusError): ...
""",
    "_resources.py": """
from __future__ import annotations
from typing import Literal, overload
from typing import TYPE_CHECKING
from ._models import Answer, Question, QuestionParam
if TYPE_CHECKING:
    from typing import Unpack
    from ._params import AskParams

class Chat:
    def ask(self, *, times: int = 1, **params: "Unpack[AskParams]") -> int: ...

    @overload
    def create(self, *, question: Question | QuestionParam, stream: Literal[False] = False) -> Answer: ...
    @overload
    def create(self, *, question: Question | QuestionParam, stream: Literal[True]) -> list[Answer]: ...
    def create(self, *, question: Question | QuestionParam, stream: bool = False) -> Answer | list[Answer]:
        raise NotImplementedError

    def count(self, text: str, model: str = "small") -> int:
        raise NotImplementedError

    def find(self, *, limit: int = 1, **fields: str) -> int: ...

    def _private(self) -> None: ...
""",
    "_client.py": """
from __future__ import annotations
from ._base import Base
from ._resources import Chat

class Client(Base):
    def __init__(self, key: str | None = None, *, retries: int = 2) -> None:
        self.retries = retries

    @property
    def chat(self) -> Chat:
        return Chat()
""",
    "_base.py": """
class Base:
    def close(self, wait: float = 1.0) -> None: ...
    def __enter__(self) -> "Base": ...
""",
    "_params.py": """
from __future__ import annotations
from typing import Required, TypedDict

class _Common(TypedDict, total=False):
    text: Required[str]
    seed: int | None

class AskParams(_Common, total=False):
    size: int
""",
    "extra/__init__.py": "",
    "extra/tools.py": """
def cut(text: str) -> str: ...
def glue(text: str) -> str: ...
""",
}  # fmt: skip
USES = {
    "Answer": frozenset({Direction.RESPONSE}),
    "Question": frozenset({Direction.REQUEST}),
    "Tone": frozenset({Direction.REQUEST}),
}


class Seed(NamedTuple):
    name: str
    file: str
    old: str
    new: str
    breaks: bool
    where: str


def _seed(name, file, old, new, where, *, breaks):
    return Seed(name, file, old, new, breaks, where)


_M, _R, _C, _P = "_models.py", "_resources.py", "_client.py", "_params.py"
BREAKING = [
    _seed("class removed", _M, '"Shared", ', "", "shop.Shared", breaks=True),
    _seed("method removed", _R, "def count", "def _count", "shop.Client.chat.count", breaks=True),
    _seed(
        "method renamed on a client's resource",
        _R,
        "def count",
        "def tally",
        "shop.Client.chat.count",
        breaks=True,
    ),
    _seed(
        "inherited method removed",
        "_base.py",
        "def close",
        "def _close",
        "shop.Client.close",
        breaks=True,
    ),
    _seed(
        "context manager given up",
        "_base.py",
        "__enter__",
        "_enter",
        "shop.Client.__enter__",
        breaks=True,
    ),
    _seed(
        "parameter removed",
        _R,
        ', model: str = "small"',
        "",
        "shop.Client.chat.count(model)",
        breaks=True,
    ),
    _seed(
        "parameter renamed where any keyword is taken",
        _R,
        "limit: int = 1",
        "most: int = 1",
        "shop.Client.chat.find(limit)",
        breaks=True,
    ),
    _seed(
        "keywords taken no more",
        _R,
        ", **fields: str",
        "",
        "shop.Client.chat.find(fields)",
        breaks=True,
    ),
    _seed(
        "keyword of an unpacked TypedDict removed",
        _P,
        "    seed: int | None\n",
        "",
        "shop.Client.chat.ask(seed)",
        breaks=True,
    ),
    _seed(
        "keyword of an unpacked TypedDict becomes required",
        _P,
        "size: int",
        "size: Required[int]",
        "shop.Client.chat.ask(size)",
        breaks=True,
    ),
    _seed(
        "keyword of an unpacked TypedDict takes less",
        _P,
        "seed: int | None",
        "seed: int",
        "shop.Client.chat.ask(seed)",
        breaks=True,
    ),
    _seed(
        "function removed from a module of a package that has no names itself",
        "extra/tools.py",
        "def cut",
        "def _cut",
        "shop.extra.tools.cut",
        breaks=True,
    ),
    _seed(
        "parameter becomes required",
        _R,
        'model: str = "small"',
        "model: str",
        "shop.Client.chat.count(model)",
        breaks=True,
    ),
    _seed(
        "required parameter added",
        _R,
        "text: str, model",
        "text: str, kind: str, model",
        "shop.Client.chat.count(kind)",
        breaks=True,
    ),
    _seed(
        "positional parameters swapped",
        _R,
        'text: str, model: str = "small"',
        'model: str = "small", text: str = ""',
        "shop.Client.chat.count(text)",
        breaks=True,
    ),
    _seed(
        "parameter made keyword-only",
        _R,
        "text: str, model",
        "text: str, *, model",
        "shop.Client.chat.count(model)",
        breaks=True,
    ),
    _seed(
        "default changed",
        _C,
        "retries: int = 2",
        "retries: int = 5",
        "shop.Client(retries)",
        breaks=True,
    ),
    _seed(
        "parameter takes less", _C, "key: str | None", "key: str", "shop.Client(key)", breaks=True
    ),
    _seed(
        "method returns more",
        _R,
        "-> int",
        "-> int | None",
        "shop.Client.chat.count() ->",
        breaks=True,
    ),
    _seed(
        "method becomes async",
        _R,
        "def count",
        "async def count",
        "shop.Client.chat.count",
        breaks=True,
    ),
    _seed(
        "overload removed",
        _R,
        "    @overload\n    def create(self, *, question: Question | QuestionParam, stream: Literal[True]) -> list[Answer]: ...\n",
        "",
        "shop.Client.chat.create",
        breaks=True,
    ),
    _seed(
        "parameter of every overload removed",
        _R,
        "question: Question | QuestionParam, ",
        "",
        "shop.Client.chat.create(question)",
        breaks=True,
    ),
    _seed(
        "parameter of one overload takes less",
        _R,
        "question: Question | QuestionParam, stream: Literal[False]",
        "question: Question, stream: Literal[False]",
        "shop.Client.chat.create(question)",
        breaks=True,
    ),
    _seed(
        "required parameter added to one overload",
        _R,
        "stream: Literal[True]",
        "stream: Literal[True], size: int",
        "shop.Client.chat.create(size)",
        breaks=True,
    ),
    _seed(
        "one overload returns more",
        _R,
        "stream: Literal[True]) -> list[Answer]",
        "stream: Literal[True]) -> list[Answer] | None",
        "shop.Client.chat.create() ->",
        breaks=True,
    ),
    _seed(
        "model's field removed",
        _M,
        "    cost: float | None = None\n",
        "",
        "shop.Answer.cost",
        breaks=True,
    ),
    _seed(
        "field of an answer may be null",
        _M,
        "    text: str\n    state",
        "    text: str | None\n    state",
        "shop.Answer.text",
        breaks=True,
    ),
    _seed(
        "field of a request takes less",
        _M,
        "limit: int | None = None",
        "limit: int = 0",
        "shop.Question.limit",
        breaks=True,
    ),
    _seed(
        "field of a request becomes required",
        _M,
        "    limit: int | None = None",
        "    limit: int | None",
        "shop.Question(limit)",
        breaks=True,
    ),
    _seed(
        "new required field of a request",
        _M,
        "    tone: Tone = None\n",
        "    tone: Tone = None\n    seed: int\n",
        "shop.Question(seed)",
        breaks=True,
    ),
    _seed(
        "new required key of a mapping",
        _M,
        "    text: Required[str]\n",
        "    text: Required[str]\n    seed: Required[int]\n",
        "shop.QuestionParam.seed",
        breaks=True,
    ),
    _seed(
        "key of a mapping becomes required",
        _M,
        "    tone: Tone\n",
        "    tone: Required[Tone]\n",
        "shop.QuestionParam.tone",
        breaks=True,
    ),
    _seed(
        "value of a literal removed",
        _M,
        'Literal["plain", "formal"]',
        'Literal["plain"]',
        "shop.Tone",
        breaks=True,
    ),
    _seed(
        "exception caught no more",
        "_errors.py",
        "NotFound(StatusError)",
        "NotFound(Base)",
        "shop.NotFound",
        breaks=True,
    ),
    _seed("base given up", _M, "class Shared(Base)", "class Shared", "shop.Shared", breaks=True),
    _seed(
        "sequence of a request takes less",
        _M,
        "Sequence[str | int]",
        "Sequence[str]",
        "shop.Question.words",
        breaks=True,
    ),
    _seed(
        "names of a mapping are others",
        _M,
        "Mapping[str,",
        "Mapping[str | int,",
        "shop.Question.marks",
        breaks=True,
    ),
    _seed(
        "property in place of an attribute",
        "_errors.py",
        "    status: int",
        "    @property\n    def status(self) -> int: ...",
        "shop.StatusError.status",
        breaks=True,
    ),
]
HARMLESS = [
    _seed("method added", _R, "    def _private", "    def shut(self) -> None: ...\n    def _private", "shop.Client.chat.shut", breaks=False),
    _seed("optional parameter added", _R, 'model: str = "small"', 'model: str = "small", *, seed: int | None = None', "shop.Client.chat.count(seed)", breaks=False),
    _seed("keyword of an unpacked TypedDict added", _P, "    size: int", "    size: int\n    beat: int", "shop.Client.chat.ask(beat)", breaks=False),
    _seed("optional parameter added to every overload", _R, "question: Question | QuestionParam,", "question: Question | QuestionParam, seed: int = 0,", "shop.Client.chat.create(seed)", breaks=False),
    _seed("parameter of every overload takes more", _R, "Question | QuestionParam", "Question | QuestionParam | str", "shop.Client.chat.create(question)", breaks=False),
    _seed("parameter of one overload may be left out", _R, "*, question: Question | QuestionParam, stream: Literal[False]", "*, question: Question | QuestionParam = ..., stream: Literal[False]", "shop.Client.chat.create(question)", breaks=False),
    _seed("overload added", _R, "    def create(self, *, question: Question | QuestionParam, stream: bool", "    @overload\n    def create(self, *, question: str, stream: None) -> None: ...\n    def create(self, *, question: Question | QuestionParam, stream: bool", "shop.Client.chat.create", breaks=False),
    _seed("parameter takes more", _C, "key: str | None", "key: str | bytes | None", "shop.Client(key)", breaks=False),
    _seed("method returns less", _R, "-> int", "-> bool", "shop.Client.chat.count() ->", breaks=False),
    _seed("optional field of an answer added", _M, "    cost: float", "    kind: str | None = None\n    cost: float", "shop.Answer.kind", breaks=False),
    _seed("optional field of a request added", _M, "    limit: int", "    seed: int | None = None\n    limit: int", "shop.Question.seed", breaks=False),
    _seed("optional key of a mapping added", _M, "    tone: Tone\n", "    tone: Tone\n    seed: int\n", "shop.QuestionParam.seed", breaks=False),
    _seed("field of a request takes more", _M, "limit: int | None = None", "limit: int | str | None = None", "shop.Question.limit", breaks=False),
    _seed("sequence of a request takes more", _M, "Sequence[str | int]", "Sequence[str | int | None]", "shop.Question.words", breaks=False),
    _seed("sequences in a mapping of a request take more", _M, "Sequence[int]]", "Sequence[int | str]]", "shop.Question.marks", breaks=False),
    _seed("field of an answer is of fewer types", _M, "note: str | int", "note: str", "shop.Answer.note", breaks=False),
    _seed("another known value of an open enum", _M, 'Literal["ready"] | str', 'Literal["ready", "gone"] | str', "shop.Answer.state", breaks=False),
    _seed("class added", _M, '__all__ = ["Answer", ', 'class More: ...\n__all__ = ["More", "Answer", ', "shop.More", breaks=False),
]  # fmt: skip
SILENT = [
    _seed("private class between one and its base", _M, "@define\nclass Shared(Base)", "class _Between(Base): ...\n@define\nclass Shared(_Between)", "", breaks=False),
    _seed("private method removed", _R, "    def _private(self) -> None: ...\n", "", "", breaks=False),
    _seed("body and docstring changed", _R, "raise NotImplementedError", '"""Do it."""\n        return 1', "", breaks=False),
    _seed("union written as Optional", _C, "key: str | None", 'key: "Optional[str]"', "shop.Client(key)", breaks=False),
    _seed("rest of the keywords called otherwise", _R, "**fields", "**more", "", breaks=False),
    _seed("keywords written out", _R, '**params: "Unpack[AskParams]"', "text: str, seed: int | None = ..., size: int = ...", "", breaks=False),
    _seed("builtins named by their module", _M, "dict[str, int]", "builtins.dict[str, int]", "", breaks=False),
]  # fmt: skip


def _write(folder, files):
    package = folder / "shop"
    package.mkdir(parents=True)
    for name, text in files.items():
        (package / name).parent.mkdir(exist_ok=True)
        (package / name).write_text(text, encoding="utf-8")
    return read_surface("shop", folder)


@pytest.fixture(scope="module")
def old(tmp_path_factory):
    return _write(tmp_path_factory.mktemp("old"), FILES)


def _changes(old, folder, seed):
    assert seed.old in FILES[seed.file]
    return compare_surfaces(
        old, _write(folder, FILES | {seed.file: FILES[seed.file].replace(seed.old, seed.new)}), USES
    )


@pytest.mark.parametrize("seed", [*BREAKING, *HARMLESS], ids=lambda seed: seed.name)
def test_a_seeded_change_is_judged_and_named_by_its_python_path(old, tmp_path, seed):
    changes = _changes(old, tmp_path, seed)

    assert seed.breaks == any(change.breaks for change in changes), list(map(str, changes))
    assert seed.where in {change.where for change in changes if bool(change.breaks) == seed.breaks}
    assert all(change.breaks <= {"callers"} for change in changes)


@pytest.mark.parametrize("seed", SILENT, ids=lambda seed: seed.name)
def test_what_no_caller_can_notice_breaks_nobody(old, tmp_path, seed):
    said = [change.message for change in _changes(old, tmp_path, seed)]
    assert said == (["type: written Optional[str]"] if seed.where else [])


def test_an_overload_is_told_by_what_only_it_has(old, tmp_path):
    seed = next(seed for seed in BREAKING if seed.name == "overload removed")

    messages = [change.message for change in _changes(old, tmp_path, seed)]

    assert messages == ["overload (stream: Literal[True]) -> list[Answer] removed"]


def test_what_happens_to_every_overload_is_told_once(old, tmp_path):
    seed = next(seed for seed in BREAKING if seed.name == "parameter of every overload removed")

    told = [(change.where, change.message) for change in _changes(old, tmp_path, seed)]

    assert told == [("shop.Client.chat.create(question)", "parameter removed")]


def test_code_that_moves_between_private_modules_is_no_change(old, tmp_path):
    moved = FILES | {"_new.py": FILES["_resources.py"]}
    del moved["_resources.py"]
    moved["_client.py"] = moved["_client.py"].replace("._resources", "._new")

    assert compare_surfaces(old, _write(tmp_path, moved), USES) == ()


def test_a_change_is_placed_in_the_source_that_has_it(old, tmp_path):
    seed = next(seed for seed in HARMLESS if seed.name == "method added")

    (change,) = _changes(old, tmp_path, seed)

    source = tmp_path / "shop" / "_resources.py"
    line = source.read_text(encoding="utf-8").split("def shut")[0].count("\n") + 1
    assert change.file_and_line == f"{source}:{line}"


def test_a_schema_that_only_answers_use_may_be_given_less_and_no_more(old, tmp_path):
    seed = next(seed for seed in BREAKING if seed.name == "field of an answer may be null")
    both_ways = {"Answer": frozenset({Direction.REQUEST})}
    new = _write(tmp_path, FILES | {_M: FILES[_M].replace(seed.old, seed.new)})

    as_answer = [c for c in compare_surfaces(old, new, USES) if c.where == seed.where]
    as_request = [c for c in compare_surfaces(old, new, both_ways) if c.where == seed.where]

    assert [c.verdict for c in as_answer] == ["breaking for callers"]
    assert [c.verdict for c in as_request] == ["compatible"]
