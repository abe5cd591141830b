"""Scans are copied from a file system elsewhere as they are, whatever the service does meanwhile, and over nothing."""

import json
import time
from typing import ClassVar

import pytest

from briefbook.errors import InputError, OutsideError
from briefbook.project import scan_arrivals
from briefbook.project.collection import Collection
from briefbook.project.scan_arrivals import copy_scans

fsspec = pytest.importorskip("fsspec")
from fsspec.implementations.memory import MemoryFileSystem  # noqa: E402 - only where it is installed

FILES = {
    "D1.pdf": b"%PDF-1.4 SPECIMEN one",
    "box/D2/p1.png": b"\x89PNG SPECIMEN two",
    "box/D2/p2.PNG": bytes(range(256)) * 9_000,
    "notes.docx": b"PK no scan",
}


class Failing(MemoryFileSystem):
    """A service that fails as it is told: by name, how often, and how."""

    protocol = "failing"
    store: ClassVar[dict] = {}
    faults: ClassVar[dict] = {}

    @classmethod
    def _strip_protocol(cls, path):
        return super()._strip_protocol(path.replace("failing://", "memory://"))

    def open(self, path, mode="rb", **options):
        faults = self.faults.get(path.rpartition("/")[2], [])
        if "r" in mode and faults:
            fault = faults.pop(0)
            if isinstance(fault, Exception):
                raise fault
            content = self.store[path].getvalue()

            class Short:
                def __enter__(self):
                    return self

                def __exit__(self, *_):
                    return False

                def read(self, size=-1, left=[content[:fault], None]):  # noqa: B006 - what is left of it
                    part = left.pop(0)
                    if part is None:
                        raise ConnectionResetError("the service hung up")
                    return part

            return Short()
        return super().open(path, mode, **options)


@pytest.fixture
def service():
    fsspec.register_implementation("failing", Failing, clobber=True)
    Failing.store.clear()
    Failing.faults = {}
    system = Failing()
    for name, content in FILES.items():
        system.pipe_file(f"/archive/{name}", content)
    return system


@pytest.fixture
def here(tmp_path):
    (tmp_path / "scans").mkdir()
    (tmp_path / "briefbook.toml").write_text('[collection]\ntitle = "Ferries"\n', encoding="utf-8")
    return Collection.open(tmp_path)


def scans_of(here):
    paths = sorted(path for path in here.scans.rglob("*") if path.is_file())
    return {path.relative_to(here.scans).as_posix(): path.read_bytes() for path in paths}


SCANS = {name: content for name, content in FILES.items() if name != "notes.docx"}


def copied(here, **options):
    return copy_scans(here, "failing://archive", wait=lambda seconds: None, **options)


def test_scans_come_with_their_folders_byte_for_byte_and_their_checksums_are_recorded(service, here):
    report = copied(here)
    assert sorted(report.copied) == sorted(SCANS)
    assert (report.others, report.failed, report.different) == (1, [], [])
    assert scans_of(here) == SCANS
    recorded = [json.loads(line) for line in (here.root / "fixity.jsonl").read_text().splitlines()]
    assert {row["path"] for row in recorded} == {f"scans/{name}" for name in SCANS}
    again = copied(here)
    assert (again.copied, sorted(again.present)) == ([], sorted(SCANS))


def test_a_service_that_answers_at_the_third_time_loses_nothing(service, here):
    Failing.faults = {"D1.pdf": [TimeoutError("slow"), 5], "p2.PNG": [OSError(5, "I/O error"), 70_000]}
    waited = []
    report = copy_scans(here, "failing://archive", wait=waited.append)
    assert (report.failed, scans_of(here)) == ([], SCANS)
    assert waited == [0.5, 1.0, 0.5, 1.0]


def test_a_file_that_cannot_be_had_is_told_and_had_the_next_time(service, here):
    Failing.faults = {"p1.png": [TimeoutError("slow")] * 3, "D1.pdf": [PermissionError("no key")]}
    report = copied(here)
    assert dict(report.failed) == {"D1.pdf": "PermissionError: no key", "box/D2/p1.png": "TimeoutError: slow"}
    assert list(scans_of(here)) == ["box/D2/p2.PNG"]
    assert not report.is_broken_off
    assert sorted(copied(here).copied) == ["D1.pdf", "box/D2/p1.png"]
    assert scans_of(here) == SCANS


def test_a_service_that_is_gone_is_not_asked_for_every_file(service, here):
    for number in range(30):
        service.pipe_file(f"/archive/A{number:02}.pdf", b"%PDF-")
        Failing.faults[f"A{number:02}.pdf"] = [ConnectionError("gone")] * 3
    report = copied(here)
    assert report.is_broken_off
    assert len(report.failed) == scan_arrivals.MAX_IN_A_ROW


def test_a_copy_that_is_killed_leaves_whole_files_and_goes_on(service, here):
    def interrupted(*_):
        raise KeyboardInterrupt

    Failing.faults = {"p1.png": [TimeoutError("slow")]}
    with pytest.raises(KeyboardInterrupt):
        copy_scans(here, "failing://archive", wait=interrupted)
    assert scans_of(here) == {"D1.pdf": FILES["D1.pdf"]}
    assert copied(here).failed == []
    assert scans_of(here) == SCANS
    assert [path.name for path in (here.build / "arriving").iterdir() if path.suffix != ".lock"] == []


def test_another_file_of_the_same_name_stays(service, here):
    (here.scans / "D1.pdf").write_bytes(b"%PDF- another")
    service.pipe_file("/archive/D:3.pdf", b"%PDF- a")
    service.pipe_file("/archive/D_3.pdf", b"%PDF- b")
    report = copied(here)
    assert dict(report.different) == {
        "D1.pdf": "another file has this name in scans/, and stays",
        "D_3.pdf": "another file of the same import has this name here",
    }
    assert scans_of(here)["D1.pdf"] == b"%PDF- another"


def test_an_address_of_nothing_or_of_no_service_is_refused(service, here, monkeypatch):
    with pytest.raises(InputError, match="there is no file"):
        copy_scans(here, "failing://elsewhere")
    with pytest.raises(InputError, match="fsspec knows no such address"):
        copy_scans(here, "nonsense://archive")
    monkeypatch.setattr(Failing, "find", lambda *_, **__: (_ for _ in ()).throw(TimeoutError("no answer")))
    with pytest.raises(OutsideError, match="cannot be listed: TimeoutError: no answer"):
        copied(here)


def test_the_command_says_what_came_and_ends_with_4_where_something_did_not(service, here, run_command, monkeypatch):
    monkeypatch.setattr(time, "sleep", lambda seconds: None)
    Failing.faults = {"D1.pdf": [PermissionError("no key")]}
    code, out, err = run_command("-C", here.root, "import", "scans", "failing://archive")
    assert (code, out) == (4, "2 scans copied to scans/, 1 file of kinds that are not read left out\n")
    assert "1 file could not be copied:\n  D1.pdf: PermissionError: no key" in err
    code, out, _ = run_command("-C", here.root, "import", "scans", "failing://archive", "--json")
    assert code == 0
    assert json.loads(out)["copied"] == ["D1.pdf"]
