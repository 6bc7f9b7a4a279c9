"""What docstrings say of parameters, in the styles that people write."""

import pytest

from scaleway_genapi.helpers._docstrings import read_docstring

GOOGLE = """Does it.

Note: with care.

Args:
    x (int): The x, e.g. "a: b".
        More: of it.
    *y (list[str], optional): The y
        goes on.
    z: In
    two lines.
Returns:
    str: nothing.
"""
NUMPY = """Does it.

Parameters
----------
x : int
    The x,
    in words: two lines.
y, z : str, optional
    Both.
w
    No type.

Returns
-------
str
    Nothing.
"""
SPHINX = """Does it.

:param x: The x,
    in words.
:type x: int
:param str y: The y.
:returns: z: nothing
:rtype: str
:raises ValueError: never

After it.
"""
EPYTEXT = "Does it.\n\n@param x: The x.\n@return: Nothing."


@pytest.mark.parametrize(
    ("text", "summary", "described"),
    [
        (
            GOOGLE,
            "Does it.\n\nNote: with care.",
            {"x": 'The x, e.g. "a: b". More: of it.', "y": "The y goes on.", "z": "In two lines."},
        ),
        (
            NUMPY,
            "Does it.",
            {"x": "The x, in words: two lines.", "y": "Both.", "z": "Both.", "w": "No type."},
        ),
        (SPHINX, "Does it.", {"x": "The x, in words.", "y": "The y."}),
        (EPYTEXT, "Does it.", {"x": "The x."}),
        ("Does.\n\nNote: this is no parameter.", "Does.\n\nNote: this is no parameter.", {}),
        ("Does: this.\n:warning: hot", "Does: this.\n:warning: hot", {}),
        ("Args:\n    x: Only this.", "", {"x": "Only this."}),
        ("", "", {}),
    ],
    ids=["google", "numpy", "sphinx", "epytext", "no section", "no field", "no summary", "empty"],
)
def test_a_docstring_is_read(text, summary, described):
    assert read_docstring(text) == (summary, described)
