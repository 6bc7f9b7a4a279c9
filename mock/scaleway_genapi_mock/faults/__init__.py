"""Faults: ways in which an answer goes wrong below, in and beside HTTP.

A fault changes an answer that was made; `wire._transmit` then sends it as it says. Named profiles
mix faults by seed.
"""

from ._faults import Fault, FaultError, names, options_of, parse_fault
from ._profiles import PROFILES, Profile

__all__ = ["PROFILES", "Fault", "FaultError", "Profile", "names", "options_of", "parse_fault"]
