"""The whole journey on one screen: from a folder of scans to a checked, published briefing book."""

import contextlib
import dataclasses
import datetime
import functools
import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from briefbook.catalogue import StoreCatalogue
from briefbook.catalogue.doubts import doubts_of_findings
from briefbook.errors import InputError
from briefbook.model.catalogue import Catalogue
from briefbook.model.finding import Finding, Severity
from briefbook.model.narrative import Narrative
from briefbook.model.verdict import Verification
from briefbook.progress import Progress, quiet
from briefbook.project import drafts
from briefbook.project.build_record import BuildOutcome, BuildRecord
from briefbook.project.check_cache import CheckCache, CheckResult, program_state
from briefbook.project.collection import Collection
from briefbook.project.item_notes import head_notes, item_notes_paths, placed_notes, read_item_notes, without_notes
from briefbook.project.narrative_findings import NarrativeFindings
from briefbook.project.workspace import OWN_LISTS, Workspace, about, narrative_paths
from briefbook.settings import MENU_PAGES
from briefbook.text.item_notes import as_prose
from briefbook.util import extensions, extras
from briefbook.util.logs import get_logger
from briefbook.util.moment import day_of_making
from briefbook.util.nearest import did_you_mean

if TYPE_CHECKING:
    from briefbook.checks import CheckContext
    from briefbook.checks.check_input import CheckInput
    from briefbook.model.archive import Archive
    from briefbook.model.network import Network
    from briefbook.model.sample import SampleResult
    from briefbook.search import Index
    from briefbook.util.parallel import BackgroundMap

log = get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Published:
    """What publishing came to; ``site`` is None where findings stopped it."""

    findings: tuple[Finding, ...]
    verifications: tuple[Verification, ...]
    site: Path | None
    pages: int = 0
    troubles: tuple[str, ...] = ()


def publish(collection: Collection, *, strict: bool = False, progress: Progress = quiet) -> Published:
    """From scans to site, in the order a paper travels.

    Raises:
        OutsideError: The extra ``serve``, which makes pages, is not installed; or the disk refuses.
    """
    extras.require("serve")
    today = day_of_making()
    record = BuildRecord(collection, today, strict=strict)
    if before := record.outcome():
        log.info("nothing has changed since the last build")
        return Published(before.findings, before.verifications, collection.site, before.pages, before.troubles)
    from briefbook.project import book_build
    from briefbook.project.index_sync import index_of
    from briefbook.site.build import build_site

    workspace = Workspace(collection, progress=progress)
    catalogue = workspace.catalogue  # scans -> reading -> cables -> catalogue
    narratives = read_narratives(collection, catalogue)
    checked: list[CheckResult] = []
    apart: list[BackgroundMap[datetime.date, CheckResult]] = []
    offered: list[tuple[tuple[Path, ...], tuple[str, ...]]] = []

    def check_ahead() -> None:
        from briefbook.util.parallel import BackgroundMap  # only here: it loads processes

        apart.append(running.enter_context(BackgroundMap(_BookChecker(workspace, narratives), [today], apart=True)))

    def complete() -> "Archive":
        results = apart[0].rest() if apart else map(_BookChecker(workspace, narratives), [today])
        checked.append(next(iter(results)))
        for _ in indexed.rest() if indexed else ():
            pass
        if _stops(checked[0][0], strict=strict):
            raise _StoppedByFindings
        archive = _with_findings(workspace, papers, *drafts.without_drafts(narratives, *checked[0]))
        books, troubles = book_build.make_books(workspace, archive)
        archive = dataclasses.replace(archive, downloads=(*archive.downloads, *books))
        offered.append((archive.downloads, troubles))
        return archive

    try:
        with contextlib.ExitStack() as running:
            indexed = _indexed_apart(workspace, narratives)
            if indexed is not None:
                running.enter_context(indexed)
            papers = _papers_and_chapters(workspace, narratives)
            report = build_site(
                papers,
                collection.site,
                progress=progress,
                meanwhile=None if indexed else lambda: index_of(workspace, lambda: narratives),
                ahead=check_ahead,
                complete=complete,
            )
    except _StoppedByFindings:
        log.info("not published: findings stop it")
        return Published(*checked[0], site=None)
    (findings, verifications), (downloads, troubles) = checked[0], offered[0]
    log.info("the site: %d pages, %d files written, %d removed", report.pages, report.written, report.removed)
    left_out = _left_out_note(narratives)
    if not (troubles or report.troubles or workspace.is_any_unread()):  # else the next build tries again
        record.keep(BuildOutcome(report.pages, findings, verifications, left_out), downloads)
    return Published(findings, verifications, collection.site, report.pages, (*troubles, *report.troubles, *left_out))


