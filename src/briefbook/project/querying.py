"""Run a query with a collection's own posts, persons and order of dates."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import partial

from briefbook.errors import UsageError
from briefbook.model.catalogue import Catalogue
from briefbook.model.narrative import Narrative
from briefbook.model.search import Hits
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
from briefbook.text.authorities import spellings


def index_essays(narratives: Iterable[Narrative]) -> EssayIndex:
    """The pages of the book as they are searched, drafts among them with "(draft)" behind their titles."""
    pages = with_marked_titles(narratives)
    if not pages:  # the reader of narratives takes a tenth of a second to load
        return build_essay_index(())
    from briefbook.narratives import paragraphs_of

    return build_essay_index((page, paragraphs_of(page)) for page in pages)


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
