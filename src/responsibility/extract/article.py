"""Article: which part of a government page is the notice.

In: the parsed page. Out: the element that holds the article, and what stands before it and belongs to it: the title
and the table of 索引号, 文号, 发文日期. A page's menus, sidebars and feet are left behind.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice
from typing import Any

# Class names and ids that publishing systems give to the body of an article, the surest first.
# fmt: off
_BODIES = (
    "trs_editor", "ucap-content", "zoom", "trs_ueditor", "custom_unionstyle", "pages_content",
    "article-content", "article_content", "articlecontent", "article-body", "article_body", "zwnr",
    "zw_content", "detail-content", "detail_content", "news_content", "newscontent", "contenttext", "con_text",
    "content-text", "text_content", "info_content", "xxgk_content", "view_content", "textcontent", "mainzoom",
    "vsb_content", "v_news_content", "main-content", "main_content", "content", "article",
)
_FURNITURE = (
    "script", "style", "noscript", "template", "iframe", "svg", "head", "nav", "footer", "button",
    "select", "textarea", "object",
)
# fmt: on
_BLOCKS = ("p", "div", "section", "table", "br", "ul", "ol", "dl", "article", "td")
_FACTS = re.compile(r"索\s{0,4}引\s{0,4}号|文\s{0,4}号|发文(?:日期|字号|机关|单位)|发布(?:日期|机构)|成文日期|信息名称")
_HIDDEN = re.compile(r"display\s{0,4}:\s{0,4}none|visibility\s{0,4}:\s{0,4}hidden", re.IGNORECASE)
_LINED = re.compile(r"text-decoration[a-z-]{0,5}\s{0,4}:[^;]{0,40}line-through", re.IGNORECASE)
_RULE = re.compile(r"(?:^|(?<=[},\s]))(?:[a-z]{1,9})?\.([\w-]{1,40})\s{0,4}\{([^{}]{0,400})\}")  # of a class alone
_TITLE = re.compile("关于|通知|意见|方案|计划|规划|办法|要点|措施|清单|分工|决定")
_LEAST = 60  # characters; less is no article
_FACTS_MOST = 1_500  # characters; more is no table of facts


def drop_hidden(root: Any) -> None:
    """Remove what a browser does not show; one pass, however many there are."""
    from lxml import etree

    _spell_out_strikes(root)
    for element in root.iterdescendants():
        if "hidden" in element.attrib or _HIDDEN.search(element.get("style") or ""):
            element.tag = "template"
    etree.strip_elements(root, *_FURNITURE, with_tail=False)


def _spell_out_strikes(root: Any) -> None:
    """Write the strike that the page's own style sheet gives a class into the elements of that class."""
    sheets = (sheet.text or "" for sheet in root.iter("style"))
    struck = {name for sheet in sheets for name, style in _RULE.findall(sheet) if _LINED.search(style)}
    for element in root.iterdescendants() if struck else ():
        if not struck.isdisjoint((element.get("class") or "").split()):
            element.set("style", f"text-decoration:line-through;{element.get('style') or ''}")


def drop_struck(article: Any) -> list[str]:
    """Remove what is struck out and return its words."""
    from lxml import etree

    struck = []
    for element in article.iterdescendants():
        if element.tag in ("del", "s", "strike") or _LINED.search(element.get("style") or ""):
            struck.append("".join(element.itertext()).strip())
            element.tag = "del"
    etree.strip_elements(article, "del", with_tail=False)
    return [words for words in struck if words]


def find_article(root: Any) -> Any:
    """Return the element with the article: by the name its publishing system gave it, else the densest one."""
    named: dict[str, list[Any]] = {}
    for element in root.iter("div", "td", "article", "section", "ucapcontent", "main"):
        for name in {*(element.get("class") or "").lower().split(), (element.get("id") or "").lower()}:
            named.setdefault(name, []).append(element)
    for name in _BODIES:
        largest = max(named.get(name, ()), key=_text_length, default=None)
        if largest is not None and _text_length(largest) >= _LEAST:
            return largest
    return _densest(root)


