"""Sweep: no sentence with a number is passed over: every text of every file was compared, or is here, or is quoted.

A text is explained if a check has compared it, if it stands in what went in, if it is a constant of the wording files,
or if one of its templates gives claims that are true. Parts that stand beside each other are explained one by one.
"""

from __future__ import annotations

import io
import re
import unicodedata
from collections.abc import Iterator
from html import unescape

from docx import Document

from oracle.pictures import read_words
from oracle.readers import read_sheets, words_of
from oracle.tally import Tally
from oracle.templates import TEMPLATES, check_sentence, has_words

Claims = dict[str, list[dict[str, object]]]
_PARTS = ("\n", " · ", "　", "；", "，", "、", "：", " ")


# Tables for programs, held against what is true one by one; prints, held against their twins; pictures of dots.
UNREAD = frozenset({"csv", "json", "graphml", "pdf", "png"})


def read_texts(path: str, data: bytes) -> Iterator[str]:
    """Every text of a file by its ending; nothing of tables for programs, prints and pictures of dots."""
    ending = path.rpartition(".")[2]
    if ending == "xlsx":
        for rows in read_sheets(data).values():
            yield from words_of(rows)
    elif ending == "docx":
        document = Document(io.BytesIO(data))
        cells = (cell for table in document.tables for row in table.rows for cell in row.cells)
        # Without the signs behind which a long list of numbers may be parted.
        yield from (each.text.replace("\u200b", "") for each in (*document.paragraphs, *cells))
    elif ending == "svg":
        yield from read_words(data)
    elif ending == "html":
        bare = re.sub(r"<(script|style|svg)\b.*?</\1>", "", data.decode(), flags=re.S)
        yield from (unescape(words).strip() for words in re.split(r"<[^>]*>", bare))
    elif ending == "txt":
        yield from data.decode("utf-8-sig").splitlines()
    elif ending == "ics":
        whole = data.decode().replace("\r\n ", "").replace("\\n", "\n").replace("\\", "").replace("\r", "")
        yield from re.findall(r"^(?:SUMMARY|DESCRIPTION):(.*?)(?=\n[A-Z-]+[:;])", whole, re.M | re.S)
    elif ending not in UNREAD:
        raise AssertionError(f"a kind of file that nobody holds against what is true: {path}")


def plain(words: str) -> str:
    """Signs alike and without spaces and marks, as quotations are compared."""
    return re.sub(r"[\s【】]", "", unicodedata.normalize("NFKC", words))


class Sweep:
    """source: all that went in; true: claims by template, any of which may be printed."""

    def __init__(self, source: str, true: Claims, tally: Tally) -> None:
        self.source = plain(source)
        self.true = true
        self.tally = tally
        self.told = {plain(each) for each in tally.told}
        self.constant = {plain(each) for each in TEMPLATES.values() if not re.search(r"\{\w", each)}

    def check(self, files: dict[str, bytes]) -> None:
        """Count each text with a number as compared; one that nothing explains differs."""
        for path in sorted(files):
            for text in dict.fromkeys(read_texts(path, files[path])):
                if re.search(r"\d", text):
                    self.tally.same((path, "a sentence without a check", text), True, self.explain(text))

    def explain(self, text: str, part: bool = False) -> bool:
        """Say whether a text is known; a number alone is, unless it is a part between the words of a sentence."""
        words = plain(text)
        if not re.search(r"\d", words) or (not part and re.fullmatch(r"[-+]?[\d.,/%]+", words)):
            return True
        if words in self.told or words in self.constant or (len(words) > 4 and words in self.source):
            return True
        if f"finding.{words}.text" in TEMPLATES or any(self._fits(text, key) for key in self.true):
            return True
        return any(
            all(self.explain(each, part=sign == " ") for each in parts)
            for sign in _PARTS
            if len(parts := [part for part in text.split(sign) if part]) > 1
        )

    def _fits(self, text: str, key: str) -> bool:
        return any(_is_true(text, key, claims) for claims in self.true[key])


def _is_true(text: str, key: str, claims: dict[str, object]) -> bool:
    if not has_words(key, text):
        return False
    own = Tally()
    check_sentence(text, key, claims, own)
    Tally.total -= own.count  # the sweep counts a sentence as one
    return not own.wrong
