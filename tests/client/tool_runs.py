"""A tool, a model that asks for calls, and a run of both."""

import json
from typing import Literal

from scaleway_genapi import function_tool
from tests.client.conftest import MESSAGES
from tests.client.fault_server import completion, response


@function_tool
def weather(city: str, unit: Literal["c", "f"] = "c", days: int = 1) -> str:
    """Tells the weather.

    For a few days.

    Args:
        city: Which city,
            in words.
        unit: Celsius or Fahrenheit.

    Returns:
        A sentence.
    """
    return f"{city}: 20 {unit} for {days}"


def asks(*calls):
    body = completion(None)
    body["choices"][0]["finish_reason"] = "tool_calls"
    body["choices"][0]["message"]["tool_calls"] = [
        {
            "id": f"call-{n}",
            "type": "function",
            "function": {
                "name": name,
                "arguments": arguments if isinstance(arguments, str) else json.dumps(arguments),
            },
        }
        for n, (name, arguments) in enumerate(calls)
    ]
    return response(200, body)


ANSWER = response(200, completion("It is warm."))


def run_tools(driver, tools, **params):
    params = {"model": "m", "messages": MESSAGES, "tools": tools} | params
    return driver.run(lambda client: client.chat.completions.run_tools(**params))


def results(driver, request=-1):
    return [
        m["content"]
        for m in driver.server.requests[request].json()["messages"]
        if m["role"] == "tool"
    ]
