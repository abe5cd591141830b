"""briefbook check draft.docx: a draft in Word's format, its citations found, findings as comments in a copy."""

import io
import json
import zipfile

import docx
import pytest
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from lxml import etree
from word_files import word_file


def described(item, number, day, text):
    """A line of descriptions.jsonl: a telegram from Havana to London with its text."""
    values = {"from": "HAVANA", "to": "LONDON", "number": number, "date": day}
    fields = {name: [{"as_written": value, "value": value}] for name, value in values.items()}
    return json.dumps({"item": item, "fields": fields, "pages": [text]}) + "\n"


ITEMS = described(
    "CDNW12630", "217", "1962-11-05", "CASTRO LOOKED DISSATISFIED WITH EVERYTHING AND WAS NOT CALM."
) + described("CDNW12638", "220", "1962-11-06", "THE MISSILES WERE LEAVING CUBA UNDER TARPAULINS OF A DARK COLOUR.")
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


@pytest.fixture
def folder(tmp_path):
    """A collection of two telegrams with their texts, and no chapter."""
    (tmp_path / "briefbook.toml").write_text(
        "[items]\npattern = 'CDNW[0-9]{5}'\ncitation = 'CDNW[0-9]{5}'\n", encoding="utf-8"
    )
    (tmp_path / "received" / "list").mkdir(parents=True)
    (tmp_path / "received" / "list" / "descriptions.jsonl").write_text(ITEMS, encoding="utf-8")
    return tmp_path


def zotero(paragraph, shown, *items, program="ZOTERO_ITEM"):
    """Add a citation as Zotero writes it: a field of five runs, its code divided between two of them."""
    code = f" ADDIN {program} CSL_CITATION " + json.dumps({"citationID": "a1", "citationItems": items})
    for kind, text in (("begin", ""), ("", code[:40]), ("", code[40:]), ("separate", ""), ("text", shown), ("end", "")):
        run = paragraph.add_run(text if kind == "text" else "")
        if kind == "text":
            continue
        element = OxmlElement("w:fldChar" if kind else "w:instrText")
        if kind:
            element.set(qn("w:fldCharType"), kind)
        else:
            element.text = text
        run._r.append(element)


def saved(document, path):
    document.save(path)
    return path.read_bytes()


def checked(run_command, folder, path, *arguments):
    code, out, said = run_command("-C", folder, "check", "--json", path, *arguments)
    return code, [(load["code"], load["line"]) for load in json.loads(out)["findings"]], said


def comments(path):
    """The comments of a .docx file, read without the library that wrote them: author, text, the words they are on."""
    with zipfile.ZipFile(path) as archive:
        body = etree.fromstring(archive.read("word/document.xml"))
        written = etree.fromstring(archive.read("word/comments.xml"))
        assert archive.testzip() is None
    on, opened = {}, set()
    for element in body.iter():
        if element.tag == f"{W}commentRangeStart":
            opened.add(element.get(f"{W}id"))
        elif element.tag == f"{W}commentRangeEnd":
            opened.remove(element.get(f"{W}id"))
        elif element.tag == f"{W}t":
            for identifier in opened:
                on[identifier] = on.get(identifier, "") + element.text
    assert not opened
    return [
        (comment.get(f"{W}author"), "".join(comment.itertext())[:5], on.get(comment.get(f"{W}id"), ""))
        for comment in written
    ]


def test_a_quotation_that_differs_gets_a_comment_on_its_words_in_a_copy(run_command, folder):
    document = docx.Document()
    document.add_heading("The talks", 1)
    document.add_paragraph("He said that Castro “looked satisfied with everything” (CDNW12630), and left.")
    path = folder / "draft.docx"
    before = saved(document, path)
    code, findings, said = checked(run_command, folder, path, "--select", "C2", "--strict")
    assert (code, findings) == (1, [("C201", 2)])
    assert "cites 1 item of this collection" in said
    assert path.read_bytes() == before
    assert comments(folder / "draft-checked.docx") == [("Briefbook", "C201:", "looked satisfied with everything")]


def test_the_report_names_a_place_as_its_author_finds_it(run_command, folder):
    document = docx.Document()
    document.add_paragraph(
        "He said on the day of the talks that Castro “looked satisfied with everything” (CDNW12630)."
    )
    saved(document, folder / "draft.docx")
    out = run_command("-C", folder, "check", folder / "draft.docx", "--select", "C2")[1]
    assert "draft.docx, paragraph 1, “He said on the day of …”: warning C201: " in out


