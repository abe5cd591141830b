"""Pictures of ``media/``, and what pages show or offer beside themselves -> the site's files of them."""

import os
from pathlib import Path

from briefbook.model.narrative import Image, Link, Narrative
from briefbook.site import urls
from briefbook.site.site_data import SiteData
from briefbook.text.link_targets import LinkTarget, file_path_of
from briefbook.util.file_endings import WEB_PICTURES


def file_at(site_data: SiteData, path: str) -> Path | None:
    """The file at a path of the collection, in ``media/`` or ``narratives/``; None if none or if it leads outside."""
    folder_name, _, name = path.partition("/")
    folder = {"media": site_data.archive.media, "narratives": site_data.archive.prose}.get(folder_name)
    if folder is None or not name:
        return None
    file = folder / name
    if not os.path.isfile(file) or not file.resolve().is_relative_to(folder.resolve()):
        return None
    return file


def picture_path(site_data: SiteData, narrative: Narrative, image: Image) -> str | None:
    """The path in the collection of a picture that a page shows; None if there is none."""
    target = LinkTarget.parse(image.source)
    return file_path_of(target, narrative.path, lambda path: file_at(site_data, path) is not None, picture=True)


def linked_path(site_data: SiteData, narrative: Narrative, link: Link) -> str | None:
    """The path in the collection of a file that a page links to; None if there is none."""
    target = LinkTarget.parse(link.target)
    return file_path_of(target, narrative.path, lambda path: file_at(site_data, path) is not None)


def prose_files(site_data: SiteData) -> dict[str, Path]:
    """The files to publish by address: the pictures of ``media/``, and of other files what the pages use.

    What only a draft shows or links to is left out with it.
    """
    in_drafts = {path for narrative in site_data.archive.drafts for path in _files_of(site_data, narrative)}
    paths = {f"media/{name}" for name in _media_names(site_data)} - in_drafts
    for narrative in site_data.narratives:
        paths |= _files_of(site_data, narrative)
    found = {urls.collection_file_url(path): file_at(site_data, path) for path in sorted(paths)}
    return {url: path for url, path in found.items() if path is not None}


def _files_of(site_data: SiteData, narrative: Narrative) -> set[str]:
    """The paths of the pictures that a page shows and of the files that it links to."""
    shown = (picture_path(site_data, narrative, image) for image in narrative.images)
    linked = (linked_path(site_data, narrative, link) for link in narrative.links)
    return {path for path in (*shown, *linked) if path}


def _media_names(site_data: SiteData) -> list[str]:
    folder = site_data.archive.media
    if folder is None or not folder.is_dir():
        return []
    pictures = (path for path in folder.rglob("*") if path.suffix.lower() in WEB_PICTURES)
    return [path.relative_to(folder).as_posix() for path in pictures]
