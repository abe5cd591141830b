"""The certificate: what it says, that it can be made again, and that it knows when it no longer holds."""

import json

import pytest

from briefbook.checks.certificate import CertificateSubject, Signature, certificate_files
from briefbook.checks.reports import summarise
from briefbook.model.finding import Finding, FindingAcceptance, Severity
from briefbook.model.locator import FilePosition
from briefbook.model.verdict import Verdict, Verification
from briefbook.narratives.narrative_parser import parse_narrative
from briefbook.project import pipeline
from briefbook.project.collection import Collection

PROSE = """---
title: The talks
---

He said that Castro “looked dissatisfied with everything” (CDNW12630).
"""


def checked(source=PROSE, findings=()):
    narrative = parse_narrative(source, "narratives/talks.md", citation="CDNW[0-9]{5}", is_item=lambda item: True)
    made = [
        Verification(
            Verdict.VERBATIM,
            "looked dissatisfied with everything",
            item="CDNW12630",
            page=1,
            text_checksum="a" * 64,
            narrative="narratives/talks.md",
            quotation=0,
        )
    ]
    return CertificateSubject("A book", [narrative], findings, made, summarise(findings, made), "9.9")


def test_it_names_the_pages_the_texts_and_the_outcome_of_every_quotation():
    value = json.loads(
        certificate_files(checked(), Signature("A. Curator", "2026-11-24T10:00:00Z", ""))["certificate.json"]
    )

    assert value["signed"] == {"who": "A. Curator", "when": "2026-11-24T10:00:00Z"}
    assert [one["path"] for one in value["prose"]] == ["narratives/talks.md"]
    assert value["texts"] == [{"item": "CDNW12630", "sha256": "a" * 64}]
    assert value["quotations"][0]["where"] == "narratives/talks.md:5:22"
    assert value["quotations"][0]["verdict"] == "verbatim"
    assert value["counts"]["verbatim"] == 1


def test_an_exception_is_told_with_its_reason_and_who_gave_it():
    accepted = Finding(
        "C310",
        FilePosition("narratives/talks.md", 1),
        "no item cited here is dated 1962-11-12",
        severity=Severity.NOTE,
        accepted="a holiday [A. Curator]",
        acceptance=FindingAcceptance("a holiday", "A. Curator", said_in="journal"),
    )
    files = certificate_files(checked(findings=[accepted]), None)
    (told,) = json.loads(files["certificate.json"])["accepted"]

    assert (told["reason"], told["by"], told["until"]) == ("a holiday", "A. Curator", None)
    assert "a holiday" in files["certificate.html"]
    assert "Nobody has signed this" in files["certificate.html"]


def test_it_no_longer_holds_when_the_prose_has_changed():
    signed = Signature("A. Curator", "2026-11-24T10:00:00Z", checked().state)
    same = certificate_files(checked(), signed)
    other = certificate_files(checked(PROSE.replace("He said", "He wrote")), signed)

    assert json.loads(same["certificate.json"])["holds"] is True
    assert json.loads(other["certificate.json"])["holds"] is False
    assert "have changed since it was signed" in other["certificate.html"]


@pytest.fixture
def collection(tmp_path):
    """A collection of one transcribed item and one page."""
    (tmp_path / "briefbook.toml").write_text(
        "[collection]\ntitle = 'A book'\n[items]\npattern = 'CDNW[0-9]{5}'\n", encoding="utf-8"
    )
    for name, text in {
        "narratives/talks.md": PROSE,
        "received/list/descriptions.jsonl": '{"item": "CDNW12630", "fields": {}, '
        '"pages": ["CASTRO LOOKED DISSATISFIED WITH EVERYTHING."]}\n',
    }.items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return Collection.open(tmp_path)


def test_signing_is_a_line_of_the_journal_and_the_files_can_be_made_again(collection, monkeypatch):
    monkeypatch.setenv("BRIEFBOOK_WHO", "A. Curator")
    paths = pipeline.sign_certificate(collection)
    first = [path.read_bytes() for path in paths]
    for path in paths:
        path.unlink()
    archive = pipeline.open_archive(collection)

    line = json.loads(collection.journal.read_text(encoding="utf-8"))
    assert (line["kind"], line["who"]) == ("sign", "A. Curator")
    assert [path.name for path in archive.downloads] == [
        "certificate.html",
        "certificate.json",
        "annotations.json",
    ]
    assert [path.read_bytes() for path in paths] == first
    assert json.loads(first[1])["holds"] is True
