"""The whole loop in one sitting: models, a chat, a stream, a project, two errors.

`python examples/demo.py` talks to the embedded mock over loopback HTTP. With `--live` the same
calls go to https://api.scaleway.ai, with the key in SCW_SECRET_KEY.
"""

from __future__ import annotations

import argparse
import os
import sys
import textwrap
import time
from contextlib import ExitStack
from typing import TYPE_CHECKING

from scaleway_genapi import APIStatusError, Client, PermissionDeniedError, ScalewayGenAPIError
from scaleway_genapi import UnprocessableEntityError as UnknownModelError

if TYPE_CHECKING:
    from collections.abc import Callable

PROJECT = "78e655b5-feb0-417c-bb3f-8c448bd0e8da"
NOBODYS_KEY = "00000000-0000-4000-8000-000000000000"
QUESTION = "In one sentence: why is the sky blue?"
FAVOURITE = "mistral-small-3.2-24b-instruct-2506"


class Screen:
    """Prints for a person: colours on a terminal that wants them, plain text elsewhere."""

    def __init__(self) -> None:
        self.colours = sys.stdout.isatty() and not os.environ.get("NO_COLOR")
        self.steps = 0

    def paint(self, code: str, text: str) -> str:
        """`text` in a colour, where there are colours."""
        return f"\x1b[{code}m{text}\x1b[0m" if self.colours else text

    def title(self, text: str) -> None:
        """A line that stands out."""
        print(f"\n{self.paint('1;35', text)}")

    def step(self, text: str) -> None:
        """The next numbered step."""
        self.steps += 1
        print(f"\n{self.paint('1', f'{self.steps}. {text}')}")

    def line(self, text: str) -> None:
        """A line of a step, or several."""
        print(textwrap.indent(text, "   "))

    def note(self, text: str) -> None:
        """A line that matters less."""
        self.line(self.paint("2", text))

    def typed(self, text: str) -> None:
        """A piece of text as it arrives, on the line that is being written."""
        print(self.paint("36", text), end="", flush=True)


def list_models(screen: Screen, client: Client) -> str:
    """Print the models; return the id of the one to talk to."""
    names = [model.id for model in client.models.list()]
    for name in names:
        screen.line(f"- {name}")
    if not names:
        raise SystemExit("The service lists no model, so there is none to talk to.")
    return FAVOURITE if FAVOURITE in names else names[0]


def chat(screen: Screen, client: Client, model: str) -> int:
    """Complete a chat; return how many tokens it took."""
    completion = client.chat.completions.create(
        model=model, messages=[{"role": "user", "content": QUESTION}], max_completion_tokens=120
    )
    screen.note(f"> {QUESTION}")
    screen.line(screen.paint("36", completion.choices[0].message.content or "(no text)"))
    usage = completion.usage
    if usage is None:
        return 0
    screen.note(f"{usage.prompt_tokens} tokens in, {usage.completion_tokens} out")
    return usage.total_tokens


def stream(screen: Screen, client: Client, model: str) -> int:
    """Stream the same chat, each piece as it arrives; return how many tokens it took."""
    started, first, pieces, tokens = time.perf_counter(), 0.0, 0, 0
    screen.note(f"> {QUESTION}")
    print("   ", end="")
    with client.chat.completions.create(
        model=model,
        messages=[{"role": "user", "content": QUESTION}],
        max_completion_tokens=120,
        stream=True,
        stream_options={"include_usage": True},
    ) as chunks:
        for chunk in chunks:
            if chunk.usage is not None:
                tokens = chunk.usage.total_tokens
            for choice in chunk.choices:
                if choice.delta.content:
                    first = first or time.perf_counter() - started
                    pieces += 1
                    screen.typed(choice.delta.content)
    print()
    took = time.perf_counter() - started
    screen.note(f"first token after {first * 1000:.0f} ms, {pieces} pieces in {took:.2f} s")
    return tokens


def refusal(
    screen: Screen, call: Callable[[], object], expected: type[APIStatusError]
) -> APIStatusError:
    """Make a call that must be refused; print the typed error that arrives."""
    try:
        call()
    except expected as error:
        screen.line(f"{screen.paint('33', type(error).__name__)}: {error}")
        return error
    raise SystemExit(f"This call should have raised {expected.__name__}, and was answered.")


def run(screen: Screen, client: Client, stranger: Client, project: str | None) -> None:
    """The tour itself: the same calls, whatever server is behind `client`."""
    screen.step("Which models are there?")
    model = list_models(screen, client)
    screen.step(f"A chat with {model}")
    tokens = chat(screen, client, model)
    screen.step("The same, streamed")
    tokens += stream(screen, client, model)
    if project is None:
        screen.step("Under a project: left out, SCW_DEFAULT_PROJECT_ID is not set")
    else:
        screen.step(f"Both again, billed to project {project}")
        tenant = client.with_options(project_id=project)
        tokens += chat(screen, tenant, model) + stream(screen, tenant, model)
    screen.step("A key that nobody owns")
    refusal(screen, stranger.models.list, PermissionDeniedError)
    screen.step("A model that does not exist")
    refusal(
        screen,
        lambda: client.chat.completions.create(
            model="no-such-model", messages=[{"role": "user", "content": "Hello?"}]
        ),
        UnknownModelError,
    )
    screen.title(f"Done: {screen.steps} steps, {tokens} tokens, no surprises.")


def main() -> int:
    """Run the tour; 0 if all went as it should."""
    parser = argparse.ArgumentParser(
        description="A tour of the client, on the mock or live.", allow_abbrev=False
    )
    parser.add_argument(
        "--live", action="store_true", help="call https://api.scaleway.ai with SCW_SECRET_KEY"
    )
    live = parser.parse_args().live
    screen = Screen()
    try:
        with ExitStack() as stack:
            if live:
                project = os.environ.get("SCW_DEFAULT_PROJECT_ID")
                client = stack.enter_context(Client())
                stranger = stack.enter_context(Client(api_key=NOBODYS_KEY))
                screen.title("scaleway-genapi, live")
                screen.note(f"Real calls to {client.base_url}: they cost a few tokens.")
            else:
                from scaleway_genapi_mock import MockServer  # noqa: PLC0415 -- not needed live

                project = PROJECT
                server = stack.enter_context(MockServer(token_delay=0.02))
                client = stack.enter_context(Client(api_key=server.api_key, base_url=server.url))
                stranger = stack.enter_context(Client(api_key=NOBODYS_KEY, base_url=server.url))
                screen.title("scaleway-genapi, on the embedded mock")
                screen.note(f"A real server on {server.url}; no key, no cost, no network.")
            run(screen, client, stranger, project)
    except ScalewayGenAPIError as error:
        print(f"\n{type(error).__name__}: {error}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("\nStopped.", file=sys.stderr)
        return 130
    except BrokenPipeError:  # whoever read our output has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
