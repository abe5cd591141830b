"""The name that a person gave to a code of an office is in citations and titles, whatever the standard."""

import pytest

from briefbook.model.decision import CodeDecision
from briefbook.project.collection import Collection
from briefbook.project.workspace import decide

ADDRESS = 'address = "https://cables.example.org/"'


@pytest.fixture
def here(run_command, tmp_path):
    run_command("init", tmp_path / "c")
    settings = tmp_path / "c/briefbook.toml"
    settings.write_text(settings.read_text().replace("[site]", f"[site]\n{ADDRESS}", 1))
    (tmp_path / "list.csv").write_text("Item,Date,From,To,Number,Form\nAA-1,1962-11-05,ZZHARB,OTTAWA,7,telegram\n")
    assert run_command("-C", tmp_path / "c", "import", "csv", tmp_path / "list.csv")[0] == 0
    return tmp_path / "c"


KINDS = {
    "tei": "AA-1.tei.xml", "ead3": "finding-aid.ead3.xml", "dc": "AA-1.dc.xml", "mods": "AA-1.mods.xml",
    "ris": "citations.ris", "csl": "citations.json",
}  # fmt: skip


@pytest.mark.parametrize("kind", KINDS)
def test_a_confirmed_name_stands_in_an_export(run_command, here, kind):
    def exported():
        code, _, err = run_command("-C", here, "export", kind, "--to", here / f"out/{kind}", "--replace")
        assert code == 0, err
        return "".join(path.read_text("utf-8") for path in (here / f"out/{kind}").rglob("*") if path.is_file())

    before = exported()
    assert "Consulate in Harbourtown" not in before
    decide(Collection.open(here), [CodeDecision(code="ZZHARB", name="Consulate in Harbourtown")], who="Ann")
    assert "Consulate in Harbourtown" in exported()
