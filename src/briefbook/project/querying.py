"""Run a query with a collection's own posts, persons and order of dates."""

import hashlib
import json
import os
from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import partial

from briefbook.catalogue import StoreCatalogue
from briefbook.errors import UsageError
from briefbook.model.catalogue import Catalogue
from briefbook.model.narrative import Narrative, Paragraph
from briefbook.model.search import Hits
from briefbook.project.check_cache import program_state
from briefbook.project.drafts import with_marked_titles
from briefbook.project.workspace import Workspace
from briefbook.search import (
    EssayIndex,
    Index,
    QuestionError,
    build_essay_index,
    parse_days,
    search,
    search_essays,
)


def index_essays(narratives: Iterable[Narrative], catalogue: Catalogue | None = None) -> EssayIndex:
    """The pages of the book as they are searched, drafts among them with "(draft)" after their titles.

    Args:
        narratives: The pages.
        catalogue: Where their paragraphs are stored until a page or the program changes; None: they are parsed.
    """
    store = catalogue if isinstance(catalogue, StoreCatalogue) else None
    return build_essay_index((page, _paragraphs(page, store)) for page in with_marked_titles(narratives))


def _paragraphs(narrative: Narrative, store: StoreCatalogue | None) -> tuple[Paragraph, ...]:
    name, parts = f"paragraphs of {narrative.path}", (program_state(), narrative.source)
    key = hashlib.sha256(repr(parts).encode("utf-8", "surrogatepass")).hexdigest()
    content = store.result(name, key) if store else None
    if content is not None:
        return tuple(Paragraph(*row) for row in json.loads(content))
    from briefbook.narratives import paragraphs_of  # the parser takes a tenth of a second to load

    paragraphs = paragraphs_of(narrative)
    if store and os.access(store.path, os.W_OK):
        rows = [[each.text, each.passage, each.place, each.line] for each in paragraphs]
        store.store_result(name, key, json.dumps(rows, ensure_ascii=False).encode("utf-8", "surrogatepass"))
    return paragraphs


def ask(
    index: Index,
    catalogue: Catalogue,
    workspace: Workspace,
    query: str,
    *,
    limit: int = 20,
    order: str = "relevance",
    essays: EssayIndex | None = None,
) -> Hits:
    """Run a query.

    Args:
        index: The collection's full-text index.
        catalogue: The catalogue it was made from, for the places of words on pages.
        workspace: The collection whose posts, persons and settings explain the query.
        query: In the query language of ``docs/searching.md``.
        limit: Number of hits to return; the counts are of all of them.
        order: ``relevance``, ``date`` or ``item``.
        essays: The pages of the book, to be searched too.

    Raises:
        UsageError: The query does not parse; the message points at the place.
    """
    dates = workspace.collection.settings.dates
    days_of = partial(parse_days, window=dates.window, order=dates.order)

    def people(name: str) -> Sequence[str]:
        from briefbook.text.authorities import spellings  # only here: it reads the list of persons

        return spellings(name, workspace.authority.persons)

    try:
        hits = search(
            index,
            query,
            limit=limit,
            order=order,
            pages_of=catalogue.pages,
            texts_of=catalogue.page_texts,
            posts=workspace.post,
            people=people,
            days_of=days_of,
        )
        if essays is None:
            return hits
        return replace(hits, essays=search_essays(essays, query, posts=workspace.post, people=people, days_of=days_of))
    except QuestionError as error:
        pointer = " " * error.position + "^"
        raise UsageError(f"{error.what}\n  {query}\n  {pointer}", remedy=error.remedy) from error
