"""Word files are read as a person sees them."""

from __future__ import annotations

import pytest

from responsibility.extract import extract_document
from responsibility.extract.numbering import FORMATS
from responsibility.kinds import BlockKind
from responsibility.model import Document
from responsibility.spans import Locator
from sources import docx_of, numbering_xml, paragraph, run, table


def read(body: str, numbering: str = "", styles: str = "", **parts: str) -> Document:
    return extract_document(docx_of(body, numbering, styles, parts), "a.docx")


def codes(document: Document) -> list[tuple[str, str]]:
    return [(each.code, str(each.params.get("words", each.params.get("count")))) for each in document.findings]


@pytest.mark.parametrize(
    ("form", "number", "shown"),
    [
        ("decimal", 12, "12"),
        ("decimalZero", 7, "07"),
        ("decimalFullWidth", 12, "１２"),
        ("decimalEnclosedCircle", 20, "⑳"),
        ("decimalEnclosedCircle", 21, "21"),
        ("decimalEnclosedCircleChinese", 3, "③"),
        ("chineseCounting", 10, "十"),
        ("chineseCounting", 21, "二十一"),
        ("chineseCountingThousand", 103, "一百零三"),
        ("chineseCountingThousand", 1010, "一千零一十"),
        ("chineseCountingThousand", 110, "一百一十"),
        ("japaneseCounting", 15, "十五"),
        ("taiwaneseCountingThousand", 20, "二十"),
        ("chineseLegalSimplified", 25, "贰拾伍"),
        ("ideographDigital", 22, "二二"),
        ("ideographTraditional", 2, "乙"),
        ("upperRoman", 4, "IV"),
        ("lowerLetter", 27, "aa"),
    ],
)
def test_number_formats_are_written_as_word_shows_them(form, number, shown):
    assert FORMATS[form](number) == shown


def test_automatic_numbers_stand_in_the_text_and_third_level_runs_on():
    """LvlRestart 0 lets 1. 2. run on across (一)(二), as notices count."""
    body = "".join(
        paragraph(words, depth)
        for words, depth in [("总则", 0), ("甲", 1), ("a", 2), ("乙", 1), ("b", 2), ("附则", 0), ("丙", 1)]
    )
    document = read(body, numbering_xml())
    assert document.text.split("\n") == ["一、总则", "(一)甲", "1.a", "(二)乙", "2.b", "二、附则", "(一)丙"]
    assert [block.numbering for block in document.blocks][:3] == ["一、", "(一)", "1."]
    assert all(block.span.of(document.text).startswith(block.numbering) for block in document.blocks)


def test_a_level_restarts_after_a_higher_one_unless_told_otherwise():
    levels = (("decimal", "%1", ""), ("decimal", "%1.%2", ""), ("decimal", "(%3)", '<w:lvlRestart w:val="1"/>'))
    body = "".join(paragraph("x", depth) for depth in (0, 1, 2, 1, 2, 0, 1, 2))
    numbers = [block.numbering for block in read(body, numbering_xml(levels)).blocks]
    assert numbers == ["1", "1.1", "(1)", "1.2", "(2)", "2", "2.1", "(1)"]


def test_overrides_start_a_list_anew_once():
    again = (
        '<w:num w:numId="2"><w:abstractNumId w:val="0"/><w:lvlOverride w:ilvl="0"><w:startOverride w:val="5"/>'
        "</w:lvlOverride></w:num>"
    )
    body = "".join(paragraph("x", 0, num) for num in (1, 1, 2, 2))
    numbering = numbering_xml((("decimal", "%1.", ""),), again)
    assert [block.numbering for block in read(body, numbering).blocks] == ["1.", "2.", "5.", "6."]


def test_numbers_come_from_styles_and_their_ancestors():
    styles = (
        '<w:style w:type="paragraph" w:styleId="A"><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
        '<w:style w:type="paragraph" w:styleId="B"><w:basedOn w:val="A"/></w:style>'
    )
    body = "".join(paragraph("x", properties=f'<w:pStyle w:val="{style}"/>') for style in "AB")
    assert [block.numbering for block in read(body, numbering_xml(), styles).blocks] == ["一、", "二、"]


def test_number_zero_takes_a_styles_number_away_and_bullets_show_none():
    numbering = numbering_xml((("bullet", "\uf0b7", ""),))
    assert read(paragraph("甲", 0) + paragraph("乙", 0, 0), numbering).text == "甲\n乙"


def test_a_number_and_a_digit_do_not_run_together():
    """1. before 5公里 would read as 1.5公里."""
    numbering = numbering_xml((("decimal", "%1.", ""),)).replace('<w:suff w:val="nothing"/>', '<w:suff w:val="space"/>')
    assert read(paragraph("5公里管网", 0), numbering).text == "1. 5公里管网"


