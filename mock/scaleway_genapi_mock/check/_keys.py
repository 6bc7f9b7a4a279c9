"""Who may call: the table of keys, and the decision about one request. Knows no HTTP framework."""

from __future__ import annotations

from base64 import b64decode
from dataclasses import dataclass
from typing import TYPE_CHECKING, cast

from scaleway_genapi_mock._json import brief
from scaleway_genapi_mock.compile._routes import is_uuid

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

FULL_ACCESS_KEY = "11111111-1111-1111-1111-111111111111"
"""May do everything, in any project."""
NO_PERMISSION_KEY = "22222222-2222-2222-2222-222222222222"
"""Exists, but has no permission set: 403."""
ONE_PROJECT_KEY = "33333333-3333-3333-3333-333333333333"
"""May do everything in `RESTRICTED_PROJECT` alone, which is not its default project."""
RESTRICTED_PROJECT = "33333333-3333-4333-8333-333333333333"
"""The one project of `ONE_PROJECT_KEY`."""
SHORTENED = "…"
"""What stands for the rest of a secret; no header can hold it, and so no key."""


class WrongKeyError(ValueError):
    """A member of a key cannot be that: `name` and `what` is wrong with it. No secret is told."""

    def __init__(self, name: str, what: str) -> None:
        super().__init__(f"Key: {name}: {what}")
        self.name = name
        self.what = what

    def __reduce__(self) -> tuple[type[WrongKeyError], tuple[str, str]]:
        return type(self), (self.name, self.what)


@dataclass(frozen=True, slots=True)
class Key:
    """One key of the table.

    Attributes:
        secret: What follows `Bearer `.
        permission_sets: Names of the permission sets it has; None for all there are.
        projects: The project ids it may use; None for any.
        default_project: The project that the URL without a project segment means for it;
            None with restricted `projects`: such a URL is refused.

    Raises:
        ValueError: One of them is of a type that could never be right; says which.
    """

    secret: str
    permission_sets: frozenset[str] | None = None
    projects: frozenset[str] | None = None
    default_project: str | None = None

    def __post_init__(self) -> None:
        if not _is_text(self.secret):
            # It may be the key all the same: it is not shown.
            raise WrongKeyError("secret", f"a text is expected, not {type(self.secret).__name__}")
        if SHORTENED in self.secret:
            raise WrongKeyError("secret", f"a whole key is expected, and none with a {SHORTENED}")
        object.__setattr__(self, "permission_sets", _texts("permission_sets", self.permission_sets))
        object.__setattr__(self, "projects", _texts("projects", self.projects))
        if self.default_project is not None and not _is_text(self.default_project):
            raise WrongKeyError(
                "default_project", f"{brief(self.default_project)} is no project id"
            )

    def __repr__(self) -> str:
        return f"Key({redact(self.secret)!r})"

    def has_permission(self, any_of: Iterable[str]) -> bool:
        """Whether it has one of the permission sets that suffice."""
        return self.permission_sets is None or not self.permission_sets.isdisjoint(any_of)

    def may_use(self, project: str | None) -> bool:
        """Whether it may use `project`; None is the URL without a project segment."""
        if self.projects is None:
            return True
        wanted = project or self.default_project
        return wanted is not None and _same(wanted) in map(_same, self.projects)


def _is_text(value: object) -> bool:
    return isinstance(value, str)


def _texts(name: str, given: object) -> frozenset[str] | None:
    """What a collection of texts holds. A text is one, too: of its characters, and never meant."""
    if given is None:
        return None
    if isinstance(given, str):
        raise WrongKeyError(name, f"{brief(given)} is one text; give a set: {{{brief(given)}}}")
    if isinstance(given, frozenset | set | list | tuple):
        items = cast("Collection[object]", given)
        texts = frozenset(item for item in items if isinstance(item, str))
        if all(map(_is_text, items)):
            return texts
    raise WrongKeyError(name, f"{brief(given)} is no set of texts")


DEFAULT_KEYS = (
    Key(FULL_ACCESS_KEY),
    Key(NO_PERMISSION_KEY, permission_sets=frozenset()),
    Key(ONE_PROJECT_KEY, projects=frozenset({RESTRICTED_PROJECT})),
)


def _same(project: str) -> str:
    """A UUID reads the same in capitals (RFC 9562, section 4); other names do not."""
    return project.lower() if is_uuid(project) else project


def redact(secret: str) -> str:
    """Enough of a secret to tell two apart, and no more."""
    return f"{secret[:4]}{SHORTENED}" if len(secret) > 8 else SHORTENED  # noqa: PLR2004 - half of it at most


def masked(authorization: str) -> str:
    """A header with a credential: enough of it to tell two apart."""
    token = bearer(authorization)
    return f"Bearer {redact(token)}" if token else redact(authorization)


def basic(authorization: str | None) -> str | None:
    """The password of an Authorization header, or its user without one; None if there is none."""
    scheme, _, text = (authorization or "").partition(" ")
    if scheme.lower() != "basic":
        return None
    try:
        user, _, password = b64decode(text.strip(), validate=True).decode().partition(":")
    except ValueError:
        return None
    return password or user or None


def bearer(authorization: str | None) -> str | None:
    """The token of an Authorization header; None if there is none."""
    if authorization is None:
        return None
    scheme, _, token = authorization.partition(" ")
    return token.strip() or None if scheme.lower() == "bearer" else None
