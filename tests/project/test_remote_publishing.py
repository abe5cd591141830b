"""Publishing to another computer: what changed is sent, what was published is removed, the list comes last."""

import json
import os
import shutil
import subprocess
from pathlib import Path
from types import SimpleNamespace

import pytest
from site_files import write

from briefbook.errors import InputError, OutsideError
from briefbook.project import remote_publishing
from briefbook.project.publishing import LIST_NAME
from briefbook.project.remote_publishing import (
    FsspecRemote,
    RsyncRemote,
    SftpRemote,
    apply_remotely,
    remote_at,
    remote_changes,
)

SFTP_SERVER = next(
    (path for path in ("/usr/lib/openssh/sftp-server", "/usr/lib/ssh/sftp-server") if Path(path).exists()), ""
)


@pytest.fixture
def site(tmp_path):
    write(tmp_path / "site", index_html="front", items__a_html="A", static__site_css="css")
    (tmp_path / 'site/items/L 7 "[1]" é.html').write_text("an odd name", encoding="utf-8")
    return tmp_path / "site"


@pytest.fixture
def there(tmp_path):
    return tmp_path / "www" / "cables"


def rsync(there):
    if not shutil.which("rsync"):
        pytest.skip("rsync is not installed")
    return RsyncRemote(str(there))


def sftp(there):
    if not (shutil.which("sftp") and SFTP_SERVER):
        pytest.skip("sftp or its server is not installed")
    remote = SftpRemote(f"sftp://server{there}", ("sftp", "-D", SFTP_SERVER))
    remote._command = remote._command[: remote._command.index("--")]  # no server: the program talks to its own
    return remote


def fsspec(there):
    pytest.importorskip("fsspec")
    return FsspecRemote(f"file://{there}")


def contents(folder):
    return {path.relative_to(folder).as_posix(): path.read_text(encoding="utf-8") for path in files(folder)}


def files(folder):
    return [path for path in folder.rglob("*") if path.is_file()]


@pytest.mark.parametrize("kind", [rsync, sftp, fsspec])
def test_a_site_is_sent_whole_then_only_what_changed_and_what_others_put_there_stays(kind, site, there):
    remote = kind(there)
    write(there, notes_txt="somebody's")
    first = remote_changes(site, remote)
    assert first.new == ("index.html", 'items/L 7 "[1]" é.html', "items/a.html", "static/site.css")
    apply_remotely(site, remote, first)
    assert contents(there) == {**contents(site), "notes.txt": "somebody's", LIST_NAME: contents(there)[LIST_NAME]}
    assert not remote_changes(site, remote)
    os.utime(there / "static/site.css", (1, 1))
    write(site, index_html="another front", items__b_html="B")
    (site / "items/a.html").unlink()
    (site / 'items/L 7 "[1]" é.html').unlink()
    write(there, **{'items__L 7 "1" é_html': "somebody's too"})
    changes = remote_changes(site, remote)
    assert (changes.new, changes.changed, changes.unchanged) == (("items/b.html",), ("index.html",), 1)
    assert changes.removed == ('items/L 7 "[1]" é.html', "items/a.html")
    apply_remotely(site, remote, changes)
    others = {"notes.txt": "somebody's", 'items/L 7 "1" é.html': "somebody's too"}
    assert contents(there) == {**contents(site), **others, LIST_NAME: contents(there)[LIST_NAME]}
    assert (there / "static/site.css").stat().st_mtime == 1
    assert not remote_changes(site, remote)


@pytest.mark.parametrize("name", ["a*.html", "a?.html", "a[b].html", "a\\b.html", "a\\*.html", "# a.html", "- a.html"])
def test_only_the_file_of_that_very_name_is_removed_by_rsync(there, name):
    (there / "items" / "deep").mkdir(parents=True)
    others = [f"items/{other}" for other in ("ab.html", "aXb.html", "a.html", "deep/ab.html", "b.html")]
    for path in (f"items/{name}", *others):
        (there / path).write_text("x", encoding="utf-8")
    rsync(there).remove([f"items/{name}"])
    assert sorted(contents(there)) == sorted(others)


