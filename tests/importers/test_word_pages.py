"""Pages written in Word, made up (SPECIMEN): footnotes, deleted and hidden text, comments, merged cells."""

import pytest
from word_files import OFFICE, word_file

from briefbook.errors import FormatError
from briefbook.importers import blocks
from briefbook.importers.blocks import (
    Paragraph,
    TableRows,
    blocks_of_docx,
    blocks_of_html,
    docx_problems,
    open_docx,
)
from briefbook.importers.exhibit import read_exhibit
from briefbook.util.guarded import Limits

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def docx(body: str, notes: str = "", comments: str = "") -> bytes:
    relations = "".join(
        f'<Relationship Id="r{name}" Type="{OFFICE}/{name}" Target="{name}.xml"/>' for name in ("footnotes", "comments")
    )
    return word_file(
        f"<w:document {W}><w:body>{body}</w:body></w:document>",
        relations,
        footnotes=f"<w:footnotes {W}>{notes}</w:footnotes>",
        comments=f"<w:comments {W}>{comments}</w:comments>",
    )


def run(words: str, properties: str = "") -> str:
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{words}</w:t></w:r>'


def paragraph(*runs: str) -> str:
    return f"<w:p>{''.join(runs)}</w:p>"


TITLE = paragraph(run("A SPECIMEN page"))
NOTE = f'<w:footnote w:id="2">{paragraph(run("See the other list."))}</w:footnote>'


def test_footnotes_of_word_become_notes_at_the_end():
    body = TITLE + paragraph(run("The talks began."), '<w:r><w:footnoteReference w:id="2"/></w:r>')
    blocks = blocks_of_docx(docx(body, NOTE))
    assert [block.markdown for block in blocks if isinstance(block, Paragraph)] == [
        "The talks began.[^1]",
        "[^1]: See the other list.",
    ]


def test_hidden_text_stays_out_and_struck_text_is_struck():
    body = TITLE + paragraph(run("Open "), run("hidden", "<w:vanish/>"), run("struck", "<w:strike/>"))
    assert blocks_of_docx(docx(body))[1:] == [Paragraph("Open ~~struck~~")]


def test_comments_changes_and_hidden_text_are_reported():
    body = TITLE + paragraph(
        "<w:del><w:r><w:delText>old</w:delText></w:r></w:del>", f"<w:ins>{run('new')}</w:ins>", run("x", "<w:vanish/>")
    )
    data = docx(body, comments=f'<w:comment w:id="0">{paragraph(run("check this"))}</w:comment>')
    sentences = [
        "1 comment of the Word file left out",
        "tracked changes: 1 deleted passage left out",
        "tracked changes: 1 inserted passage kept as text",
        "1 passage of hidden text left out",
    ]
    assert docx_problems(data) == sentences
    received = read_exhibit(data, "docx", "page")
    assert set(sentences) <= set(received.not_understood)
    assert "new" in received.narratives[0][1]
    assert "old" not in received.narratives[0][1]


def test_a_file_without_such_things_is_not_reported():
    assert docx_problems(docx(TITLE)) == []
    assert docx_problems(b"no zip") == []


def test_deleted_and_hidden_words_of_html_are_no_prose():
    page = (
        "<h1>T</h1><p>a<del>b</del><ins>c</ins><span style='display: none; mso-hide:all'>d</span><span hidden>e</span>"
        "<s>f</s></p><div style='display:none'>g</div>"
    )
    assert blocks_of_html(page)[1:] == [Paragraph("ac~~f~~")]


def test_notes_of_word_html_become_markdown_notes():
    page = (
        "<h1>T</h1><p>Talks.<a href='#_ftn1' name='_ftnref1'>[1]</a></p>"
        "<div id='ftn1'><p><a href='#_ftnref1' name='_ftn1'>[1]</a> See there.</p></div>"
    )
    assert blocks_of_html(page)[1:] == [Paragraph("Talks.[^1]"), Paragraph("[^1]: See there.")]