def test_the_copy_reads_as_the_draft_does(run_command, folder):
    document = docx.Document()
    paragraph = document.add_paragraph("Castro ")
    paragraph.add_run("“looked satisfied").bold = True
    paragraph.add_run(" with everything”")
    paragraph.add_run(" ")
    paragraph.add_run("(CDNW12630).")
    path = folder / "draft.docx"
    saved(document, path)
    checked(run_command, folder, path, "--select", "C201")
    copy = docx.Document(folder / "draft-checked.docx")
    assert [each.text for each in copy.paragraphs] == ["Castro “looked satisfied with everything” (CDNW12630)."]
    assert [run.text for run in copy.paragraphs[0].runs if run.bold] == ["“", "looked satisfied"]


def test_a_citation_of_zotero_is_found_by_its_place_in_the_archive_and_its_page(run_command, folder):
    document = docx.Document()
    paragraph = document.add_paragraph("Castro “looked satisfied with everything” ")
    data = {"type": "personal_communication", "title": "Talks", "archive_location": "RG 25, vol. 1, CDNW12630"}
    zotero(paragraph, "(Havana to London, 1962)", {"itemData": data, "locator": "7", "label": "page"})
    paragraph.add_run(".")
    path = folder / "draft.docx"
    saved(document, path)
    assert checked(run_command, folder, path, "--select", "C201")[1] == [("C201", 1)]
    _, findings, _ = checked(run_command, folder, path, "--select", "C113")
    assert findings == [("C113", 1)]
    assert comments(folder / "draft-checked-2.docx")[0][2] == "(Havana to London, 1962)"


def test_a_citation_of_zotero_that_names_no_item_is_named_and_its_words_stay(run_command, folder):
    document = docx.Document()
    paragraph = document.add_paragraph("This is well known ")
    zotero(paragraph, "(Smith 1999)", {"itemData": {"type": "book", "title": "A history"}})
    path = folder / "draft.docx"
    saved(document, path)
    code, findings, said = checked(run_command, folder, path)
    assert (code, findings) == (0, [])
    assert "Not checked, since it names no item of this collection: (Smith 1999)" in said
    assert not (folder / "draft-checked.docx").exists()


def test_literature_in_plain_words_is_named_as_not_checked(run_command, folder):
    document = docx.Document()
    document.add_paragraph(
        "This is well known (Smith 1999), as others say (see Jones and de Vries, 2001a, p. 3; CDNW12630). "
        "It rained (Havana, 5 November 1962), in the autumn (November 1962), for long (about 1962)."
    )
    saved(document, folder / "draft.docx")
    said = checked(run_command, folder, folder / "draft.docx")[2]
    assert [row.rpartition(": ")[2] for row in said.splitlines() if row.startswith("Not checked")] == [
        "(Smith 1999)",
        "(see Jones and de Vries, 2001a, p. 3)",
    ]


def test_post_number_and_date_name_an_item_in_a_parenthesis(run_command, folder):
    document = docx.Document()
    document.add_paragraph("The missiles were leaving (Havana tel. 220, 6 November 1962; CDNW12699).")
    path = folder / "draft.docx"
    saved(document, path)
    _, findings, said = checked(run_command, folder, path, "--select", "C101")
    assert "cites 1 item of this collection" in said
    assert findings == [("C101", 1)]
    assert comments(folder / "draft-checked.docx") == [("Briefbook", "C101:", "CDNW12699")]


@pytest.mark.parametrize(
    ("words", "count"),
    [
        ("Havana to London, No. 217 of 5 November 1962", "1 item"),
        ("Havana to London, telegram 217, 5 Nov. 1962", "1 item"),
        ("tel. 217 of 5 November 1962; tel. 220 of 6 November 1962", "2 items"),
        ("tel. 217 of 15 November 1962", "0 items"),
        ("Moscow tel. 217 of 5 November 1962", "0 items"),
        ("tel. 217", "0 items"),
        ("217 men", "0 items"),
    ],
)
def test_a_number_without_its_day_or_of_another_office_names_nothing(run_command, folder, words, count):
    document = docx.Document()
    document.add_paragraph(f"The missiles were leaving ({words}).")
    path = folder / "draft.docx"
    saved(document, path)
    assert f"cites {count} of this collection" in checked(run_command, folder, path)[2]


def test_a_footnote_is_checked_and_its_comment_is_at_its_mark(run_command, folder):
    body = (
        f'<w:document xmlns:w="{W[1:-1]}"><w:body><w:p><w:r><w:t>Castro “looked satisfied with everything”.</w:t></w:r>'
        '<w:r><w:footnoteReference w:id="2"/></w:r></w:p><w:p><w:r><w:t>The end.</w:t></w:r></w:p>'
        "</w:body></w:document>"
    )
    notes = (
        f'<w:footnotes xmlns:w="{W[1:-1]}"><w:footnote w:id="2"><w:p><w:r><w:t>See CDNW12630 and CDNW12699.</w:t></w:r>'
        "</w:p></w:footnote></w:footnotes>"
    )
    path = folder / "draft.docx"
    path.write_bytes(with_types(word_file(body, FOOTNOTES, footnotes=notes)))
    _, findings, _ = checked(run_command, folder, path, "--select", "C101,C201")
    assert findings == [("C201", 1), ("C101", 3)]
    assert [(text, words) for _, text, words in comments(folder / "draft-checked.docx")] == [
        ("C201:", "looked satisfied with everything"),
        ("C101:", ""),
    ]


