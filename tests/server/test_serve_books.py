"""The live site gives the forms of the book that were made, and says of the others that they were not."""

import pytest
from asking import HERE, Client

from briefbook.cli.serve_ import ServedCollection
from briefbook.project.collection import Collection
from briefbook.project.pipeline import open_search
from briefbook.server.app import make_app


@pytest.fixture
def folder(harbour):
    (harbour / "narratives/harbour.md").write_text("---\ntitle: The harbour\n---\n\nLights (H101).\n", encoding="utf-8")
    with (harbour / "briefbook.toml").open("a", encoding="utf-8") as settings:
        settings.write('\n[site]\nbook = ["pdf"]\n')
    return harbour


def served(folder):
    here = Collection.open(folder)
    made = ServedCollection(here, *open_search(here))
    made.load_changes()
    return Client(make_app(made.app_state, access=HERE))


def test_a_form_of_the_book_that_is_not_made_has_a_page_that_says_so(folder):
    answer = served(folder).get("/downloads/book.epub")
    assert answer.status_code == 404
    assert "The book as EPUB is not available" in answer.text
    assert served(folder).get("/downloads/other.epub").status_code == 404


@pytest.mark.slow
def test_a_form_of_the_book_that_was_built_is_given(run_command, folder):
    assert run_command("-C", folder, "build")[0] == 0
    answer = served(folder).get("/downloads/book.pdf")
    assert (answer.status_code, answer.content[:5]) == (200, b"%PDF-")
