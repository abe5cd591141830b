"""Publishing: only what changed is copied, only what was published is removed, and what changes is said before."""

import json
import os
import subprocess
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import ClassVar

import pytest
from site_files import write

from briefbook.errors import InputError, OutsideError
from briefbook.project.publishing import LIST_NAME, FolderTarget, GitTarget, apply_changes, changes_to


@pytest.fixture
def site(tmp_path):
    write(tmp_path / "site", index_html="front", items__a_html="A", static__site_css="css")
    return tmp_path / "site"


def publish(site, folder):
    changes = changes_to(site, folder)
    apply_changes(site, folder, changes)
    return changes


def contents(folder):
    paths = (path for path in folder.rglob("*") if path.is_file() and ".git" not in path.parts)
    return {path.relative_to(folder).as_posix(): path.read_text(encoding="utf-8") for path in paths}


def test_a_site_is_copied_whole_and_then_only_what_changed(site, tmp_path):
    folder = tmp_path / "www" / "cables"
    first = publish(site, folder)
    assert first.new == ("index.html", "items/a.html", "static/site.css")
    assert {**contents(folder), LIST_NAME: ""} == {**contents(site), LIST_NAME: ""}
    before = (folder / "static/site.css").stat().st_mtime_ns
    write(site, index_html="another front", items__b_html="B")
    (site / "items/a.html").unlink()
    changes = publish(site, folder)
    assert (changes.new, changes.changed, changes.removed) == (("items/b.html",), ("index.html",), ("items/a.html",))
    assert changes.unchanged == 1
    assert (folder / "static/site.css").stat().st_mtime_ns == before
    assert not (folder / "items/a.html").exists()
    assert not changes_to(site, folder)


def test_what_the_command_did_not_put_there_stays_and_is_said(site, tmp_path):
    folder = tmp_path / "www"
    write(folder, notes_txt="somebody's", index_html="somebody's front")
    changes = publish(site, folder)
    assert changes.others == ("notes.txt",)
    assert changes.overwritten == ("index.html",)
    write(folder, items__a_html="corrected by hand")
    (site / "items/a.html").unlink()
    changes = publish(site, folder)
    assert changes.removed == ()
    assert changes.others == ("items/a.html", "notes.txt")
    assert contents(folder)["items/a.html"] == "corrected by hand"


def test_an_empty_folder_of_the_site_goes_with_its_last_file(site, tmp_path):
    publish(site, tmp_path / "www")
    (site / "items/a.html").unlink()
    publish(site, tmp_path / "www")
    assert not (tmp_path / "www/items").exists()


LISTS = ["", "{", "[]", '{"files": 3}', '{"files": {"../../secret": "0", ".git/config": "0"}}']


@pytest.mark.parametrize("text", LISTS)
def test_a_list_that_is_no_list_removes_nothing(site, tmp_path, text):
    folder = tmp_path / "a" / "www"
    write(tmp_path, secret="mine")
    write(folder, notes_txt="somebody's")
    (folder / LIST_NAME).write_text(text)
    changes = publish(site, folder)
    assert changes.removed == ()
    assert (tmp_path / "secret").read_text() == "mine"
    assert json.loads((folder / LIST_NAME).read_text())["files"].keys() == contents(site).keys()


def test_a_full_or_read_only_disk_says_so_and_the_next_run_ends_it(site, tmp_path, monkeypatch):
    folder = tmp_path / "www"
    replace, times = os.replace, []

    def fail(source, target):
        times.append(target)
        if len(times) == 2:
            raise OSError(28, "No space left on device", str(target))
        replace(source, target)

    monkeypatch.setattr("briefbook.project.publishing.os.replace", fail)
    with pytest.raises(OutsideError, match="No space left"):
        publish(site, folder)
    monkeypatch.undo()
    publish(site, folder)
    assert contents(folder).keys() - {LIST_NAME} == contents(site).keys()


def test_a_file_in_place_of_the_folder_is_refused(tmp_path):
    (tmp_path / "www").write_text("a file")
    with pytest.raises(InputError, match="is no folder"), FolderTarget(tmp_path / "www"):
        pass


def git(folder, *arguments):
    answer = subprocess.run(["git", *arguments], cwd=folder, capture_output=True, text=True, check=True)
    return answer.stdout.strip()


@pytest.fixture
def collection(tmp_path):
    """A collection in a repository with a remote."""
    git(tmp_path, "init", "--quiet", "--bare", "remote.git")
    (tmp_path / "cables").mkdir()
    git(tmp_path / "cables", "init", "--quiet")
    git(tmp_path / "cables", "remote", "add", "origin", str(tmp_path / "remote.git"))
    return tmp_path / "cables"


