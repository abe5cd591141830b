"""A paper that is cited or referred to but not held -> a stub page: what is known of it, who cites it, its archive."""

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from briefbook.model.catalogue import natural
from briefbook.model.network import ResolvedReference
from briefbook.site import urls
from briefbook.site.links import link_to
from briefbook.site.narrative_page import citing_sentences
from briefbook.site.office_labels import office_link
from briefbook.site.rendering import WebPage, in_quotation_marks, of_paper, render_page, web_link
from briefbook.site.site_data import ItemRow, SiteData
from briefbook.text import posts
from briefbook.text.archives import keeping_archive
from briefbook.text.date_display import date_in_words, days_in_words
from briefbook.text.folding import fold
from briefbook.text.services import Service
from briefbook.text.titles import office_in_title
from briefbook.util.translation import N_, gettext

_TARGET = re.compile(r"(?P<code>.+?) (?:(?P<kind>[a-z]+) )?(?P<number>[A-Z-]*\d[\d-]*)(?: \((?P<year>\d{4})\))?")

ESTIMATED = N_("the date is estimated from the numbers around it")
NO_DATE = N_("no date")
"""What the notes of references to papers not held say."""


@dataclass(frozen=True, slots=True)
class MissingPaper:
    """A paper that is not held: its name in the network or its id, and what its name says."""

    target: str
    code: str = ""  # of the office that wrote it
    message_number: str = ""
    year: str = ""
    office: str = ""  # its name in words; "" if only the code is known
    service: str = ""
    words: str = ""  # by which a paper held here refers to it, where they name it better than the target

    @property
    def title(self) -> str:
        """The paper in words: "Embassy in Washington, no. 3316 (1962)".

        Where the office is not known it is as a paper refers to it, and its name in the network if no more is known.
        """
        if not self.office:
            return self.words or days_in_words(self.target)
        words = gettext("{office}, no. {number}").format(office=self.office, number=self.message_number)
        return f"{words} ({self.year})" if self.year else words


def missing_paper(site_data: SiteData, target: str) -> MissingPaper:
    """What the name of a paper that is not held says of it.

    Args:
        site_data: The site's data.
        target: Its name in the network, or the id by which the book cites it.

    Returns:
        What is known by its name, and by the service of the paper that refers to it.
    """
    references = site_data.not_held.get(target, ())
    row = site_data.row_of.get(references[0].item) if references else None
    match = _TARGET.fullmatch(target)
    words = "" if _A_WORD.search(target) else _best_words(references)
    if match is None or row is None or match["kind"]:
        return MissingPaper(target, service=_service(row, "") if row else "", words=words)
    code = match["code"]
    name = office_in_title(code, row.service, row.date, site_data.archive.post_on)
    if fold(name) == fold(code) and code in site_data.post_items:  # what this paper does not say, others do
        name = site_data.office_name(code) if fold(site_data.office_name(code)) != fold(code) else name
    return MissingPaper(
        target,
        code,
        match["number"],
        match["year"] or "",
        name if name != code else "",
        _service(row, code),
        words,
    )


_A_WORD = re.compile(r"\b[a-z]{4,}\b")
"""A word in a target, which is then no code: "letter of 1963-02-18"."""

_OF_THE_WRITER = re.compile(r"(?:your|my|our|this|that|same|ref\w*)\b", re.I)
"""How words begin that name a paper to its addressee only."""

_IN_WORDS = re.compile(r"[^\W\d_]{4,}.*\d")
"""Words that name a paper to a reader: a word in full, and a number or a date after it."""


def _best_words(references: Sequence[ResolvedReference]) -> str:
    """The longest words by which papers refer to one that is not held; "" where none would tell a reader more."""
    mentions = [" ".join(reference.mention.split()) for reference in references]
    named = [words for words in mentions if _IN_WORDS.search(words) and not _OF_THE_WRITER.match(words)]
    words = max(named, key=len, default="")
    return f"{words[:1].upper()}{words[1:]}" if any(letter.islower() for letter in words) else ""


def _service(row: ItemRow, code: str) -> str:
    """The service of an office that a paper refers to: a military command is of the forces, others of its own."""
    command = posts.commands().get(" ".join(code.upper().split()))
    return Service.US_FORCES if command and command.code in posts.military() else row.service


def stub_names(site_data: SiteData) -> list[str]:
    """The papers that have a slip: what the book cites, then what the papers refer to."""
    return [*site_data.cited_not_held, *(name for name in site_data.not_held if name not in site_data.cited_not_held)]


