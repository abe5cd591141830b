"""What a command loads before it does anything."""

import json
import subprocess
import sys

_HEAVY = ("numpy", "onnxruntime", "PIL", "lxml", "jinja2", "starlette", "tantivy", "markdown_it", "mammoth")


def loaded_by(module: str) -> set[str]:
    program = f"import sys, {module}; print(*sys.modules)"
    return set(
        subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True).stdout.split()
    )


def test_the_program_starts_without_the_libraries_and_the_stages_that_only_some_commands_use():
    loaded = loaded_by("briefbook.cli")
    assert [name for name in _HEAVY if name in loaded] == []
    assert "briefbook.cables.heading" not in loaded
    assert "briefbook.checks" not in loaded


def test_listing_the_catalogue_loads_no_importer_no_check_and_no_reader_of_narratives():
    loaded = loaded_by("briefbook.cli.catalogue_")
    assert "briefbook.cli.import_" not in loaded
    assert "briefbook.checks" not in loaded
    assert "briefbook.narratives.narrative_parser" not in loaded
    assert "briefbook.cables.heading" not in loaded


def loaded_by_command(*arguments: str) -> set[str]:
    program = (
        "import sys\nfrom briefbook.cli import main\n"
        "try:\n    main(sys.argv[1:])\nexcept SystemExit as stop:\n    assert stop.code in (0, None), stop.code\n"
        "print('\\n' + ' '.join(sys.modules))"
    )
    command = [sys.executable, "-c", program, *arguments]
    return set(subprocess.run(command, capture_output=True, text=True, check=True).stdout.splitlines()[-1].split())


def one_item(folder):
    """A collection of one received item in a folder; the options of a command that name it."""
    (folder / "briefbook.toml").write_text("", encoding="utf-8")
    (folder / "received" / "list").mkdir(parents=True)
    (folder / "received/list/descriptions.jsonl").write_text(
        '{"item": "D1", "fields": {}, "pages": ["THE FERRY WAS LATE."]}\n', encoding="utf-8"
    )
    return "-C", str(folder)


def test_where_nothing_has_changed_nothing_is_loaded_that_reads_describes_or_checks(tmp_path):
    here = one_item(tmp_path)
    unneeded = {
        "briefbook.cables.heading", "briefbook.catalogue.describe", "briefbook.checks", "briefbook.model.archive",
        "briefbook.narratives.narrative_parser", "briefbook.ocr.run", "filelock", "importlib.metadata", "pydantic",
    }  # fmt: skip
    assert loaded_by_command(*here, "catalogue", "show", "D1") & unneeded >= {"briefbook.cables.heading"}
    assert loaded_by_command(*here, "catalogue", "show", "D1") & unneeded == set()
    assert loaded_by_command(*here, "check") & unneeded >= {"briefbook.checks"}
    assert loaded_by_command(*here, "check") & unneeded == set()


def test_showing_what_was_decided_loads_nothing_that_looks_at_papers_or_tables(tmp_path):
    (tmp_path / "briefbook.toml").write_text("", encoding="utf-8")
    unneeded = {"numpy", "openpyxl", "briefbook.text.page_kinds"}
    loaded = loaded_by_command("-C", str(tmp_path), "catalogue", "history")
    assert "briefbook.catalogue.history" in loaded
    assert loaded & unneeded == set()


def test_an_item_shown_before_and_a_search_load_no_arithmetic_and_no_reader_of_narratives(tmp_path):
    here = one_item(tmp_path)
    unneeded = {
        "numpy", "yaml", "markdown_it", "briefbook.text.page_kinds", "briefbook.narratives.narrative_parser",
        "briefbook.catalogue.table", "briefbook.text.dates",
    }  # fmt: skip
    assert loaded_by_command(*here, "catalogue", "show", "D1") & unneeded >= {"numpy", "briefbook.text.page_kinds"}
    assert loaded_by_command(*here, "catalogue", "show", "D1") & unneeded == set()
    (tmp_path / "narratives").mkdir()
    (tmp_path / "narratives/ferry.md").write_text("# The ferry\n\nIt was late (D1).\n", encoding="utf-8")
    loaded_by_command(*here, "search", "ferry")
    assert loaded_by_command(*here, "search", "ferry") & (unneeded - {"briefbook.text.dates"}) == set()
    assert loaded_by_command(*here, "catalogue", "list") & (unneeded - {"briefbook.text.dates"}) == set()


def test_the_kind_of_a_page_is_shown_again_as_it_was_and_anew_when_the_text_has_changed(tmp_path):
    (tmp_path / "briefbook.toml").write_text("", encoding="utf-8")
    (tmp_path / "received" / "list").mkdir(parents=True)
    text = tmp_path / "received/list/descriptions.jsonl"
    command = [sys.executable, "-m", "briefbook", "-C", str(tmp_path), "catalogue", "show", "D1", "--json"]

    def kinds_shown() -> list[str]:
        shown = subprocess.run(command, capture_output=True, text=True, check=True).stdout
        return [page["kind"]["name"] for page in json.loads(shown)["pages"]]

    text.write_text('{"item": "D1", "fields": {}, "pages": ["THE FERRY WAS LATE."]}\n', encoding="utf-8")
    assert [kinds_shown(), kinds_shown()] == [["other"], ["other"]]
    text.write_text('{"item": "D1", "fields": {}, "pages": ["THE FERRY WAS LATE.", ""]}\n', encoding="utf-8")
    assert kinds_shown() == ["other", "blank"]


def test_a_chapter_edited_is_checked_and_built_without_arithmetic_pictures_and_what_few_books_need(tmp_path):
    here = one_item(tmp_path)
    chapter = tmp_path / "narratives/ferry.md"
    chapter.parent.mkdir()
    chapter.write_text("# The ferry\n\nIt was “the ferry was late” (D1).\n", encoding="utf-8")
    loaded_by_command(*here, "build")
    chapter.write_text("# The ferry\n\nIt said that “the ferry was late” (D1).\n", encoding="utf-8")
    unneeded = {
        "numpy", "PIL", "yaml", "lxml", "onnxruntime", "statistics", "briefbook.text.page_kinds",
        "briefbook.checks.certificate", "briefbook.catalogue.sampling", "briefbook.text.picture_words",
    }  # fmt: skip
    loaded = loaded_by_command(*here, "build")
    assert "briefbook.site.narrative_page" in loaded
    assert "briefbook.checks.quotations.verify" in loaded
    assert loaded & unneeded == set()


def test_a_command_that_ends_leaves_no_journal_of_a_database_behind(tmp_path):
    here = one_item(tmp_path)
    (tmp_path / "narratives").mkdir()
    (tmp_path / "narratives/ferry.md").write_text("# The ferry\n\nIt was late (D1).\n", encoding="utf-8")
    for command in (["build"], ["check"], ["catalogue", "list"], ["search", "ferry"]):
        subprocess.run([sys.executable, "-m", "briefbook", *here, *command], capture_output=True, check=True)
        assert [path.name for path in (tmp_path / "build").glob("*.sqlite-*")] == [], command
