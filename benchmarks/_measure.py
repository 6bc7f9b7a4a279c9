"""Measure several things in turns, so that a noisy machine is noisy for all of them alike."""

from __future__ import annotations

import gc
import statistics
import time
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Mapping


@dataclass(frozen=True)
class Row:
    """One line of the table: what was measured, the ratio, and the target it has."""

    name: str
    ours: str
    peer: str
    ratio: float
    target: str
    met: bool


def at_most(name: str, ours: float, peer: float, bound: float, unit: str = "µs") -> Row:
    """A row that is met when ours is at most `bound` times the peer."""
    ratio = ours / peer
    return Row(
        name, f"{ours:.4g} {unit}", f"{peer:.4g} {unit}", ratio, f"≤ {bound} x", ratio <= bound
    )


def at_least(name: str, ours: float, peer: float, bound: float, unit: str = "µs") -> Row:
    """A row that is met when the peer costs at least `bound` times ours."""
    ratio = peer / ours
    return Row(
        name, f"{ours:.4g} {unit}", f"{peer:.4g} {unit}", ratio, f"≥ {bound} x", ratio >= bound
    )


def reported(row: Row) -> Row:
    """The same without a target, for whoever wants to know."""
    return replace(row, target="", met=True)


def cpu(
    candidates: Mapping[str, Callable[[], object]], *, calls: int, rounds: int = 9
) -> dict[str, float]:
    """CPU of one call of each candidate in µs: the median of interleaved rounds."""
    samples: dict[str, list[float]] = {name: [] for name in candidates}
    for candidate in candidates.values():
        candidate()
    for _ in range(rounds):
        for name, candidate in candidates.items():
            gc.collect()
            started = time.process_time()
            for _ in range(calls):
                candidate()
            samples[name].append((time.process_time() - started) / calls * 1e6)
    return {name: statistics.median(taken) for name, taken in samples.items()}


async def async_cpu(
    candidates: Mapping[str, Callable[[], Awaitable[object]]], *, calls: int, rounds: int = 9
) -> dict[str, float]:
    """The same for coroutines."""
    samples: dict[str, list[float]] = {name: [] for name in candidates}
    for candidate in candidates.values():
        await candidate()
    for _ in range(rounds):
        for name, candidate in candidates.items():
            gc.collect()
            started = time.process_time()
            for _ in range(calls):
                await candidate()
            samples[name].append((time.process_time() - started) / calls * 1e6)
    return {name: statistics.median(taken) for name, taken in samples.items()}
