"""People: who answers for an item by name or post, where its words or a column say so.

In: a stretch of a Source. Out: Persons, document order. A post ends as those of the lexicon do (分管领导, 责任人,
副市长) and is no unit's name (领导小组). A name stands behind a post and a colon, in a bracket behind a unit, or
behind or before a rank (副市长张某主抓). A post that stands for its holder (分管副省长负责) has no name.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import lru_cache

from responsibility.language.lexicon import Lexicon
from responsibility.model import Clause, Heading, Person
from responsibility.parse.clause.asides import are_people, without_calls
from responsibility.parse.clause.mentions import Source
from responsibility.parse.clause.names import core_of, is_unit_like
from responsibility.parse.clause.scanner import trim
from responsibility.patterns import HAN, late
from responsibility.spans import Span, fold

PHONE = re.compile(r"(?<!\d)(?:1[3-9]\d{9}|0\d{2,3}-?\d{7,8}|\d{3,4}-\d{7,8}|\d{7,8})(?!\d)")
_TAIL_BRACKET = late(r"\(([^()]{1,24})\)\Z")
_BRACKET = re.compile(r"[(\[]([^()\[\]:]{2,24})[)\]]")
_CLAUSE_LIKE = re.compile(r"[(\[][^()\[\]\n]{4,200}[)\]]")
_LED = late(r"[(\[;](?P<post>[^()\[\]:;\n]{2,14}):(?P<who>[^()\[\]:;\n]{2,60})(?=[)\];])")
_LONGEST_LED = 80
_NAME = late(rf"{HAN}{{1,4}}(?:·{HAN}{{1,8}})?")
_SPREAD = late(rf"({HAN})[ \u3000]+(?={HAN}(?!{HAN}))")
_PIECE = late(r"(?:\([^()]*\)|[^、,;。\n/])+")
_LISTED = re.compile(r"[^、,;/\s]+")
_NEXT = late(rf"[\s/,:]*({PHONE.pattern})")
_BLANKS = late(r"[ \u3000\t]+")
_JOINT = late("[及和与/、(（]")  # 责任领导及职务
_BESIDE = " \u3000\n\t—–-/|:·"  # what parts a unit from the person beside it
_NOT_BESIDE = "、,;)]"
_LONGEST_POST = 14
_OF_PLACES = ("科", "处", "股", "室", "局", "委", "办", "厅", "中心", "大队", "支队")
_HAN = re.compile(rf"{HAN}+")


@lru_cache(maxsize=4096)
def names_post(words: str, lexicon: Lexicon) -> bool:
    """Say whether words name a post or a task's person: 分管副市长, 包保领导, 具体责任人; 领导小组 is a unit.

    >>> from responsibility.language.lexicon import load_lexicon
    >>> [is_post(words, load_lexicon()) for words in ("分管副市长", "包抓领导", "改革领导小组", "责任单位")]
    [True, True, False, False]
    """
    return (
        1 < len(words) <= _LONGEST_POST
        and _HAN.fullmatch(words) is not None
        and words.endswith((*lexicon["posts.ends"], *lexicon["posts.ranks"]))
        and not any(word in words for word in lexicon["posts.never"])
    )


def head_post(post: str) -> str:
    """Return a post without what else its label or head tells: 责任人及联系电话, 联系人（电话）."""
    return _JOINT.split(post)[0]


def is_leading(post: str, lexicon: Lexicon) -> bool:
    """Say whether who has a post answers above the units; 责任人, 联系人 and the like do in one of them."""
    core = head_post(post)
    return names_post(core, lexicon) and not core.endswith(lexicon["posts.members"])


@lru_cache(maxsize=4096)
def is_name(words: str, lexicon: Lexicon) -> bool:
    """Say whether words can be a person's name where nothing but their form tells: a surname and one or two signs."""
    if words.startswith(lexicon["posts.no_names"]):
        return False
    return 1 < len(words) <= 3 + words.startswith(lexicon["posts.double_surnames"]) and words.startswith(
        (*"".join(lexicon["posts.surnames"]), *lexicon["posts.double_surnames"])
    )


def find_people(source: Source, span: Span, clauses: Sequence[Clause]) -> tuple[Person, ...]:
    """Find the persons of an item that its clauses name without a label of their own; see fields for the others."""
    found = {
        person.span: person
        for person in (
            *_in_brackets(source, clauses),
            *_responsible(source, span, clauses),
            *_behind_units(source, clauses),
            *_bracketed(source, span, clauses),
        )
    }
    outer: list[Span] = []
    for at in sorted(found, key=lambda each: (each.start, -each.end)):
        if not (outer and outer[-1].holds(at)):
            outer.append(at)
    return tuple(found[at] for at in outer)


