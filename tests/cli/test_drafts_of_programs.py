"""briefbook check draft.docx: drafts as Word, Google Docs, LibreOffice and reference managers write them."""

import base64
import io
import json
import re
import zipfile
from xml.sax.saxutils import escape, quoteattr

import pytest
from lxml import etree
from word_files import OFFICE, word_file

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
TYPES = "application/vnd.openxmlformats-officedocument.wordprocessingml"
QUOTED = "<w:r><w:t xml:space='preserve'>Castro “looked satisfied with everything” </w:t></w:r>"


@pytest.fixture
def folder(tmp_path):
    """A collection of two telegrams with their texts, and no chapter."""
    (tmp_path / "briefbook.toml").write_text(
        "[items]\npattern = 'CDNW[0-9]{5}'\ncitation = 'CDNW[0-9]{5}'\n", encoding="utf-8"
    )
    (tmp_path / "received" / "list").mkdir(parents=True)
    items = (
        ("CDNW12630", "217", "1962-11-05", "CASTRO LOOKED DISSATISFIED WITH EVERYTHING AND WAS NOT CALM."),
        ("CDNW12638", "220", "1962-11-06", "THE MISSILES WERE LEAVING CUBA UNDER TARPAULINS OF A DARK COLOUR."),
    )
    with (tmp_path / "received" / "list" / "descriptions.jsonl").open("w", encoding="utf-8") as file:
        for item, number, day, text in items:
            values = {"from": "HAVANA", "to": "LONDON", "number": number, "date": day}
            fields = {name: [{"as_written": value, "value": value}] for name, value in values.items()}
            file.write(json.dumps({"item": item, "fields": fields, "pages": [text]}) + "\n")
    return tmp_path


def field(code, shown, data=""):
    """A field of five runs, its code divided between two of them."""
    half = len(code) // 2
    held = f"<w:fldData xml:space='preserve'>{data}</w:fldData>" if data else ""
    return (
        f"<w:r><w:fldChar w:fldCharType='begin'>{held}</w:fldChar></w:r>"
        + "".join(
            f"<w:r><w:instrText xml:space='preserve'>{escape(part)}</w:instrText></w:r>"
            for part in (code[:half], code[half:])
        )
        + "<w:r><w:fldChar w:fldCharType='separate'/></w:r>"
        + f"<w:r><w:t xml:space='preserve'>{escape(shown)}</w:t></w:r><w:r><w:fldChar w:fldCharType='end'/></w:r>"
    )


def csl(data, **more):
    return json.dumps({"citationID": "a1", "citationItems": [{"id": 7, "itemData": data, **more}]})


def packed(text):
    return base64.b64encode(text.encode()).decode()


TALKS = {"type": "personal_communication", "title": "Talks", "archive_location": "RG 25, vol. 1, CDNW12630"}
ENDNOTE = (
    "<EndNote><Cite><Author>Havana</Author><Year>1962</Year><RecNum>12</RecNum><Pages>7</Pages>"
    "<DisplayText>(Havana, 1962)</DisplayText><record><rec-number>12</rec-number><ref-type name='Personal "
    "Communication'>26</ref-type><titles><title>Talks</title></titles><call-num>CDNW12630</call-num></record></Cite>"
    "</EndNote>"
)
NESTED = (
    f"<w:r><w:fldChar w:fldCharType='begin'><w:fldData xml:space='preserve'>{packed(ENDNOTE)}\n</w:fldData></w:fldChar>"
    "</w:r><w:r><w:instrText xml:space='preserve'> ADDIN EN.CITE </w:instrText></w:r>"
    f"<w:r><w:fldChar w:fldCharType='begin'><w:fldData xml:space='preserve'>{packed(ENDNOTE)}</w:fldData></w:fldChar>"
    "</w:r><w:r><w:instrText xml:space='preserve'> ADDIN EN.CITE.DATA </w:instrText></w:r><w:r/>"
    "<w:r><w:fldChar w:fldCharType='end'/></w:r><w:r/><w:r><w:fldChar w:fldCharType='separate'/></w:r>"
    "<w:r><w:t>(Havana, 1962)</w:t></w:r><w:r><w:fldChar w:fldCharType='end'/></w:r>"
)


