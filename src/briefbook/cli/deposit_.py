"""``briefbook export deposit``: what is published of a collection, packed for a repository of research data."""

import datetime
import json
import re
import tempfile
import zipfile
from collections import Counter
from collections.abc import Collection as AnyOf
from collections.abc import Iterable, Iterator
from pathlib import Path, PurePosixPath

import typer

from briefbook import __version__
from briefbook.catalogue import Journal
from briefbook.cli import collection, print_json
from briefbook.errors import UsageError
from briefbook.exports.bag import require_outside, write_bag
from briefbook.exports.deposit import Deposit, datacite_json, datacite_xml, readme, subjects_of
from briefbook.model.archive import Archive
from briefbook.model.decision import CommentDecision, CommentResolution, Decision, ItemWithdrawal
from briefbook.progress import pluralise, quiet, show_progress
from briefbook.project import pipeline
from briefbook.project.collection import Collection
from briefbook.project.item_notes import unpublished_notes
from briefbook.project.non_public import NON_PUBLIC_FILE
from briefbook.project.published_received import published_received
from briefbook.project.withdrawn_files import withdrawn_files
from briefbook.project.workspace import Workspace, about
from briefbook.text.date_display import sort_key
from briefbook.util.files import write_atomic

DESCRIPTION = "what is published, for a repository of research data: a bag, DataCite metadata, a README"
"""What ``export deposit`` is."""

_OF_COMMENTS = (CommentDecision.KIND, CommentResolution.KIND)


def export_deposit(to: Path | None, *, as_json: bool, has_items: bool) -> None:
    """Write the deposit.

    Args:
        to: Its folder; None for ``build/exports/deposit``.
        as_json: Whether the report is JSON.
        has_items: Whether items were named.

    Raises:
        UsageError: Items were named: a deposit is of the whole.
        InputError: The folder is among what is packed.
    """
    if has_items:
        raise UsageError("a deposit holds the whole collection", remedy="name no items: `briefbook export deposit`.")
    here = collection()
    folder = to or here.exports / "deposit"
    require_outside(here.root, folder)
    archive = pipeline.open_chapters(here, progress=quiet if as_json else show_progress)
    words = re.findall(r"[A-Za-z0-9]+", here.settings.collection.title)
    name = f"{'-'.join(words)[:60].strip('-').lower() or 'collection'}.bag.zip"
    now = datetime.datetime.now(datetime.UTC)
    withdrawn = archive.catalogue.withdrawn
    left_out = {*unpublished(here, archive), *(withdrawn_files(Workspace(here, read=False)) if withdrawn else ())}
    journal, decisions = published_journal(here, [path.as_posix() for path in left_out], withdrawn)
    lists = published_received(here, withdrawn)
    with tempfile.TemporaryDirectory(dir=_made(folder)) as staging:
        bag = Path(staging, "bag")
        size = write_bag(
            here.root, bag, about(here.settings), decisions, program_version=__version__, packed_at=now,
            left_out=left_out, replaced={**lists, PurePosixPath("journal.jsonl"): [journal]},
        )  # fmt: skip
        packed = Path(staging, name)
        _zip(bag, packed)
        packed.replace(folder / name)
    deposit = describe(archive, (folder / name).stat().st_size, now.date().isoformat())
    write_atomic(folder / "datacite.json", datacite_json(deposit))
    write_atomic(folder / "datacite.xml", datacite_xml(deposit))
    write_atomic(folder / "README.md", readme(deposit, name))
    if as_json:
        files = [str(folder / file) for file in (name, "datacite.json", "datacite.xml", "README.md")]
        print_json({"kind": "deposit", "files": files, "packed": size.files, "bytes": size.size})
    else:
        kept_back = [
            pluralise(count, what)
            for count, what in ((len(archive.drafts), "draft"), (len(withdrawn), "withdrawn paper"))
            if count
        ]
        drafts = f"; {' and '.join(kept_back)} left out" if kept_back else ""
        typer.echo(
            f"{pluralise(size.files, 'file')} of the collection, {size.size:,} bytes, in {folder / name}{drafts}"
        )


def _made(folder: Path) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def unpublished(here: Collection, archive: Archive) -> Iterator[PurePosixPath]:
    """The files of a collection that are not published, by their paths in its folder.

    Drafts of chapters and of notes on papers, and what only they show; what was not saved; the originals of imports,
    which may hold what stayed out.

    Args:
        here: The collection.
        archive: What is published of it.
    """
    from briefbook.site.prose_files import prose_files
    from briefbook.site.site_data import SiteData

    published = {path.resolve() for path in prose_files(SiteData(archive)).values()}
    kept = {here.root / narrative.path for narrative in archive.narratives}
    kept |= {here.media / "theme.css", here.media / (archive.about.get("site_logo") or "theme.css")}
    for folder in (here.narratives, here.media):
        for path in sorted(folder.rglob("*")) if folder.is_dir() else ():
            if path.is_file() and path not in kept and path.resolve() not in published:
                yield PurePosixPath(path.relative_to(here.root).as_posix())
    for path in unpublished_notes(Workspace(here, read=False)):
        yield PurePosixPath(path.relative_to(here.root).as_posix())
    for path in sorted(here.working_copies.rglob("*")) if here.working_copies.is_dir() else ():
        if path.is_file():
            yield PurePosixPath(path.relative_to(here.root).as_posix())
    for path in sorted(here.received.glob("*/*")) if here.received.is_dir() else ():
        is_original = path.name.partition(".")[0] == "original"
        if is_original or path.name in ("originals", "earlier", NON_PUBLIC_FILE):  # which names what is not public
            for file in sorted(path.rglob("*")) if path.is_dir() else (path,):
                if file.is_file():
                    yield PurePosixPath(file.relative_to(here.root).as_posix())


