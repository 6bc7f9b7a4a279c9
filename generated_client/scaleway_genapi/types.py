"""TypedDicts of what requests take as plain dicts: `<Schema>Param` for each request schema."""

from ._generated.types import *  # noqa: F403 -- the names are generated