MIN_ITEMS_INDEXED_APART = 1_000
"""Of fewer items the first index is made in less time than it takes to start a process."""


def _indexed_apart(workspace: Workspace, narratives: tuple[Narrative, ...]) -> "BackgroundMap[None, None] | None":
    """Let another process make the first index of many items, while this one compares them; None where there is one."""
    if len(workspace.catalogue) < MIN_ITEMS_INDEXED_APART or workspace.collection.index.is_dir():
        return None
    from briefbook.util.parallel import BackgroundMap  # only here: it loads processes

    return BackgroundMap(_Indexer(workspace, narratives), [None], apart=True, preload=["briefbook.site.parallel_build"])


@dataclass(frozen=True, slots=True)
class _Indexer:
    """Makes the full-text index; picklable."""

    workspace: Workspace
    narratives: tuple[Narrative, ...]

    def __call__(self, _: None) -> None:
        from briefbook.project.index_sync import index_of

        index_of(self.workspace, lambda: self.narratives)


@dataclass(frozen=True, slots=True)
class _BookChecker:
    """Checks the book; picklable, so that the memory that it takes can be another process's."""

    workspace: Workspace
    narratives: tuple[Narrative, ...]

    def __call__(self, today: datetime.date) -> CheckResult:
        return check_book(self.workspace, self.narratives, today)


class _StoppedByFindings(Exception):
    """Findings stop publication."""


def _stops(findings: Iterable[Finding], *, strict: bool) -> bool:
    return any(
        finding.stops_publication or (strict and finding.accepted is None and finding.severity is not Severity.NOTE)
        for finding in findings
    )


def _left_out_note(narratives: tuple[Narrative, ...]) -> tuple[str, ...]:
    line = drafts.left_out(narratives)
    return (line,) if line else ()


def read_narratives(collection: Collection, catalogue: Catalogue) -> tuple[Narrative, ...]:
    """Every page of the book."""
    paths = list(narrative_paths(collection))
    if not paths:
        return ()
    from briefbook.narratives.addresses import with_own_addresses
    from briefbook.narratives.languages import with_languages
    from briefbook.project.parsed_narratives import ParsedNarratives
    from briefbook.project.unused_settings import citation_pattern

    pattern, dates = citation_pattern(collection.settings, catalogue), collection.settings.dates
    is_item = functools.cache(lambda: _membership(catalogue))
    withdrawn = sorted(catalogue.withdrawn)

    def parse(path: Path) -> Narrative:
        from briefbook.narratives import read_narrative

        return read_narrative(
            path,
            collection.root,
            citation=pattern,
            is_item=is_item(),
            window=dates.window,
            order=dates.order,
        )

    if isinstance(catalogue, StoreCatalogue):
        stored = ParsedNarratives(catalogue, pattern, dates.window, dates.order, *withdrawn)
        narratives = [
            stored.of(path, path.relative_to(collection.root).as_posix(), functools.partial(parse, path))
            for path in paths
        ]
    else:
        narratives = list(map(parse, paths))
    return with_own_addresses(with_languages(narratives, collection.settings.site.languages))


def _membership(catalogue: Catalogue) -> Callable[[str], bool]:
    """Whether words are the id of an item, also of one withdrawn, which is asked for every few words of the book."""
    withdrawn = catalogue.withdrawn
    if len(catalogue) > MAX_IDS_IN_MEMORY:
        return (lambda words: words in catalogue or words in withdrawn) if withdrawn else catalogue.__contains__
    keys = catalogue.keys() if isinstance(catalogue, StoreCatalogue) else (entry.item for entry in catalogue)
    return frozenset([*keys, *withdrawn]).__contains__


