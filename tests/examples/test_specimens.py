"""The specimen collection: the facts it carries, the mark it bears everywhere, and what checking it says."""

import csv
import importlib.util
import re
import shutil
import tomllib
from pathlib import Path

import pikepdf
import pytest
from PIL import Image

from briefbook.cli.catalogue_ import summary
from briefbook.model.finding import Severity
from briefbook.narratives import read_narrative
from briefbook.project import pipeline
from briefbook.project.collection import Collection
from briefbook.text.titles import office_of_code

ROOT = Path(__file__).resolve().parents[2]
SPECIMENS = ROOT / "examples" / "cuban-missile-crisis"
SAMPLE = ROOT / ".." / "shared" / "sample" / "nov-8-13-1962.txt"
UNKNOWN = {"CDNW12344", "CDNW12655"}
HARD = {"CDNW12407", "CDNW12613"}

FACTS = """
CDNW12407  1962-11-09  CANDELNY  EXTERNAL  2159
CDNW12435  1962-11-13  BONN      EXTERNAL  769
CDNW12452  1962-11-08  WASHDC    EXTERNAL  3316
CDNW12613  1962-11-08  LDN       EXTERNAL  3980
CDNW12615  1962-11-08  EMBPARIS  EXTERNAL  1470
CDNW12616  1962-11-08  LDN       EXTERNAL  3978
CDNW12622  1962-11-08  WASHDC    EXTERNAL  3315
CDNW12625  1962-11-08  WASHDC    EXTERNAL  3314
CDNW12630  1962-11-13  LDN       EXTERNAL  4028
CDNW12631  1962-11-13  WASHDC    EXTERNAL  3355
CDNW12637  1962-11-08  WASHDC    EXTERNAL  3322
CDNW12638  1962-11-09  WASHDC    EXTERNAL  3326
"""
ROWS = [tuple(line.split()) for line in FACTS.split("\n") if line]
COLUMNS = ("item", "date", "from", "to", "number")


@pytest.fixture
def specimens(tmp_path):
    """A copy of the collection without scans, so that nothing is read."""
    shutil.copytree(SPECIMENS, tmp_path / "copy", ignore=shutil.ignore_patterns("scans", "build"))
    (tmp_path / "copy" / "scans").mkdir()
    return Collection.open(tmp_path / "copy")


