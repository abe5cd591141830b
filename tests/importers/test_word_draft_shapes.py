"""Drafts as other programs write them: smart tags, tracked changes, fields and page breaks in runs, comments there."""

import io
import zipfile

import docx
import pytest

from briefbook.errors import FormatError
from briefbook.importers.word_draft import DraftComment, read_draft, with_comments

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def draft(paragraph: str) -> bytes:
    """A .docx file with one paragraph of the given runs."""
    buffer = io.BytesIO()
    docx.Document().save(buffer)
    made = io.BytesIO()
    with zipfile.ZipFile(buffer) as old, zipfile.ZipFile(made, "w") as new:
        for name in old.namelist():
            data = old.read(name)
            if name == "word/document.xml":
                data = data.replace(b"<w:body>", b"<w:body><w:p>" + paragraph.encode() + b"</w:p>", 1)
            new.writestr(name, data)
    return made.getvalue()


@pytest.mark.parametrize(
    ("runs", "text"),
    [
        (
            '<w:smartTag w:element="place"><w:r><w:t>London</w:t></w:r></w:smartTag>'
            '<w:r><w:t xml:space="preserve"> wrote</w:t></w:r>',
            "London wrote",
        ),
        (
            "<w:r><w:t>He </w:t></w:r><w:ins><w:r><w:t>never </w:t></w:r></w:ins><w:del><w:r><w:delText>often "
            "</w:delText></w:r></w:del><w:r><w:t>wrote</w:t></w:r>",
            "He never wrote",
        ),
        (
            '<w:r><w:t>wr</w:t></w:r><w:proofErr w:type="spellStart"/>'
            "<w:r><w:lastRenderedPageBreak/><w:t>ote</w:t></w:r>",
            "wrote",
        ),
        (
            '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>HYPERLINK "a</w:instrText></w:r>'
            '<w:r><w:instrText>.org"</w:instrText></w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r>'
            '<w:r><w:t>the paper</w:t></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r>',
            "the paper",
        ),
        ("<w:sdt><w:sdtContent><w:r><w:t>in a control</w:t></w:r></w:sdtContent></w:sdt>", "in a control"),
        ("<w:r><w:t>co</w:t><w:softHyphen/><w:t>operate</w:t><w:noBreakHyphen/><w:t>in</w:t></w:r>", "cooperate-in"),
        ("<w:bdo w:val='ltr'><w:r><w:t>left</w:t></w:r></w:bdo><w:r><w:ptab/><w:t>right</w:t></w:r>", "left right"),
        ('<w:r><w:sym w:font="Symbol" w:char="F0B0"/><w:t>C</w:t></w:r>', "C"),
        (
            '<w:r><w:sym w:font="Arial" w:char="201C"/><w:t>we agree</w:t><w:sym w:font="Arial" w:char="201D"/></w:r>',
            "“we agree”",
        ),
        (
            "<w:r><w:t>of </w:t></w:r><m:oMath xmlns:m='http://schemas.openxmlformats.org/officeDocument/2006/math'>"
            "<m:r><m:t>12</m:t></m:r></m:oMath><w:r><w:t> ships</w:t></w:r>",
            "of 12 ships",
        ),
        (
            "<w:r><w:ruby><w:rt><w:r><w:t>gloss</w:t></w:r></w:rt><w:rubyBase><w:r><w:t>word</w:t></w:r></w:rubyBase>"
            "</w:ruby></w:r>",
            "word",
        ),
        (
            "<w:moveFrom><w:r><w:t>here</w:t></w:r></w:moveFrom><w:moveTo><w:r><w:t>there</w:t></w:r></w:moveTo>",
            "there",
        ),
        (
            "<w:bookmarkStart w:id='1' w:name='a'/><w:r><w:rPr><w:rtl w:val='0'/></w:rPr><w:t>go</w:t></w:r>"
            "<w:r><w:rPr><w:rtl w:val='0'/></w:rPr><w:t>ogle</w:t></w:r><w:bookmarkEnd w:id='1'/>",
            "google",
        ),
    ],
)
def test_what_the_reader_sees_is_the_text(runs: str, text: str) -> None:
    assert read_draft(draft(runs))[0].text == text


def test_a_comment_begins_and_ends_at_its_words_where_a_page_breaks_in_the_run() -> None:
    data = draft("<w:r><w:lastRenderedPageBreak/><w:t>London wrote of granite in winter</w:t></w:r>")
    copy = with_comments(data, [DraftComment(0, 7, 23, "look here")])
    body = docx.Document(io.BytesIO(copy)).element.body
    inside, words = False, ""
    for element in body.iter():
        inside = (inside or element.tag == f"{{{W}}}commentRangeStart") and element.tag != f"{{{W}}}commentRangeEnd"
        words += (element.text or "") if inside and element.tag == f"{{{W}}}t" else ""
    assert words == "wrote of granite"
    assert read_draft(copy)[0].text == "London wrote of granite in winter"