def control(tag, content):
    return f"<w:sdt><w:sdtPr><w:tag w:val={quoteattr(tag)}/></w:sdtPr><w:sdtContent>{content}</w:sdtContent></w:sdt>"


def run(words):
    return f"<w:r><w:t xml:space='preserve'>{escape(words)}</w:t></w:r>"


CITAVI = json.dumps(
    {"Entries": [{"Reference": {"Title": "Talks", "Locations": [{"CallNumber": "RG 25, CDNW12630"}]}, "Id": "1"}]}
)
SOURCES = (
    "<b:Sources xmlns:b='http://schemas.openxmlformats.org/officeDocument/2006/bibliography'><b:Source><b:Tag>Hav62"
    "</b:Tag><b:SourceType>Misc</b:SourceType><b:Title>Talks</b:Title><b:Comments>CDNW12630</b:Comments></b:Source>"
    "</b:Sources>"
)
CITATIONS = {
    "Zotero in a field": (field(f" ADDIN ZOTERO_ITEM CSL_CITATION {csl(TALKS, locator='7', label='page')}", "(H)"), 7),
    "Zotero in a simple field": (
        f"<w:fldSimple w:instr={quoteattr(' ADDIN ZOTERO_ITEM CSL_CITATION ' + csl(TALKS))}>{run('(H)')}</w:fldSimple>",
        0,
    ),
    "Mendeley Desktop": (field(f"ADDIN CSL_CITATION {csl(TALKS)}", "(H)"), 0),
    "Mendeley Desktop 1": (field(f"ADDIN Mendeley Citation{{a-1}} CSL_CITATION {csl(TALKS)}", "(H)"), 0),
    "Mendeley Cite": (control("MENDELEY_CITATION_v3_" + packed(csl(TALKS)), run("(H)")), 0),
    "Mendeley Cite, without padding": (
        control("MENDELEY_CITATION_v3_" + packed(csl(TALKS) + " ").rstrip("=").replace("+", "-"), run("(H)")),
        0,
    ),
    "EndNote": (field(f" ADDIN EN.CITE {ENDNOTE}", "(Havana, 1962)"), 7),
    "EndNote with its data within": (NESTED, 7),
    "Citavi": (control("CitaviPlaceholder#a", field(f"ADDIN CitaviPlaceholder{packed(CITAVI)}", "(H)")), 0),
    "Word's own sources": (control("x", field(r" CITATION Hav62 \p 7 \l 1033 ", "(Talks 1962)")), 7),
    "Zotero in a bookmark": (
        f"<w:bookmarkStart w:id='3' w:name='ZOTERO_BREF_a1'/>{run('(H)')}<w:bookmarkEnd w:id='3'/>",
        7,
    ),
}


def properties(name, code):
    """The properties of a document: what Zotero keeps of a bookmark, in parts of 255 signs."""
    parts = [code[start : start + 255] for start in range(0, len(code), 255)]
    written = "".join(
        f"<property fmtid='{{D5CDD505-2E9C-101B-9397-08002B2CF9AE}}' pid='{number + 1}' name='{name}_{number}'>"
        f"<vt:lpwstr>{escape(part)}</vt:lpwstr></property>"
        for number, part in enumerate(parts, 1)
    )
    return (
        "<Properties xmlns='http://schemas.openxmlformats.org/officeDocument/2006/custom-properties' "
        f"xmlns:vt='http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes'>{written}</Properties>"
    )


FOOTNOTES = f'<Relationship Id="r2" Target="footnotes.xml" Type="{OFFICE}/footnotes"/>'
LINK = f'<Relationship Id="r3" Target="https://www.zotero.org/google-docs/?a1B2c3" Type="{OFFICE}/hyperlink" {{}}/>'
LINK = LINK.format('TargetMode="External"')


