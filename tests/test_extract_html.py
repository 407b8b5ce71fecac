"""Government pages: the article is found and read, the furniture left."""

from __future__ import annotations

from datetime import date

import pytest

from responsibility.errors import SourceError
from responsibility.extract import extract_document
from responsibility.language.lexicon import load_lexicon
from responsibility.model import Document
from responsibility.parse import parse_notice
from responsibility.spans import Locator
from sources import notice_html

LONG = "各成员单位要切实加强组织领导，履行行业主管职责，明确分管领导和联络员，将任务分解落实到具体科室及责任人。"


def read(body: str, head: str = "") -> Document:
    page = f"<!DOCTYPE html><html><head>{head}</head><body>{body}</body></html>"
    return extract_document(page.encode(), "a.html")


def article(inner: str) -> Document:
    return read(f"<div class='TRS_Editor'><p>{LONG}</p>{inner}</div>")


def lines(document: Document) -> list[str]:
    return document.text.removeprefix(f"{LONG}\n").split("\n")


def test_a_page_gives_its_facts_and_article_without_menus_scripts_or_foot():
    facts = "索引号 : 1/2023-1 文 号 : 无\n有效性: 有效 发文日期: 2023-03-24"
    text = f"{facts}\n各单位：\n{LONG}\n一、任务\n1.做事。(责任单位:市甲局)"
    assert extract_document(notice_html(text), "a.html").text == text


def test_gb2312_pages_are_read_as_gb18030():
    """镕 is not in GB2312; sites say gb2312 all the same."""
    page = f'<html><head><meta charset="gb2312"></head><body><p>{LONG}朱镕基、簰洲湾</p></body></html>'
    assert "朱镕基、簰洲湾" in extract_document(page.encode("gb18030"), "a.html").text


def test_a_page_that_lies_about_its_encoding_is_read_all_the_same():
    page = f'<html><head><meta charset="gb2312"></head><body><p>{LONG}</p><p>市</p></body></html>'
    assert LONG in extract_document(page.encode("utf-8"), "a.html").text


@pytest.mark.parametrize(
    ("inner", "said"),
    [
        ("<p>市<b>发</b><span>改</span>委</p>", ["市发改委"]),
        ("<p>市局<br>市委</p>", ["市局", "市委"]),
        ("<div>甲<div>乙</div>丙</div>", ["甲", "乙", "丙"]),
        ("<p>甲\n   乙</p>", ["甲 乙"]),
        ("<pre>甲\n乙</pre>", ["甲", "乙"]),
        ("<p>&emsp;&nbsp;甲</p>", ["甲"]),
        ("<p>甲</p><p style='display: none'>乙</p><!-- 丙 --><p hidden>丁</p>", ["甲"]),
        ("<ol><li>甲</li><li>乙</li></ol>", ["1.甲", "2.乙"]),
        ("<ol start='3'><li>甲</li><li value='7'>乙</li></ol>", ["3.甲", "7.乙"]),
        ("<ol style='list-style-type:cjk-ideographic'><li>甲</li></ol>", ["一、甲"]),
        ("<ul><li>甲</li></ul>", ["甲"]),
    ],
)
def test_blocks_break_lines_and_inline_elements_do_not(inner, said):
    assert lines(article(inner)) == said


def test_tables_keep_their_merged_cells():
    document = article(
        "<table><tr><td rowspan=2>高</td><td colspan='2'>宽</td></tr><tr><td>甲<br>乙</td><td>丙</td></tr>"
        "<tr><td>a</td><td>b</td><td>c</td></tr></table>"
    )
    places = {block.span.of(document.text): (block.locator, block.rows, block.columns) for block in document.blocks}
    assert places["高"] == (Locator(table=1, row=1, column=1), 2, 1)
    assert places["宽"] == (Locator(table=1, row=1, column=2), 1, 2)
    assert places["甲\n乙"] == (Locator(table=1, row=2, column=2), 1, 1)
    assert places["c"][0] == Locator(table=1, row=3, column=3)


def test_a_table_that_only_places_the_article_is_looked_through():
    inner = "<table><tr><td>1</td><td>甲</td><td>乙</td></tr></table>"
    document = read(f"<table><tr><td>菜单</td><td><p>{LONG}</p>{inner}</td></tr></table>")
    assert document.text == f"{LONG}\n1\t甲\t乙"


def test_an_article_without_a_known_name_is_the_densest_block():
    side = "".join(f"<li><a href='/{n}'>要闻标题第{n}条很长很长很长很长</a></li>" for n in range(60))
    body = "".join(f"<p>{LONG}</p>" for _ in range(4))
    document = read(f"<div><ul>{side}</ul></div><div><div class='x1'>{body}</div></div><div>版权所有</div>")
    assert lines(document) == [LONG] * 3


