"""Changes: 变更表, what is different between two plans and for whom, as a Book.

In: the Scenes of both plans and their Changes. Out: the sheets of 变更表.xlsx; and what is new for one unit, which also
goes into its next task sheet.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping

from responsibility.analysis.change.compare import Changes
from responsibility.language.rounding import show_number, write_whole
from responsibility.views.entries import read_iso_day
from responsibility.views.scene import Scene, show_task
from responsibility.views.sheet import Book, Cell, Value
from responsibility.views.sheets.listing import (
    Listing,
    Record,
    Show,
    Shown,
    build_listing,
    common_shows,
    is_none,
    list_records,
    show_rows,
)

_MID = "cell-center"
_KIND = Shown("kind", 10, _MID, "kind", "kind")
_OLD, _NEW = Shown("old-item", 9, _MID, "old_id", "old-number"), Shown("new-item", 9, _MID, "new_id", "new-number")
_FROM, _TO = Shown("old-item", 9, _MID, "old_item", "old-number"), Shown("new-item", 9, _MID, "new_item", "new-number")

_COUNTS = Listing("changes", "counts", (Shown("about", 24), Shown("kind", 16, _MID), Shown("count", 8, "count")))
_ITEMS = Listing("changes", "items", (
    _KIND, _OLD, _NEW, Shown("certainty", 9, "share", "certainty", "share"),
    Shown("old-text", 56, "cell-top", "old_text", "day-or-words"),
    Shown("new-text", 56, "cell-top", "new_text", "day-or-words"),
))  # fmt: skip
_SHARES = Listing("changes", "shares", (
    Shown("unit", 18, "cell", "unit_id", "unit"), _KIND, _FROM, _TO, Shown("title", 40, "cell", "new_item", "item"),
    Shown("old-role", 11, _MID, "old_role", "role"), Shown("new-role", 11, _MID, "new_role", "role"),
))  # fmt: skip
_UNITS = Listing(
    "changes", "units", (_KIND, Shown("old-name", 34, "cell", "old_name"), Shown("new-name", 34, "cell", "new_name"))
)
_TARGETS = Listing("changes", "targets", (
    _KIND, _FROM, _TO, Shown("quantity", 32), Shown("old-value", 12, _MID, "old_value"),
    Shown("new-value", 12, _MID, "new_value"), Shown("measure", 9, _MID, "unit"),
    Shown("arithmetic", 34, "cell", "difference", "arithmetic"), Shown("demanding", 12, _MID, "demanding", "demanding"),
))  # fmt: skip
_DOUBTFUL = Listing("changes", "doubtful", (
    _OLD, _NEW, Shown("certainty", 9, "share", "certainty", "share"), Shown("rival", 9, "share", "rival", "share"),
    Shown("old-text", 52, "cell-top", "old_id", "old-words"), Shown("new-text", 52, "cell-top", "new_id", "new-words"),
))  # fmt: skip
_NEWS = Listing("changes", "news", (
    Shown("unit", 18), Shown("new-item", 9, _MID), Shown("what", 18, _MID), Shown("words", 80, "cell-top"),
))  # fmt: skip


def build_changes_book(old: Scene, new: Scene, changes: Changes) -> Book:
    """Build 变更表.xlsx. old, new: the scenes of the plans compared."""
    stamp = new.say("changes.stamp", old=old.title, new=new.title, old_id=changes.old_id, new_id=changes.new_id)
    shows = _shows(old, new)
    tables = (
        (_ITEMS, changes.items),
        (_TARGETS, changes.targets),
        (_UNITS, changes.units),
        (_SHARES, changes.shares),
        (_DOUBTFUL, changes.doubtful),
    )
    lists = [build_listing(new, listing, show_rows(table, listing, shows), stamp) for listing, table in tables]
    counts = build_listing(new, _COUNTS, _count_rows(new, changes), stamp)
    news = build_listing(new, _NEWS, _news_rows(old, new, changes), stamp)
    return Book(
        title=new.say("changes.book"),
        subject=new.title,
        author=new.plan.header.issuer or "",
        created=new.created,
        sheets=(counts, *lists[:4], news, lists[4]),
        properties={"old_plan_id": changes.old_id, "plan_id": changes.new_id},
        fonts=new.settings.output.fonts,
    )


def _shows(old: Scene, new: Scene) -> dict[str, Show]:
    common, before = common_shows(new), common_shows(old)

    def unit(record: Record, source: str) -> Value | Cell:
        return (common if record[source] in new.units else before)["unit"](record, source)

    def item(record: Record, _: str) -> Value | Cell:
        return common["title"](record, "new_item") if record["new_item"] else before["title"](record, "old_item")

    def number(scene: Scene) -> Show:
        return lambda record, source: scene.number(str(record[source] or ""))

    def words(scene: Scene) -> Show:
        return lambda record, source: _item_words(scene, str(record[source]))

    return {
        **common,
        "unit": unit,
        "item": item,
        "kind": lambda record, source: new.say(f"changes.kind.{record[source]}"),
        "share": lambda record, source: float(str(record[source])),
        "old-number": number(old),
        "new-number": number(new),
        "day-or-words": lambda record, source: _show_words(new, record[source]),
        "old-words": words(old),
        "new-words": words(new),
        "arithmetic": lambda record, _: say_arithmetic(new, record),
        "demanding": lambda record, source: new.say(f"changes.demanding.{int(str(record[source]))}"),
    }


def _item_words(scene: Scene, item_id: str) -> str:
    item = scene.items.get(item_id)
    return show_task(item)[0] if item else ""


def say_arithmetic(scene: Scene, record: Record) -> str:
    """Say how one number came from the other: 80 − 50 = +30（+60%）."""
    if is_none(record["difference"]):
        return ""
    difference = float(str(record["difference"]))
    if record["kind"] in ("earlier", "later"):
        return scene.say(f"changes.days.{record['kind']}", days=write_whole(abs(difference)))
    ratio = "" if is_none(record["ratio"]) else f"（{show_number(float(str(record['ratio'])), '+.1%')}）"
    return f"{record['new_value']} − {record['old_value']} = {write_whole(difference, '+')}{ratio}"


def _count_rows(scene: Scene, changes: Changes) -> Iterator[list[Value | Cell]]:
    tables = {"items": changes.items, "targets": changes.targets, "units": changes.units, "shares": changes.shares}
    for name, table in tables.items():
        for kind, count in Counter(table["kind"]).items():
            yield [scene.say(f"changes.list.{name}.name"), scene.say(f"changes.kind.{kind}"), count]
    if len(changes.doubtful):
        yield [scene.say("changes.list.doubtful.name"), "", len(changes.doubtful)]


def list_news(old: Scene, new: Scene, changes: Changes) -> Mapping[str, list[tuple[str, str, str]]]:
    """Return what is new for each unit of the new plan: item, kind, words; protocol order."""
    news: dict[str, list[tuple[str, str, str]]] = {unit_id: [] for unit_id in new.units}
    for row in list_records(changes.shares):
        if row["unit_id"] in news:
            item = str(row["new_item"] or row["old_item"])
            scene = new if row["new_item"] else old
            words = f"{_title(scene, item)}：{_say_roles(new, row)}"
            news[str(row["unit_id"])].append((scene.number(item), str(row["kind"]), words))
    for item, kind, words in (*_tell_items(new, changes), *_tell_targets(new, changes)):
        for each in new.by_item[item]:
            news[each.unit_id].append((new.number(item), kind, words))
    for item, unit_id, words in _tell_partners(old, new, changes):
        for each in new.by_item[item]:
            if each.unit_id != unit_id:
                news[each.unit_id].append((new.number(item), "partner", words))
    return news


def _tell_partners(old: Scene, new: Scene, changes: Changes) -> Iterator[tuple[str, str, str]]:
    """Say which unit came to a task that both plans have, or left it, or changed its role."""
    kept = set(changes.matches["new_id"])
    for row in list_records(changes.shares):
        if row["new_item"] in kept:
            unit_id = str(row["unit_id"])
            yield str(row["new_item"]), unit_id, f"{_name_unit(old, new, unit_id)}：{_say_roles(new, row)}"


def _name_unit(old: Scene, new: Scene, unit_id: str) -> str:
    """Return the short name of a unit of either plan; of one that only succeeds a unit of the old plan, that one's."""
    former = [unit.id for unit in old.plan.units if unit.succeeded_by == unit_id]
    named = [scene.short(each) for scene in (new, old) for each in (unit_id, *former) if each in scene.units]
    return named[0] if named else unit_id