def package(body, notes=""):
    """A .docx file with all that Word puts beside the text: properties, own XML, notes."""
    relations = (
        LINK
        + (FOOTNOTES if notes else "")
        + f'<Relationship Id="r4" Target="../customXml/item1.xml" Type="{OFFICE}/customXml"/>'
    )
    plain = word_file(
        f"<w:document xmlns:w='{W}' xmlns:r='{R}'><w:body>{body}<w:sectPr/></w:body></w:document>",
        relations,
        **({"footnotes": f"<w:footnotes xmlns:w='{W}'>{notes}</w:footnotes>"} if notes else {}),
    )
    overrides = (
        f'<Override PartName="/word/document.xml" ContentType="{TYPES}.document.main+xml"/>'
        '<Override PartName="/docProps/custom.xml" ContentType="application/vnd.openxmlformats-officedocument.custom-'
        'properties+xml"/></Types>'
    )
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(plain)) as old, zipfile.ZipFile(made, "w") as new:
        for name in old.namelist():
            data = old.read(name).decode()
            if name == "[Content_Types].xml":
                data = data.replace("</Types>", overrides)
            if name == "_rels/.rels":
                kind = f"{OFFICE}/custom-properties"
                data = data.replace("</Rel", f'<Relationship Id="r9" Type="{kind}" Target="docProps/custom.xml"/></Rel')
            new.writestr(name, data)
        new.writestr("customXml/item1.xml", SOURCES)
        code = f"ZOTERO_ITEM CSL_CITATION {csl(TALKS, locator='7')}"
        new.writestr("docProps/custom.xml", properties("ZOTERO_BREF_a1", code))
    return made.getvalue()


def checked(run_command, folder, data, *arguments):
    (folder / "draft.docx").write_bytes(data)
    code, out, said = run_command("-C", folder, "check", "--json", folder / "draft.docx", *arguments)
    assert code == 0, said
    return [(load["code"], load["line"]) for load in json.loads(out)["findings"]], said


@pytest.mark.parametrize("kind", CITATIONS)
@pytest.mark.parametrize("in_note", [False, True])
def test_a_citation_of_a_reference_manager_is_found_in_the_text_and_in_a_note(run_command, folder, kind, in_note):
    citation, page = CITATIONS[kind]
    mark = "<w:r><w:footnoteReference w:id='2'/></w:r>"
    body = f"<w:p>{QUOTED}{mark if in_note else citation}{run('.')}</w:p>"
    notes = f"<w:footnote w:id='2'><w:p>{run('See ')}{citation}{run('.')}</w:p></w:footnote>" if in_note else ""
    findings, said = checked(run_command, folder, package(body, notes), "--select", "C201,C113")

    assert ("C201", 1) in findings
    assert [code for code, _ in findings].count("C113") == (1 if page == 7 else 0)  # the telegram has one page
    assert "cites 1 item" in said
    assert "Not checked" not in said


def test_a_citation_of_google_docs_is_its_words_and_told_of_where_they_name_nothing(run_command, folder):
    link = "<w:hyperlink r:id='r3'><w:r><w:rPr><w:rtl w:val='0'/></w:rPr><w:t>{}</w:t></w:r></w:hyperlink>"
    named, unnamed = link.format("(Havana tel. 217, 5 November 1962)"), link.format("(Havana 1962)")
    body = f"<w:p>{QUOTED}{named}{run('.')}</w:p><w:p>{run('They left ')}{unnamed}{run('.')}</w:p>"
    findings, said = checked(run_command, folder, package(body), "--select", "C201")

    assert findings == [("C201", 1)]
    assert "Not checked, since it names no item of this collection: (Havana 1962)" in said
    assert "Havana tel. 217" not in said