def test_legal_levels_show_arabic_parents():
    levels = (("chineseCounting", "第%1章", ""), ("decimal", "%1.%2", "<w:isLgl/>"))
    body = paragraph("总则", 0) + paragraph("x", 1)
    assert [block.numbering for block in read(body, numbering_xml(levels)).blocks] == ["第一章", "1.1"]


def test_insertions_are_read_deletions_dropped_and_both_reported():
    body = paragraph(
        run("责任单位：市甲局")
        + f"<w:ins>{run('、市乙局')}</w:ins>"
        + f"<w:del>{run('、市丙局').replace('w:t', 'w:delText')}</w:del>"
        + f"<w:moveTo>{run('、市丁局')}</w:moveTo><w:moveFrom>{run('、市戊局')}</w:moveFrom>"
    )
    document = read(body)
    assert document.text == "责任单位：市甲局、市乙局、市丁局"
    assert codes(document) == [
        ("REVISION_INSERTED", "、市乙局"),
        ("REVISION_DELETED", "、市丙局"),
        ("REVISION_INSERTED", "、市丁局"),
        ("REVISION_DELETED", "、市戊局"),
    ]
    assert document.findings[0].span.of(document.text) == "、市乙局"
    assert document.findings[1].span.start == document.text.index("、市丁局")


def test_a_deleted_paragraph_mark_joins_two_paragraphs_and_takes_its_number():
    gone = "<w:rPr><w:del/></w:rPr>"
    body = paragraph("甲", 0) + paragraph("乙", 0, properties=gone) + paragraph("丙", 0)
    assert read(body, numbering_xml()).text == "一、甲\n二、乙丙"


def test_controls_links_fields_tags_and_ruby_keep_their_words():
    body = paragraph(
        f"<w:sdt><w:sdtContent>{run('甲')}</w:sdtContent></w:sdt><w:hyperlink>{run('乙')}</w:hyperlink>"
        f"<w:fldSimple>{run('丙')}</w:fldSimple><w:smartTag>{run('丁')}</w:smartTag>"
        f"<w:r><w:ruby><w:rt>{run('wu')}</w:rt><w:rubyBase>{run('戊')}</w:rubyBase></w:ruby></w:r>"
        "<w:r><w:instrText>PAGE</w:instrText></w:r>"
    )
    assert read(body + f"<w:sdt><w:sdtContent>{paragraph('己')}</w:sdtContent></w:sdt>").text == "甲乙丙丁戊\n己"


def test_text_boxes_are_read_once_after_their_paragraph():
    box = f"<w:pict><v:textbox><w:txbxContent>{paragraph('框里的字')}</w:txbxContent></v:textbox></w:pict>"
    both = f"<mc:AlternateContent><mc:Choice>{box}</mc:Choice><mc:Fallback>{box}</mc:Fallback></mc:AlternateContent>"
    document = read(paragraph(run("正文") + f"<w:r>{both}</w:r>"))
    assert document.text == "正文\n框里的字"
    assert document.blocks[1].kind is BlockKind.TEXT_BOX


def test_hidden_and_struck_words_are_left_out_both_with_findings():
    document = read(
        paragraph(run("甲") + run("密", "<w:vanish/>") + run("乙", "<w:strike/>") + run("丙", '<w:strike w:val="0"/>'))
    )
    assert document.text == "甲丙"
    assert codes(document) == [("HIDDEN_TEXT", "密"), ("STRUCK_TEXT", "乙")]


def test_a_struck_paragraph_leaves_no_number_behind():
    document = read(paragraph(run("作废", "<w:strike/>"), depth=2) + paragraph("有效", depth=2), numbering_xml())
    assert document.text == "2.有效"
    assert codes(document) == [("STRUCK_TEXT", "作废")]


def test_a_footnote_that_names_units_stands_behind_its_paragraph():
    """Its words are the task's clause; a reader sees them at the foot of the page."""
    note = "<w:footnote w:id='2'>{}</w:footnote>"
    space = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    document = read(
        paragraph(run("甲。") + '<w:r><w:footnoteReference w:id="2"/></w:r>') + paragraph("乙"),
        footnotes=f'<w:footnotes xmlns:w="{space}">{note.format(paragraph("责任单位：市林业局"))}</w:footnotes>',
    )
    assert document.text == "甲。\n责任单位：市林业局\n乙"
    assert codes(document) == []


def test_a_form_field_that_nobody_filled_in_is_blank_and_told():
    control = "<w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent>{}</w:sdtContent></w:sdt>"
    inside, around = control.format(run("点此输入")), control.format(paragraph("点此选择"))
    document = read(paragraph(run("甲") + inside) + around)
    assert document.text == "甲"
    assert codes(document) == [("SOURCE_PLACEHOLDERS", "2")]


def test_a_line_break_breaks_the_line_inside_its_block():
    document = read(paragraph("<w:r><w:t>甲</w:t><w:br/><w:t>乙</w:t></w:r>"))
    assert document.text == "甲\n乙"
    assert len(document.blocks) == 1