class Recorder:
    """Remembers what it is asked to do, and may fail on the way."""

    def __init__(self, listed=None, fails_at=None):
        self.listed, self.fails_at, self.steps = listed, fails_at, []

    def read(self, path):
        return self.listed

    def send(self, folder, paths):
        if len(self.steps) == self.fails_at:
            raise OutsideError("the line is dead", remedy="again")
        self.steps.append(("send", tuple(paths)))

    def remove(self, paths):
        self.steps.append(("remove", tuple(paths)))


def test_files_go_before_pages_and_the_list_goes_last_so_that_a_broken_line_is_made_good(site):
    listed = json.dumps(
        {"v": 1, "files": {"old.html": "1", "../outside.html": "2", "/etc/hosts": "3", "a\n!touch x": "4"}}
    )
    remote = Recorder(listed)
    (site / 'items/L 7 "[1]" é.html').unlink()
    apply_remotely(site, remote, remote_changes(site, remote))
    assert remote.steps == [
        ("send", ("static/site.css",)),
        ("send", ("index.html", "items/a.html")),
        ("remove", ("old.html",)),
        ("send", (LIST_NAME,)),
    ]
    broken = Recorder(listed, fails_at=1)
    with pytest.raises(OutsideError):
        apply_remotely(site, broken, remote_changes(site, broken))
    assert [step for step, _ in broken.steps] == ["send"]


@pytest.mark.parametrize(
    ("address", "kind"),
    [
        ("user@server:cables", RsyncRemote),
        ("rsync://server/www/cables", RsyncRemote),
        ("sftp://user@server:2222/www/cables", SftpRemote),
        ("memory://cables", FsspecRemote),
    ],
)
def test_an_address_says_by_what_it_is_reached(address, kind):
    if kind is FsspecRemote:
        pytest.importorskip("fsspec")
    assert isinstance(remote_at(address), kind)


@pytest.mark.parametrize(
    "address",
    [
        "-e sh:x",
        "anna@-oProxyCommand=x:www",
        "www",
        "user@server:a\nb",
        "sftp://server",
        "sftp://[x/www",
        "rsync://server:port/www",
        "nonsense://x",
    ],
)
def test_what_is_no_address_is_refused(address):
    if address.startswith("nonsense"):
        pytest.importorskip("fsspec")
    with pytest.raises(InputError) as refused:
        remote_at(address)
    assert refused.value.remedy


def test_the_user_and_the_port_of_a_server_are_told_to_sftp():
    remote = SftpRemote("sftp://anna@archive.example:2222/www/cables/")
    assert remote._command == ["sftp", "-o", "LogLevel=ERROR", "-b", "-", "-P", "2222", "--", "anna@archive.example"]
    assert remote.folder == "/www/cables"


@pytest.mark.parametrize(
    ("protocol", "path", "options"),
    [
        (("s3", "s3a"), "items/a.html", {"ContentType": "text/html; charset=utf-8"}),
        ("s3", "fonts/serif.woff2", {"ContentType": "font/woff2"}),
        (("gs", "gcs"), "card.png", {"content_type": "image/png"}),
        (("abfs", "az"), "llms.txt", {"content_settings": {"content_type": "text/plain; charset=utf-8"}}),
        (("abfs", "az"), "CNAME", {"content_settings": {"content_type": "application/octet-stream"}}),
        ("memory", "index.html", {}),
    ],
)
def test_an_object_store_is_told_what_kind_of_file_each_is(protocol, path, options):
    system = SimpleNamespace(protocol=protocol)
    assert remote_publishing._media_type_option(system, path) == options


def test_a_program_that_is_not_there_and_one_that_fails_say_what_to_do(monkeypatch, site):
    def missing(*arguments, **options):
        raise FileNotFoundError

    monkeypatch.setattr(subprocess, "run", missing)
    with pytest.raises(OutsideError, match="rsync is not installed"):
        remote_changes(site, RsyncRemote("server:www"))

    def refused(command, **options):
        return subprocess.CompletedProcess(command, 255, "", "ssh: Could not resolve hostname server\nrsync: error\n")

    monkeypatch.setattr(subprocess, "run", refused)
    with pytest.raises(OutsideError, match="rsync: ssh: Could not resolve hostname server rsync: error") as error:
        remote_changes(site, RsyncRemote("server:www"))
    assert error.value.remedy == remote_publishing._REACH


def test_a_name_with_a_line_end_never_becomes_a_command_of_sftp(site):
    with pytest.raises(InputError, match="control character"):
        SftpRemote("sftp://server/www", ("false",)).send(site, ["a\n!touch x"])