@pytest.mark.parametrize(
    "citation",
    [
        field(' ADDIN ZOTERO_ITEM CSL_CITATION {"citationItems": [', "(H 1)"),
        field(" ADDIN EN.CITE <EndNote><Cite>", "(H 1)"),
        field(" ADDIN EN.CITE ", "(H 1)", "!!!"),
        field("ADDIN CitaviPlaceholder!!", "(H 1)"),
        field(r" CITATION Nobody \l 1033 ", "(H 1)"),
        control("MENDELEY_CITATION_v3_@", run("(H 1)")),
        "<w:bookmarkStart w:id='3' w:name='ZOTERO_BREF_none'/>" + run("(H 1)") + "<w:bookmarkEnd w:id='3'/>",
    ],
)
def test_a_citation_that_cannot_be_read_is_told_of(run_command, folder, citation):
    _, said = checked(run_command, folder, package(f"<w:p>{run('They left ')}{citation}{run('.')}</w:p>"))
    assert "Not checked, since it names no item of this collection: (H 1)" in said


LIST = "Havana. “Looked satisfied”. CDNW12630."


@pytest.mark.parametrize(
    "bibliography",
    [
        f"<w:p>{field(' ADDIN ZOTERO_BIBL {} CSL_BIBLIOGRAPHY ', LIST)}</w:p>",
        f"<w:p>{field(' ADDIN EN.REFLIST ', LIST)}</w:p>",
        f"<w:p>{field(' BIBLIOGRAPHY ', LIST)}</w:p>",
        control("MENDELEY_BIBLIOGRAPHY", f"<w:p>{run(LIST)}</w:p>"),
    ],
)
def test_a_bibliography_is_no_prose(run_command, folder, bibliography):
    findings, said = checked(run_command, folder, package(f"<w:p>{run('They left.')}</w:p>{bibliography}"))
    assert (findings, "cites 0 items" in said) == ([], True)


def test_a_bibliography_that_never_ends_hides_no_prose(run_command, folder):
    begin = field(" ADDIN EN.REFLIST ", LIST).replace("<w:r><w:fldChar w:fldCharType='end'/></w:r>", "")
    body = f"<w:p>{begin}</w:p><w:p>{QUOTED}{run('(CDNW12630).')}</w:p>"
    assert ("C201", 2) in checked(run_command, folder, package(body), "--select", "C201")[0]


COMMENT_MARKS = ("commentRangeStart", "commentRangeEnd", "commentReference")


def without_comments(data):
    """The XML of a document without marks of comments and with runs of the same looks joined, so that two compare."""
    root = etree.fromstring(data)
    for mark in list(root.iter(*(f"{{{W}}}{name}" for name in COMMENT_MARKS))):
        element = mark.getparent() if mark.tag.endswith("Reference") else mark
        element.getparent().remove(element)
    for element in list(root.iter(f"{{{W}}}r")):
        before = element.getprevious()
        if before is not None and before.tag == element.tag:
            looks = [[etree.tostring(part) for part in each.findall(f"{{{W}}}rPr")] for each in (before, element)]
            words = [each.findall(f"{{{W}}}t") for each in (before, element)]
            if looks[0] == looks[1] and all(len(found) == 1 for found in words):
                words[0][0].text += words[1][0].text
                element.getparent().remove(element)
    for words in root.iter(f"{{{W}}}t"):
        words.attrib.clear()
    return etree.tostring(root, method="c14n")


def draft_of_everything():
    """A draft with tracked changes, a person's comment marks, a table, citations of all kinds and notes."""
    cited = "".join(f"<w:p>{QUOTED}{citation}{run('.')}</w:p>" for citation, _ in CITATIONS.values())
    changes = (
        "<w:p><w:ins w:id='8' w:author='Ada'>" + run("See CDNW12699.") + "</w:ins><w:del w:id='9' w:author='Ada'>"
        "<w:r><w:delText>CDNW12698</w:delText></w:r></w:del></w:p>"
    )
    table = f"<w:tbl><w:tblPr/><w:tblGrid/><w:tr><w:tc><w:p>{run('CDNW12697')}</w:p></w:tc></w:tr></w:tbl>"
    note = f"<w:footnote w:id='2'><w:p>{run('CDNW12696')}</w:p></w:footnote>"
    mark = "<w:p><w:r><w:footnoteReference w:id='2'/></w:r></w:p>"
    return package(cited + changes + table + mark, note)