MAX_IDS_IN_MEMORY = 5_000
"""Of a larger catalogue each id is looked up in the database."""


def check_narratives(
    workspace: Workspace, narratives: tuple[Narrative, ...], today: datetime.date | None = None
) -> tuple[tuple[Finding, ...], tuple[Verification, ...]]:
    """Findings on scans, catalogue and prose, and how each quotation compares with its source.

    Raises:
        InputError: persons.csv or places.csv is no list: what is checked, and published, would not be what is meant.
    """
    from briefbook.checks import check

    today = today or day_of_making()
    context = check_context(workspace, today)
    every = (*narratives, *map(as_prose, read_item_notes(workspace)))
    findings, verifications = check(workspace.catalogue, every, context=context)
    workspace.verification_cache.keep(verifications, today)
    return tuple(findings), without_notes(verifications)


def check_book(
    workspace: Workspace, narratives: tuple[Narrative, ...], today: datetime.date | None = None
) -> tuple[tuple[Finding, ...], tuple[Verification, ...]]:
    """``check_narratives`` of the book on disk; the result is cached until something changes."""
    from briefbook.checks import check

    today = today or day_of_making()
    cached = CheckCache(workspace, today)
    context = check_context(workspace, today)  # first: a list that is none is an error, whatever is cached
    every = (*narratives, *map(as_prose, read_item_notes(workspace)))
    result = cached.get((narrative.path, narrative.source) for narrative in every)
    if result is not None:
        return result
    context = _with_pages_checked(workspace, every, today, context)
    context = dataclasses.replace(context, exists=cached.recorded(context.exists))
    findings, verifications = check(workspace.catalogue, every, context=context)
    workspace.verification_cache.keep(verifications, today)
    result = tuple(findings), without_notes(verifications)
    cached.put(every, result)
    return result


MIN_PAGES_SHARED = 40
"""Pages that one process checks in less time than others take to start and to make their indexes of the texts."""


def _with_pages_checked(
    workspace: Workspace, narratives: tuple[Narrative, ...], today: datetime.date, context: "CheckContext"
) -> "CheckContext":
    """The context when several processes have checked each page that is new or changed, if these are many."""
    stored = context.findings_of_narrative
    if not isinstance(stored, NarrativeFindings) or len(narratives) < MIN_PAGES_SHARED:
        return context
    pages = [narrative for narrative in narratives if not stored.has(narrative)]
    if len(pages) < MIN_PAGES_SHARED:
        return context
    from briefbook.project.parallel_check import check_pages_ahead  # only here: it loads processes

    compared = check_pages_ahead(workspace, pages, today, stored, check_context)
    return dataclasses.replace(context, remembered={**context.remembered, **compared})


def _unchanged_check(workspace: Workspace, today: datetime.date | None) -> CheckResult | None:
    """What the last check came to, if nothing changed since; the pages are not parsed for it."""
    sources = _sources(workspace)
    if sources is None:
        return None
    return CheckCache(workspace, today or day_of_making()).get(sources)


def _sources(workspace: Workspace) -> list[tuple[str, str]] | None:
    """Path and text of each page of the book and each editor's note; None where reading them or a list has a fault."""
    from briefbook.narratives.narrative_parser import read_source

    if workspace.list_problems:
        return None
    sources = []
    for path in (*narrative_paths(workspace.collection), *item_notes_paths(workspace.collection)):
        source, remarks = read_source(path)
        if remarks:
            return None
        sources.append((path.relative_to(workspace.collection.root).as_posix(), source))
    return sources


