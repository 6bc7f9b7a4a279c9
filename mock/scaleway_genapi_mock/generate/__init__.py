"""Values that are valid against a JSON Schema: the same for the same schema and seed.

Knows JSON Schema 2020-12 and nothing of OpenAPI or of this API.
"""

from ._generate import Generator, InvalidSchema, Unsatisfiable

__all__ = ["Generator", "InvalidSchema", "Unsatisfiable"]
