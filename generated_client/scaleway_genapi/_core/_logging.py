"""The package's one logger, `scaleway_genapi`: request line, status, duration, retries.

Never bodies, headers or queries: they may hold secrets.
"""

import logging

logger = logging.getLogger("scaleway_genapi")


def log_response(call: str, status: int, seconds: float) -> None:
    """Notes an answer."""
    logger.debug("%s -> %d in %.3f s", call, status, seconds)


def log_retry(call: str, attempt: int, wait: float, error: Exception) -> None:
    """Notes that a try failed and when the next one starts."""
    status = getattr(error, "status_code", None)
    reason = type(error).__name__ if status is None else f"{type(error).__name__} {status}"
    logger.info("%s: try %d failed (%s), next in %.3f s", call, attempt, reason, wait)
