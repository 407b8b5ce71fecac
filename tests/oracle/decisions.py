"""Decisions: what a person is asked to decide, each line parsed back into its counts, numbers and names."""

from __future__ import annotations

from collections.abc import Callable

from oracle.facts import Facts, numbers_of
from oracle.tally import Tally
from oracle.templates import TEMPLATES, check_sentence, parse

# What makes a matter; the last is of all other warnings and errors.
CODES = {
    "stale": ("OVERRIDE_STALE", "DISMISSAL_STALE"), "twice": ("H8",), "doubled": ("WORD_TWICE",),
    "place": ("PLACE_OTHER", "PLACE_UNSURE"),
    "numbers": ("NUMBER_JUMP", "NUMBER_REPEAT", "NUMBER_UNUSED", "ITEM_UNNUMBERED"),
    "unread": (
        "CLAUSE_UNREAD", "CLAUSE_PIECE", "CLAUSE_UNCLOSED", "CLAUSE_EMPTY", "CLAUSE_IN_PROSE", "BRACKET_UNUSED",
        "PROSE_UNREAD", "NAME_LOST", "SEPARATOR_LOST", "NAME_SIGN", "UNITS_OPEN",
    ),
    "several": ("ITEM_SEVERAL",), "names": ("UNIT_UNKNOWN", "UNIT_AMBIGUOUS", "NAME_ODD", "NAME_NOISE"),
    "members": ("V4",),
    "no-lead": ("H1",), "many-leads": ("H2",), "leads": ("H9",), "measure": ("H11",), "places": ("H12",),
    "overlap": ("OVERLAP", "V8", "V9"), "load": ("V1", "V1_CAPACITY", "V3", "V10"), "alike": ("H10",), "other": (),
}  # fmt: skip
ASKING = ("H9", "H11", "H12")
NAMES, NUMBERS = 8, 12  # of what a line lists


def check_decisions(facts: Facts, lines: tuple[tuple[str, str], ...], printed: list[dict], tally: Tally) -> None:
    """Check each decision's two lines, and that none that is told asks for nothing."""
    kinds = [key.split(".")[1] for key in TEMPLATES if key.startswith("matter.") and key.endswith(".what")]
    tally.same("kinds of decisions", sorted(CODES), sorted(kinds))
    named, told = [code for codes in CODES.values() for code in codes], []
    for what, why in lines:
        found = parse(what, [f"matter.{kind}.what" for kind in kinds])
        tally.same(("a decision without a template", what), True, found is not None)
        kind = found[0].split(".")[1] if found else ""
        if kind:
            told.append(kind)
            own = [each for each in printed if _is_of(kind, each["code"], named) and _asks(each)]
            tally.same(("a decision that rests on nothing", what), True, bool(own))
            true = _claims(facts, own) if own else {}
            check_sentence(what, f"matter.{kind}.what", true, tally)
            check_sentence(why, f"matter.{kind}.why", true, tally)
    asking = [kind for kind in CODES if any(_is_of(kind, each["code"], named) and _asks(each) for each in printed)]
    tally.same("decisions", sorted(asking), sorted(told))


def _is_of(kind: str, code: str, named: list[str]) -> bool:
    return code in CODES[kind] if CODES[kind] else code not in named


def _asks(finding: dict) -> bool:
    return finding["severity"] != "note" or finding["code"] in ASKING


def _claims(facts: Facts, own: list[dict]) -> dict[str, object]:
    by_name = {name: unit for unit, (name, _, _) in facts.units.items()}
    items = [item.id for item in facts.items if item.id in {each["item"] for each in own}]
    by_short = {short: unit for unit, (_, short, _) in facts.units.items()}
    together = {"V10": lambda each: [by_short[name] for name in _said(each, "units").split("、")]}
    named = ([by_name[each["unit"]]] if each["unit"] else together.get(each["code"], list)(each)
             for each in own if each["unit"] or each["code"] in together)  # fmt: skip
    units = list(dict.fromkeys(unit for each in named for unit in each))
    words = list(dict.fromkeys(filter(None, (_said(each, "words", "name", "units", "unit", "text") for each in own))))
    protocol = [short for _, short, _ in facts.units.values()]
    pairs = list(
        dict.fromkeys(
            "–".join(sorted((_said(each, "unit"), _said(each, "other")), key=_place(protocol))) for each in own
        )
    )
    return {
        "count": len(own), "tasks": len(items), "numbers": _number([numbers_of(facts)[item] for item in items]),
        "units": len(units), "unit_names": _join([facts.short(unit) for unit in units]), "words": _join(words),
        "word_count": len(words), "first": own[0]["message"], "pair_count": len(pairs),
        "pairs": _join([_pair(facts, each) for each in pairs]),
        "loads": _join([f"{facts.short(u)}{len(facts.items_of[u])}项（牵头{facts.leads(u)}）" for u in units]),
    }  # fmt: skip


def _pair(facts: Facts, units: str) -> str:
    """Two units with the tasks that name both, four at most."""
    first, second = (
        {unit for unit, (_, short, _) in facts.units.items() if short == name} for name in units.split("–")
    )
    held = [item.id for item in facts.items if all(own & {*facts.units_of.get(item.id, ())} for own in (first, second))]
    return f"{units}（{_number([numbers_of(facts)[item] for item in held], 4)}）"


def _place(protocol: list[str]) -> Callable[[str], int]:
    return lambda name: protocol.index(name) if name in protocol else -1


def _said(finding: dict, *names: str) -> str:
    """Return the first of these values in a finding's sentence."""
    found = parse(finding["message"], [f"finding.{finding['code']}.text"])
    told = {claim.name: claim.text for claim in found[1]}
    return next((told[name] for name in names if told.get(name)), "")


def _join(names: list[str]) -> str:
    listed = "、".join(names[:NAMES])
    return f"{listed}等{len(names)}个" if len(names) > NAMES else listed


def _number(numbers: list[str], most: int = NUMBERS) -> str:
    more = f"等{len(numbers)}" if len(numbers) > most else ""
    return f"第{'、'.join(numbers[:most])}{more}项" if numbers else ""
