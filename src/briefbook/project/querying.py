"""Run a query with a collection's own posts, persons and order of dates."""

from functools import partial

from briefbook.errors import UsageError
from briefbook.model.catalogue import Catalogue
from briefbook.model.search import Hits
from briefbook.project.workspace import Workspace
from briefbook.search import Index, QuestionError, parse_days, search
from briefbook.text.authorities import spellings


def ask(
    index: Index,
    catalogue: Catalogue,
    workspace: Workspace,
    query: str,
    *,
    limit: int = 20,
    order: str = "relevance",
) -> Hits:
    """Run a query.

    Args:
        index: The collection's full-text index.
        catalogue: The catalogue it was made from, for the places of words on pages.
        workspace: The collection whose posts, persons and settings explain the query.
        query: In the query language of ``docs/searching.md``.
        limit: Number of hits to return; the counts are of all of them.
        order: ``relevance``, ``date`` or ``item``.

    Raises:
        UsageError: The query does not parse; the message points at the place.
    """
    dates = workspace.collection.settings.dates
    try:
        return search(
            index,
            query,
            limit=limit,
            order=order,
            pages_of=catalogue.pages,
            posts=workspace.post,
            people=lambda name: spellings(name, workspace.authority.persons),
            days_of=partial(parse_days, window=dates.window, order=dates.order),
        )
    except QuestionError as error:
        pointer = " " * error.position + "^"
        raise UsageError(f"{error.what}\n  {query}\n  {pointer}", remedy=error.remedy) from error