def read_people(source: Source, span: Span, post: str) -> tuple[Person, ...]:
    """Read a list of persons, as a cell or a label's value holds it; post: what its head or label calls them."""
    found: list[Person] = []
    nobody = source.lexicon["posts.nobody"]
    for match in _PIECE.finditer(source.text, *span):
        for start, end in _parts(source, *trim(source.text, *match.span())):
            if source.text[start:end] in nobody:
                continue
            if found and _is_place(source.text[start:end], source.lexicon):  # 周某,疾控科
                found[-1] = _with_note(found[-1], source.text[start:end], source.lexicon)
                continue
            person = _read_person(source, start, end, post)
            joined = _join(source, found[-1], person) if found else None
            if joined:
                found[-1] = joined
            else:
                found.append(person)
    return tuple(found)


def _join(source: Source, before: Person, person: Person) -> Person | None:
    """Take two pieces for one person: a telephone, a rank on the line above or below a name, or 常委、副市长张某."""
    span = Span(before.span.start, person.span.end)
    between = source.original[before.span.end : person.span.start]  # as issued: a name ends at a line of a cell
    if person.phone and not (person.name or person.rank):
        return replace(before, phone=person.phone, span=span)
    if before.rank and person.rank and not before.name:
        rank = f"{before.rank}、{person.rank}"
        return replace(person, rank=rank, span=span) if person.name else None
    if before.rank and not before.name and person.name and not between.strip() and "\n" in between:
        return replace(person, rank=before.rank, span=span)
    goes_on = "\n" in between or (before.rank and "\n" in before.span.of(source.original))
    if before.name and person.rank and not person.name and goes_on:
        return replace(before, rank="、".join(words for words in (before.rank, person.rank) if words), span=span)
    return None