def test_nothing_but_comments_differs_in_the_copy(run_command, folder):
    data = draft_of_everything()
    findings, _ = checked(run_command, folder, data, "--select", "C101,C201")
    assert [code for code, _ in findings].count("C201") == len(CITATIONS)
    assert [line for code, line in findings if code == "C101"] == [len(CITATIONS) + at for at in (1, 2, 4)]

    with zipfile.ZipFile(folder / "draft-checked.docx") as copy:
        root = etree.fromstring(copy.read("word/document.xml"))
    depth = 0
    for element in root.iter():
        depth += {"begin": 1, "end": -1}.get(element.get(f"{{{W}}}fldCharType"), 0)
        if element.tag.endswith(COMMENT_MARKS):
            assert depth == 0, "a comment within a field goes when the field is made anew"
            assert next(element.iterancestors(f"{{{W}}}sdt"), None) is None

    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(folder / "draft-checked.docx") as new:
        added = set(new.namelist()) - set(old.namelist())
        assert {name for name in added if name != "docProps/core.xml"} == {"word/comments.xml"}
        assert set(old.namelist()) <= set(new.namelist())
        for name in old.namelist():
            before, after = old.read(name), new.read(name)
            if name == "word/document.xml":
                assert without_comments(before) == without_comments(after)
            elif name in ("[Content_Types].xml", "word/_rels/document.xml.rels", "_rels/.rels"):
                targets = [set(re.findall(rb'(?:Target|PartName)="/?([^"]+)"', each)) for each in (before, after)]
                assert targets[0] <= targets[1]
            else:
                assert etree.tostring(etree.fromstring(before), method="c14n") == etree.tostring(
                    etree.fromstring(after), method="c14n"
                )


@pytest.mark.parametrize("kind", CITATIONS)
def test_a_citation_of_a_reference_manager_comes_in_with_an_imported_page(run_command, folder, kind):
    citation, page = CITATIONS[kind]
    mark = "<w:r><w:footnoteReference w:id='2'/></w:r>"
    body = f"<w:p>{run('Havana in May')}</w:p><w:p>{QUOTED}{citation}{run(', it said.')}{mark}</w:p>"
    notes = f"<w:footnote w:id='2'><w:p>{run('See ')}{citation}{run('.')}</w:p></w:footnote>"
    (folder / "page.docx").write_bytes(package(body, notes))
    code, out, err = run_command("-C", folder, "import", "exhibit", folder / "page.docx")
    assert code == 0, err
    assert "1 citation" in out
    written = (folder / "narratives" / "page.md").read_text(encoding="utf-8")
    group = "[@CDNW12630, p. 7]" if page == 7 else "[@CDNW12630]"
    assert written.count(group) == 2, written
    assert re.search(re.escape(group) + ", it said", written)


def test_a_citation_of_an_imported_page_that_names_no_item_is_told(run_command, folder):
    other = field(f" ADDIN ZOTERO_ITEM CSL_CITATION {csl({'title': 'A book'})}", "(Smith 1999)")
    (folder / "page.docx").write_bytes(package(f"<w:p>{run('Havana in May')}</w:p><w:p>{QUOTED}{other}</w:p>"))
    code, out, _ = run_command("-C", folder, "import", "exhibit", folder / "page.docx")
    assert (code, "a citation of a reference manager names no item: (Smith 1999)" in out) == (0, True)
    assert "(Smith 1999)" in (folder / "narratives" / "page.md").read_text(encoding="utf-8")
