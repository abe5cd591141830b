"""``briefbook build``: the site is made, or findings stop it and the former site stays."""

import json

import pytest

WRONG = "\nHe “looked satisfied with everything” (H101).\n"


@pytest.fixture
def build(run_command, harbour):
    def build(*arguments):
        return run_command("-C", harbour, "build", *arguments)

    return build


def test_a_build_makes_the_site_and_says_where_it_is(build, harbour):
    code, out, _ = build()
    site = harbour / "build/site"
    assert code == 0
    assert out.splitlines() == [
        "33 pages; 0 errors, 1 warning, 2 notes.",
        f"The site: {(site / 'index.html').as_uri()}",
    ]
    assert "looked dissatisfied with everything" in (site / "narratives/harbour.html").read_text(encoding="utf-8")
    assert (site / "items/H101.html").exists()


def test_a_build_as_json_is_one_object(build, harbour):
    code, out, err = build("--json")
    made = json.loads(out)
    assert (code, err) == (0, "")
    assert made["site"] == str(harbour / "build/site")
    assert made["address"] == (harbour / "build/site/index.html").as_uri()
    assert (made["pages"], made["troubles"]) == (33, [])
    assert [one["code"] for one in made["findings"]] == ["C310", "C106", "C111"]


def test_under_strict_a_warning_stops_the_build_and_no_site_is_made(build, harbour):
    code, out, err = build("--strict")
    assert (code, out) == (1, "")
    assert "C106 OSLO 210 of 1963 stands under H101 and H108; their texts agree: copies of one cable" in err
    assert "    What to do: look at both papers; correct the wrong number" in err
    assert "Not published: 0 errors, 1 warning, 2 notes. Any previous site is unchanged." in err
    assert not (harbour / "build/site").exists()
    assert json.loads(build("--strict", "--json")[1])["site"] is None


def test_a_former_site_stays_as_it_was_when_findings_stop_the_build(build, harbour):
    build()
    former = (harbour / "build/site/narratives/harbour.html").read_bytes()
    page = harbour / "narratives/harbour.md"
    page.write_text(page.read_text(encoding="utf-8") + WRONG, encoding="utf-8")
    settings = harbour / "briefbook.toml"
    settings.write_text(
        settings.read_text(encoding="utf-8") + '\n[checks]\nseverity = { "C201" = "error" }\n', encoding="utf-8"
    )
    code, _, err = build()
    assert code == 1
    assert 'C201 "looked satisfied with everything"' in err.replace("“", '"').replace("”", '"')
    assert (harbour / "build/site/narratives/harbour.html").read_bytes() == former


def test_a_collection_that_holds_nothing_yet_has_a_site_too(run_command, tmp_path):
    run_command("init", tmp_path / "empty", "--title", "Nothing yet")
    code, out, _ = run_command("-C", tmp_path / "empty", "build")
    assert code == 0
    assert "0 errors" in out
    assert "Nothing yet" in (tmp_path / "empty/build/site/index.html").read_text(encoding="utf-8")


def test_a_watch_builds_again_when_a_page_changes_and_outlives_bad_settings(run_command, harbour, monkeypatch):
    from briefbook.cli import build_

    def changes(here):
        page = harbour / "narratives/harbour.md"
        page.write_text(page.read_text(encoding="utf-8").replace("a week later", "soon"), encoding="utf-8")
        yield
        (harbour / "briefbook.toml").write_text("[site]\ncolour = 'red'\n", encoding="utf-8")
        yield

    monkeypatch.setattr(build_, "changes", changes)
    _, out, err = run_command("-C", harbour, "build", "--watch")
    assert out.count("33 pages;") == 2
    assert "Watching for changes; stop with Ctrl-C." in err
    assert "site.colour" in err
    assert "were lit soon" in (harbour / "build/site/narratives/harbour.html").read_text(encoding="utf-8")


def test_a_folder_that_is_no_collection_is_bad_input(run_command, tmp_path):
    code, _, err = run_command("-C", tmp_path, "build")
    assert code == 3
    assert "briefbook init" in err
