"""What the token counts of a chat promise to add up to. Bills follow them: the document says so."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from scaleway_genapi_contract._json import dig

if TYPE_CHECKING:
    from collections.abc import Mapping

    from scaleway_genapi_contract._check import Context


def check_counts(context: Context, usage: Mapping[str, Any]) -> None:
    """Report a total that is not what was read and written together, and a part above its whole."""
    read, written = usage.get("prompt_tokens"), usage.get("completion_tokens")
    total = usage.get("total_tokens")
    if isinstance(read, int) and isinstance(written, int) and read + written != total:
        context.violation(f"{read} tokens read and {written} written make no total of {total}")
    thought = dig(usage, "completion_tokens_details", "reasoning_tokens")
    if isinstance(written, int) and isinstance(thought, int) and thought > written:
        # Some servers count reasoning apart: told, but no reason to refuse them.
        context.deviation(f"{thought} tokens of reasoning are more than the {written} written")