def stub_page(site_data: SiteData, target: str) -> WebPage | None:
    """The slip of a paper that is not held; None if nothing cites or refers to it."""
    references = site_data.not_held.get(target, ())
    mentions = site_data.cited_not_held.get(target, ())
    if not references and not mentions:
        return None
    url = urls.stub_url(target)
    root = urls.root_of(url)
    paper = missing_paper(site_data, target)
    cited = [
        {
            "url": root + urls.narrative_url(mention.narrative.slug),
            "title": mention.narrative.title,
            "sentences": citing_sentences(
                mention.narrative, mention.passage, target, site_data.language_of(mention.narrative)
            ),
        }
        for mention in mentions
    ]
    referred = [
        {
            "url": root + urls.item_url(reference.item),
            "item": reference.item,
            "title": site_data.title(row) if (row := site_data.row_of.get(reference.item)) else "",
            "words": in_quotation_marks(of_paper(site_data, reference.mention)),
        }
        for reference in references
    ]
    return render_page(
        site_data,
        url,
        "slip.html",
        paper.title,
        summary=gettext("{paper}: not held in this collection; what is known of it.").format(paper=paper.title),
        trail=[(gettext("Papers referred to but not held"), root + urls.NOT_HELD), (paper.title, "")],
        paper=paper,
        facts=_facts(site_data, paper, references, root),
        cited=cited,
        referred=referred,
        beside=[(row, site_data.title(row)) for row in beside_by_number(site_data, paper)],
        places=_places(site_data, paper),
    )


def _facts(
    site_data: SiteData, paper: MissingPaper, references: Sequence[ResolvedReference], root: str
) -> list[tuple[str, str]]:
    """What is known of a paper, each with its label."""
    facts: list[tuple[str, str]] = []
    if paper.code in site_data.post_items:
        facts.append((gettext("From"), office_link(site_data, paper.code, root, paper.office or paper.code)))
    elif paper.code:
        facts.append((gettext("From"), paper.office or paper.code))
    if paper.message_number:
        facts.append((gettext("Number"), paper.message_number))
    if dated := next((reference for reference in references if reference.date), None):
        note = gettext(dated.note) if dated.note else gettext("as the paper that refers to it says")
        words = Markup('{}<br><span class="quiet">{}</span>').format(date_in_words(dated.date or ""), note)
        facts.append((gettext("Date"), words))
    return facts


def beside_by_number(site_data: SiteData, paper: MissingPaper) -> list[ItemRow]:
    """The items held that come before and after a paper that is not.

    By number in its series, or where the book cites it by its id, in the order of the ids.
    """
    if paper.code and paper.message_number.isdigit():
        numbers = site_data.numbers_sent.get((paper.code, paper.year), [])
        place = bisect_left(numbers, (int(paper.message_number), ""))
        around = [*numbers[max(0, place - 1) : place], *numbers[place : place + 1]]
        return [site_data.row_of[item] for _, item in around]
    if paper.target not in site_data.cited_not_held:
        return []
    prefix = re.sub(r"\d+\D*$", "", paper.target)
    alike = [row for row in site_data.rows if prefix and row.item.startswith(prefix)]
    earlier = [row for row in alike if natural(row.item) < natural(paper.target)]
    later = [row for row in alike if natural(row.item) > natural(paper.target)]
    return [*earlier[-1:], *later[:1]]


def _places(site_data: SiteData, paper: MissingPaper) -> list[Markup]:
    """Where the paper might be: the repository of the collection where the book cites it, the service's own archive."""
    places = []
    repository = site_data.about.get("repository", "")
    if repository and paper.target in site_data.cited_not_held:
        words = gettext("{repository}, whose papers these are: the book cites it by an id of theirs.")
        places.append(Markup(words).format(repository=repository))
    if archive := keeping_archive(paper.service):
        words = gettext("{archive}, where papers of its service ({service}) are usually kept{holdings}.")
        places.append(
            Markup(words).format(
                archive=link_to(archive.source, archive.name),
                service=gettext(paper.service),
                holdings=f": {archive.holdings}" if archive.holdings else "",
            )
        )
    if contact := site_data.about.get("contact", ""):
        subject = gettext("About %(item)s").replace("%(item)s", paper.title)
        words = gettext("Do you hold it? Write to {contact}.")
        places.append(Markup(words).format(contact=web_link(contact, subject)))
    return places
