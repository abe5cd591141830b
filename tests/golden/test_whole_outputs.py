"""Whole outputs, held against files that a person has read: renew them with --renew-golden, and read the difference."""

import json
import re
from pathlib import Path

import pytest
from made_up import archive

from briefbook import __version__
from briefbook.exports import alto, archival_note, bibtex, csl, iiif, ris, tei

FOLDER = Path(__file__).parent

FAULTS = """\
---
title: Planted faults
---

# Planted faults

He “looked satisfied with everything” (H101). Nobody “saw a zeppelin over the quay” (H105).

On 31 March 1963 Oslo asked for more granite (H999). <!-- accept C101: it is on its way -->

| Item | Date | From | Number |
|---|---|---|---|
| H102 | 4-Mar-63 | OSLO | 213 |
"""

HEADING = """\
OUTGOING MESSAGE
FM OSLO MAR9/63 CONFD CDN EYES ONLY
TO EXTERNAL 217 OPIMMED
INFO TT LDN WASHDC DE OTT
BAG BONN ROME DE OTT
REF MYTELS 212 MAR4 AND 216 MAR8 YOURTEL E88 MAR4
HARBOUR WORKS: GRANITE
1.NO GRANITE HAS COME. SNOW LIES IN THE PASSES.
"""

SITE = "https://example.org/book/"
MADE = archive(site_address=SITE)
ENTRY, PAGES = MADE.catalogue.get("SPEC103"), MADE.catalogue.pages("SPEC103")
PICTURES = {1: ("items/SPEC103/p001.png", "image/png")}

EXPORTS = {
    "item.tei.xml": lambda: tei.tei(ENTRY, PAGES, MADE.about, PICTURES),
    "item.alto.xml": lambda: alto.alto(ENTRY, PAGES, PICTURES),
    "item.manifest.json": lambda: iiif.manifest(ENTRY, PAGES, {"address": SITE} | MADE.about, PICTURES),
    "item.csl.json": lambda: csl.csl_json(ENTRY, MADE.about),
    "item.ris": lambda: ris.ris(ENTRY, MADE.about),
    "item.bib": lambda: bibtex.bibtex(ENTRY, MADE.about),
    "item.note.txt": lambda: "".join(
        f"{form(ENTRY, MADE.about)}\n" for form in (archival_note.archival, archival_note.chicago, archival_note.mla)
    ),
}  # fmt: skip


def steady(text):
    """Without the version, which every release changes."""
    return text.replace(f'"{__version__}"', '"VERSION"').replace(f"briefbook {__version__}", "briefbook VERSION")


def without_descriptions(text):
    """SARIF without what the checks' manual says of each rule: docs/checks.md holds that."""
    report = json.loads(text)
    for rule in report["runs"][0]["tool"]["driver"]["rules"]:
        for name in set(rule) & {"shortDescription", "fullDescription", "help"}:
            rule[name] = "…"
    return json.dumps(report, ensure_ascii=False, indent=1) + "\n"


@pytest.mark.parametrize("name", EXPORTS)
def test_an_item_in_a_standard_form(golden, name):
    golden(name, steady(EXPORTS[name]()))


@pytest.fixture
def command(run_command, harbour, monkeypatch):
    """What a command prints in the made-up collection, with a page of planted faults beside the good one."""
    (harbour / "narratives/faults.md").write_text(FAULTS, encoding="utf-8")
    monkeypatch.setenv("COLUMNS", "110")
    monkeypatch.delenv("FORCE_COLOR", raising=False)

    def command(*arguments):
        return steady(run_command("-C", harbour, *arguments)[1]).replace(str(harbour), "FOLDER")

    return command


COMMANDS = {
    "catalogue-list.txt": ["catalogue", "list"],
    "catalogue-show.txt": ["catalogue", "show", "H104"],
    "catalogue.csv": ["catalogue", "export"],
    "check.txt": ["check"],
    "check.json": ["check", "--format", "json"],
    "series.txt": ["series"],
}


@pytest.mark.parametrize("name", COMMANDS)
def test_what_a_command_prints(golden, command, name):
    golden(name, command(*COMMANDS[name]))


def test_findings_as_sarif(golden, command):
    golden("check.sarif", without_descriptions(command("check", "--format", "sarif")))


def test_a_heading_as_json(golden, run_command, tmp_path):
    (tmp_path / "heading.txt").write_text(HEADING, encoding="utf-8")
    golden("heading.json", run_command("heading", tmp_path / "heading.txt", "--json")[1])


def test_a_page_of_the_book(golden, run_command, harbour):
    """Its main part, one tag a line, so that a difference can be read."""
    run_command("-C", harbour, "build")
    page = (harbour / "build/site/narratives/harbour.html").read_text(encoding="utf-8")
    main = page[page.index("<main") : page.index("</main>") + len("</main>")]
    golden("narrative.html", re.sub(r">\s*<", ">\n<", main) + "\n")


def test_every_file_here_is_held_against_something():
    names = {path.name for path in FOLDER.iterdir() if path.is_file() and path.suffix != ".py"}
    assert names == {*EXPORTS, *COMMANDS, "check.sarif", "heading.json", "narrative.html"}


def test_json_among_them_is_json():
    for path in FOLDER.glob("*.json"):
        json.loads(path.read_text(encoding="utf-8"))
