"""Rules: what the mock answers instead of what it would answer by itself.

A rule has conditions, a reply, and says how often it applies. Rules are data: the same from
Python, from YAML and over HTTP; a bad one is refused with the reason.
"""

from ._errors import RuleError, hint
from ._file import RulesFile
from ._function import FunctionError, Request
from ._read import parse_rule
from ._reply import parse_reply
from ._rule import Rule, RuleSet, Stage
from ._warning import RuleWarning, doubts

__all__ = [
    "FunctionError",
    "Request",
    "Rule",
    "RuleError",
    "RuleSet",
    "RuleWarning",
    "RulesFile",
    "Stage",
    "doubts",
    "hint",
    "parse_reply",
    "parse_rule",
]
