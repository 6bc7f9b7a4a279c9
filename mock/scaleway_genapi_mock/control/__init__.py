"""The control interface, `/__mock__/`: rules, journal, settings and clock over HTTP.

For programs that cannot reach the server in Python: another process, another language. It is no
part of the API that is imitated; requests to it are neither counted nor remembered.
"""

from ._http import answer
from ._routes import PREFIX, control

__all__ = ["PREFIX", "answer", "control"]
