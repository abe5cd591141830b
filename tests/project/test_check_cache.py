"""The result of the whole check is cached, and anything that it rests on undoes it."""

import datetime

import pytest

from briefbook.catalogue.journal import Journal
from briefbook.checks.check_input import CheckInput
from briefbook.model.decision import AcceptanceDecision
from briefbook.project import pipeline
from briefbook.project.collection import Collection
from briefbook.project.workspace import Workspace
from briefbook.util import extensions

TODAY = datetime.date(2026, 11, 27)
ROW = (
    '{"item": "D1", "fields": {"date": [{"as_written": "1962-11-03", "value": "1962-11-03"}]}, '
    '"pages": ["THE FERRY WAS NOT AT THE GRANITE QUAY AND THE CONSUL WAITED THERE ALL MORNING"]}\n'
)
PROSE = "---\ntitle: A\ndates: 1962-11-01/1962-11-30\n---\nHe wrote “%s” (D1). ![A map](../media/map.png)\n"


@pytest.fixture
def collection(tmp_path):
    folder = tmp_path / "received" / "edition"
    folder.mkdir(parents=True)
    (folder / "descriptions.jsonl").write_text(ROW, encoding="utf-8")
    (tmp_path / "narratives").mkdir()
    (tmp_path / "media").mkdir()
    (tmp_path / "briefbook.toml").write_text("[items]\npattern = 'D[0-9]+'\ncitation = 'D[0-9]+'\n", encoding="utf-8")
    write(tmp_path, "the ferry was not at the granite quay")
    return Collection.open(tmp_path)


def write(root, words, name="a.md"):
    (root / "narratives" / name).write_text(PROSE % words, encoding="utf-8")


def codes(collection, today=TODAY):
    findings, _ = pipeline.check_collection(Collection.open(collection.root), today=today)
    return sorted({finding.code for finding in findings} & {"C201", "C301"})


def is_cached(collection, today=TODAY):
    return pipeline._unchanged_check(Workspace(Collection.open(collection.root)), today) is not None


def test_a_check_of_which_nothing_changed_is_not_made_again_and_gives_the_same(collection):
    first = pipeline.check_collection(collection, today=TODAY)
    assert is_cached(collection)
    assert pipeline.check_collection(Collection.open(collection.root), today=TODAY) == first
    assert [str(verification.verdict) for verification in first[1]] == ["verbatim"]


def test_a_page_changed_added_or_removed_is_checked(collection):
    pipeline.check_collection(collection, today=TODAY)
    write(collection.root, "the ferry was at the granite quay")
    assert codes(collection) == ["C201", "C301"]
    write(collection.root, "the ferry was not at the granite quay")
    assert codes(collection) == ["C301"]
    write(collection.root, "the consul waited there all evening", "b.md")
    assert codes(collection) == ["C201", "C301"]
    (collection.root / "narratives" / "b.md").unlink()
    assert codes(collection) == ["C301"]


def test_a_changed_text_is_compared_again(collection):
    pipeline.check_collection(collection, today=TODAY)
    path = collection.root / "received" / "edition" / "descriptions.jsonl"
    path.write_text(ROW.replace("NOT AT", "NOW AT THE END OF"), encoding="utf-8")
    assert codes(collection) == ["C201", "C301"]


def test_a_picture_that_comes_or_goes_is_seen(collection):
    assert codes(collection) == ["C301"]
    picture = collection.root / "media" / "map.png"
    picture.write_bytes(b"picture")
    assert codes(collection) == []
    assert is_cached(collection)
    picture.unlink()
    assert codes(collection) == ["C301"]


def test_a_setting_a_list_the_journal_and_the_day_undo_it(collection):
    pipeline.check_collection(collection, today=TODAY)
    assert not is_cached(collection, TODAY + datetime.timedelta(days=1))
    (collection.root / "persons.csv").write_text("name,variants\nAda Quay,\n", encoding="utf-8")
    assert not is_cached(collection)
    pipeline.check_collection(Collection.open(collection.root), today=TODAY)
    settings = collection.root / "briefbook.toml"
    settings.write_text(f"{settings.read_text(encoding='utf-8')}[checks]\nignore = ['C301']\n", encoding="utf-8")
    assert codes(collection) == []
    decision = AcceptanceDecision(who="A", when="2026-11-27T10:00:00Z", why="a reason", code="C112", item="D1")
    Journal(collection.root / "journal.jsonl").append(decision)
    assert not is_cached(collection)


def test_a_page_that_is_not_utf_8_keeps_its_finding(collection):
    path = collection.root / "narratives" / "a.md"
    path.write_bytes((PROSE % "the ferry was not at the granite quay – là").encode("cp1252"))
    for _ in range(2):
        findings, _ = pipeline.check_collection(Collection.open(collection.root), today=TODAY)
        assert "N102" in {finding.code for finding in findings}
    path.write_text(path.read_bytes().decode("cp1252"), encoding="utf-8")
    findings, _ = pipeline.check_collection(Collection.open(collection.root), today=TODAY)
    assert "N102" not in {finding.code for finding in findings}


def test_verifications_stored_for_other_texts_undo_it(collection):
    pipeline.check_collection(collection, today=TODAY)
    workspace = Workspace(Collection.open(collection.root))
    workspace.verification_cache.keep([], TODAY)
    assert not is_cached(collection)


def test_the_words_of_all_items_are_stored_and_made_again_only_when_a_text_changes(collection, monkeypatch):
    made = []
    original = CheckInput._table_of_words

    def counting(self):
        made.append(len(self.entries))
        return original(self)

    monkeypatch.setattr(CheckInput, "_table_of_words", counting)

    def words():
        workspace = Workspace(Collection.open(collection.root))
        context = pipeline.check_context(workspace, TODAY)
        return CheckInput(workspace.catalogue, (), context).items_by_word

    assert words()["granite"] == ["D1"]
    write(collection.root, "another chapter changes no text")
    assert (words()["granite"], made) == (["D1"], [1])
    path = collection.root / "received/edition/descriptions.jsonl"
    path.write_text(ROW + ROW.replace('"D1"', '"D2"').replace("GRANITE", "BRICK"), encoding="utf-8")
    assert (words()["granite"], words()["brick"], made) == (["D1"], ["D2"], [1, 2])


def test_a_check_that_an_extension_adds_or_that_is_edited_is_run(collection, monkeypatch):
    pipeline.check_collection(collection, today=TODAY)
    monkeypatch.setattr(extensions, "fingerprint", lambda *groups: "checks/harbour harbour-check 1.0")
    assert not is_cached(collection)
    pipeline.check_collection(Collection.open(collection.root), today=TODAY)
    assert is_cached(collection)
    monkeypatch.setattr(extensions, "file_states", lambda *groups: [("harbour_check.py", 120, 2)])
    assert not is_cached(collection)
