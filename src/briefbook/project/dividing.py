"""What a person wants of a file's parts -> the decision, checked: pages there are, ids free and as the pattern says."""

import re
from collections.abc import Iterable, Mapping, Sequence

from briefbook import scans
from briefbook.cables.papers import Paper, papers_of
from briefbook.errors import InputError, ScanFault
from briefbook.model.decision import PartsDecision
from briefbook.model.parts import FileParts, Part, ProposedPart, RequestedPart, page_ranges, parse_page_ranges
from briefbook.progress import pluralise
from briefbook.project.describing import limits_of
from briefbook.project.workspace import Workspace
from briefbook.settings import ItemSettings
from briefbook.util.advice import typed

MAX_PAGES_LOOKED_AT = 1000
"""Nothing is proposed for a file with more pages: it is a volume, and its headings take minutes to read."""

_UNUSABLE = re.compile(r"[\x00-\x1f\x7f;|\[\]]")
"""What no id may hold: control characters, and what ends an id in a list or a citation."""


def file_of(workspace: Workspace, name: str) -> str:
    """The file that a name means: that of a file, or an item's whose pages are in one.

    Args:
        workspace: The collection.
        name: What a person typed.

    Raises:
        InputError: There is no such file, or the item's pages are in several.
    """
    if name in workspace.scan_of:
        return name
    places = workspace.division.pages_of.get(name, ())
    files = list(dict.fromkeys(pages.scan.item for pages in places))
    if len(files) == 1:
        return files[0]
    if files:
        raise InputError(f"the pages of {name} are in several files", remedy=f"name one of them: {', '.join(files)}.")
    if name in workspace.catalogue:
        raise InputError(f"{name} has no file in scans/", remedy="only files can be divided or joined.")
    near = ", ".join(workspace.catalogue.similar_items(name))
    raise InputError(
        f"there is no file or item {name}",
        remedy=f"did you mean {near}?" if near else "see `briefbook catalogue list`.",
    )


def page_count(workspace: Workspace, name: str) -> int:
    """How many pages a file has.

    Args:
        workspace: The collection.
        name: The file's name, as ``Workspace.scan_of`` has it.

    Raises:
        InputError: It cannot be opened.
    """
    scan = workspace.scan_of[name]
    if answer := workspace.page_store.answer(scan):
        return max((page.number for page in answer[1]), default=0)
    try:
        return scans.page_count(scan, limits=limits_of(workspace.collection.settings.reading))
    except ScanFault as fault:
        raise InputError(f"{scan.paths[0].name} cannot be opened: {fault}", remedy=fault.remedy) from fault


def file_parts(workspace: Workspace, name: str) -> FileParts:
    """A file's parts as they were decided, and as they seem to be.

    Args:
        workspace: The collection.
        name: The file's name, as ``Workspace.scan_of`` has it.

    Raises:
        InputError: It cannot be opened.
    """
    count = page_count(workspace, name)
    papers = _papers(workspace, name, count)
    places: dict[int, tuple[str, int]] = {}
    for item in {name, *(part.item for part in workspace.division.parts_of.get(name, ()))}:
        for number, (file, page) in enumerate(workspace.places_of(item), 1):
            if file == name:
                places[page] = (item, number)
    return FileParts(
        name,
        count,
        tuple(places.get(page) for page in range(1, count + 1)),
        workspace.division.parts_of.get(name, ()),
        _proposal(workspace, name, count, papers),
        tuple(possible for paper in papers for possible in paper.possible),
    )


def _papers(workspace: Workspace, name: str, count: int) -> tuple[Paper, ...]:
    """The papers that a file seems to hold; none where it has one page, or very many."""
    if not 1 < count <= MAX_PAGES_LOOKED_AT:
        return ()
    dates = workspace.collection.settings.dates
    return papers_of(workspace.pages_of_file(name), window=dates.window, order=dates.order)


