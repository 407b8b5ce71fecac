"""Plain: what printing and copying left in a plain text that is no word of the notice.

In: decoded text. Out: the text without Markdown's marks, contents, page numbers and running heads, with the lines of
a paragraph together where paper broke them, tables drawn in box characters as rows of |cell|cell|, and what was left
out that says something. A text that has none of these stays as it is.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import groupby, zip_longest

from responsibility.extract.layer.aligned import part_aligned
from responsibility.extract.layer.banded import ABOVE
from responsibility.extract.layer.columned import part_text_columns
from responsibility.extract.layer.strayed import place_strayed
from responsibility.extract.layer.torn import join_torn
from responsibility.extract.wrapped import unwrap
from responsibility.patterns import late

_EOL = "\r\n"
_HEADING = late(r"^ {0,3}#{1,6}[ \t]+(?=\S)|(?<=\S)[ \t]+#{1,6}[ \t]*$", re.MULTILINE)
_BULLET = late(r"^[ \t]{0,12}(?:[-*+]|>)[ \t]+(?:\[[ xX]\][ \t]+)?(?=\S)", re.MULTILINE)
_RULE_LINE = late(r"^ {0,3}(?:-{3,80}|\*{3,80}|_{3,80}|={3,80}|`{3}\w{0,20})[ \t]*$", re.MULTILINE)
_BOLD = late(r"\*\*(?=\S)([^*\r\n]{1,400})\*\*|__(?=\S)([^_\r\n]{1,400})__")
_SLANTED = late(r"(?<![*\w])\*(?=[^\s*])([^*\r\n]{1,200})(?<=\S)\*(?![*\w])")
_STRUCK = late(r"~~(?=\S)([^~\r\n]{1,400})~~")
_LINK = late(r"!?\[([^\]\r\n]{1,200})\]\((?:https?:|/|#|mailto:)[^)\s]{0,400}\)")
_ESCAPED = late(r"\\([\\`*_{}\[\]()#+.!|-])")
_INDENT = late(r"^[ \t]{1,12}(?=\d{1,3}[.)、]|[(（])", re.MULTILINE)
_MARKDOWN_SUFFIXES = ("md", "markdown")

_PAGE = re.compile(
    r"\s*(?:[-—–―－‐·•]{1,3}\s?\d{1,4}\s?[-—–―－‐·•]{1,3}|第\s?\d{1,4}\s?页(?:[，,\s]{0,2}共\s?\d{1,4}\s?页)?"
    r"|共\s?\d{1,4}\s?页[，,\s]{0,2}第\s?\d{1,4}\s?页)\s*"
)
_NUMBER_LINE = late(r"[^\s，。；：,;:]{2,12}\s?[〔\[［（(]\s?20\d\d\s?[〕\]］）)]\s?\d{1,5}\s?号")
_PAGED = re.compile(r"[.．·…\t (-][0-9]{1,3}[-—–) ]{0,3}\r?$", re.MULTILINE)  # as a line of contents ends
_CONTENTS = late(
    r"^[ \t\u3000]*(?P<words>[^\r\n]{2,60}?)[ \t\u3000]*(?:[.．·…]{2}|\t|  )[.．·… \t]{0,200}"
    r"[-—–(]?[ ]?(?P<page>[0-9]{1,3})[ ]?[-—–)]?[ \t]*\r?$",
    re.MULTILINE,
)
_CONTENTS_HEAD = late(r"(?:\A|\n)[ \t\u3000]*目[ \t\u3000]*[录次]\s*\Z")
_FEWEST_CONTENTS = 3  # lines
_SHORTEST_HEAD, _LONGEST_HEAD = 4, 50
_CLOSERS = frozenset("()（）”》")
_SENTENCE_SIGNS = frozenset("。；：、，;:,")

_STROKES = "│┃║￨¦"
_JOINT = late(rf"[|{_STROKES}\u250c-\u254b\u2552-\u256c]")  # a stroke, or where rules meet or end
_BRANCH = late(r"[\u250c-\u254b\u2552-\u256c]")  # one of these is in every rule: a cell may hold a dash
_CELL_RULE = late(r"\s*[\u2500\u2501\u2504\u2505\u2508\u2509\u2550]{1,400}\s*")
_BOX_RULE = late(r"\s*[\u2500-\u257f-]{2,400}\s*|\s*\+(?:[-=]{1,200}\+){1,60}\s*")
_BREAK = "<br>"
_CLOSE = 1  # the same in a table whose cells have no margin
_ROOM = 3  # half-width columns; less is no room for a further character and its margin


@dataclass(frozen=True, slots=True)
class Mended:
    """A text as the notice has it. heads, struck, contents: running heads, struck words and contents left out."""

    text: str
    heads: tuple[str, ...] = ()
    struck: tuple[str, ...] = field(default=())
    contents: int = 0


def mend_text(text: str, suffix: str) -> Mended:
    """Take out what is no word of the notice. suffix: of the file's name, in lower case."""
    struck: tuple[str, ...] = ()
    if suffix in _MARKDOWN_SUFFIXES or _is_markdown(text):
        text, struck = _strip_markdown(text)
    text, contents = _drop_contents(text) if _PAGED.search(text) else (text, 0)
    text, heads = _drop_pages(place_strayed(part_text_columns(text)))
    parts = [(words, ()) if drawn else _put_together(words) for drawn, words in part_aligned(text)]
    others = (head for _, found in parts for head in found)
    return Mended(_redraw_boxes("".join(words for words, _ in parts)), (*heads, *others), struck, contents)