def published_journal(
    here: Collection, unpublished_paths: AnyOf[str], withdrawn: AnyOf[str] = ()
) -> tuple[bytes, list[Decision]]:
    """The journal without comments and without what is about unpublished files: its text, and its decisions.

    What was decided of withdrawn items stays out too, but that they were withdrawn.

    Args:
        here: The collection.
        unpublished_paths: Paths of files that are not published.
        withdrawn: Items that were withdrawn.

    Returns:
        The lines that stay, byte for byte; and the decisions in them.
    """
    marks = [json.dumps(path, ensure_ascii=False)[1:-1].encode() for path in unpublished_paths]
    lines = here.journal.read_bytes().splitlines(keepends=True) if here.journal.is_file() else []
    decisions, _ = Journal(here.journal).read()
    kept = [
        decision
        for decision in decisions
        if not _is_comment(decision.as_json())
        and not _names(str(decision), marks)
        and not _is_of_withdrawn(decision.as_json(), withdrawn)
    ]
    text = b"".join(
        line
        for line in lines
        if not _is_comment_line(line) and not _names(line, marks) and not _is_line_of_withdrawn(line, withdrawn)
    )
    return text, kept


def _is_line_of_withdrawn(line: bytes, withdrawn: AnyOf[str]) -> bool:
    return bool(withdrawn and line.strip()) and _is_of_withdrawn(json.loads(line), withdrawn)


def _is_of_withdrawn(row: object, withdrawn: AnyOf[str]) -> bool:
    """Is a decision about a withdrawn item, but for its withdrawal?"""
    if not isinstance(row, dict):
        return False
    if "undone" in row:
        return _is_of_withdrawn(row["undone"], withdrawn)
    return row.get("item") in withdrawn and row.get("kind") != ItemWithdrawal.KIND


def _names(line: str | bytes, marks: AnyOf[bytes]) -> bool:
    written = line.encode() if isinstance(line, str) else line
    return any(mark in written for mark in marks)


def _is_comment_line(line: bytes) -> bool:
    """Is a line of the journal a comment? One that cannot be read may be, and stays out."""
    if not line.strip():
        return False
    try:
        return _is_comment(json.loads(line))
    except ValueError:
        return True


def _is_comment(row: object) -> bool:
    """Is a decision a comment, its resolution, or the undoing of one?"""
    if not isinstance(row, dict):
        return True
    return _is_comment(row["undone"]) if "undone" in row else row.get("kind") in _OF_COMMENTS


def describe(archive: Archive, size: int, day: str) -> Deposit:
    """The description of the deposit, from the settings and the catalogue.

    Args:
        archive: What is published.
        size: Bytes of the bag.
        day: The day of the deposit, ISO 8601.
    """
    settings = {name.removeprefix("site_"): value for name, value in archive.about.items()}
    authors = dict.fromkeys(
        author
        for narrative in archive.narratives
        if (author := str(narrative.front_matter.get("author", "") or "").strip())
    )
    dates: list[str] = []
    subjects: Counter[str] = Counter()
    items = pages = 0
    is_specimen = False
    for entry in archive.catalogue:
        items, pages = items + 1, pages + entry.page_count
        is_specimen = is_specimen or entry.is_specimen
        subjects.update((*entry.values("tags"), *entry.values("persons")))
        dates = _ends([*dates, *filter(None, [entry.date])])
    return Deposit(
        title=settings.get("title", "") or "Untitled collection",
        description=settings.get("description", ""),
        creators=tuple(authors) or tuple(filter(None, [settings.get("repository", "")])),
        repository=settings.get("repository", ""),
        fonds=settings.get("fonds", ""),
        rights=settings.get("rights", ""),
        language=settings.get("language", ""),
        address=settings.get("address", ""),
        subjects=subjects_of(subjects),
        first_date=dates[0] if dates else "",
        last_date=dates[-1] if dates else "",
        items=items,
        pages=pages,
        size=size,
        day=day,
        program_version=__version__,
        is_specimen=is_specimen,
    )


def _ends(dates: Iterable[str]) -> list[str]:
    ordered = sorted(dates, key=sort_key)
    return [ordered[0], ordered[-1]] if len(ordered) > 1 else ordered


def _zip(folder: Path, path: Path) -> None:
    """Pack a bag; pictures and PDFs are compressed already, so that packing harder would gain little."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=3) as packed:
        for file in sorted(folder.rglob("*")):
            if file.is_file():
                packed.write(file, file.relative_to(folder).as_posix())
