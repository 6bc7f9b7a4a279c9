"""Makes the client from the OpenAPI document: `python -m generator`. Knows no endpoint.

Reads the document with the mock's reader, parses it with openapi-python-client, joins both, and
renders the templates beside this file. Nothing here imports the client, the client nothing here.
"""
