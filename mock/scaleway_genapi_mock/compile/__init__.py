"""From a document to what is served: operations, routes, validators, and what exists by its example.

Done once, before a request comes: `_compile` puts together what the other modules read. Knows
neither requests nor sockets.
"""
