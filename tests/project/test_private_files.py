"""accounts.json stays out of git, and where it does not, the person at the terminal is told."""

import os
import shutil
import subprocess

import pytest

from briefbook.project import private_files

needs_git = pytest.mark.skipif(shutil.which("git") is None, reason="no git on this machine")


def git(folder, *arguments):
    identity = {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_SYSTEM": os.devnull}
    done = subprocess.run(["git", *arguments], cwd=folder, capture_output=True, text=True, env=os.environ | identity)
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_what_is_missing_is_added_after_what_stands_there(tmp_path):
    (tmp_path / ".gitignore").write_text("build/\n*.log", encoding="utf-8")
    assert private_files.ignore(tmp_path) == ["accounts.json", ".accounts.json.*"]
    assert (tmp_path / ".gitignore").read_text(encoding="utf-8") == "build/\n*.log\naccounts.json\n.accounts.json.*\n"
    assert private_files.ignore(tmp_path) == []


def test_a_pattern_that_begins_at_the_folder_counts(tmp_path):
    (tmp_path / ".gitignore").write_text("/accounts.json\n", encoding="utf-8")
    assert private_files.ignore(tmp_path) == [".accounts.json.*"]


def test_a_new_collection_keeps_accounts_from_git(run_command, tmp_path):
    run_command("init", tmp_path / "new")
    text = (tmp_path / "new/.gitignore").read_text(encoding="utf-8")
    assert text == "build/\naccounts.json\n.accounts.json.*\n"


@needs_git
def test_git_does_not_take_the_accounts_of_a_collection_that_had_no_such_line(run_command, harbour, monkeypatch):
    monkeypatch.setenv("BRIEFBOOK_PASSWORD", "a long word about ferries")
    git(harbour, "init", "-q")
    code, out, err = run_command("-C", harbour, "accounts", "add", "ada")
    assert (code, err) == (0, "")
    assert "Added to .gitignore, so that git does not take them: accounts.json, .accounts.json.*." in out
    git(harbour, "add", "-A")
    assert "accounts.json" not in git(harbour, "ls-files").replace(".gitignore", "").split()
    if os.name == "posix":
        assert (harbour / "accounts.json").stat().st_mode & 0o777 == 0o600


@needs_git
def test_where_git_keeps_them_already_every_command_that_looks_says_so(run_command, harbour):
    (harbour / "accounts.json").write_text('{"accounts": {}}', encoding="utf-8")
    (harbour / "accounts.json").chmod(0o600)
    git(harbour, "init", "-q")
    assert private_files.warnings(harbour)[0].startswith("git would take accounts.json")
    git(harbour, "add", "-f", "accounts.json")
    private_files.ignore(harbour)
    for command in ("doctor", "check"):
        assert "briefbook: git keeps accounts.json" in run_command("-C", harbour, command)[2]


@pytest.mark.skipif(os.name != "posix", reason="permissions of POSIX")
def test_where_others_may_read_them_it_is_said(tmp_path):
    assert private_files.warnings(tmp_path) == []
    (tmp_path / "accounts.json").write_text("{}", encoding="utf-8")
    (tmp_path / "accounts.json").chmod(0o644)
    assert any("chmod 600 accounts.json" in warning for warning in private_files.warnings(tmp_path))


@needs_git
def test_a_repository_of_somebody_else_runs_no_program_of_theirs(run_command, harbour, tmp_path):
    git(harbour, "init", "-q")
    mark = tmp_path / "ran"
    for name in ("core.fsmonitor", "core.pager", "core.sshCommand", "core.editor"):
        git(harbour, "config", name, f"touch '{mark}'; false")
    hooks = harbour / ".git" / "hooks"
    hooks.mkdir(exist_ok=True)
    for name in ("pre-commit", "post-checkout", "fsmonitor-watchman", "post-index-change", "reference-transaction"):
        (hooks / name).write_text(f"#!/bin/sh\ntouch '{mark}'\n", encoding="utf-8")
        (hooks / name).chmod(0o755)
    (harbour / "accounts.json").write_text('{"accounts": {}}', encoding="utf-8")
    for arguments in (["check"], ["doctor"], ["catalogue", "set", "H101", "subject", "Ferries"]):
        run_command("-C", harbour, *arguments)
    assert private_files.warnings(harbour)[0].startswith("git would take accounts.json")
    assert not mark.exists()
