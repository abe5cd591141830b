"""What a command loads before it does anything."""

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