def test_tables_become_cells_with_their_places_and_spans():
    wide = f'<w:tcPr><w:gridSpan w:val="2"/></w:tcPr>{paragraph("宽")}'
    top, under = (
        f"<w:tcPr><w:vMerge{val}/></w:tcPr>{paragraph(words)}" for val, words in ((' w:val="restart"', "高"), ("", ""))
    )
    document = read(paragraph("前") + table([[wide, "甲"], [top, "乙", "丙"], [under, "丁", "戊"]]) + paragraph("后"))
    assert document.text == "前\n宽\t甲\n高\t乙\t丙\n丁\t戊\n后"
    places = {block.span.of(document.text): (block.locator, block.rows, block.columns) for block in document.blocks}
    assert places["宽"] == (Locator(table=1, row=1, column=1), 1, 2)
    assert places["甲"] == (Locator(table=1, row=1, column=3), 1, 1)
    assert places["高"] == (Locator(table=1, row=2, column=1), 2, 1)
    assert places["丁"] == (Locator(table=1, row=3, column=2), 1, 1)
    assert places["丁"][0] == Locator(table=1, row=3, column=2)


def test_a_table_of_one_column_is_plain_paragraphs():
    document = read(table([[paragraph("甲") + paragraph("乙")]]))
    assert [block.kind for block in document.blocks] == [BlockKind.PARAGRAPH] * 2


def test_nested_tables_and_deleted_rows_are_reported():
    inner = table([["内1", "内2"]]) + paragraph("外")
    rows = table([["a", inner], ["市甲局", "b"]]).replace(
        "<w:tr><w:tc>" + paragraph("市甲局"), "<w:tr><w:trPr><w:del/></w:trPr><w:tc>" + paragraph("市甲局")
    )
    document = read(rows)
    assert document.text == "a\t内1\n内2\n外"
    assert codes(document) == [("REVISION_DELETED", "市甲局"), ("REVISION_DELETED", "b"), ("SOURCE_NESTED_TABLES", "1")]


def test_footnotes_comments_page_heads_and_pictures_are_named():
    aside = '<w:{0} xmlns:w="{2}"><w:{1}>{3}</w:{1}></w:{0}>'
    space = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    document = read(
        paragraph(run("甲") + "<w:r><w:drawing/></w:r>"),
        footnotes=aside.format("footnotes", "footnote", space, paragraph("脚注的话")),
        comments=aside.format("comments", "comment", space, paragraph("批注的话")),
        header=aside.format("hdr", "p", space, run("某市文件")),
        footer=aside.format("ftr", "p", space, run("— 1 —")),
    )
    assert codes(document) == [
        ("SOURCE_FOOTNOTES", "脚注的话"),
        ("SOURCE_COMMENTS", "批注的话"),
        ("SOURCE_PAGE_HEAD", "某市文件"),
        ("SOURCE_PICTURES", "1"),
    ]


def test_symbols_are_read_by_their_font():
    """One byte is a box in one font and a comparison in another; of a font we do not know the sign is told."""
    symbols = [("Wingdings", "F0FE"), ("Wingdings 2", "F0A3"), ("Symbol", "F0A3"), ("Wingdings", "006C"), ("X", "F0EE")]
    body = paragraph("".join(f'<w:r><w:sym w:font="{font}" w:char="{code}"/></w:r>' for font, code in symbols))
    document = read(body)
    assert document.text == "☑□≤●\uf0ee"
    assert [(each.code, each.params["sign"]) for each in document.findings] == [("SIGN_UNKNOWN", "U+F0EE")]


def test_the_stop_that_wps_keeps_in_its_numbering_is_a_stop():
    """A list's number is the same in block and text, whatever program wrote the list."""
    document = read(paragraph(run("甲"), 0), numbering_xml((("decimal", "%1\ue010", ""),)))
    assert (document.text, document.blocks[0].numbering) == ("1.甲", "1.")


def test_a_number_column_counted_by_word_shows_its_numbers():
    """The 序号 cells of many tables hold nothing but an automatic number."""
    empty = paragraph("<w:r/>", 0)
    numbering = numbering_xml((("decimal", "%1", ""),))
    assert read(table([[empty, "甲"], [empty, "乙"]]), numbering).text == "1\t甲\n2\t乙"


def test_a_table_of_contents_is_left_out_and_counted():
    styles = '<w:style w:type="paragraph" w:styleId="10"><w:name w:val="toc 1"/></w:style>'
    entry = paragraph("一、任务 3", properties='<w:pStyle w:val="10"/>')
    document = read(f"<w:sdt><w:sdtContent>{entry}</w:sdtContent></w:sdt>" + paragraph("一、任务"), "", styles)
    assert document.text == "一、任务"
    assert codes(document) == [("SOURCE_CONTENTS", "1")]
