"""The start pages of ``briefbook desk``: who may come, what a form and an upload need, what is typed is not lost."""

import re

import pytest
from asking import HERE, TOKEN, Client

from briefbook.cli.desk_ import DeskRun
from briefbook.project.collection import Collection
from briefbook.project.workspace import Workspace
from briefbook.server.start import start_app

PDF = b"%PDF-1.7 specimen"
UPLOAD = "/desk/start/upload?key=00000000000000000000000000000000&name=CDNW1.pdf&offset=0&size=17"


@pytest.fixture
def run(tmp_path, monkeypatch):
    monkeypatch.delenv("XDG_STATE_HOME", raising=False)
    return DeskRun(HERE, home=tmp_path)


@pytest.fixture
def keeper(run):
    client = Client(run)
    assert client.get(f"/desk/start?token={TOKEN}").headers["location"] == "/desk/start"
    return client


def token_of(client):
    return re.search(r'data-token="([0-9a-f]+)"', client.get("/desk/start").text)[1]


def make(client, folder="papers/ottawa"):
    form = {"form": token_of(client), "title": "Ottawa <b>", "folder": folder, "language": "fr"}
    return client.post("/desk/start/make", data=form)


@pytest.mark.parametrize("path", ["/desk/start", "/desk/start/state", "/desk/jobs"])
def test_without_the_link_nobody_sees_the_start_pages(run, path):
    assert Client(run).get(path).status_code == 401


@pytest.mark.parametrize("path", ["make", "open", "job", "stop", "site", "upload", "drop"])
def test_without_the_link_or_a_token_nothing_is_done(run, keeper, path):
    assert Client(run).post(f"/desk/start/{path}").status_code == 401
    assert keeper.post(f"/desk/start/{path}").status_code == 403


def test_a_foreign_host_is_not_answered(run, keeper):
    assert keeper.get("/desk/start", headers={"Host": "evil.example"}).status_code == 421


def test_a_collection_is_made_below_the_home_folder(keeper, tmp_path):
    assert make(keeper).headers["location"] == "/desk/start"
    text = (tmp_path / "papers/ottawa/briefbook.toml").read_text(encoding="utf-8")
    assert 'title = "Ottawa <b>"' in text
    assert 'language = "fr"' in text
    assert "Ottawa &lt;b&gt;" in keeper.get("/desk/start").text


@pytest.mark.parametrize("folder", ["../evil", "/etc/evil", ".", "papers/../../evil", "a\0b", "~nobodyofthisname/x"])
def test_a_folder_elsewhere_is_refused_and_what_was_typed_stays(keeper, folder, tmp_path):
    answer = make(keeper, folder)
    assert answer.status_code == 400
    assert "is not a folder below your home folder" in answer.text
    assert 'value="Ottawa &lt;b&gt;"' in answer.text
    assert list(tmp_path.iterdir()) == []


def test_a_folder_with_files_in_it_is_refused(keeper, tmp_path):
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "letter.txt").write_text("mine", encoding="utf-8")
    answer = make(keeper, "full")
    assert (answer.status_code, "is not empty" in answer.text) == (400, True)


def test_a_part_of_a_file_needs_a_token_and_is_taken_with_it(keeper, tmp_path):
    make(keeper)
    assert keeper.post(UPLOAD, content=PDF).status_code == 403
    answer = keeper.post(UPLOAD, content=PDF, headers={"X-Form-Token": token_of(keeper)})
    assert answer.json() == {"state": "taken", "path": "scans/CDNW1.pdf", "bytes": 17}
    assert (tmp_path / "papers/ottawa/scans/CDNW1.pdf").read_bytes() == PDF


def test_a_file_that_is_not_what_it_says_is_refused_in_plain_words(keeper):
    make(keeper)
    answer = keeper.post(UPLOAD, content=b"MZ..............."[:17], headers={"X-Form-Token": token_of(keeper)})
    assert (answer.status_code, answer.json()["title"]) == (400, "CDNW1.pdf is not what its ending (.pdf) says")


def test_the_state_of_papers_and_jobs_is_said_in_the_language_of_the_desk(keeper):
    make(keeper)
    for language, words in (
        ("fr", ("0 numérisation dans la collection, dont 0 lue.", "Rien encore.", "Commentaires", "Historique")),
        ("en", ("0 scans in the collection, 0 read.", "Nothing yet.", "Comments", "History")),
    ):
        text = keeper.get(f"/desk/start?lang={language}").text
        assert [each for each in words if each not in text] == []


class OpeningRun:
    """A run whose collection is being opened."""

    def title(self):
        return "Harbours"

    def folder(self):
        return "/papers/harbours"

    def progress(self):
        return {"job": None, "is_busy": True}


def test_a_page_of_the_desk_is_waited_for_while_the_collection_is_being_opened():
    client = Client(start_app(OpeningRun(), HERE))
    client.get(f"/desk/start?token={TOKEN}")
    answer = client.get("/desk/review/items/CDNW1")
    assert (answer.status_code, answer.headers["refresh"]) == (503, "1")
    assert "The collection is being opened; this page comes by itself in a moment." in answer.text
    assert client.get("/elsewhere").headers["location"] == "/desk/start"


def test_a_scan_that_cannot_be_read_is_not_counted_as_read(keeper, tmp_path):
    make(keeper)
    root = tmp_path / "papers/ottawa"
    (root / "scans/CDNW1.pdf").write_bytes(PDF)
    assert Workspace(Collection.open(root)).catalogue.get("CDNW1") is not None  # read, as far as it can be
    assert "1 scan in the collection, 0 read. 1 could not be read." in keeper.get("/desk/start?lang=en").text
