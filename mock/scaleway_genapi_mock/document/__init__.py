"""The one reader of OpenAPI documents: data, places, references, vocabulary, views.

The mock serves what is read here, the generator makes the client from it, the tests check both
against it. It knows OpenAPI and this project's `x-` vocabulary, and no operation of any API.
"""

from ._document import Document, bundled_path, load_document
from ._pointer import escape, join_pointer, lookup, split_pointer
from ._problems import DocumentError, Problem
from ._structure import check_structure
from ._views import prism_view, view_3_2
from ._vocabulary import VOCABULARY, Extension, check_vocabulary
from ._walk import METHODS, Found, walk
from ._yaml import lines as value_lines
from ._yaml import parse_yaml

__all__ = [
    "METHODS",
    "VOCABULARY",
    "Document",
    "DocumentError",
    "Extension",
    "Found",
    "Problem",
    "ambiguous_scalars",
    "bundled_path",
    "check_structure",
    "check_vocabulary",
    "escape",
    "join_pointer",
    "load_document",
    "lookup",
    "parse_yaml",
    "prism_view",
    "split_pointer",
    "value_lines",
    "view_3_2",
    "walk",
]


def ambiguous_scalars(document: Document) -> list[Problem]:
    """Plain scalars that YAML 1.1 and YAML 1.2 read differently, each with its place."""
    return document.ambiguous_scalars()
