"""How much one request may ask for: all that its choices take is on one account.

Counted in steps, never in seconds: the same request is refused everywhere, or nowhere.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NoReturn

from scaleway_genapi_mock.check._errors import Refusal

if TYPE_CHECKING:
    from .draft import Draft

_MOST = 100_000
"""Steps of some ten microseconds: a second of work, and 40 MB of an answer."""
_VALUES = 25_000
"""Steps of them that finding values for JSON schemas may take: what one hard schema may, and a bit."""
_CHOICE = 3
_PROMPT, _BODY = 40, 20
"""So many tokens of the prompt, and of a body, are one step."""
_RIVALS = 3
"""So many log probabilities are one step."""


class Allowance:
    """What is left to an answer of so many choices.

    `prompt` is how many tokens the request has, which each choice looks at.
    """

    def __init__(self, choices: int, prompt: int) -> None:
        self._choices = choices
        self._left = _MOST
        self._for_values = _VALUES
        self.take(choices * _CHOICE + (choices - 1) * prompt // _PROMPT)

    def take(self, steps: int) -> None:
        """Take `steps` away. Raises Refusal (400) where they are not left."""
        self._left -= steps
        if self._left < 0:
            self._refuse()

    def take_values(self, steps: int) -> None:
        """Take the `steps` of finding values away. Raises Refusal (400) where they are not left."""
        self._for_values -= steps
        if self._for_values < 0:
            self._refuse()
        self.take(steps)

    def _refuse(self) -> NoReturn:
        smaller = "a smaller JSON schema, a shorter text or fewer top_logprobs"
        if self._choices == 1:
            raise Refusal(400, f"This is too much for one answer; ask for {smaller}.")
        message = f"n: {self._choices} is too many choices of this size for one answer"
        raise Refusal(400, f"{message}; ask for fewer, {smaller}.", param="n")

    def write(self, made: Draft, rivals: int | None, *, streams: bool) -> None:
        """Take what writing a choice down takes; `rivals` is None without log probabilities."""
        if rivals is not None:
            self.take(made.tokens * (1 + rivals // _RIVALS))
        else:
            self.take(made.tokens if streams else made.tokens // _BODY)
