"""Catalogue and narratives -> files in standard forms, one module for each standard."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from briefbook.model.catalogue import Entry
from briefbook.model.network import ResolvedReference
from briefbook.model.page import Page
from briefbook.model.rendering import CiteForm, ExportFile
from briefbook.util.lazy import loaded_on_use
from briefbook.util.translation import N_, SOURCE_LANGUAGE, gettext, using

if TYPE_CHECKING:
    from briefbook.exports.iiif_collection import collection_files as collection_files
    from briefbook.exports.pdf_with_words import searchable_pdf as searchable_pdf


def __getattr__(name: str) -> Any:
    """Load what a public name of another module stands for, on first use."""
    homes = {"collection_files": "iiif_collection", "searchable_pdf": "pdf_with_words"}
    return loaded_on_use(__name__, homes, name)


def cite_forms(entry: Entry, about: Mapping[str, str]) -> tuple[CiteForm, ...]:
    """Every way to cite an item.

    Args:
        entry: The item's entry.
        about: The settings that pages show (``Archive.about``).
    """
    from briefbook.exports import archival_note, bibtex, csl, ris  # a build that makes no item's page needs no form

    return (
        CiteForm(gettext("Archival note"), archival_note.archival(entry, about)),
        CiteForm("Chicago", archival_note.chicago(entry, about)),
        CiteForm("MLA", archival_note.mla(entry, about)),
        CiteForm("BibTeX", bibtex.bibtex(entry, about), f"{entry.item}.bib"),
        CiteForm("RIS", ris.ris(entry, about).replace("\r\n", "\n"), f"{entry.item}.ris"),
        CiteForm("CSL-JSON", csl.csl_json(entry, about), f"{entry.item}.csl.json"),
    )


def item_files(
    entry: Entry,
    pages: Sequence[Page],
    about: Mapping[str, str],
    pictures: Mapping[int, tuple[str, str]],
    references: Sequence[ResolvedReference] = (),
) -> tuple[ExportFile, ...]:
    """An item's files in standard forms, without those that would be empty.

    Args:
        entry: The item's entry.
        pages: Its pages.
        about: The settings that pages show (``Archive.about``).
        pictures: Page number -> URL of the page's picture, relative to the site's root, and its media type.
        references: The item's references, resolved.
    """
    from briefbook.exports import alto, bibtex, csl, iiif, ris, tei

    item = entry.item
    with using(SOURCE_LANGUAGE):  # its labels say that they are English
        manifest = iiif.manifest(entry, pages, about, pictures)
    files = (
        (f"{item}.bib", "application/x-bibtex", "BibTeX", bibtex.bibtex(entry, about)),
        (f"{item}.ris", "application/x-research-info-systems", "RIS", ris.ris(entry, about)),
        (f"{item}.csl.json", "application/vnd.citationstyles.csl+json", "CSL-JSON", csl.csl_json(entry, about)),
        (
            f"{item}.alto.xml",
            "application/alto+xml",
            N_("ALTO: words with their places"),
            alto.alto(entry, pages, pictures),
        ),
        (f"{item}.tei.xml", "application/tei+xml", "TEI", tei.tei(entry, pages, about, pictures, references)),
        ("manifest.json", "application/ld+json", N_("IIIF manifest"), manifest),
    )
    return tuple(ExportFile(name, media_type, label, text.encode()) for name, media_type, label, text in files if text)
