"""Drafts, comments, working copies, accounts, and who decided: no export has them, and no answer of the server."""

import io
import json
import re
import zipfile

import pytest
from asking import Client

from briefbook.cli.serve_ import ServedCollection
from briefbook.exports.registry import EXPORTS, ChosenEntries
from briefbook.model.decision import CommentDecision, FieldDecision
from briefbook.project import pipeline
from briefbook.project.collection import Collection
from briefbook.project.workspace import decide
from briefbook.server.app import make_app

SECRETS = ("walrus", "narwhal", "octopus", "porpoise", "dugong")
"""A word of the draft, of a comment, of a working copy, of the accounts, and of why somebody decided."""


@pytest.fixture(scope="module")
def private(tmp_path_factory):
    from harbour import make_harbour

    folder = make_harbour(tmp_path_factory.mktemp("harbour"))
    (folder / "narratives/draft.md").write_text(
        "---\ntitle: The walrus\ndraft: true\n---\n\nA walrus “harbour lights would be lit” (H101).\n",
        encoding="utf-8",
    )
    (folder / "working-copies").mkdir()
    (folder / "working-copies/harbour.md").write_text("An octopus.", encoding="utf-8")
    (folder / "accounts.json").write_text(json.dumps({"porpoise": {}}), encoding="utf-8")
    here = Collection.open(folder)
    decide(
        here,
        [
            CommentDecision(id="c1", text="A narwhal?", item="H101", field="subject"),
            FieldDecision(item="H101", field="subject", after="HARBOUR WORKS AGAIN", why="the dugong said so"),
        ],
        who="anna",
    )
    settings = folder / "briefbook.toml"
    settings.write_text(
        settings.read_text(encoding="utf-8") + '\n[site]\naddress = "https://example.org/book/"\n', encoding="utf-8"
    )
    return Collection.open(folder)


@pytest.fixture(scope="module")
def archive(private):
    return pipeline.open_archive(private)


def words_of(name, data):
    """All that a reader of a file could read of it, in small letters."""
    if data[:2] == b"PK":
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            return " ".join(words_of(member, packed.read(member)) for member in packed.namelist())
    if name.endswith(".parquet"):
        import pyarrow.parquet

        return json.dumps(pyarrow.parquet.read_table(io.BytesIO(data)).to_pylist(), default=str).casefold()
    if name.endswith(".pdf"):
        import pypdfium2

        return " ".join(page.get_textpage().get_text_bounded() for page in pypdfium2.PdfDocument(data)).casefold()
    return data.decode("utf-8", "replace").casefold()


@pytest.mark.parametrize("kind", EXPORTS)
def test_an_export_has_what_is_published_and_nothing_else(archive, kind):
    files = [
        (name, content if isinstance(content, bytes) else b"".join(content))
        for name, content in EXPORTS[kind].files(archive, ChosenEntries(archive.catalogue))
    ]
    words = " ".join(f"{name} {words_of(name, data)}" for name, data in files)
    assert [secret for secret in SECRETS if secret in words] == []
    assert not re.search(r"\banna\b", words)
    if kind not in ("alto", "iiif", "iiif-tiles", "hocr", "page"):  # there are no scans here
        assert "harbour" in words


def test_neither_harvesters_nor_viewers_are_given_more(private, archive):
    served = ServedCollection(private, *pipeline.open_search(private))
    served.app_state.open(archive)
    client = Client(make_app(served.app_state))
    addresses = [f"/oai?verb=ListRecords&metadataPrefix={prefix}" for prefix in ("mods", "oai_dc")]
    addresses += ["/oai?verb=ListSets", "/oai?verb=Identify", "/iiif/collection.json", "/iiif/changes-1.json"]
    for address in [*addresses, "/sitemap.xml", "/feed.xml", "/_headers"]:
        answer = client.get(address)
        assert answer.status_code == 200
        assert [secret for secret in SECRETS if secret in answer.text.casefold()] == []
    assert "H101" in client.get("/oai?verb=ListRecords&metadataPrefix=mods").text
