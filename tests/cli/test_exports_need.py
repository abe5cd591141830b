"""What each export needs of a collection: of most only the items, so that nothing is checked for them."""

import pytest

from briefbook.cli.export_ import _archive
from briefbook.exports.registry import EXPORTS, ChosenEntries, RestsOn
from briefbook.progress import quiet
from briefbook.project import pipeline
from briefbook.project.collection import Collection
from briefbook.project.verification_cache import VerificationCache


def written(kind, archive):
    files = EXPORTS[kind].files(archive, ChosenEntries(archive.catalogue))
    return {name: content if isinstance(content, bytes) else b"".join(content) for name, content in files}


def test_what_an_export_says_that_it_rests_on_is_all_that_it_needs(harbour):
    settings = (harbour / "briefbook.toml").read_text(encoding="utf-8")
    (harbour / "briefbook.toml").write_text(f'{settings}\n[site]\naddress = "https://example.org/"\n', encoding="utf-8")
    here = Collection.open(harbour)
    whole = pipeline.open_archive(here)
    papers = {rests_on: _archive(here, rests_on, quiet) for rests_on in RestsOn}
    light = {name: kind.rests_on for name, kind in EXPORTS.items() if kind.rests_on is not RestsOn.BOOK}
    assert {name for name in EXPORTS if name not in light} == {"pdf", "epub", "docx"}
    differing = [name for name, rests_on in light.items() if written(name, papers[rests_on]) != written(name, whole)]
    assert differing == []
    assert b"H102" in written("graphml", papers[RestsOn.REFERENCES])["references.graphml"]


def test_references_are_those_of_the_network_whether_or_not_that_was_worked_out(harbour):
    here = Collection.open(harbour)
    alone = tuple(pipeline.open_papers(here, references=True).references())
    assert alone == tuple(pipeline.open_archive(here).references())
    assert alone == tuple(pipeline.open_papers(here, references=True).references())
    assert len(alone) > 3


def test_findings_are_exported_one_by_one_and_without_those_on_drafts(harbour):
    draft = harbour / "narratives" / "draft.md"
    draft.write_text("---\ntitle: A\ndraft: true\n---\nHe wrote “no such words at all” (H101).\n", encoding="utf-8")
    here = Collection.open(harbour)
    unchecked = pipeline.open_findings(here)  # checks
    again = pipeline.open_findings(here)  # reads what that came to
    whole = pipeline.open_archive(here)
    assert len(whole.findings) > 1
    assert list(unchecked.each_finding()) == list(again.each_finding()) == list(whole.findings)
    assert [narrative.path for narrative in again.drafts] == ["narratives/draft.md"]
    assert any(finding.where.path.endswith("draft.md") for finding in whole.with_drafts.findings if finding.where)


def test_quotations_are_compared_alone_as_the_check_compares_them(harbour, monkeypatch):
    here = Collection.open(harbour)
    whole = pipeline.open_archive(here).verifications
    stored = pipeline.open_chapters(here, quotations=True).verifications
    monkeypatch.setattr(VerificationCache, "by_key", {})
    assert stored == pipeline.open_chapters(here, quotations=True).verifications == whole
    assert len(whole) == 1


def test_an_export_of_items_checks_nothing(harbour, run_command, monkeypatch):
    def refuse(*arguments, **options):
        raise AssertionError("the book was checked")

    monkeypatch.setattr("briefbook.checks.check", refuse)
    assert run_command("-C", harbour, "export", "ris")[0] == 0
    assert run_command("-C", harbour, "export", "annotations")[0] == 0
    assert run_command("-C", harbour, "export", "deposit")[0] == 0
    with pytest.raises(AssertionError, match="the book was checked"):
        pipeline.open_archive(Collection.open(harbour))


def test_entries_that_were_exported_are_not_kept_in_memory(harbour):
    catalogue = pipeline.open_papers(Collection.open(harbour)).catalogue
    first, again = list(catalogue), list(catalogue)
    assert [entry.item for entry in first] == ["H101", "H102", "H103", "H104", "H105", "H106", "H107", "H108"]
    assert first[0] is not again[0]
    chosen = ChosenEntries(catalogue, frozenset({"H107", "H103"}))
    assert [entry.item for entry in chosen] == ["H103", "H107"]
