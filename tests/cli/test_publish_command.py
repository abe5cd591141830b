"""``briefbook publish``: shows what changes, asks, and publishes a site that has no errors."""

import pytest


@pytest.fixture
def publish(run_command, harbour):
    def publish(*arguments):
        return run_command("-C", harbour, "publish", *arguments)

    return publish


@pytest.fixture
def www(tmp_path_factory):
    return tmp_path_factory.mktemp("server") / "www"


def test_what_would_change_is_shown_and_nothing_is_done(publish, www):
    code, out, _ = publish(www, "--dry-run")
    assert code == 0
    assert " files new:\n  404.html\n" in out
    assert not www.exists()


def test_the_site_is_published_and_once_more_is_nothing_to_do(publish, harbour, www):
    code, out, _ = publish(www, "--yes")
    assert (code, out.splitlines()[-1]) == (0, f"Published to {www}.")
    assert (www / "index.html").read_bytes() == (harbour / "build/site/index.html").read_bytes()
    code, out, _ = publish(www, "--yes")
    assert (code, out.splitlines()[-1]) == (0, "Nothing has changed since it was published.")


def test_findings_that_stop_the_build_stop_publication(publish, www):
    code, _, err = publish(www, "--yes", "--strict")
    assert (code, www.exists()) == (1, False)
    assert "Not published: 0 errors, 1 warning" in err


@pytest.mark.parametrize("arguments", [(), ("www", "--git", "origin")])
def test_one_target_must_be_named(publish, arguments):
    code, _, err = publish(*arguments)
    assert code == 3
    assert "name a folder, or a repository with --git" in err


def test_a_folder_within_the_collection_or_around_it_is_refused(publish, harbour):
    for folder in (harbour / "www", harbour, harbour.parent):
        code, _, err = publish(folder, "--yes")
        assert code == 3
        assert "is in the collection, or holds it" in err


def test_an_address_is_a_target_too_and_what_changes_is_shown_first(publish, harbour, www):
    pytest.importorskip("fsspec")
    code, out, _ = publish("--to", f"file://{www}", "--dry-run")
    assert (code, www.exists()) == (0, False)
    assert " files new:\n  404.html\n" in out
    code, out, _ = publish("--to", f"file://{www}", "--yes")
    assert (code, out.splitlines()[-1]) == (0, f"Published to file://{www}.")
    assert (www / "index.html").read_bytes() == (harbour / "build/site/index.html").read_bytes()
    code, _, err = publish("--to", "nowhere", "--yes")
    assert code == 3
    assert "'nowhere' names no other computer" in err
