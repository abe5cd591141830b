"""Items -> a finding aid in EAD3 or EAD 2002: the fonds, and each item as a component, in the catalogue's order."""

import datetime
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from briefbook.exports.citation_elements import SPECIMEN, elements
from briefbook.exports.descriptions import item_description
from briefbook.exports.mods import is_plain
from briefbook.exports.parties import NameKind, Party
from briefbook.exports.xml_text import attribute, text
from briefbook.model.archive import Archive
from briefbook.model.catalogue import Entry
from briefbook.text.date_display import date_in_words
from briefbook.text.safe_names import safe_name
from briefbook.util.moment import day_of_making


@dataclass(frozen=True, slots=True)
class _Dialect:
    """How a version of EAD writes what both have.

    Attributes:
        namespace: The XML namespace.
        is_ead3: Whether it is EAD3; else it is EAD 2002.
    """

    namespace: str
    is_ead3: bool

    def name(self, element: str, name: str, role: str = "") -> str:
        """A name, with what it is to the item; EAD3 divides it into parts."""
        given = f" {'relator' if self.is_ead3 else 'role'}={attribute(role)}" if role else ""
        return f"<{element}{given}>{f'<part>{text(name)}</part>' if self.is_ead3 else text(name)}</{element}>"

    def party(self, party: Party, role: str = "") -> str:
        """A sender or addressee: a person's name as a list has it, an office's, or one of which that is not known."""
        element = {NameKind.PERSON: "persname", NameKind.OFFICE: "corpname"}.get(party.kind, "name")
        return self.name(element, party.indexed, role)

    def subject(self, words: str) -> str:
        """The subject line, or the paper's own title, as the catalogue has it; in the title it may be shortened."""
        kind = f"{'localtype' if self.is_ead3 else 'type'}={attribute('subject')}"
        return f"<abstract {kind}>{text(words)}</abstract>" if words else ""

    def note(self, words: str, name: str) -> str:
        """What editors say of an item."""
        kind = f"{'localtype' if self.is_ead3 else 'type'}={attribute(name)}"
        return f"<odd {kind}>{_paragraphs(words)}</odd>" if words else ""

    def date(self, edtf: str) -> str:
        """A date of the paper: in words, and as a program reads it where it is plain."""
        if not edtf:
            return ""
        words = text(date_in_words(edtf))
        days = [part.split("T")[0] for part in edtf.split("/")]
        if not all(map(is_plain, days)):
            return f"<unitdate>{words}</unitdate>"
        if not self.is_ead3:
            return f'<unitdate normal="{"/".join(days)}">{words}</unitdate>'
        if len(days) == 1:
            return f'<unitdatestructured><datesingle standarddate="{days[0]}">{words}</datesingle></unitdatestructured>'
        return (
            f'<unitdatestructured><daterange><fromdate standarddate="{days[0]}">{days[0]}</fromdate>'
            f'<todate standarddate="{days[1]}">{days[1]}</todate></daterange></unitdatestructured>'
        )

    def extent(self, count: int, unit: str) -> str:
        """How much there is."""
        if not count:
            return ""
        words = unit if count == 1 else f"{unit}s"
        if not self.is_ead3:
            return f"<physdesc><extent>{count} {words}</extent></physdesc>"
        return (
            '<physdescstructured physdescstructuredtype="materialtype" coverage="whole">'
            f"<quantity>{count}</quantity><unittype>{words}</unittype></physdescstructured>"
        )

    def link(self, address: str) -> str:
        """Where the item is on the web."""
        if not address:
            return ""
        if self.is_ead3:
            return f"<dao daotype={attribute('derived')} href={attribute(address)}/>"
        return f"<dao xlink:type={attribute('simple')} xlink:href={attribute(address)}/>"

    def control(self, title: str, repository: str, identifier: str, made: datetime.date) -> str:
        """The part about the finding aid itself."""
        agency = text(repository or "not stated")
        if self.is_ead3:
            return (
                f"<control><recordid>{text(identifier)}</recordid><filedesc><titlestmt><titleproper>{text(title)}"
                f"</titleproper></titlestmt></filedesc>"
                f'<maintenancestatus value="derived"/><maintenanceagency><agencyname>{agency}</agencyname>'
                "</maintenanceagency><maintenancehistory><maintenanceevent>"
                f'<eventtype value="derived"/><eventdatetime standarddatetime="{made}">{made}</eventdatetime>'
                '<agenttype value="machine"/><agent>Briefbook</agent></maintenanceevent></maintenancehistory>'
                "</control>\n"
            )
        return (
            f"<eadheader><eadid>{text(identifier)}</eadid><filedesc><titlestmt><titleproper>{text(title)}"
            f"</titleproper></titlestmt></filedesc><profiledesc><creation>Made by Briefbook, "
            f"<date>{made}</date></creation></profiledesc></eadheader>\n"
        )


