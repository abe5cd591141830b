"""Settings and the catalogue -> findings on valid settings that have no effect in this collection."""

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence

from briefbook.catalogue.store import StoreCatalogue
from briefbook.model.catalogue import Catalogue
from briefbook.model.finding import Finding, Severity
from briefbook.model.locator import FilePosition
from briefbook.model.post import Post
from briefbook.project.collection import SETTINGS_FILE
from briefbook.settings import ItemSettings, Settings


def unused_settings(settings: Settings, catalogue: Catalogue, post: Callable[[str], Post | None]) -> list[Finding]:
    """What is wrong with settings that name items and posts.

    Args:
        settings: The collection's settings.
        catalogue: Its catalogue, brought up to date.
        post: What a code stands for; None where that is not known.

    Returns:
        A finding for each address that leads nowhere and each spelling of a code that nobody knows.
    """
    return [*_moved(settings, catalogue), *_aliases(settings, catalogue, post)]


MIN_FIGURES = 6
"""Figures that an id has at least to be an archive's, not a word or a number that prose may hold for other reasons."""

MAX_SHAPES = 4
"""Forms of ids that are proposed for the setting; a collection with more names its items in no particular way."""


def citation_pattern(settings: Settings, catalogue: Catalogue) -> str:
    """The pattern of ids in prose: ``items.citation``; if it is not set, also the form that nearly all ids have.

    The form is worked out once for a state of the catalogue.

    Args:
        settings: The collection's settings.
        catalogue: Its catalogue, brought up to date.
    """
    pattern = settings.items.citation
    if pattern != ItemSettings().citation:
        return pattern
    if not isinstance(catalogue, StoreCatalogue):
        return _with_form(pattern, _form_of(pattern, [entry.item for entry in catalogue]))
    stored = catalogue.result("form of ids", str(catalogue.generation))
    if stored is None:
        stored = _form_of(pattern, catalogue.ids()).encode()
        catalogue.store_result("form of ids", str(catalogue.generation), stored)
    return _with_form(pattern, stored.decode())


def _with_form(pattern: str, form: str) -> str:
    return f"(?:{pattern})|(?:{form})" if form else pattern


def _form_of(pattern: str, ids: Sequence[str]) -> str:
    """The one form of nearly all ids of a collection where most do not fit a pattern; "" where there are several."""
    unlike = _unlike(pattern, ids)
    forms = _forms_of(unlike)
    if 2 * len(unlike) <= len(ids) or len(forms) != 1 or len(ids) < MIN_IDS:
        return ""
    return forms[0] if sum(re.fullmatch(forms[0], item) is not None for item in unlike) >= NEARLY_ALL * len(ids) else ""


def citation_setting(settings: Settings, ids: Sequence[str]) -> list[Finding]:
    """Would a slip in an id that a chapter cites be noticed?

    The id of an item is recognised in prose whatever its form. One that no item has is recognised only by
    ``items.citation``: where most items have ids of another form, a wrong figure in one goes unseen.

    Args:
        settings: The collection's settings.
        ids: The ids of the items.

    Returns:
        A finding with a pattern that fits the ids, if those of most items do not fit ``items.citation``, several have
        the same form, and have so many figures that words of prose do not have it too; a note where the setting is not
        made and the ids have one form, which is then recognised by itself.
    """
    pattern = settings.items.citation
    unlike = _unlike(pattern, ids)
    forms = _forms_of(unlike)
    if 2 * len(unlike) <= len(ids) or not forms:
        return []
    remedy = f"write under [items]: citation = '{'|'.join(forms)}'."
    if pattern == ItemSettings().citation and (form := _form_of(pattern, ids)):
        message = f"items.citation is not set: ids of the form {form}, as {min(unlike)}, are recognised in chapters"
        return [_finding(message, remedy, Severity.NOTE)]
    message = (
        f"items.citation, {pattern}, fits the ids of {len(ids) - len(unlike)} of {len(ids)} items: "
        f"where a chapter cites an id like {min(unlike)} with a wrong figure, that cannot be noticed"
    )
    return [_finding(message, remedy)]


def _unlike(pattern: str, ids: Sequence[str]) -> list[str]:
    """The ids with several figures that do not fit a pattern."""
    fits = re.compile(pattern).fullmatch
    return [item for item in ids if not fits(item) and sum(map(str.isdigit, item)) >= MIN_FIGURES]


def _forms_of(ids: Sequence[str]) -> list[str]:
    """The commonest forms of ids, as regular expressions; forms that differ in how many figures they have are one."""
    counts: dict[str, Counter[tuple[int, ...]]] = defaultdict(Counter)
    for item in ids:
        shape = _shape_of(item)
        sizes = tuple(int(size) for size in _SIZE.findall(shape))
        counts[_SIZE.sub("{}", shape)][sizes] += 1
    commonest = sorted(counts, key=lambda shape: -counts[shape].total())[:MAX_SHAPES]
    return [_sized(shape, list(counts[shape])) for shape in commonest if counts[shape].total() > 1]


def _sized(shape: str, sizes: Sequence[tuple[int, ...]]) -> str:
    """A form with the least and the greatest number of figures at each place."""
    bounds = iter([(min(column), max(column)) for column in zip(*sizes, strict=True)])

    def written(_: re.Match[str]) -> str:
        low, high = next(bounds)
        return f"{{{low}}}" if low == high else f"{{{low},{high}}}"

    return re.sub(r"\{\}", written, shape)


_SIZE = re.compile(r"\{(\d+)\}")
MIN_IDS, NEARLY_ALL = 3, 0.9
"""Ids from which a collection's form is taken, and the share that has it."""


def _shape_of(item: str) -> str:
    """A regular expression for ids of an id's form.

    >>> print(_shape_of("104-10326-10010"))
    [0-9]{3}-[0-9]{5}-[0-9]{5}
    >>> print(_shape_of("1973STATE012345"))
    [0-9]{4}[A-Z]+[0-9]{6}
    """
    parts = re.findall(r"([0-9]+)|([A-Z]+)|(.)", item, re.DOTALL)
    return "".join(
        f"[0-9]{{{len(figures)}}}" if figures else "[A-Z]+" if letters else other if other == "-" else re.escape(other)
        for figures, letters, other in parts
    )


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


def _finding(message: str, remedy: str, severity: Severity = Severity.WARNING) -> Finding:
    return Finding("S101", FilePosition(SETTINGS_FILE), message, remedy, severity=severity)
