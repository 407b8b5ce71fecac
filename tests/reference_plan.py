"""The reference plan as a compact table: who is named in each of its 22 items, first named first.

Copied by hand from the notice in matrix/plans, one line an item, units by their id in matrix/units.csv.
"""

from __future__ import annotations

from dataclasses import replace

from builders import frames_from
from responsibility.frames import Frames

ASSIGNED = {
    item_id: units.split()
    for item_id, units in (
        ("2.1.1", "jxj kjj hjj scj"),
        ("2.1.2", "nyj swj scj fgw jxj zgj hjj lyj"),
        ("2.1.3", "swj fgw jxj hjj jtj wlj scj"),
        ("2.1.4", "hjj fgw kjj jxj"),
        ("2.1.5", "fgw jxj hjj kjj nyj scj"),
        ("2.1.6", "swj fgw jxj jtj yzj"),
        ("2.2.7", "jtj fgw yzj"),
        ("2.2.8", "swj cgw fgw jxj zjj hjj gxs cf"),
        ("2.2.9", "swj fgw shw jtj jxj czj yzj"),
        ("2.3.10", "jgs swj czj scj gzw"),
        ("2.3.11", "fgw jyj hjj zjj swj jtj cgw fl jgs"),
        ("2.4.12", "fgw hjj zjj gd"),
        ("2.4.13", "zjj cgw fgw hjj wjw"),
        ("2.4.14", "jtj zjj fgw zgj hjj slj wlj lyj cgw"),
        ("2.4.15", "zgj hjj zjj slj nyj lyj cgw cf"),
        ("2.5.16", "kjj czj jxj jrj"),
        ("2.5.17", "kjj scj"),
        ("2.6.18", "hjj zgj sjj"),
        ("2.6.19", "fgw zjj cgw gd"),
        ("2.6.20", "czj shw"),
        ("2.6.21", "rh fgw hjj ybj"),
        ("2.6.22", "scj zgj tjj"),
    )
}
PROTOCOL = [
    "fgw", "jyj", "kjj", "jxj", "czj", "zgj", "hjj", "zjj", "cgw", "jtj",
    "slj", "nyj", "swj", "wlj", "wjw", "sjj", "gzw", "scj", "tjj", "lyj",
    "jrj", "jgs", "fl", "gxs", "shw", "yzj", "rh", "ybj", "gd", "cf",
]  # fmt: skip

# Texts that have no two characters in common: what is alike in the reference plan is its units, not these.
BODIES = {
    item_id: "".join(chr(0x4E00 + 40 * place + offset) for offset in range(40))
    for place, item_id in enumerate(ASSIGNED)
}


def reference_frames() -> Frames:
    """The tables of the reference plan with units in protocol order; bodies and names are stand-ins."""
    frames = frames_from(ASSIGNED, BODIES)
    order = {unit_id: place for place, unit_id in enumerate(PROTOCOL)}
    units = frames.units.assign(order=frames.units["unit_id"].map(order)).sort_values("order", ignore_index=True)
    return replace(frames, units=units)
