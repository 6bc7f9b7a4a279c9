"""A report in the forms that people and machines read: terminal, Markdown, JUnit, JSON."""

from ._files import as_json, as_junit
from ._markdown import as_markdown
from ._terminal import Terminal

__all__ = ["Terminal", "as_json", "as_junit", "as_markdown"]