def _parts(source: Source, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Part 张某 李某某 at blanks, but not 张  某, whose signs stand apart to fill the line."""
    words = source.text[start:end]
    whole = _SPREAD.sub(r"\1", words)
    parts = [match.span() for match in re.finditer(r"[^ \u3000\t]+", words)]
    alone = all(_is_alone(words[a:b], source.lexicon) for a, b in parts)
    if start < end and (len(parts) < 2 or _NAME.fullmatch(whole) or not alone):
        yield start, end
    elif start < end:
        yield from ((start + a, start + b) for a, b in parts)


def _is_alone(words: str, lexicon: Lexicon) -> bool:
    """Say whether words between blanks are a name of their own, not a post, a unit or a single sign."""
    told = names_post(words, lexicon) or is_unit_like(words, lexicon)
    return len(words) > 1 and not told and _NAME.fullmatch(words) is not None


def _read_person(source: Source, start: int, end: int, post: str) -> Person:
    """Read one person: 副市长张某, 张某(市水利局局长), 市水利局 张某 13900000000."""
    words = source.text[start:end]
    person = Person(post, "", Span(start, end), is_leader=is_leading(fold(post), source.lexicon))
    words = without_calls(words, source.lexicon)
    phone = PHONE.search(words)
    if phone:
        person, words = replace(person, phone=phone[0]), words[: phone.start()] + words[phone.end() :]
    tail = _TAIL_BRACKET.search(words.strip())
    if tail:
        person, words = _with_note(person, tail[1], source.lexicon), words.strip()[: tail.start()]
    words = words.replace("()", "").strip(" \u3000:\t")
    return _with_name(person, words, source.lexicon)


def _with_note(person: Person, words: str, lexicon: Lexicon) -> Person:
    """Take in what a bracket behind a name says: a unit, an office, or a rank."""
    if names_post(words, lexicon) or not is_unit_like(words, lexicon):
        return replace(person, rank=words)
    inner = words.endswith(lexicon["posts.offices"]) and not words.startswith(lexicon["elision.prefixes"])
    return replace(person, office=words) if inner else replace(person, unit=words)  # 市政务服务中心 is a unit


def _is_place(words: str, lexicon: Lexicon) -> bool:
    """Say whether words among persons are where the one before works: an office or a bureau, and nobody's name."""
    return is_unit_like(words, lexicon) and words.endswith(_OF_PLACES) and not is_name(words, lexicon)


def _with_name(person: Person, words: str, lexicon: Lexicon) -> Person:
    first, _, behind = words.partition(" ")
    if is_name(first, lexicon) and is_unit_like(behind.strip(), lexicon):
        return replace(person, name=first, unit=behind.strip())  # 张某 市水利局
    whole = _BLANKS.sub("", words)
    titled = _split_title(whole, lexicon)
    if titled:
        return replace(person, rank=titled[0] if titled != (person.post, "") else "", name=titled[1])
    for length in (2, 3, 4, 1):  # of a name behind what is said of it
        before, name = whole[:-length], whole[-length:]
        if names_post(before, lexicon):
            return replace(person, rank=before, name=name)
        if is_unit_like(before, lexicon) and is_name(name, lexicon):
            return replace(_with_note(person, before, lexicon), name=name)
    return replace(person, name=whole if _NAME.fullmatch(whole) else words)


def _in_brackets(source: Source, clauses: Sequence[Clause]) -> Iterator[Person]:
    """Read 市水利局(赵某,5566778), where nothing but names, offices and telephones stands in the bracket."""
    text = source.text
    bracketed = (each for each in clauses if text.find("(", each.span.start + 1, each.span.end) > 0)  # few are
    for mention in (each for clause in bracketed for each in clause.mentions):
        at = mention.span.end
        end = text.find(")", at, at + _LONGEST_LED) if text.startswith("(", at) else -1
        if end > 0 and are_people(text[at + 1 : end], source.lexicon):
            for person in read_people(source, Span(at + 1, end), ""):
                yield replace(person, unit=_bare(mention.name))


def _bracketed(source: Source, span: Span, clauses: Sequence[Clause]) -> Iterator[Person]:
    """Read 市交通局(责任人张某) and 市审计局(王某负责)."""
    text, lexicon = source.text, source.lexicon
    for match in _BRACKET.finditer(text, *span):
        words, start = match[1], match.start(1)
        if not is_unit_like(text[max(span.start, match.start() - 12) : match.start()], lexicon):
            continue
        verb = next((word for word in lexicon["posts.verbs"] if words.endswith(word)), "")
        if verb and is_name(words[: -len(verb)], lexicon):
            found = Person("", words[: -len(verb)], Span(start, start + len(words) - len(verb)))
        elif post := next((words[:at] for at in range(len(words) - 1, 1, -1) if names_post(words[:at], lexicon)), ""):
            name = words[len(post) :]
            if not is_name(name, lexicon):
                continue
            found = Person(post, name, Span(start, match.end(1)), is_leader=is_leading(post, lexicon))
        else:
            continue
        yield tie(found, match.start(), clauses)


def tie(person: Person, opener: int, clauses: Sequence[Clause]) -> Person:
    """Say whose a person is who stands in a bracket that opens at opener, behind a unit's name."""
    place = bisect_left(clauses, opener, key=lambda clause: clause.span.start) - 1
    mentions = clauses[place].mentions if place >= 0 else ()
    at = bisect_left(mentions, opener, key=lambda mention: mention.span.start) - 1
    if at < 0 or opener > mentions[at].span.end + 1 or person.unit:
        return person
    return replace(person, unit=_bare(mentions[at].name))


def with_office(people: Sequence[Person]) -> tuple[Person, ...]:
    """Give the one office of an item to the people of its unit, so that it stands with them and not by itself."""
    offices = [each for each in people if each.office and not (each.name or each.rank)]
    own = [each for each in people if each not in offices and not each.is_leader]
    if len(offices) != 1 or not own or any(each.office for each in own):
        return tuple(people)
    office, unit = offices[0].office, offices[0].unit
    joined = {each: replace(each, office=office, unit=each.unit or unit) for each in own}
    return tuple(joined.get(each, each) for each in people if each is not offices[0])


def _bare(name: str) -> str:
    """Return a unit's name without the bracket behind it."""
    return name[: len(core_of(fold(name)))]


def _behind_units(source: Source, clauses: Sequence[Clause]) -> Iterator[Person]:
    """Read 市财政局 张某, where a blank or a line end parts unit and person."""
    for clause in clauses:
        for at, mention in enumerate(clause.mentions, 1):
            if source.text[mention.span.end : mention.span.end + 1] in _NOT_BESIDE:  # as most are
                continue
            end = clause.mentions[at].span.start if at < len(clause.mentions) else clause.span.end
            start, stop = trim(source.text, mention.span.end, end, f"{_BESIDE}{_NOT_BESIDE}")
            if source.text[mention.span.end : start].strip(_BESIDE):
                continue
            ends = source.lexicon["posts.ends"]
            post = next(filter(clause.label.endswith, ends), "") if clause.label.endswith(ends) else ""
            for match in _LISTED.finditer(source.text, start, stop):  # 市财政局 张某、李某某
                if not is_name(match[0], source.lexicon):
                    break
                phone = _NEXT.match(source.text, match.end(), stop)
                place = Span(match.start(), phone.end() if phone else match.end())
                yield Person(post, match[0], place, phone=phone[1] if phone else "", unit=_bare(mention.name))
                if phone:
                    break


_PART = late(r"[^,;。\n()\[\]]+")


def _responsible(source: Source, span: Span, clauses: Sequence[Clause]) -> Iterator[Person]:
    """Read 分管副省长、对口副秘书长负责 and 副市长张某牵头 in a clause, or in a bracket that is none."""
    text, lexicon = source.text, source.lexicon
    held = {each.span: False for each in clauses}
    ends = [(each.span.start, each.span.end) for each in clauses]
    for match in _CLAUSE_LIKE.finditer(text, *span):
        place = bisect_left(ends, (match.start() + 1, 0)) - 1
        if place < 0 or ends[place][1] <= match.start():
            held[Span(*match.span())] = True
    for stretch, ruled in held.items():  # ruled: each list of a bracket that is no clause must end in a verb
        if not _posts(lexicon).search(text, *stretch):  # as most have none
            continue
        words = stretch.of(text)
        for part in _PART.finditer(words):
            verb = next((word for word in lexicon["posts.verbs"] if part[0].rstrip().endswith(word)), "")
            end = stretch.start + part.start() + len(part[0].rstrip()) - len(verb)
            for name in re.finditer(r"[^、]+", text[stretch.start + part.start() : end]):
                begin = stretch.start + part.start()
                person = _titled(source, *trim(text, begin + name.start(), begin + name.end()))
                if person is not None and (verb or not ruled):
                    yield person


@lru_cache(maxsize=8)
def _posts(lexicon: Lexicon) -> re.Pattern[str]:
    """Return what finds a post or a rank by its last two signs first: a search for whole words takes four times."""
    words = (*lexicon["posts.ends"], *lexicon["posts.ranks"])
    before = "".join(sorted({re.escape(word[-2:-1]) or r"\s\S" for word in words}))
    last = "".join(sorted({re.escape(word[-1]) for word in words}))
    return re.compile(f"[{before}][{last}](?:{'|'.join(f'(?<={re.escape(word)})' for word in words)})")


def _titled(source: Source, start: int, end: int) -> Person | None:
    """Read a post, alone or with a name before or behind it; None for other words."""
    words, lexicon = source.text[start:end], source.lexicon
    titled = _split_title(words, lexicon)
    for length in (2, 3):
        if titled is None and names_post(words[:-length], lexicon) and is_name(words[-length:], lexicon):
            titled = words[:-length], words[-length:]
    return Person(*titled, Span(start, end), is_leader=is_leading(titled[0], lexicon)) if titled else None


def _split_title(words: str, lexicon: Lexicon) -> tuple[str, str] | None:
    """Part 张某副市长 into name and longest rank; of 李副市长 the surname is the name, of 分管副市长 there is none."""
    for length in (1, 2, 3):
        name, rank = words[:length], words[length:]
        if rank in lexicon["posts.ranks"] and (is_name(name, lexicon) or name in "".join(lexicon["posts.surnames"])):
            return rank, name
    return (words, "") if names_post(words, lexicon) else None


@lru_cache(maxsize=8)
def _heading(lexicon: Lexicon) -> re.Pattern[str]:
    verbs = "|".join(map(re.escape, lexicon["posts.heads"]))
    return re.compile(rf"\s*由?(?P<who>(?:{HAN}|、){{2,24}}?)(?P<called>同志)?(?:{verbs})")


def find_heading_people(source: Source, heading: Heading) -> Iterator[Person]:
    """Read a heading that names leaders: 一、副市长张某主抓的工作(12项); 二、工业(牵头领导:张某、李某)."""
    start = heading.span.start + len(heading.number)
    for led in _LED.finditer(source.text, start, heading.span.end + _LONGEST_LED):
        if led.start() > heading.span.end:  # a title ends before or within its bracket
            break
        listed = [match[0].strip() for match in _PIECE.finditer(led["who"])]
        if names_post(led["post"], source.lexicon) and all(is_name(each, source.lexicon) for each in listed):
            yield from read_people(source, Span(*led.span("who")), led["post"])
    words = source.text[start : heading.span.end]
    match = _heading(source.lexicon).match(words) if source.lexicon.holds("posts.heads", words) else None
    if match is None:
        return
    for part in re.finditer(r"[^、]+", match["who"]):
        at = start + match.start("who")
        person = _titled(source, at + part.start(), at + part.end())
        if person is None and match["called"] and is_name(part[0], source.lexicon):  # 一、张某同志负责
            person = Person("", part[0], Span(at + part.start(), at + part.end()), is_leader=True)
        if person is not None:
            yield person