def _proposal(workspace: Workspace, name: str, count: int, papers: Sequence[Paper]) -> tuple[ProposedPart, ...]:
    """The parts that a file seems to have; pages that were not read belong to the part before them."""
    if len(papers) < 2:
        return ()
    firsts = [1, *(paper.first_page for paper in papers[1:])]
    wanted = [
        RequestedPart(tuple(range(first, behind)))
        for first, behind in zip(firsts, [*firsts[1:], count + 1], strict=True)
    ]
    try:
        ids = [part.item for part in division_of(workspace, name, wanted).parts]
    except InputError:
        ids = ["" for _ in wanted]  # none fits the pattern
    return tuple(
        ProposedPart(part.pages, item, paper.name, paper.reasons)
        for part, item, paper in zip(wanted, ids, papers, strict=True)
    )


def parse_requested_parts(text: str) -> RequestedPart:
    """A part as it is typed: "3-5" or "3-5=CDNW102".

    Args:
        text: Pages, and the id of the item if it is chosen.

    Raises:
        InputError: It names no pages.
    """
    pages, _, item = text.partition("=")
    try:
        return RequestedPart(parse_page_ranges(pages), item.strip())
    except ValueError as error:
        raise InputError(str(error), remedy="write the parts as `1-2 3-5` or `1-2 3-5=ID`.") from error


def division_of(
    workspace: Workspace, name: str, wanted: Sequence[RequestedPart], *, leave_out: bool = False, any_id: bool = False
) -> PartsDecision:
    """The decision that a file's pages are these parts.

    The first part has the file's id where none is named, the others the file's with the page where they begin.

    Args:
        workspace: The collection.
        name: The file's name, as ``Workspace.scan_of`` has it.
        wanted: The parts.
        leave_out: Whether pages may belong to no item.
        any_id: Whether ids may be other than the collection's pattern says.

    Raises:
        InputError: A page is not there, is left over or named twice; an id is taken or not possible.
    """
    count = page_count(workspace, name)
    named = [page for part in wanted for page in part.pages]
    if beyond := sorted(page for page in named if page > count):
        raise InputError(f"{name} has {pluralise(count, 'page')}, and no page {beyond[0]}; nothing was recorded")
    if twice := sorted({page for page in named if named.count(page) > 1}):
        raise InputError(f"page {twice[0]} is in two parts; nothing was recorded", remedy="name each page once.")
    left = [page for page in range(1, count + 1) if page not in named]
    if left and not leave_out:
        word, verb = ("page", "belongs") if len(left) == 1 else ("pages", "belong")
        raise InputError(
            f"{word} {page_ranges(left)} of {name} {verb} to no part; nothing was recorded",
            remedy="add them to a part, or say --leave-out.",
        )
    parts: list[Part] = []
    kept = {part.item: part.continues for part in workspace.division.parts_of.get(name, ())}
    taken = _unavailable_ids(workspace, name)
    chosen = {part.item for part in wanted if part.item}
    for at, part in enumerate(wanted):
        item = part.item or _default_id(workspace, name, part.pages[0], taken | chosen, is_first=at == 0)
        continues = kept.get(item, False)
        if not continues:
            _check_id(workspace, item, name, taken, any_id=any_id)
            taken.add(item)
        parts.append(Part(item, part.pages, continues))
    return PartsDecision(item=name, parts=tuple(parts), pictures=_pictures(workspace, name))


def joining(workspace: Workspace, item: str, other: str) -> PartsDecision:
    """The decision that the pages of one item follow those of another.

    Args:
        workspace: The collection.
        item: The item that goes on.
        other: The item or file whose pages follow; it is then no item of its own.

    Raises:
        InputError: One of them has no pages in a file, or they are the same.
    """
    pages_of = workspace.division.pages_of
    if item not in pages_of:
        file_of(workspace, item)
        raise InputError(f"{item} is not an item: its file is divided or joined", remedy="name the item that goes on.")
    if other not in pages_of:
        file_of(workspace, other)
        raise InputError(f"{other} is not an item: its file is divided or joined", remedy="name the item that follows.")
    if item == other:
        raise InputError(f"{item} cannot go on with itself", remedy="name the file that follows.")
    if len(pages_of[other]) > 1:
        raise InputError(f"{other} has pages in several files itself", remedy="join these one by one.")
    (source,) = pages_of[other]
    name = source.scan.item
    if any(pages.scan.item == name for pages in pages_of[item]):
        raise InputError(
            f"{item} and {other} are parts of one file", remedy=f"divide {name} anew with {typed('parts', name)}."
        )
    pages = source.pages or tuple(range(1, page_count(workspace, name) + 1))
    others = [part for part in workspace.division.parts_of.get(name, ()) if part.item != other]
    parts = sorted([*others, Part(item, pages, continues=True)], key=lambda part: part.pages)
    return PartsDecision(item=name, parts=tuple(parts), pictures=_pictures(workspace, name))