def test_cells_that_span_rows_stand_in_each_and_a_row_across_is_a_note():
    page = (
        "<h1>T</h1><table><tr><th>Item</th><th>Date</th><th>From</th><th>To</th><th>Number</th></tr>"
        "<tr><td rowspan='2'>D1</td><td>a</td><td>b</td><td>c</td><td>1</td></tr>"
        "<tr><td>d</td><td>e</td><td>f</td><td>2</td></tr><tr><td colspan='5'>seen by all</td></tr></table>"
    )
    assert blocks_of_html(page)[1:] == [
        TableRows((("D1", "a", "b", "c", "1"), ("D1", "d", "e", "f", "2")), ("seen by all",))
    ]


def test_a_file_that_unpacks_to_more_than_it_may_is_refused_at_once(monkeypatch):
    monkeypatch.setattr(blocks, "MAX_TEXT", 100_000)
    with pytest.raises(FormatError, match=r"this \.docx file has more than 0\.1 MB of text"):
        open_docx(docx(TITLE + " " * 110_000))
    assert [block.text for block in open_docx(docx(TITLE))[0]] == ["A SPECIMEN page"]


def test_a_file_that_takes_too_long_is_refused(monkeypatch):
    monkeypatch.setattr(blocks, "DOCX_LIMITS", Limits(seconds=1))
    many = docx(paragraph(run("Lights were lit.")) * 300_000)
    with pytest.raises(
        FormatError, match=r"this \.docx file was not opened: it takes more than 1 seconds; save it anew"
    ):
        open_docx(many)


@pytest.mark.parametrize("text", ["", "<!-- nothing -->"])
def test_a_page_with_nothing_in_it_has_no_blocks(text):
    assert blocks_of_html(text) == []


def test_what_is_no_character_is_shown_as_such():
    assert Paragraph("Lights \ufffd were lit.") in blocks_of_html("<h1>A</h1><p>Lights \ud800 were lit.</p>")


M = 'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"'
MC = 'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'


@pytest.mark.parametrize(
    ("body", "words"),
    [
        (f'<w:p><w:bdo w:val="rtl">{run("turned")}</w:bdo><w:dir>{run(" round")}</w:dir></w:p>', "turned round"),
        (f'<w:p><w:fldSimple w:instr="DATE">{run("8 May 1962")}</w:fldSimple></w:p>', "8 May 1962"),
        (f"<w:p><m:oMath {M}><m:r><m:t>3 × 4</m:t></m:r></m:oMath></w:p>", "3 × 4"),
        ("<w:p><w:r><w:t>one</w:t><w:cr/><w:t>two</w:t></w:r></w:p>", "one two"),
        (
            f"<w:p><w:r><w:ruby><w:rt>{run('kyo')}</w:rt><w:rubyBase>{run('Base ')}</w:rubyBase></w:ruby></w:r></w:p>",
            "Base kyo",
        ),
        (
            f'<w:p><w:r><mc:AlternateContent {MC}><mc:Choice Requires="wps"><w:drawing><w:txbxContent>'
            f"{paragraph(run('in a box'))}</w:txbxContent></w:drawing></mc:Choice></mc:AlternateContent></w:r></w:p>",
            "in a box",
        ),
        (f"<w:p><w:sdt><w:sdtContent>{run('in a control')}</w:sdtContent></w:sdt></w:p>", "in a control"),
    ],
)
def test_words_in_unusual_places_of_a_word_file_come_in(body, words):
    found, problems = open_docx(docx(TITLE + body))
    assert [block.markdown for block in found if isinstance(block, Paragraph)] == [words]
    assert problems == []


def test_words_that_do_not_come_in_are_reported():
    odd = f"<w:p><w:unheardOf>{run('a lost sentence')}</w:unheardOf>{run('kept')}</w:p>"
    found, problems = open_docx(docx(TITLE + odd))
    assert found[1:] == [Paragraph("kept")]
    assert problems == ["words of the Word file that did not come in: “a lost sentence”"]


def test_a_table_within_a_cell_is_read_once():
    inner = f"<w:tbl><w:tr><w:tc>{paragraph(run('INNER'))}</w:tc></w:tr></w:tbl>"
    cells = f"<w:tc>{paragraph(run('OUTER'))}{inner}{paragraph()}</w:tc><w:tc>{paragraph(run('SECOND'))}</w:tc>"
    found, _ = open_docx(docx(f"{TITLE}<w:tbl><w:tr>{cells}</w:tr></w:tbl>"))
    assert found[1:] == [Paragraph("| OUTER INNER | SECOND |\n| --- | --- |")]
