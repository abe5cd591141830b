"""The readers there are, what they are called, and how their answers become lines."""

import pytest
from papers import picture

from briefbook.errors import InputError, OutsideError
from briefbook.model.page import Box, Line, Page, Region, Word
from briefbook.model.page import Kind as K
from briefbook.ocr.explain_page import explain, shade
from briefbook.ocr.reader import OcrResult
from briefbook.ocr.reader_registry import available, reader_named
from briefbook.ocr.recorded_reader import RecordedReader, digest
from briefbook.ocr.tesseract_reader import lines_of
from briefbook.programs import tesseract

TABLE = """level\tpage_num\tblock_num\tpar_num\tline_num\tword_num\tleft\ttop\twidth\theight\tconf\ttext
1\t1\t0\t0\t0\t0\t0\t0\t1700\t2200\t-1\t
4\t1\t1\t1\t1\t0\t150\t200\t300\t30\t-1\t
5\t1\t1\t1\t1\t1\t150\t200\t40\t30\t96.4\tFM
5\t1\t1\t1\t1\t2\t200\t200\t120\t30\t88\tWASHDC
5\t1\t1\t1\t2\t1\t150\t260\t40\t30\t12.5\tTO
5\t1\t1\t1\t2\t2\t200\t260\t10\t30\t95\t \n"""


def test_tesseract_s_table_becomes_lines():
    first, second = lines_of(TABLE)
    assert first.words == (
        Word("FM", Box(150, 200, 190, 230), 0.964),
        Word("WASHDC", Box(200, 200, 320, 230), 0.88),
    )
    assert second.words == (Word("TO", Box(150, 260, 190, 290), 0.125),)


def test_tesseract_that_is_not_there_says_what_to_do(monkeypatch):
    monkeypatch.setattr("briefbook.programs.tesseract.shutil.which", lambda name: None)
    with pytest.raises(OutsideError, match="not installed") as error:
        tesseract.table(picture("FM"), 200)
    assert error.value.exit_code == 4
    assert "install it" in error.value.remedy


def test_tesseract_that_fails_is_quoted(tmp_path, monkeypatch):
    program = tmp_path / "tesseract"
    program.write_text("#!/bin/sh\necho 'Error opening data file eng.traineddata' >&2\nexit 1\n")
    program.chmod(0o755)
    monkeypatch.setattr("briefbook.programs.tesseract.shutil.which", lambda name: str(program))
    with pytest.raises(OutsideError, match="Error opening data file"):
        tesseract.table(picture("FM"), 200)


@pytest.mark.ocr
@pytest.mark.skipif(tesseract.version() is None, reason="tesseract is not installed")
def test_tesseract_reads_a_typed_sheet():
    seen = reader_named("tesseract").read(picture("FM WASHDC NOV8/62 UNCLAS"), 200)
    assert "WASHDC" in seen.lines[0].text


def test_every_reader_says_whether_it_is_there_and_what_its_absence_means():
    found = {one.name: one for one in available()}
    assert list(found) == ["lines", "rapidocr", "tesseract", "text-layer"]
    assert found["lines"].version
    assert all(value.without for value in found.values())


def test_a_reader_nobody_knows_is_refused():
    with pytest.raises(InputError, match="there is no reader 'abbyy'"):
        reader_named("abbyy")


def test_what_was_recorded_is_played_back(tmp_path):
    class Source:
        name = "engine 1"

        def read(self, shown, dpi=None):
            line = Line((Word("FM", Box(1, 2, 3, 4), 0.9, ("FK",)),), K.STAMP)
            return OcrResult((line,), (Region(K.REDACTION, Box(5, 6, 7, 8), "2 lines"),), 90, "read twice")

    sheet = picture("FM")
    seen = RecordedReader(tmp_path, Source()).read(sheet)
    assert RecordedReader(tmp_path).read(sheet) == seen
    assert (tmp_path / f"{digest(sheet)}.json").exists()
    with pytest.raises(LookupError, match="no reading is recorded"):
        RecordedReader(tmp_path).read(picture("TO"))


@pytest.mark.parametrize(
    ("sure", "name"),
    [(1.0, "sure"), (0.98, "sure"), (0.95, "fair"), (0.8, "doubtful"), (0.2, "poor"), (None, "unmeasured")],
)
def test_words_are_shaded_by_confidence(sure, name):
    assert shade(Word("A", confidence=sure)) == name


def test_the_explanation_shows_lines_words_alternatives_and_regions():
    words = (Word("FM", Box(10, 10, 40, 30), 0.99), Word("WASHDG", Box(50, 10, 110, 30), 0.55, ("WASHDC", "WASHOC")))
    page = Page(
        "D1", 2, (Line(words), Line((Word("<COPY>"),), K.STAMP)), (Region(K.REDACTION, Box(0, 50, 90, 70), "1 line"),),
        width=200, height=300, turned=90, reader="engine 1", why="read anew",
    )  # fmt: skip
    html = explain(page, (b"\x00\x01", "image/webp"), {"File": "D1.pdf"})
    for part in (
        "<dt>Reader</dt><dd>engine 1</dd>",
        "<dt>Why this one</dt><dd>read anew</dd>",
        "200 by 300 pixels, turned 90 degrees clockwise",
        "<dt>File</dt><dd>D1.pdf</dd>",
        'viewBox="0 0 200 300"',
        "data:image/webp;base64,AAE=",
        '<rect class="line" x="10" y="10" width="100" height="20">',
        '<rect class="poor" id="w1-1" x="50" y="10" width="60" height="20">'
        "<title>WASHDG: 0.550; also read as WASHDC, WASHOC</title>",
        '<rect class="region" x="0" y="50" width="90" height="20"><title>redaction 1 line</title>',
        '&lt;COPY&gt;</a><span class="kind">stamp</span>',
        "<tr><td>1</td><td>WASHDG</td><td>0.550</td><td>WASHDC, WASHOC</td></tr>",
        "<tr><td>redaction</td><td>0,50,90,70</td><td>1 line</td></tr>",
    ):
        assert part in html