def publish_to_branch(site, collection, branch="gh-pages", repository="origin"):
    with GitTarget(repository, branch, collection) as target:
        changes = changes_to(site, target.folder)
        apply_changes(site, target.folder, changes)
        target.finish("The book")
    return changes


def test_a_branch_is_made_and_then_grows_by_what_changed(site, collection, tmp_path):
    publish_to_branch(site, collection)
    remote = tmp_path / "remote.git"
    assert git(remote, "ls-tree", "-r", "--name-only", "gh-pages").splitlines() == [
        ".nojekyll",
        "index.html",
        "items/a.html",
        LIST_NAME,
        "static/site.css",
    ]
    write(site, index_html="another front")
    changes = publish_to_branch(site, collection)
    assert changes.changed == ("index.html",)
    assert git(remote, "rev-list", "--count", "gh-pages") == "2"
    assert git(remote, "show", "gh-pages:index.html") == "another front"
    assert git(collection, "status", "--porcelain") == ""


@pytest.mark.parametrize("repository", ["origin", "../remote.git"])
def test_a_path_to_a_repository_may_be_relative(site, collection, tmp_path, monkeypatch, repository):
    git(collection, "remote", "set-url", "origin", "../remote.git")
    monkeypatch.chdir(collection)
    publish_to_branch(site, collection, repository=repository)
    assert git(tmp_path / "remote.git", "show", "gh-pages:index.html") == (site / "index.html").read_text()


def test_what_somebody_pushed_meanwhile_is_not_overwritten(site, collection, tmp_path):
    publish_to_branch(site, collection)
    write(site, index_html="another front")
    with GitTarget("origin", "gh-pages", collection) as target:
        apply_changes(site, target.folder, changes_to(site, target.folder))
        write(site, index_html="a third front")
        publish_to_branch(site, collection)
        with pytest.raises(OutsideError, match="git push"):
            target.finish("The book")
    assert git(tmp_path / "remote.git", "show", "gh-pages:index.html") == "a third front"


@pytest.mark.parametrize(
    ("repository", "branch", "error"),
    [
        ("nowhere", "gh-pages", OutsideError),
        ("--upload-pack=touch x", "gh-pages", InputError),
        ("origin", "-x", InputError),
        ("origin", "a..b", InputError),
    ],
)
def test_a_repository_or_branch_that_is_none_is_refused(collection, repository, branch, error):
    with pytest.raises(error), GitTarget(repository, branch, collection):
        pass


class _AsksForAName(BaseHTTPRequestHandler):
    headers_seen: ClassVar[list[str | None]] = []

    def do_GET(self):
        self.headers_seen.append(self.headers.get("Authorization"))
        self.send_response(401)
        self.send_header("WWW-Authenticate", 'Basic realm="forge"')
        self.end_headers()

    def log_message(self, *_):
        pass


@pytest.fixture
def forge():
    """The address of a server that asks whoever comes for a name."""
    server = HTTPServer(("127.0.0.1", 0), _AsksForAName)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/cables.git"
    server.shutdown()
    server.server_close()


@pytest.mark.parametrize("whose", ["the collection's", "the person's"])
def test_a_helper_for_passwords_is_asked_only_where_the_person_named_it(
    collection, tmp_path, monkeypatch, forge, whose
):
    mark = tmp_path / "ran"
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", str(tmp_path / "person.gitconfig"))
    monkeypatch.delenv("GIT_ASKPASS", raising=False)
    place = ["--local"] if whose == "the collection's" else ["--file", str(tmp_path / "person.gitconfig")]
    git(collection, "config", *place, "credential.helper", f"!touch '{mark}'; false")
    with pytest.raises(OutsideError, match="git ls-remote"), GitTarget(forge, "gh-pages", collection):
        pass
    assert mark.exists() == (whose == "the person's")


def test_a_collections_remote_names_no_program(site, collection, tmp_path):
    mark = tmp_path / "ran"
    git(collection, "config", "remote.origin.pushurl", f"ext::touch {mark}")
    git(collection, "config", "protocol.ext.allow", "always")
    git(collection, "config", "core.sshCommand", f"touch {mark}")
    with pytest.raises(OutsideError, match="git ls-remote"), GitTarget("origin", "gh-pages", collection):
        pass
    assert not mark.exists()


def test_the_header_by_which_a_forges_job_is_let_in_is_sent(collection, forge, monkeypatch):
    monkeypatch.setenv("GIT_ASKPASS", "false")
    git(collection, "config", f"http.{forge}.extraheader", "AUTHORIZATION: basic a2V5")
    git(collection, "config", "http.extraheader", 'X-Odd: "a\\b"')
    with pytest.raises(OutsideError, match="git ls-remote"), GitTarget(forge, "gh-pages", collection):
        pass
    assert "basic a2V5" in _AsksForAName.headers_seen