def _text_length(element: Any) -> int:
    return sum(len(words.strip()) for words in element.itertext())


def _densest(root: Any) -> Any:
    """Return the element whose own paragraphs hold most of the words; links count for nothing."""
    scores: dict[Any, float] = {}
    for element in root.iter("p", "div", "td", "section", "li", "font", "span", "body", "br"):
        words = "" if element.tag == "br" else (element.text or "")
        length = len(words.strip()) + sum(len((child.tail or "").strip()) for child in element)
        length += sum(_text_length(child) for child in element.iterchildren("span", "font", "b", "strong", "u"))
        if not length or _in_link(element):
            continue
        share = 1.0
        for holder in _holders(element):
            scores[holder] = scores.get(holder, 0.0) + share * length
            share /= 2
    return max(scores, key=lambda element: scores[element], default=root)


def _in_link(element: Any) -> bool:
    return element.tag == "a" or next(element.iterancestors("a"), None) is not None


def _holders(element: Any) -> Iterator[Any]:
    """Yield the element itself if it is a holder, and its two nearest holders above; a div may be a mere paragraph."""
    found = 0
    own = () if _is_paragraph(element) and any(_is_paragraph(each) for each in _beside(element)) else (element,)
    for each in (*own, *element.iterancestors()):
        if each.tag in ("div", "td", "section", "article", "body", "main"):
            yield each
            found += 1
            if found == 3:
                return


def find_outside(root: Any, read: list[Any], pattern: re.Pattern[str]) -> list[str]:
    """Return the words outside the elements that are read which match a pattern."""
    inside = {each for element in read for each in (*element.iter(), *element.iterancestors())}
    left = (each for each in root.iter("p", "div", "td", "li", "span", "section") if each not in inside)
    found = [words for each in left if pattern.search(words := each.text or "")]
    return list(dict.fromkeys(words.strip() for words in found))


def _is_paragraph(element: Any) -> bool:
    """Say whether a container has words and no block of its own."""
    if element.tag not in ("div", "section"):
        return False
    return next(element.iterdescendants(*_BLOCKS), None) is None and _text_length(element) > 0


def _beside(element: Any) -> Iterator[Any]:
    return (each for each in (element.getprevious(), element.getnext()) if each is not None)


def list_titles(root: Any) -> list[str]:
    """Return what the page gives as its title, the surest first; to be asked before anything is dropped."""
    titles = [
        meta.get("content") or "" for meta in root.iter("meta") if (meta.get("name") or "").lower() == "articletitle"
    ]
    heads = ("".join(place.itertext()) for place in islice(root.iter("h1", "h2", "h3"), 50))
    titles += [head for head in heads if _TITLE.search(head)]  # the first h1 is often the site's own name
    return [words for title in titles if len(words := re.sub(r"\s{1,99}", " ", title).strip()) > 5]


def missing_title(titles: list[str], said: str) -> str:
    """Return the page's title, or "" where it has none or the words already said hold it."""
    bare = re.sub(r"\s", "", said)
    return next((title for title in titles[:1] if re.sub(r"\s", "", title) not in bare), "")


def find_page_facts(root: Any, article: Any) -> Any:
    """Return the smallest element before the article that states two facts of the notice or more, or None."""
    inside = set(article.iter())
    above = set(article.iterancestors())
    best, most = None, 0
    for element in root.iter("table", "div", "ul", "dl"):
        if element is article:
            break
        if element in above or element in inside:
            continue
        facts = _count_facts(element)
        if facts > 1 and (facts > most or best in element.iterancestors()):
            best, most = element, facts
    return best


def _count_facts(element: Any) -> int:
    """Return how many different facts an element states, 0 if it says much besides."""
    words = ""
    for part in element.itertext():
        words += part
        if len(words) > _FACTS_MOST:
            return 0
    return len(set(_FACTS.findall(words)))
