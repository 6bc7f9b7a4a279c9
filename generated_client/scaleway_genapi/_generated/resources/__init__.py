# Generated from openapi/openapi.yaml. Do not edit: change the document, then run `python -m generator`.
"""The resources: one module for each, imported when the client's attribute is first used."""
