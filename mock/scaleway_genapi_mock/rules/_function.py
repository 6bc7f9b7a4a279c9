"""Functions as replies: what they see of a request, and what is said when they fail.

The rest of the server is none of their business: a request is plain values, shown without secrets.
"""

from __future__ import annotations

from copy import deepcopy
from pathlib import Path
from traceback import extract_tb
from typing import TYPE_CHECKING, Any

from scaleway_genapi_mock._credentials import credentials, is_credential
from scaleway_genapi_mock._json import brief
from scaleway_genapi_mock._secrets import HIDDEN, Hider
from scaleway_genapi_mock.behaviours import last_message
from scaleway_genapi_mock.check._keys import masked

from ._match import selected

if TYPE_CHECKING:
    from collections.abc import Callable

    from scaleway_genapi_mock.check._call import Call

_LONGEST = 500
_UNREAD = object()


class Request:
    """What a function is asked about; it returns what to answer.

    `None` is what the mock would answer by itself, a `str` is said in a chat, a mapping is a reply
    in the words of a rule.
    """

    __slots__ = ("_body", "_call")

    def __init__(self, call: Call) -> None:
        self._call = call
        self._body: Any = _UNREAD

    @property
    def number(self) -> int:
        """The first request since the reset is 1."""
        return self._call.number

    @property
    def method(self) -> str:
        """The HTTP method."""
        return self._call.method

    @property
    def path(self) -> str:
        """The path, project segment included, without the query."""
        return self._call.path

    @property
    def operation(self) -> str | None:
        """The operation's id: `chat.completions.create`."""
        return None if self._call.operation is None else self._call.operation.id

    @property
    def project(self) -> str | None:
        """The project segment of the path; None without one."""
        return self._call.project

    @property
    def body(self) -> Any:
        """The parsed body, a copy that may be changed; None without one."""
        if self._body is _UNREAD:
            self._body = deepcopy(self._call.body)
        return self._body

    @property
    def model(self) -> Any:
        """The model that was asked for; None where an operation has none."""
        return selected(self._call)

    @property
    def last_message(self) -> str:
        """The text of the last message; empty without one."""
        return last_message(self._call.body)

    @property
    def stream(self) -> bool:
        """Whether a stream was asked for."""
        return self._call.streams

    @property
    def headers(self) -> dict[str, str]:
        """The headers, names in lower case; of credentials no more than tells two apart."""
        found: dict[str, str] = {}
        for raw, value in self._call.headers.items():
            name, text = raw.decode("latin-1"), value.decode("latin-1")
            found[name] = masked(text) if is_credential(name) else text
        return found

    def header(self, name: str) -> str | None:
        """One header in full, credentials too, in any case of its name; None if it is missing."""
        return self._call.header(name)

    def __repr__(self) -> str:
        call = self._call
        hider = Hider(dict.fromkeys(credentials(call.headers.items(), call.query), HIDDEN))
        asked = self.operation or f"{call.method} {call.path}"
        sent = "" if call.body is None else f" {brief(hider.value(call.body))}"
        return f"<Request #{call.number} {hider.text(asked)}{sent}>"


class FunctionError(Exception):
    """A function of a rule raised, or returned what is no reply; the text says which and where."""


def asking(function: Callable[[Request], Any]) -> Callable[[Call], Any]:
    """`function`, asked about a call. The result raises FunctionError for whatever it raises."""

    def ask(call: Call) -> Any:
        try:
            return function(Request(call))
        except BaseException as error:  # pytest.fail, SystemExit: nobody else hears of it
            told = f"raised {type(error).__name__}: {error}"[:_LONGEST]
            raise FunctionError(f"{told} ({_place(error)})") from error

    return ask


def _place(error: BaseException) -> str:
    """Where in the function: the first line that is not ours."""
    frames = [frame for frame in extract_tb(error.__traceback__) if frame.filename != __file__]
    if not frames:
        return "in no line of Python"
    return f"{Path(frames[0].filename).name}:{frames[0].lineno}"
