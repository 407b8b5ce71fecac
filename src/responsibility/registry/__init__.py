"""Registry: who exists, under which names, when.

tables    units.csv, aliases.csv and groups.csv to units and their names, all problems at once
base      the usual bureaux of any place, shipped in units-base.csv
register  a name to the units it may mean, by dictionary
likeness  whom an unknown name might mean, for a person to judge
"""

from responsibility.registry.base import Base, load_base, stands_alone
from responsibility.registry.likeness import Reason, Suggestion
from responsibility.registry.register import Candidate, Registry, parse_registry

__all__ = [
    "Base",
    "Candidate",
    "Reason",
    "Registry",
    "Suggestion",
    "load_base",
    "parse_registry",
    "stands_alone",
]