def whole(workspace: Workspace, name: str) -> PartsDecision:
    """The decision that a file is one item, of its own name.

    Args:
        workspace: The collection.
        name: The file's name, as ``Workspace.scan_of`` has it.

    Raises:
        InputError: The id is taken by a part of another file.
    """
    _check_id(workspace, name, name, _unavailable_ids(workspace, name), any_id=True)
    parts = (Part(name, tuple(range(1, page_count(workspace, name) + 1))),)
    return PartsDecision(item=name, parts=parts, pictures=_pictures(workspace, name))


def _pictures(workspace: Workspace, name: str) -> tuple[str, ...]:
    """The names of the pictures of a folder of which each is a page; empty where it is anything else."""
    pictures = workspace.scan_of[name].paths
    is_page_each = len(pictures) > 1 and page_count(workspace, name) == len(pictures)
    return tuple(path.name for path in pictures) if is_page_each else ()


def with_names(parts: Iterable[RequestedPart], names: Mapping[int, str]) -> list[RequestedPart]:
    """The parts with ids for those that begin on certain pages.

    Args:
        parts: The parts.
        names: Ids by the page on which the part begins.

    Raises:
        InputError: No part begins on such a page.
    """
    wanted = [RequestedPart(part.pages, names.get(part.pages[0], part.item)) for part in parts]
    if strange := sorted(names.keys() - {part.pages[0] for part in wanted}):
        begins = ", ".join(str(part.pages[0]) for part in wanted)
        raise InputError(f"no part begins on page {strange[0]}", remedy=f"a part begins on each of these: {begins}.")
    return wanted


def _unavailable_ids(workspace: Workspace, name: str) -> set[str]:
    """Ids that a part of a file cannot have: those of other files' items, and of other files."""
    of_others = {
        item
        for item, places in workspace.division.pages_of.items()
        if any(pages.scan.item != name for pages in places[:1])
    }
    return of_others | (workspace.scan_of.keys() - {name})


def _default_id(workspace: Workspace, name: str, page_number: int, taken: set[str], *, is_first: bool) -> str:
    """The file's id for the first part; else the file's with the page, in a form that the pattern takes."""
    if is_first and name not in taken:
        return name
    candidates = [f"{name}{mark}{page_number}" for mark in ("-p", "_p", ".p", "p", "-", "_", ".", "/")]
    for candidate in candidates:
        if candidate not in taken and _matches(workspace, candidate):
            return candidate
    pattern = workspace.collection.settings.items.pattern
    raise InputError(
        f"no id for the part that begins on page {page_number} of {name} fits items.pattern, {pattern}; "
        "nothing was recorded",
        remedy=f"name the part, as in {typed('parts', name, '1=ID', f'{page_number}=ID')}, with an id of your own.",
    )


def _matches(workspace: Workspace, item: str) -> bool:
    return re.fullmatch(workspace.collection.settings.items.pattern, item) is not None


def _check_id(workspace: Workspace, item: str, name: str, taken: set[str], *, any_id: bool) -> None:
    settings: ItemSettings = workspace.collection.settings.items
    if not item or item != item.strip() or _UNUSABLE.search(item) or item in (".", ".."):
        raise InputError(f"{item!r} cannot be an id; nothing was recorded", remedy="choose another.")
    if item in taken:
        raise InputError(
            f"the id {item} is taken; nothing was recorded",
            remedy=f"choose another, or join the two: {typed('parts', item, '--join', name)}.",
        )
    if settings.own_pattern and not any_id and not _matches(workspace, item):
        raise InputError(
            f"the id {item} does not match items.pattern, {settings.pattern}; nothing was recorded",
            remedy="choose another, change the pattern in briefbook.toml, or say --any-id.",
        )