def check_context(
    workspace: Workspace, today: datetime.date, *, network: "Network | None" = None, few_items: bool = False
) -> "CheckContext":
    """What the checks need of the other stages, for a workspace.

    Args:
        workspace: The collection.
        today: The day for acceptances that expire.
        network: References, series and copies; None for those of the workspace. Quotations need none.
        few_items: Whether few of the items are asked about, so that what is known of the others is not read.

    Raises:
        InputError: persons.csv or places.csv is no list: what is checked, and published, would not be what is meant.
    """
    from briefbook.checks import CheckContext

    for problem in workspace.list_problems:
        raise problem
    memory = workspace.verification_cache
    stored = NarrativeFindings(workspace.catalogue, _state_of_checks(workspace))
    return CheckContext(
        settings=workspace.collection.settings.checks,
        dates=workspace.collection.settings.dates,
        network=workspace.network if network is None else network,
        persons=workspace.authority.persons,
        abbreviations=workspace.abbreviations,
        post=workspace.post,
        exists=workspace.collection.has_file,
        found_before=workspace.findings,
        accepted=workspace.accepted,
        today=today,
        remembered=memory.by_key,
        text_keys=memory.text_keys_of_few if few_items else memory.text_keys,
        text_of=workspace.catalogue.text,
        line_scores=workspace.line_scores,
        letters=_letters,
        made_of_texts=functools.partial(_derived_from_texts, workspace),
        findings_of_narrative=stored,
        facts_of_narrative=stored.facts,
    )


def _state_of_checks(workspace: Workspace) -> tuple[object, ...]:
    """What findings on a narrative depend on besides its text: catalogue, lists, settings and the program."""
    return (
        program_state(),
        workspace.stamp,
        workspace.catalogue.generation,
        workspace.collection.settings,
        workspace.authority.persons,
        workspace.abbreviations,
    )


def _derived_from_texts(workspace: Workspace, name: str, make: Callable[[], bytes]) -> bytes:
    """What is derived from the texts of the present catalogue: as stored, or computed now and stored."""
    catalogue = workspace.catalogue
    key = f"{program_state()} {workspace.stamp} {catalogue.generation}"
    content = catalogue.result(name, key)
    if content is None:
        content = make()
        catalogue.store_result(name, key, content)
    return content


def _letters(text: str) -> float:
    """How likely the letters of a text are; the table is read only when it is asked."""
    from briefbook.ocr.letter_model import log_likelihood_of

    return log_likelihood_of(text)


def _check_menu(workspace: Workspace, narratives: Iterable[Narrative]) -> None:
    """Refuse a menu that names a page that there is not, and a logo or a theme that there is not."""
    site, path = workspace.collection.settings.site, workspace.collection.root / "briefbook.toml"
    drafts_too = (file.stem for file in narrative_paths(workspace.collection))
    names = list(dict.fromkeys([*MENU_PAGES, *(narrative.slug for narrative in narratives), *drafts_too]))
    for name in site.menu:
        if name not in names:
            remedy = did_you_mean(name, names) or f"there are {', '.join(names)}."
            raise InputError(f"{path}: site.menu names {name!r}, and there is no such page", remedy=remedy.strip())
    if site.logo and not (workspace.collection.media / site.logo).is_file():
        what = f"{path}: site.logo is {site.logo!r}, and media/ has no such file"
        raise InputError(what, remedy="put the picture into media/, or correct the name.")
    if site.theme:
        root = workspace.collection.root.resolve()
        folder = (root / site.theme).resolve()
        is_of_package = not folder.is_dir() and theme_folder(root, site.theme) != root / site.theme
        if not is_of_package and (folder == root or not folder.is_relative_to(root) or not folder.is_dir()):
            what = f"{path}: site.theme is {site.theme!r}, and the collection has no such folder"
            raise InputError(what, remedy="make the folder, or correct the name.")


def theme_folder(root: Path, theme: str) -> Path | None:
    """The folder of a theme: the collection's own, else that of an installed package of this name.

    Args:
        root: The collection's folder.
        theme: The setting ``site.theme``.
    """
    if not theme:
        return None
    of_package = extensions.values("themes").get(theme)
    if not (root / theme).is_dir() and of_package is not None:
        folder = Path(str(of_package() if callable(of_package) else of_package))
        return folder if folder.is_dir() else root / theme
    return root / theme


def gather(
    workspace: Workspace,
    narratives: tuple[Narrative, ...],
    findings: tuple[Finding, ...],
    verifications: tuple[Verification, ...],
) -> "Archive":
    """Everything a page or an export is made from."""
    return _with_findings(workspace, _with_chapters(workspace, narratives), narratives, findings, verifications)