def _put_together(text: str) -> tuple[str, tuple[str, ...]]:
    unwrapped, heads = unwrap(text)
    return (unwrapped, heads) if unwrapped != text else (join_torn(text), ())


def _is_markdown(text: str) -> bool:
    bold = ("**" in text or "__" in text) and _BOLD.search(text) is not None
    return bold or ("#" in text and len(_HEADING.findall(text)) > 1)


def _strip_markdown(text: str) -> tuple[str, tuple[str, ...]]:
    struck = tuple(match[1].strip() for match in _STRUCK.finditer(text))
    for pattern in (_RULE_LINE, _HEADING, _BULLET, _INDENT, _STRUCK):
        text = pattern.sub("", text)
    text = _BOLD.sub(lambda match: match[1] or match[2], text)
    text = _LINK.sub(r"\1", _SLANTED.sub(r"\1", text))
    return _ESCAPED.sub(r"\1", text), struck


def _drop_contents(text: str) -> tuple[str, int]:
    """Drop a list of contents, and count its lines: they end in rising page numbers, and their words stand below."""
    runs: list[list[re.Match[str]]] = [[]]
    for found in _CONTENTS.finditer(text):
        last = runs[-1][-1] if runs[-1] else None
        if last and (text[last.end() : found.start()].strip() or int(found["page"]) < int(last["page"])):
            runs.append([])
        runs[-1].append(found)
    for run in runs:
        if len(run) < _FEWEST_CONTENTS:
            continue
        below = "".join(text[run[-1].end() :].split())
        if 2 * sum("".join(each["words"].split()) in below for each in run) > len(run):
            head = _CONTENTS_HEAD.search(text[: run[0].start()])
            return text[: head.start() if head else run[0].start()] + text[run[-1].end() :], len(run)
    return text, 0


def _drop_pages(text: str) -> tuple[str, tuple[str, ...]]:
    """Drop lines that are page numbers, and the running head beside one."""
    lines = text.splitlines(keepends=True)
    pages = [number for number, line in enumerate(lines) if _PAGE.fullmatch(line)]
    if not pages:
        return text, ()
    beside = [near for page in pages for near in (_next_line(lines, page, -1), _next_line(lines, page, 1)) if near]
    often = Counter(lines[number].strip() for number in beside)
    first = next((line.strip() for line in lines if line.strip()), "")
    heads = {
        number: words
        for number in beside
        if (words := lines[number].strip()) and _is_head(words, often[words] > 1 or words == first)
    }
    dropped = {*pages, *heads}
    kept = "".join(line for number, line in enumerate(lines) if number not in dropped)
    return kept, tuple(dict.fromkeys(heads.values()))


