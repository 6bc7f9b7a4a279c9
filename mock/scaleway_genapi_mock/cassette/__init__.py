"""Cassettes: what a real server answered, recorded once by a proxy and replayed offline.

A cassette is a file of JSON lines, the first about the file, each further one a request with its
answer. No credential is in it; `drift` says where it contradicts the document. Its parts are
loaded when they are used.
"""

from .errors import CassetteError, FormatError

__all__ = ["CassetteError", "FormatError"]
