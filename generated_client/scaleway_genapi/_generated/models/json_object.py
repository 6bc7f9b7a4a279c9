# Generated from openapi/openapi.yaml. Do not edit: change the document, then run `python -m generator`.
"""JsonObject."""

from __future__ import annotations

from typing import Any, TypeAlias

JsonObject: TypeAlias = dict[str, Any]
"""A JSON object whose properties this document does not describe."""