def _next_line(lines: Sequence[str], at: int, step: int) -> int:
    """Return the nearest line with words before or after one, 0 for none; the first line is no running head."""
    at += step
    while 0 < at < len(lines) and not lines[at].strip():
        at += step
    return at if 0 < at < len(lines) else 0


def _is_head(words: str, repeats: bool) -> bool:
    names = words.replace("、", "") if repeats and words.endswith("文件") else words  # 中共某市委、某市人民政府文件
    if len(words) > _LONGEST_HEAD or not _SENTENCE_SIGNS.isdisjoint(names):
        return False
    if repeats:  # two pages may begin with the same end of a name: 责）
        return len(words) >= _SHORTEST_HEAD and _CLOSERS.isdisjoint(words)
    return words.endswith("文件") or _NUMBER_LINE.fullmatch(words) is not None


def _redraw_boxes(text: str) -> str:
    """Write tables in box characters as rows of |cell|cell|; a row is what stands between two rules."""
    if not any(sign in text for sign in (*_STROKES, "+-", "+=")):
        return text
    parts: list[str] = []
    for is_box, group in groupby(text.splitlines(keepends=True), key=_is_boxed):
        lines = list(group)
        boxed = is_box and any(_BOX_RULE.fullmatch(line) for line in lines) and len(lines) > 1
        parts += _rows(lines) if boxed else lines
    return "".join(parts)


def _is_boxed(line: str) -> bool:
    words = line.strip()
    if _BOX_RULE.fullmatch(line):
        return True
    return len(words) > 1 and _JOINT.fullmatch(words[0]) is not None and _JOINT.fullmatch(words[-1]) is not None


def _rows(lines: Sequence[str]) -> Iterator[str]:
    """Yield the rows of a drawn table; without rules between its lines each line is a row."""
    parted = [_JOINT.split(_inner(line)) for line in lines]
    ruled = [
        [_BRANCH.search(line) is not None and _CELL_RULE.fullmatch(cell) is not None for cell in cells]
        for line, cells in zip(lines, parted, strict=True)
    ]
    if len(set(map(len, parted))) == 1 and any(any(row) and not all(row) for row in ruled):
        yield from _merged_rows(parted, ruled)
        return
    bands = [list(band) for rule, band in groupby(lines, key=lambda line: bool(_BOX_RULE.fullmatch(line))) if not rule]
    if len(bands) <= 2 and any(len(band) > 1 for band in bands[-1:]):  # a rule below the heads alone
        bands = [[line] for band in bands for line in band]
    split = [[re.split(rf"[|{_STROKES}]", _inner(line)) for line in band] for band in bands]
    close = not any(cell[:1].isspace() for band in split for line in band for cell in line if cell.strip())
    for band in split:
        cells = zip_longest(*band, fillvalue="")
        yield "|" + "|".join(_join_lines(each, _CLOSE if close else _ROOM) for each in cells) + "|\n"


def _merged_rows(lines: Sequence[Sequence[str]], ruled: Sequence[Sequence[bool]]) -> Iterator[str]:
    """Yield the rows of a table in which a rule may end before the edge: a cell goes on beside those that begin."""
    begins = [at for at in range(len(lines)) if not all(ruled[at]) and (not at or any(ruled[at - 1]))]
    for at in begins:
        cells = []
        for column, ends in enumerate(zip(*ruled, strict=True)):
            goes_on = at != begins[0] and not ends[at - 1]
            end = ends.index(True, at) if True in ends[at:] else len(lines)
            cells.append(ABOVE if goes_on else _join_lines(line[column] for line in lines[at:end]))
        yield "|" + "|".join(cells) + "|\n"


def _inner(line: str) -> str:
    return line.strip()[1:-1]


def _join_lines(lines: Iterable[str], room: int = _ROOM) -> str:
    """Join the lines of a cell: directly where one fills the cell, for its words only ran out of room."""
    joined, breaks = "", ""
    for line in lines:
        if words := line.strip():
            joined += breaks + words
            blanks = sum(2 if blank == "\u3000" else 1 for blank in line if blank.isspace())
            breaks = "" if blanks <= room else _BREAK
    return joined
