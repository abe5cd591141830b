"""docs/exchange-examples.md is run line by line on the demonstration collection, and prints what it says.

After a change: ``python tests/examples/test_exchange_examples.py`` writes the page anew; read the difference.
"""

import os
import re
import shutil
import subprocess
import sys
import tempfile
from itertools import groupby
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PAGE = ROOT / "docs" / "exchange-examples.md"
SPECIMENS = ROOT / "examples" / "cuban-missile-crisis"
BLOCK = re.compile(r"(?<=```console\n).*?(?=```)", re.S)

TEXT = """<?xml version="1.0" encoding="UTF-8"?>
<alto xmlns="http://www.loc.gov/standards/alto/ns-v4#"><Description><MeasurementUnit>pixel</MeasurementUnit>
<sourceImageInformation><fileName>CDNW12452.pdf</fileName></sourceImageInformation></Description><Layout>
{}</Layout></alto>"""
"""An OCR program's file beside the scan, so that nothing has to be read here."""

PAGES = (
    """FM WASHDC NOV8/62 UNCLAS
TO EXTERNAL 3316
REF OURTEL 3314 NOV8
SPECIMEN: CUBA, INSPECTION AND THE OAS

SPECIMEN. THIS TEXT WAS COMPOSED FOR DEMONSTRATION AND IS NOT THE
CABLE WHOSE NUMBER IT BEARS.""",
    """PAGE TWO 3316
SPECIMEN. INVENTED.""",
)


def alto():
    """The text of both pages as ALTO, at a typewriter's pitch."""
    pages = []
    for number, text in enumerate(PAGES, 1):
        rows = []
        for row, line in enumerate(text.splitlines()):
            words, left, top = [], 190, 300 + 44 * row
            for word in line.split():
                width = 17 * len(word)
                place = f'HPOS="{left}" VPOS="{top}" WIDTH="{width}" HEIGHT="26"'
                words.append(f'<String CONTENT="{word}" {place} WC="0.97"/>')
                left += width + 17
            place = f'HPOS="190" VPOS="{top}" WIDTH="{left - 207}" HEIGHT="26"'
            rows += [f'<TextLine ID="l{number}-{row}" {place}>{"<SP/>".join(words)}</TextLine>'] if words else []
        block = f'<TextBlock ID="b{number}" HPOS="190" VPOS="300" WIDTH="1200" HEIGHT="300">{"".join(rows)}</TextBlock>'
        size = f'PHYSICAL_IMG_NR="{number}" WIDTH="1615" HEIGHT="2090" ID="p{number}"'
        pages.append(f"<Page {size}><PrintSpace>{block}</PrintSpace></Page>")
    return TEXT.format("".join(pages))


class Run:
    """The collection of the page, and its commands in their order."""

    def __init__(self, folder):
        self.root = folder / "collection"
        shutil.copytree(SPECIMENS, self.root, ignore=shutil.ignore_patterns("scans", "build"))
        (self.root / "scans").mkdir()
        shutil.copy(SPECIMENS / "scans" / "CDNW12452.pdf", self.root / "scans")
        (folder / "ocr").mkdir()
        (folder / "ocr" / "CDNW12452.alto.xml").write_text(alto(), encoding="utf-8")
        programs = folder / "programs"
        programs.mkdir()
        (programs / "briefbook").write_text(f'#!/bin/sh\nexec {sys.executable} -m briefbook "$@"\n', encoding="utf-8")
        (programs / "briefbook").chmod(0o755)
        self.environment = {
            **os.environ,
            "PATH": f"{programs}{os.pathsep}{os.environ['PATH']}",
            "LC_ALL": "C.UTF-8",
            "PYTHONPATH": os.pathsep.join([str(ROOT / "src"), os.environ.get("PYTHONPATH", "")]),
        }
        assert "1 item" in self.command("briefbook import ocr ../ocr --name beside-the-scan")

    def command(self, line):
        """Standard output and standard error of a line, as a terminal shows them."""
        done = subprocess.run(
            ["sh", "-c", line],
            cwd=self.root,
            env=self.environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        assert done.returncode == 0, f"{line}\n{done.stdout}"
        return done.stdout


def commands(block):
    """Each command of a console block with what it prints."""
    number = 0

    def of(row):
        nonlocal number
        number += row.startswith("$ ")
        return number

    for _, rows in groupby(block.splitlines(keepends=True), key=of):
        first, *printed = rows
        yield first[2:].rstrip("\n"), "".join(printed)


@pytest.fixture(scope="module")
def page(tmp_path_factory):
    return Run(tmp_path_factory.mktemp("exchange"))


@pytest.mark.skipif(os.name == "nt", reason="the examples are written for a POSIX shell")
@pytest.mark.slow
def test_every_line_of_the_page_prints_what_it_says(page):
    wrong = []
    for block in BLOCK.findall(PAGE.read_text(encoding="utf-8")):
        for line, expected in commands(block):
            printed = page.command(line)
            if printed != expected:
                wrong.append(f"$ {line}\n{printed}in place of\n{expected}")
    assert not wrong, "\n".join(wrong)


def test_every_kind_has_its_example():
    from briefbook.cli.export_ import DESCRIPTIONS
    from briefbook.cli.import_ import KINDS

    text = PAGE.read_text(encoding="utf-8")
    assert [kind for kind in DESCRIPTIONS if f"$ briefbook export {kind}" not in text] == []
    imported = set(re.findall(r"^\$ briefbook -C \S+ import (\S+)", text, re.M))
    assert [kind for kind in KINDS if kind not in imported] == ["state-cables"], "its own test makes the PDFs"


def write_anew():
    """Put what the commands print into the page."""
    with tempfile.TemporaryDirectory() as folder:
        run = Run(Path(folder))

        def printed(match):
            return "".join(f"$ {line}\n{run.command(line)}" for line, _ in commands(match[0]))

        PAGE.write_text(BLOCK.sub(printed, PAGE.read_text(encoding="utf-8")), encoding="utf-8")


if __name__ == "__main__":
    write_anew()