def _with_findings(
    workspace: Workspace,
    archive: "Archive",
    narratives: tuple[Narrative, ...],
    findings: tuple[Finding, ...],
    verifications: tuple[Verification, ...],
) -> "Archive":
    """The same archive with what the checks say of these narratives, and what is offered for download."""
    from briefbook.project import certificates

    archive = dataclasses.replace(
        archive,
        findings=findings,
        verifications=verifications,
        downloads=certificates.write_certificate(workspace, narratives, findings, verifications),
    )
    return dataclasses.replace(
        archive, downloads=(*archive.downloads, *certificates.write_annotations(workspace, archive))
    )


def _papers_and_chapters(workspace: Workspace, narratives: tuple[Narrative, ...]) -> "Archive":
    """What is shown to everybody, but for what the checks say and for what is offered for download."""
    archive = _with_chapters(workspace, drafts.published(narratives))
    return dataclasses.replace(archive, drafts=tuple(narrative for narrative in narratives if narrative.is_draft))


def _with_chapters(workspace: Workspace, narratives: tuple[Narrative, ...]) -> "Archive":
    """Everything but findings, verifications and downloads."""
    from briefbook.exports import cite_forms, collection_files, item_files, searchable_pdf
    from briefbook.narratives.languages import with_printed_titles
    from briefbook.narratives.render import render_passages
    from briefbook.project import certificates
    from briefbook.project.change_times import change_times
    from briefbook.project.stored_page_kinds import stored_covers

    settings = workspace.collection.settings
    _check_menu(workspace, narratives)
    return dataclasses.replace(
        _papers_of(workspace),
        narratives=with_printed_titles(narratives, settings.collection.language),
        locales=workspace.collection.root / "locales",
        theme=theme_folder(workspace.collection.root, settings.site.theme),
        network=workspace.network,
        persons=workspace.authority.persons,
        abbreviations=workspace.abbreviations,
        media=workspace.collection.media,
        prose=workspace.collection.narratives,
        moved={**workspace.division.moved(), **settings.site.moved},
        render=render_passages,
        cite=cite_forms,
        item_files=item_files,
        searchable_pdf=searchable_pdf,
        annotations=functools.partial(certificates.stored_annotations, workspace),
        collection_files=collection_files,
        change_times=functools.partial(change_times, workspace, narratives),
        covers=functools.partial(stored_covers, workspace.catalogue),
        samples=_results_of_samples(workspace.collection),
        item_notes=placed_notes(workspace, functools.partial(input_for_quotations, workspace)),
    )


def _results_of_samples(collection: Collection) -> "tuple[SampleResult, ...]":
    if not collection.samples.is_dir():
        return ()
    from briefbook.catalogue.sampling import read_results  # with its statistics, which few collections need

    return read_results(collection.samples)


def _papers_of(workspace: Workspace) -> "Archive":
    """What is made from a collection's items alone, without chapters and references."""
    from briefbook.model.archive import Archive
    from briefbook.model.network import Network

    settings = workspace.collection.settings
    return Archive(
        catalogue=workspace.catalogue,
        narratives=(),
        about=about(settings) | _confirmed_offices(workspace) | _own_persons(workspace),
        network=Network(),
        post=workspace.post,
        office=workspace.office,
        picture=workspace.picture,
        picture_type=workspace.picture_type,
        whole_picture=workspace.whole_picture,
        scan=workspace.originals,
        scan_elsewhere=workspace.originals_elsewhere,
        columns=tuple(settings.site.columns),
        head_notes=head_notes(workspace),
    )


def _confirmed_offices(workspace: Workspace) -> dict[str, str]:
    """The names of offices that a person confirmed, as ``Archive.about`` has them; nothing where there are none."""
    from briefbook.model.archive import CONFIRMED_OFFICES

    names = workspace.confirmed_posts
    return {CONFIRMED_OFFICES: json.dumps(names, ensure_ascii=False, sort_keys=True)} if names else {}


