"""Html: the notice on a government page.

In: the decoded page. Out: a Document of its title, its table of facts (索引号, 文号, 发文日期) and its article, one
block a line. A block-level element breaks a line and an inline one does not; `<br>` does; `<ol>` shows its numbers;
tables keep their merged cells; what a browser hides is left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from responsibility.errors import SourceError
from responsibility.extract.article import (
    drop_hidden,
    drop_struck,
    find_article,
    find_outside,
    find_page_facts,
    list_titles,
    missing_title,
)
from responsibility.extract.draft import Draft, Placed
from responsibility.extract.numbering import count_chinese
from responsibility.extract.signs import clean_text
from responsibility.extract.text import decode_text
from responsibility.kinds import Severity
from responsibility.model import Document
from responsibility.settings import SourceSettings
from responsibility.spans import Locator

MEDIA_TYPE = "text/html"
# fmt: off
_BLOCKS = frozenset((
    "address", "article", "aside", "blockquote", "body", "caption", "center", "dd", "details", "div", "dl",
    "dt", "fieldset", "figcaption", "figure", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "html", "li",
    "main", "ol", "p", "pre", "section", "summary", "table", "tbody", "td", "tfoot", "th", "thead", "tr",
    "ucapcontent", "ul",
))
# fmt: on
_SPACE = re.compile(r"[ \t\n\r\f]{1,9999}")
_CHARSET = re.compile(rb"""charset\s{0,4}=\s{0,4}["']?([A-Za-z0-9_-]{2,20})""", re.IGNORECASE)
_RARE = ("big5", "hz", "iso-2022", "euc-tw")
_ATTACHED = re.compile(r"\.(?:docx?|wps|pdf|xlsx?|et|ofd|zip|rar)(?:$|\?)", re.IGNORECASE)
_DUTY = re.compile(r"(?:责任|牵头|配合)(?:单位|部门)\s{0,4}[:：]")
_DECLARATION = re.compile(r"^\s{0,99}<\?xml[^>]{0,200}>")


def read_html(data: bytes, name: str, limits: SourceSettings) -> Document:
    """Read a page. Raises SourceError if it cannot be decoded, holds no text or is nested without end."""
    from lxml import html

    if len(data) > limits.markup_bytes:
        raise SourceError("TOO_LARGE", name, part=name, limit=limits.markup_bytes)
    page = _DECLARATION.sub("", clean_text(_decode(data, name)))
    parser = html.HTMLParser(remove_comments=True, remove_pis=True)
    root = html.document_fromstring(page or "<p></p>", parser=parser, ensure_head_body=True)
    titles = list_titles(root)
    drop_hidden(root)
    _check_depth(root, name, limits)
    article = find_article(root)
    facts = find_page_facts(root, article)
    reader = _Reader(limits)
    for words in drop_struck(article):
        reader.draft.note("STRUCK_TEXT", Severity.WARNING, words=words[:60])
    said = "" if facts is None else "".join(facts.itertext())
    reader.add_line(missing_title(titles, said + "".join(article.itertext())[:2_000]))
    for row in [] if facts is None else _fact_lines(facts):
        reader.add_line(row)
    reader.read_article(article)
    for words in find_outside(root, [article, *([] if facts is None else [facts])], _DUTY):
        reader.draft.note("SOURCE_OUTSIDE", Severity.WARNING, words=words[:60])
    if not reader.draft.length:
        raise SourceError("NO_TEXT", name)
    return reader.draft.finish(name, MEDIA_TYPE, data)


def _decode(data: bytes, name: str) -> str:
    """Decode as any text, unless the page names an encoding that text files do not come in and it fits.

    Labels such as iso-8859-1 and gb2312 are often wrong: bytes that are UTF-8 are nothing else.
    """
    declared = _CHARSET.search(data[:4_096])
    encoding = declared[1].decode().lower() if declared else ""
    if not encoding.startswith(_RARE):
        return decode_text(data, name)[0]
    try:
        return data.decode(encoding)
    except (UnicodeDecodeError, LookupError):
        return decode_text(data, name)[0]  # the page says one thing of itself and is another


def _check_depth(root: Any, name: str, limits: SourceSettings) -> None:
    depths = {root: 0}
    for element in root.iterdescendants():
        depths[element] = depths[element.getparent()] + 1
        if depths[element] > limits.depth:
            raise SourceError("TOO_DEEP", name, limit=limits.depth)


def _fact_lines(facts: Any) -> Iterator[str]:
    """Yield the rows of a table of facts, the cells of a row parted by a space."""
    if facts.tag == "table":
        for row in facts.iter("tr"):
            yield " ".join(_plain(cell) for cell in row.iterchildren("td", "th") if _plain(cell))
        return
    for line in _lines(facts):
        yield line if isinstance(line, str) else " ".join(_plain(line).split())


