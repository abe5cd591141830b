"""Pages of the book in several languages: intro.md and intro.fr.md are one page, the second its translation."""

from collections.abc import Sequence
from dataclasses import replace

from briefbook.model.narrative import Narrative


def with_languages(narratives: Sequence[Narrative], languages: Sequence[str]) -> tuple[Narrative, ...]:
    """Say of each page in which language it is, by the end of its file's name or its front matter.

    Args:
        narratives: The pages of the book, in any order.
        languages: The languages of the site.

    Returns:
        The same pages in the same order; those in a language of the site have the address of the page they translate.

    >>> pages = [Narrative(f"narratives/{name}.md", name, "Talks", "") for name in ("talks", "talks.fr", "notes.v2")]
    >>> [(page.slug, page.language) for page in with_languages(pages, ["en", "fr"])]
    [('talks', ''), ('talks', 'fr'), ('notes.v2', '')]
    """
    return tuple(_with_language(narrative, languages) for narrative in narratives)


def _with_language(narrative: Narrative, languages: Sequence[str]) -> Narrative:
    declared = str(narrative.front_matter.get("language") or narrative.front_matter.get("lang") or "")
    name, _, ending = narrative.slug.rpartition(".")
    if name and ending in languages:
        return replace(narrative, slug=name, language=declared or ending)
    return replace(narrative, language=declared) if declared else narrative