def _own_persons(workspace: Workspace) -> dict[str, str]:
    """The names of the collection's own list of persons, as ``Archive.about`` has them; nothing where it has none."""
    if not (workspace.collection.root / OWN_LISTS[0]).exists():
        return {}
    from briefbook.model.archive import OWN_PERSONS
    from briefbook.text.authorities import PERSONS, names_in_indexes

    names = names_in_indexes([person for person in workspace.authority.persons if person not in PERSONS])
    return {OWN_PERSONS: json.dumps(names, ensure_ascii=False, sort_keys=True)} if names else {}


def open_catalogue(collection: Collection, *, progress: Progress = quiet, read: bool = True) -> Catalogue:
    """The catalogue, with everything that is stale made again first."""
    return Workspace(collection, progress=progress, read=read).catalogue


def input_for_quotations(workspace: Workspace) -> "CheckInput":
    """What single quotations are compared with: catalogue, texts, and what was kept of the pictures."""
    from briefbook.checks import CheckContext
    from briefbook.checks.check_input import CheckInput

    context = CheckContext(
        line_scores=workspace.line_scores,
        letters=_letters,
        made_of_texts=functools.partial(_derived_from_texts, workspace),
    )
    return CheckInput(workspace.catalogue, (), context)


def open_for_quotations(collection: Collection) -> "CheckInput":
    """The same of a collection, with everything that is stale made again first."""
    return input_for_quotations(Workspace(collection))


def open_archive(collection: Collection, *, progress: Progress = quiet, read: bool = True) -> "Archive":
    """The collection, checked and ready to be shown."""
    workspace = Workspace(collection, progress=progress, read=read)
    return open_book(workspace, read_narratives(collection, workspace.catalogue))


def open_papers(
    collection: Collection, *, progress: Progress = quiet, references: bool = False, read: bool = True
) -> "Archive":
    """The items of a collection for what needs neither chapters nor findings; nothing is checked.

    Args:
        collection: The collection.
        progress: Shows how far reading and describing are.
        references: Whether the archive has the resolved references too (``Archive.references``).
        read: Whether unread scans are read first.

    Returns:
        An archive without chapters, findings, verifications, series, copies and files to download.
    """
    workspace = Workspace(collection, progress=progress, read=read)
    workspace.catalogue.keeps_entries = False
    return _papers_with_times(workspace, references=references)


def _papers_with_times(workspace: Workspace, *, references: bool) -> "Archive":
    from briefbook.model.archive import ChangeTimes
    from briefbook.project.change_times import change_times_of_items

    def times() -> ChangeTimes:
        narratives = drafts.published(read_narratives(workspace.collection, workspace.catalogue))
        return change_times_of_items(workspace, narratives)

    return dataclasses.replace(
        _papers_of(workspace),
        each_reference=workspace.each_reference if references else None,
        change_times=times,
    )


def open_chapters(collection: Collection, *, progress: Progress = quiet, quotations: bool = False) -> "Archive":
    """The items and the chapters of a collection for what needs no findings; no check is run.

    Args:
        collection: The collection.
        progress: Shows how far reading and describing are.
        quotations: Whether the archive's verifications are needed too.

    Returns:
        An archive of what is published, without findings, references, series and copies; ``drafts`` are those left out.
    """
    from briefbook.checks.check_input import CheckInput
    from briefbook.checks.verifications import verify_quotations
    from briefbook.model.network import Network
    from briefbook.narratives.languages import with_printed_titles

    workspace = Workspace(collection, progress=progress)
    workspace.catalogue.keeps_entries = False
    narratives = read_narratives(collection, workspace.catalogue)
    verifications: tuple[Verification, ...] = ()
    if quotations:
        context = check_context(workspace, day_of_making(), network=Network(), few_items=True)
        inputs = CheckInput(workspace.catalogue, narratives, context)
        verifications = tuple(claim.verification for claim in verify_quotations(inputs))
    published, _, verifications = drafts.without_drafts(narratives, (), verifications)
    return dataclasses.replace(
        _papers_of(workspace),
        narratives=with_printed_titles(published, collection.settings.collection.language),
        verifications=verifications,
        media=collection.media,
        prose=collection.narratives,
        locales=collection.root / "locales",
        drafts=tuple(narrative for narrative in narratives if narrative.is_draft),
    )