def test_paragraphs_may_be_containers_of_their_own():
    """One of them that has more words than the others together is not the article."""
    said = ["一、任务", f"1.{LONG}", "2.短。"]
    assert lines(read("".join(f"<div>{words}</div>" for words in said))) == said


@pytest.mark.parametrize(("words", "codes"), [("责任单位：市甲局", ["SOURCE_OUTSIDE"]), ("主办单位", [])])
def test_a_clause_outside_the_article_is_told(words, codes):
    document = read(f"<div id='zoom'><p>{LONG}</p></div><div class='side'><p>{words}</p></div>")
    assert [each.code for each in document.findings] == codes


def test_the_title_comes_from_the_heading_or_the_meta_unless_the_article_has_it():
    body = f"<div id='zoom'><p>{LONG}</p></div>"
    title = "某市绿色发展工作计划的通知"
    assert read(f"<h1> {title}\n</h1>{body}").text == f"{title}\n{LONG}"
    assert read(body, f"<meta name='ArticleTitle' content='{title}'>").text == f"{title}\n{LONG}"
    assert read(f"<h1>{LONG}的通知</h1>{body.replace(LONG, LONG + '的通知')}").text == f"{LONG}的通知"
    assert read(f"<h1>某市人民政府门户网站</h1><h2>{title}</h2>{body}").text == f"{title}\n{LONG}"


@pytest.mark.parametrize(
    ("foot", "codes"),
    [
        ("<div>上一篇：无 下一篇：关于防汛的通知</div><div>主办：某市政府办公室 联系电话：0000-5551234</div>", []),
        ("<div>主办：某市政府办公室</div><div>网站标识码：4200000000</div>", []),
        ("<div>上一篇：无</div><div>责任单位：市丁局</div>", ["SOURCE_OUTSIDE"]),
    ],
)
def test_what_a_site_prints_around_the_notice_is_no_task(foot, codes):
    """Its containers have no names, and the notice is shorter than what stands around it."""
    title = "某市人民政府办公室关于印发重点任务分工的通知"
    lines = ["1.建设商圈。(责任单位:市甲局)", "2.改造菜场。(责任单位:市乙局)", "某市政府办公室", "2026年3月5日"]
    said = "".join(f"<p>{line}</p>" for line in lines)
    head = f"<div>首页 &gt; 政务公开 &gt; 通知公告</div><h1>{title}</h1><div>发布时间：2026-03-25 字号：大 中 小</div>"
    notice = parse_notice(read(f"{head}<div>{said}</div>{foot}"), load_lexicon())
    assert (notice.header.title, notice.header.published_on) == (title, date(2026, 3, 25))
    clauses = [clause for item in notice.items for clause in item.clauses]
    assert [each.text for clause in clauses for each in clause.mentions] == ["市甲局", "市乙局"]
    assert len(notice.items) == 2
    assert [each.code for each in notice.findings] == codes


def test_attachments_and_pictures_are_named():
    document = article("<p><a href='/P0.docx'>附件：责任分解表</a></p><img src='a.png'>")
    assert [(each.code, dict(each.params)) for each in document.findings] == [
        ("SOURCE_ATTACHMENT", {"words": "附件：责任分解表"}),
        ("SOURCE_PICTURES", {"count": 1}),
    ]


def test_absurd_spans_and_depths_end_soon():
    wide = "<table>" + "<tr><td rowspan=100000000 colspan=100000000>甲</td><td>乙</td><td>丙</td></tr>" * 3 + "</table>"
    assert "甲" in article(wide).text
    with pytest.raises(SourceError) as caught:
        article("<div>" * 240 + "深" + "</div>" * 240)
    assert caught.value.code == "TOO_DEEP"


def test_a_hundred_thousand_broken_tags_are_read_in_linear_time():
    """html.parser of Python 3.11 takes two minutes for this."""
    assert LONG in read(f"<p>{LONG}</p>" + "<a " * 100_000).text


def test_many_thousand_hidden_elements_and_comments_are_dropped():
    document = article("<!-- x -->甲<script>1</script><i hidden>y</i>" * 20_000)
    assert document.text.endswith("甲" * 20_000)


def test_what_a_class_of_the_page_strikes_out_is_left_out_and_told():
    style = "<style>p{margin:0}\n.gone , .x:hover{color:red}.gone{color:grey;text-decoration: line-through}</style>"
    document = read(
        f"<div class='TRS_Editor'><p>{LONG}</p><p>市甲局<span class='b gone'>、市乙局</span></p></div>", style
    )
    assert lines(document) == ["市甲局"]
    assert [(each.code, each.params["words"]) for each in document.findings] == [("STRUCK_TEXT", "、市乙局")]
