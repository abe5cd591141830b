"""Pages of the book in several languages: intro.md and intro.fr.md are one page, the second its translation."""

from collections.abc import Sequence
from dataclasses import replace

from briefbook.model.narrative import Narrative
from briefbook.text.typography import in_print


def with_languages(narratives: Sequence[Narrative], languages: Sequence[str]) -> tuple[Narrative, ...]:
    """Set the language of each page, by the ending of its file name or its front matter.

    Args:
        narratives: The pages of the book, in any order.
        languages: The languages of the site.

    Returns:
        The same pages in the same order; those in a language of the site have the address of the page they translate.

    >>> pages = [Narrative(f"narratives/{name}.md", name, "Talks", "") for name in ("talks", "talks.fr", "notes.v2")]
    >>> [(page.slug, page.language) for page in with_languages(pages, ["en", "fr"])]
    [('talks', ''), ('talks', 'fr'), ('notes.v2', '')]
    >>> ordered = replace(pages[0], order=2.0)
    >>> [page.order for page in with_languages((ordered, pages[1]), ["en", "fr"])]
    [2.0, 2.0]
    """
    told = [_with_language(narrative, languages) for narrative in narratives]
    originals = {page.slug: page for page in told if not page.language and page.order is not None}
    return tuple(_in_the_place_of(page, originals.get(page.slug)) for page in told)


def _in_the_place_of(page: Narrative, original: Narrative | None) -> Narrative:
    """A translation that does not say its place in the book stands where its original stands."""
    if original is None or page.order is not None:
        return page
    return replace(page, order=original.order)


def _with_language(narrative: Narrative, languages: Sequence[str]) -> Narrative:
    declared = str(narrative.front_matter.get("language") or narrative.front_matter.get("lang") or "")
    name, _, ending = narrative.slug.rpartition(".")
    if name and ending in languages:
        return replace(narrative, slug=name, language=declared or ending)
    return replace(narrative, language=declared) if declared else narrative


def with_printed_titles(narratives: Sequence[Narrative], language: str) -> tuple[Narrative, ...]:
    """The pages of the book with their titles and headings as they are printed: no straight quotation mark in them.

    Args:
        narratives: The pages of the book, as their authors typed them.
        language: That of the pages that do not say theirs.

    >>> [page.title for page in with_printed_titles([Narrative("n.md", "n", "Castro's pledge", "")], "en")]
    ['Castro’s pledge']
    """
    return tuple(_with_printed_titles(narrative, narrative.language or language) for narrative in narratives)


def _with_printed_titles(narrative: Narrative, language: str) -> Narrative:
    title = in_print(narrative.title, language).replace(" - ", " – ")
    passages = tuple(
        passage
        if (heading := in_print(passage.heading, language)) == passage.heading
        else replace(passage, heading=heading)
        for passage in narrative.passages
    )
    if title == narrative.title and passages == narrative.passages:
        return narrative
    return replace(narrative, title=title, passages=passages)
