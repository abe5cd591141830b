"""Items -> their pages and files on disk, made by several processes where there are many."""

import itertools
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from briefbook.site import item_page, urls
from briefbook.site.item_records import Record
from briefbook.site.site_data import ItemRow, SiteData
from briefbook.site.staging import Staging
from briefbook.site.thumbnails import phone_picture, thumbnail
from briefbook.util.parallel import BackgroundMap

THRESHOLD = 200
"""Items that one process makes in less time than others are started."""

BATCH_SIZE = 50
"""Items that a worker makes before it waits for the disk."""


@dataclass(frozen=True, slots=True)
class StaleItem:
    """An item whose page is to be made anew, and its files too where ``former`` is None."""

    row: ItemRow
    key: str
    paper_key: str
    page_key: str
    files_key: str
    former: Record | None = None
    """The item's record of the last build, if its files are still as they must be."""


@dataclass(frozen=True, slots=True)
class ItemWriter:
    """Makes the pages and files of items and stages them; picklable if its archive is."""

    staging: Staging
    site: SiteData

    def __call__(self, items: Iterable[StaleItem]) -> list[tuple[str, Record, int]]:
        """Make some items and wait until they are written.

        Returns:
            For each item its id, its record, and the number of files written.

        Raises:
            OutsideError: Where the disk refuses.
        """
        with self.site.in_its_language():
            made = [(stale.row.item, *self.write(stale)) for stale in items]
        return made

    def write(self, stale: StaleItem) -> tuple[Record, int]:
        """Stage the page of an item, and its files where what they are made of changed."""
        site, item = self.site, stale.row.item
        page = item_page.item_page(site, item)
        if page is None:
            raise AssertionError(f"the catalogue lists {item} and does not hold it")
        self.staging.write(urls.item_url(item), page.body)
        page_urls = [urls.item_url(item)]
        for folder, other in site.others.items():
            with other.in_its_language():
                translated = item_page.item_page(other, item)
            assert translated is not None
            page_urls.append(folder + urls.item_url(item))
            self.staging.write(page_urls[-1], translated.body)
        record = {
            "key": stale.key,
            "paper_key": stale.paper_key,
            "page_key": stale.page_key,
            "files_key": stale.files_key,
            "row": [list(value) if isinstance(value, tuple) else value for value in stale.row],  # as JSON has it
        }
        if stale.former is not None:
            return record | {"urls": stale.former["urls"], "pictures": stale.former["pictures"]}, len(page_urls)
        written, pictures = page_urls, {}
        held = site.item(item)
        assert held is not None
        entry, pages = held
        for leaf in site.pages_to_show(entry, pages):
            picture = site.picture(item, leaf.number)
            pictures[str(leaf.number)] = picture[1] if picture else None
            if picture:
                written.append(urls.picture_url(item, leaf.number, picture[1]))
                self.staging.write(written[-1], picture[0])
                if for_phones := phone_picture(picture[0], leaf.width, leaf.height):
                    written.append(urls.phone_picture_url(item, leaf.number))
                    self.staging.write(written[-1], for_phones)
                if site.about.get("address") and (small := thumbnail(site, item, leaf.number)):
                    written.append(urls.thumbnail_url(item, leaf.number))  # which manifests alone name
                    self.staging.write(written[-1], small)
        for path in site.archive.scan(item):
            if path.is_file():
                written.append(urls.item_file(item, path.name))
                self.staging.copy(written[-1], path)
        for file in item_page.export_files(site, entry, pages):
            written.append(urls.item_file(item, file.name))
            self.staging.write(written[-1], file.content)
        return record | {"urls": written, "pictures": pictures}, len(written)


Made = tuple[str, Record, int]
"""What making an item comes to: its id, its record, and the number of files written."""


NICENESS = 5
"""By how much workers give way to what the other pages wait for: the pages of items are waited for last."""


def begin_items(writer: ItemWriter, items: Sequence[StaleItem]) -> BackgroundMap[Sequence[StaleItem], list[Made]]:
    """Let worker processes begin to make many items; a context manager, for ``write_items``."""
    writer.site.warm_caches()
    batches = [items[begin : begin + BATCH_SIZE] for begin in range(0, len(items), BATCH_SIZE)]
    return BackgroundMap(writer, batches, niceness=NICENESS)


def write_items(
    writer: ItemWriter,
    items: Sequence[StaleItem],
    meanwhile: Iterable[object] = (),
    begun: BackgroundMap[Sequence[StaleItem], list[Made]] | None = None,
) -> Iterator[Made]:
    """Make every item: id, record and number of files written; those begun before come first, then in the order given.

    Args:
        writer: Makes and stages them.
        items: The items. Many are made by worker processes.
        meanwhile: What this process does while they work, step by step; all of it is done, also where there is no item.
        begun: Other items, which workers have begun to make.

    Raises:
        OutsideError: Where the disk refuses, at the latest when all is settled.
    """
    steps = iter(meanwhile)
    if begun is not None:
        is_few = len(items) < THRESHOLD  # else other workers begin as soon as these have ended
        for _ in steps:
            yield from itertools.chain.from_iterable(begun.ready())
            if begun.is_given and not is_few:
                break
        yield from itertools.chain.from_iterable(begun.rest())
        begun.close()
    if len(items) < THRESHOLD:
        for _ in steps:
            pass
        for stale in items:
            yield stale.row.item, *writer.write(stale)
        return
    with begin_items(writer, items) as made:
        for _ in steps:
            yield from itertools.chain.from_iterable(made.ready())
        yield from itertools.chain.from_iterable(made.rest())
