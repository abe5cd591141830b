"""A server of the made-up archive whose book is in a folder, so that it can be written."""

import dataclasses
import re
from dataclasses import dataclass, field
from types import SimpleNamespace

from made_up import POSTS, archive

from briefbook.narratives.render import render_passages
from briefbook.project.collection import Collection
from briefbook.project.pipeline import read_narratives
from briefbook.project.writing_desk import WritingDesk
from briefbook.search import build_index, open_index, search
from briefbook.server.api.app_state import AppState, DeskActions
from briefbook.server.app import make_app

SETTINGS = """\
[collection]
title = "Harbour Works, 1962"

[items]
citation = "SPEC[0-9]{3}"
"""
CHAPTER = """\
---
title: The harbour works
dates: 1962-11-08/1962-11-13
---

The harbour works went on (SPEC101, SPEC102).

In London he “looked dissatisfied with everything” (SPEC103).
"""
DRAFT = """\
---
title: The second chapter
draft: true
---

Nothing is said here yet, see [the first](harbour.md).
"""


def make_book(folder):
    """Write the book's files."""
    (folder / "narratives").mkdir()
    (folder / "briefbook.toml").write_text(SETTINGS, encoding="utf-8")
    (folder / "narratives/harbour.md").write_text(CHAPTER, encoding="utf-8")
    (folder / "narratives/second.md").write_text(DRAFT, encoding="utf-8")
    return folder


@dataclass
class MadeUpWorkspace:
    """What the checks need of a workspace, over the made-up archive."""

    collection: Collection
    catalogue: object
    network: object
    list_problems: tuple = ()
    findings: tuple = ()
    accepted: tuple = ()
    abbreviations: tuple = ()
    stamp: str = "made-up"
    authority: object = field(default_factory=lambda: SimpleNamespace(persons=()))
    verification_cache: object = field(default_factory=lambda: SimpleNamespace(by_key={}, text_keys={}))
    line_scores: object = None
    citation: str = "SPEC[0-9]{3}"
    post = staticmethod(POSTS.get)


class TextCatalogue:
    """A catalogue in memory that gives the text of an item, as a stored one does; nothing changes in it."""

    generation = 1

    def __init__(self, catalogue):
        self._catalogue = catalogue

    def __getattr__(self, name):
        return getattr(self._catalogue, name)

    def __iter__(self):
        return iter(self._catalogue)

    def __len__(self):
        return len(self._catalogue)

    def __contains__(self, item):
        return item in self._catalogue

    def result(self, name, key):
        """What was computed before: nothing."""

    def store_result(self, name, key, content):
        """Keeps nothing."""

    def text(self, item):
        return "\n".join(page.text for page in self._catalogue.pages(item))


def app_state_of(folder):
    """The state of a server of the book in a folder."""
    here = Collection.open(folder)
    made = archive(folder / "media")
    narratives = read_narratives(here, made.catalogue)
    held = dataclasses.replace(made, narratives=narratives, verifications=(), render=render_passages)
    workspace = MadeUpWorkspace(here, TextCatalogue(held.catalogue), held.network)
    build_index(
        folder / "build/index", ((entry, held.catalogue.pages(entry.item)) for entry in held.catalogue), stamp="s"
    )
    index = open_index(folder / "build/index")
    state = AppState(
        held.catalogue,
        lambda question, **more: search(index, question, pages_of=held.catalogue.pages, **more),
        lambda question, item: (),
        DeskActions(lambda make, who, **more: make(), lambda name, value: value),
        writing=WritingDesk(here, lambda: workspace),
    )
    checked = [state.writing.check(narrative.path, narrative.source) for narrative in narratives]
    verifications = tuple(result for one in checked for result in one.verifications)
    state.open(dataclasses.replace(held, verifications=verifications))
    return state


def write_app(folder, access):
    """The application."""
    return make_app(app_state_of(folder), access=access)


def token_in(page):
    """The form's token in the text of a page of the editor."""
    return re.search(r'data-form-token="(\w+)"', page)[1]
