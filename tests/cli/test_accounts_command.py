"""``briefbook accounts``: names, roles and passwords; and what ``serve`` refuses."""

import json

import pytest

from briefbook.cli import serve_
from briefbook.server.accounts import Accounts


@pytest.fixture
def accounts(run_command, harbour, monkeypatch):
    monkeypatch.setenv("BRIEFBOOK_PASSWORD", "a long word about ferries")
    return lambda *arguments: run_command("-C", harbour, "accounts", *arguments)


def test_accounts_are_made_listed_given_roles_and_removed(accounts):
    assert "There are no accounts." in accounts("list")[1]
    assert "Role: curator." in accounts("add", "ada")[1]
    assert "Role: author." in accounts("add", "abel", "--role", "author")[1]
    assert accounts("role", "kim@example.edu", "keeper")[1].endswith("kim@example.edu is keeper.\n")
    assert accounts("list")[1].splitlines() == [
        "abel\tauthor\tpassword",
        "ada\tcurator\tpassword",
        "kim@example.edu\tkeeper\tnamed by the proxy",
    ]
    assert accounts("remove", "ada")[1] == "ada is removed.\n"
    assert "ada" not in accounts("list")[1]


@pytest.mark.parametrize(
    ("arguments", "what"),
    [
        (("add", "ada", "--role", "king"), "there is no role 'king'"),
        (("role", "ada", "king"), "there is no role 'king'"),
        (("add", " "), "an account needs a name"),
        (("remove", "ada"), "there is no account 'ada'"),
    ],
)
def test_what_is_none_is_refused_and_leaves_nothing(accounts, harbour, arguments, what):
    code, _, err = accounts(*arguments)
    assert code == 3
    assert what in err
    assert not (harbour / "accounts.json").exists()


def test_a_session_ends_with_another_password_and_when_its_account_is_removed(tmp_path):
    path = tmp_path / "accounts.json"
    Accounts.read(path).add("ada", "a long pass phrase")
    served = Accounts.read(path)
    session = served.log_in("ada", "a long pass phrase")
    assert served.user_of(session) == "ada"
    assert Accounts.read(path).user_of(session) == "ada"  # after a restart
    Accounts.read(path).add("ada", "another pass phrase")
    assert served.user_of(session) is None
    session = served.log_in("ada", "another pass phrase")
    Accounts.read(path).remove("ada")
    assert served.user_of(session) is None


def test_a_session_that_was_ended_stays_ended_after_a_restart(tmp_path):
    path = tmp_path / "accounts.json"
    Accounts.read(path).add("ada", "a long pass phrase")
    served = Accounts.read(path)
    session, other = (served.log_in("ada", "a long pass phrase") for _ in range(2))
    served.log_out(session)
    assert Accounts.read(path).user_of(session) is None
    assert Accounts.read(path).user_of(other) == "ada"


def test_an_older_file_of_accounts_is_read_and_gets_a_key(tmp_path):
    path = tmp_path / "accounts.json"
    Accounts.read(path).add("ada", "a long pass phrase")
    rows = json.loads(path.read_text(encoding="utf-8"))
    path.write_text(json.dumps({"accounts": rows["accounts"]}), encoding="utf-8")
    old = Accounts.read(path)
    assert old.role_of("ada") == "curator"
    old.keep_secret()
    assert len(Accounts.read(path).secret) == 64


@pytest.mark.parametrize(
    ("arguments", "what"),
    [
        (("--private", "--host", "0.0.0.0"), "--private would let nobody in"),
        (("--private", "--public"), "--public and --private exclude each other"),
        (("--proxy-role", "ada=curator"), "--proxy-role says nothing without --trusted-proxy"),
        (("--trusted-proxy", "10.0.0.1", "--proxy-role", "ada=king"), "--proxy-role ada=king is no USER=ROLE"),
        (("--trusted-proxy", "0.0.0.0/0"), "--trusted-proxy 0.0.0.0/0 is no IP address, network or socket"),
    ],
)
def test_serve_refuses_what_lets_in_nobody_or_anybody(run_command, harbour, monkeypatch, arguments, what):
    monkeypatch.setattr(serve_, "run_server", lambda app, listener: pytest.fail("it was served"))
    code, _, err = run_command("-C", harbour, "serve", *arguments)
    assert code == 2
    assert what in err


def test_a_key_that_can_be_guessed_is_refused(run_command, harbour, monkeypatch):
    monkeypatch.setenv("BRIEFBOOK_TOKEN", "secret")
    code, _, err = run_command("-C", harbour, "serve")
    assert code == 2
    assert "BRIEFBOOK_TOKEN is no good key" in err


def test_an_invitation_is_a_link_that_the_accounts_know(accounts, harbour):
    code, out, _ = accounts("invite", "--role", "curator", "--address", "https://cables.example/")
    assert code == 0
    (link, _, key), *_ = (line.partition("?key=") for line in out.splitlines() if "?key=" in line)
    assert link == "https://cables.example/login/invited"
    assert Accounts.read(harbour / "accounts.json").invited_role(key) == "curator"
    assert "there is no role 'king'" in accounts("invite", "--role", "king")[2]


def test_a_name_that_is_none_is_refused_before_a_password_is_asked_for(run_command, harbour, monkeypatch):
    monkeypatch.delenv("BRIEFBOOK_PASSWORD", raising=False)
    monkeypatch.setattr("typer.prompt", lambda *_, **__: pytest.fail("a password was asked for"))

    code, _, err = run_command("-C", harbour, "accounts", "add", " ")

    assert code == 3
    assert "an account needs a name" in err