@pytest.fixture(scope="module")
def script():
    """The script that draws the scans, as a module."""
    spec = importlib.util.spec_from_file_location("make_specimens", ROOT / "tools" / "make_specimens.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def book():
    """What the specimens are made from."""
    return tomllib.loads((ROOT / "tools" / "specimens.toml").read_text(encoding="utf-8"))


def test_the_list_gives_the_facts_of_the_published_tables(specimens):
    rows = [summary(entry, office_of_code) for entry in pipeline.open_catalogue(specimens, read=False)]
    listed = [tuple(row[name] for name in COLUMNS) for row in rows if row["item"] not in UNKNOWN]
    assert listed == ROWS
    assert {row["date_as_written"] for row in rows} == {"8-Nov-62", "9-Nov-62", "13-Nov-62", None}


def test_of_the_two_items_that_are_only_cited_nothing_is_invented(specimens):
    catalogue = pipeline.open_catalogue(specimens, read=False)
    for item in UNKNOWN:
        entry = catalogue.get(item)
        assert {name for name in entry.readings if entry.value(name)} == {"specimen", "note"}


def test_every_item_says_in_its_data_that_it_is_a_specimen(specimens):
    catalogue = pipeline.open_catalogue(specimens, read=False)
    assert len(catalogue) == 14
    assert all(entry.is_specimen for entry in catalogue)


def test_every_scan_says_in_its_file_that_it_is_a_specimen():
    for path in sorted((SPECIMENS / "scans").iterdir()):
        if path.suffix == ".pdf":
            with pikepdf.open(path) as scan:
                said = [str(scan.docinfo["/Title"]), str(scan.docinfo["/Subject"])]
        else:
            with Image.open(path) as picture:
                tags = getattr(picture, "tag_v2", {})
                said = [tags[269], tags[270]] if tags else [picture.info["Title"], picture.info["Description"]]
        assert said[0] == f"SPECIMEN {path.stem}"
        assert "not the cable" in said[1]


def test_the_scans_are_of_several_kinds_and_small():
    paths = list((SPECIMENS / "scans").iterdir())
    assert {path.suffix for path in paths} == {".pdf", ".tiff", ".png"}
    assert sum(path.stat().st_size for path in paths) < 4_000_000


def test_every_text_opens_by_saying_what_it_is(script, book):
    for specimen in book["specimen"]:
        lines = script.pages_of(specimen, book)[0]
        first = " ".join(lines[lines.index("") + 1 :])
        assert first.startswith("SPECIMEN. THIS TEXT WAS COMPOSED FOR DEMONSTRATION AND IS NOT THE CABLE WHOSE")


def test_headings_carry_the_list_s_facts_and_no_others(script, book):
    with open(SPECIMENS / "received" / "specimen-list" / "original.csv", encoding="utf-8", newline="") as file:
        listed = {row["Item"].removesuffix(".pdf"): row for row in csv.DictReader(file)}
    assert {one["item"] for one in book["specimen"]} == set(listed)
    for specimen in book["specimen"]:
        row = listed[specimen["item"]]
        heading = script.heading(specimen)
        if specimen["item"] in UNKNOWN:
            assert not any((row["Date"], row["From"], row["To"], row["Number"]))
            assert not re.search(r"^(FM|TO|REF) |\d", "\n".join(heading), re.M)
            continue
        day, month, year = row["Date"].split("-")
        assert heading[0] == f"FM {row['From']} {month.upper()}{day}/{year} UNCLAS"
        assert heading[1] == f"TO {row['To']} {row['Number']}"


def test_references_are_to_specimens_of_earlier_numbers_of_the_same_post(book):
    known = {(one.get("from"), one.get("number")) for one in book["specimen"]}
    for specimen in book["specimen"]:
        if reference := specimen.get("reference"):
            number = reference.split()[1]
            assert (specimen["from"], number) in known
            assert int(number) < int(specimen["number"])


def test_with_the_texts_as_typed_the_checks_find_the_planted_faults_and_nothing_else(specimens, script, book):
    for specimen in book["specimen"]:
        for number, lines in enumerate(script.pages_of(specimen, book), 1):
            path = specimens.transcripts / specimen["item"] / f"p{number:03d}.txt"
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    findings, verifications = pipeline.check_collection(specimens, read=False)
    told = [(finding.code, finding.where.path, finding.item) for finding in findings if finding.accepted is None]
    page = "narratives/three-planted-faults.md"
    assert told == [("C201", page, "CDNW12630"), ("C101", page, "CDNW12639"), ("C304", page, "CDNW12452")]
    verdicts = [str(verification.verdict) for verification in verifications if verification.narrative != page]
    assert verdicts == ["verbatim"] * len(verdicts)
    assert len(verdicts) == 9


def test_the_narratives_cite_what_the_sample_page_cites():
    cited = set()
    for path in sorted((SPECIMENS / "narratives").glob("*.md")):
        narrative = read_narrative(path, SPECIMENS, citation="CDNW[0-9]{5}", is_item=lambda item: False)
        assert not narrative.findings
        if not narrative.front_matter.get("planted"):
            cited |= {citation.item for citation in narrative.citations}
    assert cited == {row[0] for row in ROWS} | UNKNOWN


def test_no_sentence_of_the_narratives_is_the_sample_page_s():
    if not SAMPLE.exists():
        pytest.skip("the sample page is not beside the repository")
    theirs = set(_runs(SAMPLE.read_text(encoding="utf-8")))
    for path in sorted((SPECIMENS / "narratives").glob("*.md")):
        prose = re.sub(r"“[^”]*”", " | ", path.read_text(encoding="utf-8"))
        assert not [run for run in _runs(prose) if run in theirs], path.name


def _runs(text):
    """Every nine words that stand together, quotations and citations taken out."""
    for piece in re.split(r"[|“”]|\(.*?\)", text, flags=re.S):
        words = re.findall(r"[a-z’']+", piece.lower())
        yield from (" ".join(words[i : i + 9]) for i in range(len(words) - 8))


@pytest.fixture(scope="module")
def demonstrated(tmp_path_factory):
    """The demonstration, run once: the collection it leaves."""
    folder = tmp_path_factory.mktemp("demonstration") / "demo"
    with pytest.MonkeyPatch.context() as patch:
        printed = []
        patch.setattr("typer.echo", lambda words="", **_: printed.append(str(words)))
        from briefbook.cli.demo_ import command

        command(folder, no_serve=True, port=0)
    return Collection.open(folder), "\n".join(printed)


@pytest.mark.ocr
@pytest.mark.slow
def test_the_demonstration_prints_the_planted_faults_and_nothing_false(demonstrated):
    here, printed = demonstrated
    assert "the list describes 14 items" in printed
    assert "left blank rather than guessed: the number of CDNW12344, CDNW12655" in printed
    findings, _ = pipeline.check_collection(here)
    planted = [finding.code for finding in findings if finding.where and "planted" in finding.where.path]
    assert planted == ["C201", "C101", "C304"]
    others = [
        finding
        for finding in findings
        if finding.accepted is None and not (finding.where and "planted" in finding.where.path)
    ]
    assert all(one.item in HARD and (one.cannot_tell or one.severity is Severity.NOTE) for one in others)
    assert (here.site / "index.html").exists()


@pytest.mark.ocr
@pytest.mark.slow
def test_the_headings_of_the_good_scans_are_read_as_the_list_has_them(demonstrated):
    catalogue = pipeline.open_catalogue(demonstrated[0])
    for item, *facts in ROWS:
        entry = catalogue.get(item)
        for name, fact in zip(COLUMNS[1:], facts, strict=True):
            machine = [reading.value for reading in entry.readings[name] if reading.by == "machine"]
            assert machine == [fact] or (item in HARD and machine in ([], [None], [fact])), (item, name)


@pytest.mark.ocr
@pytest.mark.slow
def test_nothing_is_read_out_of_the_two_specimens_that_have_no_heading(demonstrated):
    catalogue = pipeline.open_catalogue(demonstrated[0])
    for item in UNKNOWN:
        entry = catalogue.get(item)
        assert not any(entry.value(name) for name in ("date", "from", "to", "number", "classification"))