EAD3 = _Dialect("http://ead3.archivists.org/schema/", is_ead3=True)
EAD2002 = _Dialect("urn:isbn:1-931666-22-9", is_ead3=False)


def finding_aid(
    archive: Archive, entries: Iterable[Entry], dialect: _Dialect, made: datetime.date | None = None
) -> Iterator[str]:
    """Yield a finding aid in parts, an item each, so that its size does not matter.

    Args:
        archive: The collection.
        entries: The chosen items, in the order in which they are listed.
        dialect: ``EAD3`` or ``EAD2002``.
        made: The day on which it is made; today if not given.
    """
    about = {name.removeprefix("site_"): value for name, value in archive.about.items()}
    title, repository = about.get("title", "") or "Untitled collection", about.get("repository", "")
    identifier = safe_name(about.get("fonds", "") or title)
    xlink = "" if dialect.is_ead3 else ' xmlns:xlink="http://www.w3.org/1999/xlink"'
    yield f'<?xml version="1.0" encoding="UTF-8"?>\n<ead xmlns="{dialect.namespace}"{xlink}>\n'
    yield dialect.control(title, repository, identifier, made or day_of_making())
    series = f"<unitid>{text(about['fonds'])}</unitid>" if about.get("fonds") else ""
    held = f"<repository>{dialect.name('corpname', repository)}</repository>" if repository else ""
    address = about.get("address", "")
    yield (
        f'<archdesc level="collection">\n<did>{held}<unittitle>{text(title)}</unittitle>{series}'
        f"{dialect.extent(len(archive.catalogue), 'item')}{dialect.link(address)}</did>\n"
    )
    for element, words in (
        ("scopecontent", about.get("description", "")),
        ("userestrict", about.get("rights", "")),
        ("arrangement", about.get("series", "")),
    ):
        if words:
            yield f"<{element}><p>{text(words)}</p></{element}>\n"
    first = True
    for entry in entries:
        yield ("<dsc>\n" if first else "") + _component(entry, archive.about_item(entry.item), dialect)
        first = False
    yield ("" if first else "</dsc>\n") + "</archdesc>\n</ead>\n"


def _paragraphs(words: str) -> str:
    return "".join(f"<p>{text(line)}</p>" for line in words.splitlines() if line.strip())


def _component(entry: Entry, about_item: Mapping[str, str], dialect: _Dialect) -> str:
    citation, description = elements(entry, about_item), item_description(entry, about_item)
    origin = "".join(dialect.party(party) for party in citation.authors)
    place = citation.place
    did = (
        f"<unitid>{text(citation.item)}</unitid><unittitle>{text(citation.title)}</unittitle>{dialect.date(citation.date)}"
        + (f"<origination>{origin}</origination>" if origin else "")
        + dialect.subject("" if description.edition else citation.subject_line)
        + (f"<physloc>{text(place)}</physloc>" if place else "")
        + dialect.extent(entry.page_count, "page")
        + dialect.link(citation.address)
    )
    notes = [SPECIMEN] if citation.specimen else []
    notes += [f"{name}: {value}" for name in ("number", "classification", "precedence") if (value := entry.value(name))]
    about = _paragraphs(description.own) + "".join(f"<p>{text(note)}</p>" for note in notes)
    points = [
        *(dialect.party(party, "addressee") for party in citation.addressees),
        *(dialect.name("persname", name) for name in entry.values("persons")),
        *(dialect.name("geogname", name) for name in entry.values("places")),
        *(dialect.name("subject", name) for name in entry.values("tags")),
        *([dialect.name("genreform", citation.form)] if citation.form else []),
    ]
    return (
        f'<c level="item"><did>{did}</did>'
        + (f"<scopecontent>{about}</scopecontent>" if about else "")
        + dialect.note(description.editors, "editor")
        + dialect.note(description.edition, "edition")
        + (f"<controlaccess>{''.join(points)}</controlaccess>" if points else "")
        + "</c>\n"
    )