def _say_roles(new: Scene, row: Record) -> str:
    roles = (new.say(f"role.{row[key]}") if row[key] else new.say("changes.none") for key in ("old_role", "new_role"))
    return new.say("changes.role", old=next(roles), new=next(roles))


def _title(scene: Scene, item_id: str) -> str:
    item = scene.items[item_id]
    return item.title or item.body[:40]


def _tell_items(scene: Scene, changes: Changes) -> Iterator[tuple[str, str, str]]:
    for row in list_records(changes.items):
        item = str(row["new_id"])
        if item and row["kind"] != "new":
            words = str(row["new_text"]) if row["kind"] == "reworded" else _say_change(scene, item, row)
            yield item, str(row["kind"]), words


def _tell_targets(scene: Scene, changes: Changes) -> Iterator[tuple[str, str, str]]:
    """Say how each figure changed."""
    for row in list_records(changes.targets):
        item, words = str(row["new_item"]), say_arithmetic(scene, row)
        if item and row["kind"] != "new":
            if not words or row["kind"] in ("earlier", "later"):
                words = f"{_say_change(scene, item, row)}{f'（{words}）' if words else ''}"
            else:
                words = f"{_title(scene, item)}：{row['quantity']} {words}"
            yield item, str(row["kind"]), words


def _say_change(scene: Scene, item: str, row: Record) -> str:
    """Say of which task it is, what held and what holds now: 建设绿道：6月底前 → 9月底前."""
    old, new = (_show_words(scene, row[key]) or scene.say("changes.none") for key in ("old_text", "new_text"))
    return f"{_title(scene, item)}：{scene.say('changes.role', old=old, new=new)}"


def _show_words(scene: Scene, words: object) -> str:
    """Return words as printed; a day that a meeting or a correction set, as papers write it."""
    day = read_iso_day(str(words or ""))
    return scene.show_day(day) if day else str(words or "")


def _news_rows(old: Scene, new: Scene, changes: Changes) -> Iterator[list[Value | Cell]]:
    for unit_id, rows in list_news(old, new, changes).items():
        for item, kind, words in rows:
            yield [new.short(unit_id), item, new.say(f"changes.kind.{kind}"), words]
