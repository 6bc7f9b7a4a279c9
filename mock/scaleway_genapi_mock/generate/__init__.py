"""Values that are valid against a JSON Schema: the same for the same schema and seed.

Knows JSON Schema 2020-12 and nothing of OpenAPI or of this API.
"""

from ._errors import InvalidSchema, TooComplex, Unsatisfiable
from ._generate import Generator

__all__ = ["Generator", "InvalidSchema", "TooComplex", "Unsatisfiable"]
