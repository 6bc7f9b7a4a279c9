"""What changed since the last release, whom it breaks, and what the next version must be.

Compares the document and the Python surface with the copies of the last release under
`openapi/released/`. `python -m openapi.compatibility check` is the gate. Knows OpenAPI, our
extensions and Python, and no operation of any API.
"""

from ._changes import Change, Party
from ._documents import compare_documents
from ._findings import Direction
from ._gate import Demand, State, demands
from ._python import compare_surfaces
from ._surface import Surface, SurfaceError, read_surface
from ._versions import Version

__all__ = [
    "Change",
    "Demand",
    "Direction",
    "Party",
    "State",
    "Surface",
    "SurfaceError",
    "Version",
    "compare_documents",
    "compare_surfaces",
    "demands",
    "read_surface",
]
