"""A real volume, imported and followed: the editors' footnotes say what each telegram refers to."""

import json
from pathlib import Path

import pytest

from briefbook.cli.import_ import IMPORTERS
from briefbook.cli.import_results import keep
from briefbook.cli.import_source import ImportSource
from briefbook.project.collection import Collection
from briefbook.project.workspace import Workspace

SHARED = Path(__file__).resolve().parents[3] / "shared" / "data" / "frus"
VOLUME = "frus1961-63v15"


@pytest.mark.slow
@pytest.mark.skipif(not SHARED.exists(), reason="the volumes are not beside the checkout")
def test_references_lead_where_the_editors_say(tmp_path):
    (tmp_path / "briefbook.toml").write_text("", encoding="utf-8")
    here = Collection.open(tmp_path)
    path = SHARED / f"{VOLUME}.xml"
    source = ImportSource(path, path.read_bytes(), VOLUME, ".xml")
    report = keep(here, source, IMPORTERS["frus"](source, here.settings), "frus", replace=False)
    assert report["counts"]["documents"] == 256
    workspace = Workspace(here)
    item = workspace.catalogue.get(f"{VOLUME}-d145")
    assert (item.value("number"), item.value("from"), item.value("to"), item.date) == (
        "TOPOL 581",
        "STATE",
        "USRO",
        "1962-10-28",
    )
    references = {
        (reference.item, reference.number): reference
        for reference in workspace.network.references
        if reference.form != "EDITOR"
    }
    for line in (SHARED / "reference-gold.jsonl").read_text(encoding="utf-8").splitlines():
        gold = json.loads(line)
        if gold["agree"] and gold["from_doc"].startswith(VOLUME):
            reference = references[gold["from_doc"].replace("/", "-"), gold["number"]]
            assert (reference.status, reference.target) == ("held", gold["target"].replace("/", "-"))
