"""Settings and the catalogue -> findings on settings that are right in themselves and do nothing in this collection."""

from collections.abc import Callable, Iterator

from briefbook.model.catalogue import Catalogue
from briefbook.model.finding import Finding
from briefbook.model.locator import FilePosition
from briefbook.model.post import Post
from briefbook.project.collection import SETTINGS_FILE
from briefbook.settings import Settings


def idle_settings(settings: Settings, catalogue: Catalogue, post: Callable[[str], Post | None]) -> list[Finding]:
    """What is wrong with settings that name items and posts.

    Args:
        settings: The collection's settings.
        catalogue: Its catalogue, brought up to date.
        post: What a code stands for; None where that is not known.

    Returns:
        A finding for each address that leads nowhere and each spelling of a code that nobody knows.
    """
    return [*_moved(settings, catalogue), *_aliases(settings, catalogue, post)]


def _moved(settings: Settings, catalogue: Catalogue) -> Iterator[Finding]:
    for old, new in settings.site.moved.items():
        if new not in catalogue:
            near = ", ".join(catalogue.similar_items(new))
            remedy = f"near ids are {near}." if near else "name an item that the collection holds."
            yield _finding(f"site.moved leads from {old} to {new}, and there is no such item", remedy)
        elif old in catalogue:
            remedy = "take the line out, or give the item that is there another id."
            yield _finding(f"site.moved leads away from {old}, which is an item; the line does nothing", remedy)


def _aliases(settings: Settings, catalogue: Catalogue, post: Callable[[str], Post | None]) -> Iterator[Finding]:
    unknown = [(spelling, code) for spelling, code in settings.posts.aliases.items() if post(code) is None]
    if not unknown:
        return
    used = {code for entry in catalogue for name in ("from", "to", "info") for code in entry.values(name)}
    for spelling, code in unknown:
        if code not in used:
            remedy = "correct the code, or confirm what it stands for: `briefbook posts confirm CODE NAME`."
            yield _finding(f"posts.aliases takes {spelling} for {code}, a code that is not known", remedy)


def _finding(message: str, remedy: str) -> Finding:
    return Finding("S101", FilePosition(SETTINGS_FILE), message, remedy)