def open_findings(collection: Collection, *, progress: Progress = quiet) -> "Archive":
    """The items, references, persons and findings of a collection, the findings read one after the other.

    Returns:
        An archive without chapters; ``each_finding`` gives the findings on all but the drafts, which ``drafts`` names.
    """
    workspace = Workspace(collection, progress=progress)
    workspace.catalogue.keeps_entries = False
    narratives = read_narratives(collection, workspace.catalogue)
    left_out = {narrative.path for narrative in narratives if narrative.is_draft}
    cache = CheckCache(workspace, day_of_making())
    sources = _sources(workspace)
    is_checked = sources is not None and cache.findings(sources) is not None
    made = () if is_checked else _findings_without_entries(collection, narratives, progress)

    def each() -> Iterator[Finding]:
        stored = cache.findings(sources) if sources is not None else None
        for finding in made if stored is None else stored:
            if finding.where is None or finding.where.path not in left_out:
                yield finding

    return dataclasses.replace(
        _papers_with_times(workspace, references=True),
        persons=workspace.authority.persons,
        each_finding=each,
        drafts=tuple(narrative for narrative in narratives if narrative.is_draft),
    )


def _findings_without_entries(
    collection: Collection, narratives: tuple[Narrative, ...], progress: Progress
) -> tuple[Finding, ...]:
    """The findings on the book, made in a workspace that is gone after it and whose entries are not kept."""
    workspace = Workspace(collection, progress=progress)
    workspace.catalogue.keeps_entries = False
    return check_book(workspace, narratives)[0]


def open_book(workspace: Workspace, narratives: tuple[Narrative, ...]) -> "Archive":
    """The same, of a collection that was looked at already; its ``with_drafts`` has the drafts too."""
    from briefbook.project import book_build

    findings, verifications = check_book(workspace, narratives)
    workspace.catalogue.store_doubts(doubts_of_findings(findings))
    archive = _published(workspace, narratives, findings, verifications)
    archive = dataclasses.replace(
        archive, downloads=(*archive.downloads, *book_build.current_books(workspace, archive))
    )
    if not archive.drafts:
        return archive
    every = dataclasses.replace(
        archive,
        narratives=drafts.with_marked_titles(narratives),
        findings=findings,
        verifications=verifications,
        drafts=(),
    )
    return dataclasses.replace(archive, with_drafts=every)


def _published(
    workspace: Workspace,
    narratives: tuple[Narrative, ...],
    findings: tuple[Finding, ...],
    verifications: tuple[Verification, ...],
) -> "Archive":
    """What is shown to everybody: all but the drafts, which it only names."""
    archive = gather(workspace, *drafts.without_drafts(narratives, findings, verifications))
    return dataclasses.replace(archive, drafts=tuple(narrative for narrative in narratives if narrative.is_draft))


def open_search(collection: Collection, *, progress: Progress = quiet, read: bool = True) -> tuple["Index", Catalogue]:
    """The full-text index, brought up to date with the catalogue and the book, and the catalogue."""
    from briefbook.project.index_sync import index_of

    workspace = Workspace(collection, progress=progress, read=read)
    catalogue = workspace.catalogue
    return index_of(workspace, lambda: read_narratives(collection, catalogue)), catalogue


def check_collection(
    collection: Collection, *, progress: Progress = quiet, read: bool = True, today: datetime.date | None = None
) -> tuple[tuple[Finding, ...], tuple[Verification, ...]]:
    """Findings on the whole collection, and every quotation compared with its source."""
    workspace = Workspace(collection, progress=progress, read=read)
    findings, verifications = _unchanged_check(workspace, today) or check_book(
        workspace, read_narratives(collection, workspace.catalogue), today
    )
    workspace.catalogue.store_doubts(doubts_of_findings(findings))
    return findings, verifications


def sign_certificate(collection: Collection, *, progress: Progress = quiet, read: bool = True) -> tuple[Path, ...]:
    """Check the whole collection, sign what came of it in the journal, and write the certificate's files."""
    from briefbook.project import certificates

    workspace = Workspace(collection, progress=progress, read=read)
    narratives = read_narratives(collection, workspace.catalogue)
    checked = check_book(workspace, narratives)
    return certificates.sign(workspace, *drafts.without_drafts(narratives, *checked))