def test_a_checked_copy_is_checked_again_without_doubled_comments_and_people_keep_theirs(run_command, folder):
    document = docx.Document()
    paragraph = document.add_paragraph("Castro “looked satisfied with everything” (CDNW12630).")
    document.add_comment(paragraph.runs, "Is this so?", author="Ada", initials="A")
    path = folder / "draft.docx"
    saved(document, path)
    checked(run_command, folder, path, "--select", "C201")
    checked(run_command, folder, folder / "draft-checked.docx", "--select", "C201")
    assert sorted(author for author, _, _ in comments(folder / "draft-checked-checked.docx")) == ["Ada", "Briefbook"]


def test_deleted_and_hidden_words_are_no_part_of_the_draft(run_command, folder):
    body = (
        f'<w:document xmlns:w="{W[1:-1]}"><w:body><w:p><w:del><w:r><w:delText>CDNW12699</w:delText></w:r></w:del>'
        "<w:r><w:rPr><w:vanish/></w:rPr><w:t>CDNW12698</w:t></w:r>"
        "<w:ins><w:r><w:t>See CDNW12697.</w:t></w:r></w:ins></w:p></w:body></w:document>"
    )
    path = folder / "draft.docx"
    path.write_bytes(with_types(word_file(body)))
    assert checked(run_command, folder, path, "--select", "C101")[1] == [("C101", 1)]
    assert comments(folder / "draft-checked.docx") == [("Briefbook", "C101:", "CDNW12697")]


FOOTNOTES = (
    '<Relationship Id="r2" Target="footnotes.xml" '
    'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/footnotes"/>'
)


def with_types(data):
    """A .docx file whose parts have the types that Word gives them."""
    main = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(buffer, "w") as target:
        for name in source.namelist():
            content = source.read(name)
            if name == "[Content_Types].xml":
                override = f'<Override PartName="/word/document.xml" ContentType="{main}"/></Types>'.encode()
                content = content.replace(b"</Types>", override)
            target.writestr(name, content)
    return buffer.getvalue()


DOCUMENT = (
    f'<w:document xmlns:w="{W[1:-1]}"><w:body><w:p><w:r><w:t>See CDNW12699.</w:t></w:r></w:p></w:body></w:document>'
)
BOMB = (
    '<!DOCTYPE d [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;&b;&b;&b;">]>'
    f'<w:document xmlns:w="{W[1:-1]}"><w:body><w:p><w:r><w:t>&c;</w:t></w:r></w:p></w:body></w:document>'
)


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        ("draft.docx", b"no zip at all", "cannot be opened"),
        ("draft.docx", word_file("<nothing/>"), "cannot be opened"),
        ("draft.docx", with_types(word_file("<w:document")), "cannot be opened"),
        ("draft.docx", with_types(word_file(DOCUMENT, '<Relationship Id="r2"/>')), "cannot be opened"),
        ("draft.docx", with_types(word_file(f"<d>{'x' * 100_000_001}</d>")), "more than 100 MB of text"),
        ("draft.odt", b"PK", "is no .docx file"),
        ("draft.doc", b"\xd0\xcf\x11\xe0", "is no .docx file"),
    ],
)
def test_a_file_that_is_no_draft_is_refused_and_nothing_is_written(run_command, folder, name, data, said):
    (folder / name).write_bytes(data)
    code, out, error = run_command("-C", folder, "check", folder / name)
    assert code == 3
    assert said in error
    assert out == ""
    assert not list(folder.glob("*checked*"))


def test_entities_are_not_expanded(run_command, folder):
    path = folder / "draft.docx"
    path.write_bytes(with_types(word_file(BOMB)))
    code, findings, _ = checked(run_command, folder, path)
    assert (code, findings) == (0, [])


def test_a_missing_draft_and_options_that_do_not_go_with_it_are_refused(run_command, folder):
    code, _, error = run_command("-C", folder, "check", folder / "none.docx")
    assert code == 3
    assert f"there is no file {folder}/none.docx" in error
    assert run_command("-C", folder, "check", folder / "none.docx", "--fix")[0] == 2


def test_a_draft_in_the_collection_is_named_from_its_folder(run_command, folder):
    document = docx.Document()
    document.add_paragraph("See CDNW12699.")
    saved(document, folder / "draft.docx")
    assert checked(run_command, folder, "draft.docx", "--select", "C101")[1] == [("C101", 1)]
    assert comments(folder / "draft-checked.docx") == [("Briefbook", "C101:", "CDNW12699")]
