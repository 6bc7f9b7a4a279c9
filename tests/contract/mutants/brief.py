"""A pytest plugin: what hypothesis finds is not made smaller, for a mutant one failure will do."""

from __future__ import annotations

from hypothesis import Phase, settings

settings.register_profile("brief", phases=(Phase.explicit, Phase.generate), database=None)
settings.load_profile("brief")