def test_comments_of_people_stay_and_those_of_an_earlier_check_go() -> None:
    document = docx.Document()
    run = document.add_paragraph().add_run("London wrote of granite")
    document.add_comment([run], text="is this so?", author="Mara", initials="M")
    buffer = io.BytesIO()
    document.save(buffer)
    once = with_comments(buffer.getvalue(), [DraftComment(0, 0, 6, "first")])
    twice = with_comments(once, [DraftComment(0, 0, 6, "second")])
    comments = docx.Document(io.BytesIO(twice)).comments
    assert sorted((comment.author, comment.text) for comment in comments) == [
        ("Briefbook", "second"),
        ("Mara", "is this so?"),
    ]


def test_a_damaged_file_is_not_written_with_two_parts_for_comments() -> None:
    document = docx.Document()
    run = document.add_paragraph().add_run("London wrote of granite")
    document.add_comment([run], text="is this so?", author="Mara", initials="M")
    buffer = io.BytesIO()
    document.save(buffer)
    made = io.BytesIO()
    with zipfile.ZipFile(buffer) as old, zipfile.ZipFile(made, "w") as new:
        for name in old.namelist():
            data = old.read(name)
            if name == "word/_rels/document.xml.rels":
                data = data.replace(b"relationships/comments", b"relationships/commentz")
            new.writestr(name, data)
    with pytest.raises(FormatError, match=r"comments\.xml is in it twice"):
        with_comments(made.getvalue(), [DraftComment(0, 0, 6, "look here")])


def test_a_field_that_is_never_closed_hides_its_own_paragraph_at_most() -> None:
    data = draft(
        "<w:r><w:fldChar w:fldCharType='begin'/></w:r><w:r><w:instrText>PAGEREF a</w:instrText></w:r></w:p>"
        "<w:p><w:r><w:t>London wrote of granite</w:t></w:r>"
    )
    assert [paragraph.text for paragraph in read_draft(data)[:2]] == ["", "London wrote of granite"]


def test_notes_are_known_by_their_relation_whatever_their_file_is_called() -> None:
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    made, buffer = draft("<w:r><w:t>London wrote</w:t><w:footnoteReference w:id='2'/></w:r>"), io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(made)) as old, zipfile.ZipFile(buffer, "w") as new:
        for name in old.namelist():
            data = old.read(name)
            if name == "word/_rels/document.xml.rels":
                part = f"<Relationship Id='n9' Type='{office}/footnotes' Target='notes7.xml'/></Relationships>"
                data = data.replace(b"</Relationships>", part.encode())
            new.writestr(name, data)
        note = "<w:footnote w:id='2'><w:p><w:r><w:t>H101, p. 2.</w:t></w:r></w:p></w:footnote>"
        new.writestr("word/notes7.xml", f"<w:footnotes xmlns:w='{W}'>{note}</w:footnotes>")
    paragraphs = read_draft(buffer.getvalue())
    assert [(p.note, p.text) for p in paragraphs if p.note] == [("footnote2", "H101, p. 2.")]


def test_a_comment_on_words_with_a_formula_among_them_is_on_the_words() -> None:
    runs = (
        "<w:r><w:t>of </w:t></w:r><m:oMath xmlns:m='http://schemas.openxmlformats.org/officeDocument/2006/math'>"
        "<m:r><m:t>12</m:t></m:r></m:oMath><w:ins><w:r><w:t> ships and men</w:t></w:r></w:ins>"
    )
    copy = with_comments(draft(runs), [DraftComment(0, 3, 11, "look here")])
    body = docx.Document(io.BytesIO(copy)).element.body
    inside, words = False, ""
    for element in body.iter():
        inside = (inside or element.tag == f"{{{W}}}commentRangeStart") and element.tag != f"{{{W}}}commentRangeEnd"
        words += (element.text or "") if inside and element.tag == f"{{{W}}}t" else ""
    assert words == " ships"
    assert read_draft(copy)[0].text == "of 12 ships and men"


@pytest.mark.parametrize("mark", ["del", "moveFrom"])
def test_paragraphs_whose_parting_mark_is_deleted_are_one(mark):
    first = (
        f'<w:pPr><w:rPr><w:{mark} w:id="1" w:author="A"/></w:rPr></w:pPr>'
        '<w:r><w:t xml:space="preserve">He wrote that “we </w:t></w:r></w:p><w:p><w:r><w:t>agree”.</w:t></w:r>'
    )
    data = draft(first)
    paragraphs = read_draft(data)
    assert [paragraph.text for paragraph in paragraphs if paragraph.text] == ["He wrote that “we agree”."]
    commented = with_comments(data, [DraftComment(0, 14, 22, "compare")])
    assert next(paragraph.text for paragraph in read_draft(commented)) == "He wrote that “we agree”."
