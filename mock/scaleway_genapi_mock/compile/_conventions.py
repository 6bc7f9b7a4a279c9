"""What the mock takes from a document by name, without an extension: each convention in one place.

CONTRIBUTING.md explains them to whoever edits the document. A document that does not follow one
is served all the same, with the mock's own words, or without what the convention is for.
"""

from __future__ import annotations

from typing import Final

ID: Final = "id"
"""The property that tells the items of a list (`x-iterate`) apart: values of a request property,
or of a parameter in the path, with `x-error-status: {unknown: …}` are looked up there."""


MODEL: Final = "model"
"""The thing whose ids the setting `models` replaces: what a property of this name, or `model_id`, is
looked up in."""


def thing(name: str) -> str:
    """What such a property or parameter names: `model`, and `model_id` too, a `Model`."""
    return name.lower().removesuffix(f"_{ID}")


class Words:
    """Names of examples of error responses whose messages the mock repeats, by what happened.

    Without an example of the name, those of the status speak, the first one first.
    """

    UNKNOWN_KEY: Final = "unknown-key"
    PROJECT: Final = "project"
    REQUESTS: Final = "requests"
    TOKENS: Final = "tokens"
    CONCURRENCY: Final = "concurrency"

    @staticmethod
    def missing(name: str) -> str:
        """The request property `name` (with `x-error-status: {missing: …}`) is missing."""
        return f"missing-{name}"
