"""``briefbook serve`` up to the moment at which it answers: accounts, addresses, ports; and ``check --watch``."""

import json
import socket
import tempfile
from pathlib import Path

import pytest

from briefbook.cli import serve_


@pytest.fixture
def serve(run_command, harbour, monkeypatch):
    """Runs the command; what would be served and the socket are kept instead of being served for ever."""
    served = []

    def run_server(app, held):
        served.append((app, held.getsockname()))
        held.close()

    monkeypatch.setattr(serve_, "run_server", run_server)
    monkeypatch.setattr(serve_.ServedCollection, "make_ready", lambda self: None)

    def serve(*arguments):
        return *run_command("-C", harbour, "serve", *arguments), served

    return serve


def test_it_says_where_the_collection_is_served(serve, monkeypatch):
    monkeypatch.setenv("BRIEFBOOK_TOKEN", "abcdefghijklmnopqrstuvwxyz")
    code, out, _, served = serve("--port", "0")
    ((_, (host, port)),) = served
    assert (code, host) == (0, "127.0.0.1")
    assert out.splitlines() == [
        f"Serving Harbour Works, 1963 at http://127.0.0.1:{port}/",
        "Open the desk, to correct and decide, by this link: "
        f"http://127.0.0.1:{port}/desk?token=abcdefghijklmnopqrstuvwxyz",
        "The link is for you alone and holds until the server stops.",
        "Stop with Ctrl-C.",
    ]


def test_behind_a_proxy_it_has_a_path(serve):
    _, out, _, served = serve("--port", "0", "--prefix", "cables/", "--trusted-proxy", "127.0.0.1")
    assert f"http://127.0.0.1:{served[0][1][1]}/cables/" in out


def test_a_port_that_is_taken_is_left_to_its_owner_and_the_next_one_is_used(serve):
    with socket.socket() as owner:
        owner.bind(("127.0.0.1", 0))
        owner.listen()
        taken = owner.getsockname()[1]
        _, _, _, served = serve("--port", taken)
    assert taken < served[0][1][1] < taken + 20


def test_a_second_start_opens_what_the_first_made(serve, harbour):
    serve("--port", "0")
    assert (harbour / "build").is_dir()
    assert serve("--port", "0")[0] == 0


def test_it_is_not_opened_to_others_without_a_login(serve):
    code, _, err, served = serve("--host", "0.0.0.0")
    assert (code, served) == (2, [])
    assert "--host 0.0.0.0 would open the collection to others without a login" in err


def test_a_proxy_is_named_by_its_address(serve):
    code, _, err, served = serve("--trusted-proxy", "proxy.example.org")
    assert (code, served) == (2, [])
    assert "--trusted-proxy proxy.example.org is no" in err


def test_an_address_that_is_not_this_computer_s_cannot_be_listened_on(serve):
    code, _, err, served = serve("--host", "192.0.2.1", "--trusted-proxy", "127.0.0.1")
    assert (code, served) == (4, [])
    assert "cannot listen on 192.0.2.1:8000" in err


@pytest.mark.skipif(not hasattr(socket, "AF_UNIX"), reason="no unix sockets on this system")
def test_a_trusted_socket_is_listened_on_and_is_for_owner_and_group_alone(serve):
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "s"
        code, out, _, served = serve("--trusted-proxy", f"unix:{path}")
        assert (code, served[0][1]) == (0, str(path))
        assert path.stat().st_mode & 0o777 == 0o660
        assert out.splitlines() == [
            f"Serving Harbour Works, 1963 at unix:{path}/",
            "To read for anybody; the desk is for users whom the proxy names, each of them as a curator "
            "(see --proxy-role).",
            "Stop with Ctrl-C.",
        ]
        assert serve("--trusted-proxy", f"unix:{path}")[0] == 0  # what an earlier run left behind is replaced


def test_for_readers_alone_it_may_be_opened_to_others_and_has_no_desk(serve):
    code, out, _, _ = serve("--host", "0.0.0.0", "--port", "0", "--public")
    assert (code, out.splitlines()[1:]) == (0, ["To read for anybody; there is no desk.", "Stop with Ctrl-C."])


def test_an_account_is_made_with_the_password_of_the_environment_and_only_its_hash_is_written(
    serve, harbour, monkeypatch
):
    monkeypatch.setenv("BRIEFBOOK_PASSWORD", "a long word about ferries")
    code, out, _, served = serve("--account", "ada")
    written = (harbour / "accounts.json").read_text(encoding="utf-8")
    assert (code, served) == (0, [])
    assert "ada can log in; the hash of the password is in accounts.json." in out
    assert "ada" in written
    assert "ferries" not in written
    assert serve("--host", "0.0.0.0", "--port", "0")[0] == 0  # with an account it may be opened to others


def test_a_watched_check_looks_again_when_a_page_changes(run_command, harbour, monkeypatch):
    page = harbour / "narratives/harbour.md"

    def watch(root, *, watch_filter, **_):
        assert watch_filter(None, str(page))
        assert not watch_filter(None, str(harbour / "build/site/index.html"))
        assert not watch_filter(None, str(harbour / "narratives/.harbour.md.swp"))
        page.write_text(page.read_text(encoding="utf-8").replace("dissatisfied", "satisfied"), encoding="utf-8")
        yield {(None, str(page))}
        settings = harbour / "briefbook.toml"
        settings.write_text(settings.read_text(encoding="utf-8") + '\n[checks]\nignore = ["C201"]\n', encoding="utf-8")
        yield {(None, str(settings))}

    monkeypatch.setattr("watchfiles.watch", watch)
    _, out, err = run_command("-C", harbour, "check", "--watch", "--format", "json")
    reports = []
    while out.strip():
        value, end = json.JSONDecoder().raw_decode(out.lstrip())
        reports.append([one["code"] for one in value["findings"]])
        out = out.lstrip()[end:]
    assert reports == [["C310", "C106", "C111"], ["C310", "C201", "C106", "C111"], ["C310", "C106", "C111"]]
    assert "Watching for changes; stop with Ctrl-C." in err
