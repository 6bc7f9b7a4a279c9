"""What an exception of somebody else's code says. Knows nothing of ours."""


def words_of(error: BaseException) -> str:
    """What `error` says; empty where it says nothing, or fails to: `__str__` is theirs, too."""
    try:
        return str(error)
    except Exception:  # noqa: BLE001 - as above
        return ""
