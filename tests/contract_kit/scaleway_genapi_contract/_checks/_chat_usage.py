"""What the token counts of a chat promise to add up to. Bills follow them: the document says so."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

    from scaleway_genapi_contract._check import Context


def check_sum(context: Context, usage: Mapping[str, Any]) -> None:
    """Report a total that is not what was read and written together."""
    read, written = usage.get("prompt_tokens"), usage.get("completion_tokens")
    total = usage.get("total_tokens")
    if isinstance(read, int) and isinstance(written, int) and read + written != total:
        context.violation(f"{read} tokens read and {written} written make no total of {total}")
