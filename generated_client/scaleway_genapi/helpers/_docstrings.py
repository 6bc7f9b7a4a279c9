"""What a docstring says of a function and of its parameters, in the styles of Google, NumPy and Sphinx.

Pure; knows neither tools nor schemas.
"""

import itertools
import re

_OF_PARAMETERS = frozenset(
    {
        "args",
        "arguments",
        "keyword args",
        "keyword arguments",
        "other parameters",
        "parameters",
        "params",
    }
)
_OTHER = frozenset(
    {
        "attributes",
        "example",
        "examples",
        "note",
        "notes",
        "raises",
        "references",
        "return",
        "returns",
        "see also",
        "todo",
        "warning",
        "warnings",
        "warns",
        "yield",
        "yields",
    }
)
_UNDERLINE = re.compile(r"[-=]{3,}$")
_GOOGLE_ENTRY = re.compile(r"\*{0,2}(\w+)\s*(?:\((?:[^()]|\([^()]*\))*\))?\s*:\s*(.*)$")
_NUMPY_ENTRY = re.compile(r"(\*{0,2}\w+(?:\s*,\s*\*{0,2}\w+)*)\s*(?::.*)?$")
_FIELD = re.compile(
    r"[:@](param|parameter|arg|argument|key|keyword|type|returns?|rtype|raises?|except|exception|yields?)\b"
    r"\s*([^:]*):\s*(.*)$"
)
_FIELDS_OF_PARAMETERS = frozenset({"param", "parameter", "arg", "argument", "key", "keyword"})


def read_docstring(text: str) -> tuple[str, dict[str, str]]:
    """The part before the sections, and the descriptions of parameters."""
    reader = _Reader()
    lines = text.splitlines()
    for line, following in itertools.pairwise([*lines, ""]):
        reader.read(line, underlined=_UNDERLINE.match(following.strip()) is not None)
    described = {name: " ".join(parts) for name, parts in reader.described.items()}
    return "\n".join(reader.summary).strip(), described


class _Reader:
    """Reads line by line; knows which section it is in."""

    def __init__(self) -> None:
        self.summary: list[str] = []
        self.described: dict[str, list[str]] = {}
        self._section = "summary"
        self._indent = 0  # of the section's title
        self._level: int | None = None  # indent of its entries
        self._current: tuple[str, ...] = ()

    def read(self, line: str, *, underlined: bool) -> None:
        words = line.strip()
        indent = len(line) - len(line.lstrip())
        title = words.removesuffix(":").strip().lower()
        if not words:
            self._blank()
        elif (underlined or words.endswith(":")) and title in _OF_PARAMETERS:
            self._enter("numpy" if underlined else "google", indent)
        elif (underlined or words.endswith(":")) and title in _OTHER:
            self._enter("other", indent)
        elif field := _FIELD.match(words):
            self._enter("sphinx", indent)
            if field[1] in _FIELDS_OF_PARAMETERS and field[2].strip():
                # `:param int x:` names the type first.
                self._begin((field[2].split()[-1],), field[3])
        elif self._section == "summary":
            self.summary.append(line)
        elif _UNDERLINE.match(words) is None:
            self._in_section(words, indent)

    def _blank(self) -> None:
        if self._section == "summary":
            self.summary.append("")
        elif self._section == "sphinx":
            self._current = ()

    def _enter(self, section: str, indent: int) -> None:
        self._section, self._indent, self._level, self._current = section, indent, None, ()

    def _begin(self, names: tuple[str, ...], words: str) -> None:
        self._current = names
        for name in names:
            self.described[name] = [words] if words else []

    def _in_section(self, words: str, indent: int) -> None:
        if self._section == "google" and indent <= self._indent:
            self._enter("other", indent)
        if self._section in ("google", "numpy"):
            if self._level is None:
                self._level = indent
            # What is further in goes on with the entry, whatever it looks like.
            if indent <= self._level and self._entry(words):
                return
        for name in self._current:
            self.described[name].append(words)

    def _entry(self, words: str) -> bool:
        if self._section == "google":
            if found := _GOOGLE_ENTRY.match(words):
                self._begin((found[1],), found[2])
        elif found := _NUMPY_ENTRY.match(words):
            self._begin(tuple(name.strip(" *") for name in found[1].split(",")), "")
        return found is not None
