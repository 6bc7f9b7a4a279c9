"""What an error tells that is made by hand, of a response, as tests of services make them.

Knows what the client would have made of such an answer, but neither the document nor a clock of its own.
"""

import time
from typing import Any

from ._error_body import own_words, read_error
from ._ratelimit import RateLimitHeaders
from ._raw_response import request_id_of
from ._retry import Failure, server_wait


def told_by(response: Any, body: object) -> dict[str, Any]:
    """The attributes of the error for an answer, as far as `response` and the parsed `body` tell them."""
    headers, detail = response.headers, read_error(body)
    # Which headers state limits, the document says; here those count that are there.
    limits = RateLimitHeaders(headers.keys()).read(headers)
    return {
        "detail": own_words(detail, body),
        "code": detail.code,
        "type": detail.type,
        "param": detail.param,
        "request_id": request_id_of(headers),
        "retry_after": server_wait(Failure(response.status_code, headers, limits), time.time()),
        "rate_limits": limits,
    }
