"""Side-by-side measurements against peers: `uv run python -m benchmarks`.

Every figure is a ratio of two things measured in turns in one run, since absolute times say more
about the machine than about the code. Nothing here is asserted in a test.
"""