def _plain(element: Any) -> str:
    return _SPACE.sub(" ", "".join(element.itertext())).strip()


class _Reader:
    """Adds lines and tables to the draft."""

    def __init__(self, limits: SourceSettings) -> None:
        self.draft = Draft()
        self._limits = limits
        self._paragraphs = 0

    def add_line(self, words: str) -> None:
        """Append one line unless it is blank."""
        if words := words.strip():
            self._paragraphs += 1
            at = Locator(paragraph=self._paragraphs)
            self.draft.add(words, at)

    def read_article(self, article: Any) -> None:
        """Append the article's lines and tables, and name what it only links to or shows as a picture."""
        for part in _lines(article):
            if isinstance(part, str):
                self.add_line(part)
            else:
                self._read_table(part)
        for link in article.iter("a"):
            if _ATTACHED.search(link.get("href") or ""):
                self.draft.note("SOURCE_ATTACHMENT", Severity.NOTE, words=_plain(link)[:60] or link.get("href")[-60:])
        if pictures := sum(1 for _ in article.iter("img")):
            self.draft.note("SOURCE_PICTURES", Severity.NOTE, count=pictures)

    def _read_table(self, table: Any) -> None:
        cells = list(_grid(table, self._limits))
        if len({cell.column for cell in cells}) > 1:
            self.draft.add_table(cells)
            return
        for cell in cells:
            for line in cell.text.split("\n"):
                self.add_line(line)


def _lines(element: Any) -> Iterator[str | Any]:
    """Yield the lines of an element, and each table of its own in its place; a layout table is looked through."""
    held = ""
    for part in _parts(element):
        if part == "\n" or not isinstance(part, str):
            if held.strip():
                yield held.strip(" ")
            held = ""
            if not isinstance(part, str):
                yield part
        else:
            held = (held + part) if not (held.endswith(" ") and part.startswith(" ")) else held + part[1:]
    if held.strip():
        yield held.strip(" ")


def _parts(element: Any) -> Iterator[str | Any]:
    """Yield words, a line feed where a line ends, and tables."""
    keep = element.tag == "pre"
    yield from _words(element.text, keep)
    for child in element.iterchildren():
        if child.tag == "br":
            yield "\n"
        elif child.tag == "table" and not _is_layout(child):
            yield child
        else:
            yield from _child_parts(child)
        yield from _words(child.tail, keep)


def _child_parts(child: Any) -> Iterator[str | Any]:
    edge = ("\n",) if child.tag in _BLOCKS else ()
    yield from edge
    if child.tag == "li" and (number := _list_number(child)):
        yield number
    yield from _parts(child)
    yield from edge


def _words(words: str | None, keep: bool) -> Iterator[str]:
    if words and keep:
        yield from re.split(r"(\n)", words)
    elif words:
        yield _SPACE.sub(" ", words)


def _list_number(item: Any) -> str:
    """Return the number that a browser shows before an item of an ordered list."""
    parent = item.getparent()
    if parent is None or parent.tag != "ol" or "none" in (parent.get("style") or ""):
        return ""
    number = int(parent.get("start")) if (parent.get("start") or "").isdigit() else 1
    for each in parent.iterchildren("li"):
        number = int(each.get("value")) if (each.get("value") or "").isdigit() else number
        if each is item:
            break
        number += 1
    chinese = "cjk" in (parent.get("style") or "") or "chinese" in (parent.get("style") or "")
    return f"{count_chinese(number)}、" if chinese else f"{number}."


def _is_layout(table: Any) -> bool:
    """Say whether a table only places things on the page: it holds tables, or a cell as long as an article."""
    if next(table.iterdescendants("table"), None) is not None:
        return True
    cells = list(table.iter("td", "th"))
    return len(cells) < 3 or any(sum(1 for _ in cell.iter("p")) > 20 for cell in cells)


def _grid(table: Any, limits: SourceSettings) -> Iterator[Placed]:
    """Yield a table's cells at their places in the grid; a span beyond the limit is cut to it."""
    taken: set[tuple[int, int]] = set()
    for row, line in enumerate(table.iter("tr"), 1):
        column = 1
        for cell in line.iterchildren("td", "th"):
            while (row, column) in taken:
                column += 1
            rows, columns = (_span(cell, key, limits.span) for key in ("rowspan", "colspan"))
            taken |= {(row + down, column + across) for down in range(rows) for across in range(columns)}
            words = "\n".join(line for line in _lines(cell) if isinstance(line, str))
            yield Placed(row, column, words, rows, columns)
            column += columns
            if column > limits.columns:
                break


def _span(cell: Any, key: str, most: int) -> int:
    words = (cell.get(key) or "").strip()
    return max(1, min(int(words), most)) if words.isascii() and words.isdigit() and len(words) < 9 else 1
