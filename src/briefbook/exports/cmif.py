"""Items -> CMIF (Correspondence Metadata Interchange Format), which correspSearch collects: who wrote to whom, when."""

from collections.abc import Iterable, Iterator
from urllib.parse import quote

from briefbook.exports.citation_elements import elements
from briefbook.exports.tei import corresp_actions
from briefbook.exports.xml_text import attribute, text
from briefbook.model.archive import Archive
from briefbook.model.catalogue import Entry

FREE = "https://creativecommons.org/licenses/by/4.0/"
"""The licence of the file, which correspSearch asks for: it is facts, not the papers."""


def cmif(archive: Archive, entries: Iterable[Entry], made: str) -> Iterator[str]:
    """Yield the file in parts, an item each.

    Args:
        archive: The collection.
        entries: The chosen items.
        made: The day on which it is made (ISO 8601).
    """
    about = {name.removeprefix("site_"): value for name, value in archive.about.items()}
    title = about.get("title", "") or "Untitled collection"
    address = about.get("address", "")
    contact = about.get("contact", "")
    editor = f"<editor>{text(title)}{f' <email>{text(contact)}</email>' if '@' in contact else ''}</editor>"
    source = f"<ref target={attribute(address)}>{text(address)}</ref>" if address else ""
    url = f"<idno type={attribute('url')}>{text(address.rstrip('/') + '/cmif.xml')}</idno>" if address else ""
    yield (
        '<?xml version="1.0" encoding="UTF-8"?>\n<TEI xmlns="http://www.tei-c.org/ns/1.0">\n<teiHeader><fileDesc>'
        f"<titleStmt><title>{text(title)}: register of correspondence</title>{editor}</titleStmt>"
        f"<publicationStmt><publisher>{source or text(title)}</publisher>{url}<date when={attribute(made)}/>"
        f'<availability><licence target="{FREE}">CC BY 4.0</licence></availability></publicationStmt>'
        f'<sourceDesc><bibl xml:id="collection" type="online">{text(title)} {source}</bibl></sourceDesc></fileDesc>\n'
        "<profileDesc>\n"
    )
    count = 0
    for entry in entries:
        citation = elements(entry, archive.about)
        actions = corresp_actions(citation)
        if not actions:
            continue  # a letter of which neither a party nor a date is known cannot be searched for
        key = f"ref={attribute(citation.address)}" if citation.address else f"key={attribute(quote(entry.item))}"
        yield f'<correspDesc {key} source="#collection">{actions}</correspDesc>\n'
        count += 1
    yield "" if count else "<creation/>\n"
    yield "</profileDesc></teiHeader>\n<text><body><p/></body></text>\n</TEI>\n"
