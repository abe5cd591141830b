"""Items and columns -> an HTML table, as under a section and on the page of all items."""

from collections.abc import Iterable, Sequence

from markupsafe import Markup, escape

from briefbook.site import urls
from briefbook.site.office_labels import addressee_names, office_link, sender_name
from briefbook.site.rendering import mark_if_unsure
from briefbook.site.site_data import ItemRow, SiteData
from briefbook.text.date_display import sort_key
from briefbook.util.translation import N_, gettext

LABELS = {
    "item": N_("Item"),
    "date": N_("Date"),
    "from": N_("From"),
    "to": N_("To"),
    "info": N_("Info"),
    "number": N_("Number"),
    "classification": N_("Classification"),
    "precedence": N_("Precedence"),
    "subject": N_("Subject"),
    "form": N_("Form"),
    "pages": N_("Pages"),
}
"""The columns that a table may have, and their heads."""

_KINDS = {
    "number": " class=num",
    "pages": " class=num",
    "classification": ' class="bare"',
    "subject": ' class="bare alone"',
}
"""How the cells of a column are set: figures flush right; on a narrow screen without their head, on a line."""


def item_table(
    site_data: SiteData, rows: Iterable[ItemRow], columns: Sequence[str], root: str, caption: str, table_id: str = ""
) -> str:
    """A table of items that is also a list of cards on a narrow screen; unknown columns are left out."""
    shown_columns = [column for column in columns if column in LABELS] or ["item", "date", "from", "to", "number"]
    labels = {column: gettext(LABELS[column]) for column in shown_columns}
    head = "".join(f'<th scope="col" data-column="{column}">{label}</th>' for column, label in labels.items())
    body = "".join(
        f"<tr>{''.join([cell(site_data, row, column, root, label) for column, label in labels.items()])}</tr>\n"
        for row in rows
    )
    name = f' id="{table_id}"' if table_id else ""
    title = f'<caption class="visually-hidden">{escape(caption)}</caption>'
    return Markup(
        f'<div class="table"><table class="cards sortable"{name}>{title}'
        f"<thead><tr>{head}</tr></thead>\n<tbody>\n{body}</tbody></table></div>"
    )


def cell(site_data: SiteData, row: ItemRow, column: str, root: str, label: str) -> str:
    """One cell of a column with this head; an unknown value is an empty cell."""
    if column == "item":
        tags = [("specimen-tag", gettext("specimen"))] * row.specimen
        tags += [("doubt", gettext("provisional"))] * row.provisional
        tag = "".join(f' <span class="tag {tone}">{words}</span>' for tone, words in tags)
        link = (
            f'<a href="{root}{urls.item_url(row.item)}" title="{escape(site_data.title(row))}">{escape(row.item)}</a>'
        )
        return f'<th scope="row">{link}{tag}</th>'
    if column == "date":
        key = escape(sort_key(row.date))
        shown = mark_if_unsure(row, row.date_words, column)
        return f'<td data-label="{label}" data-key="{key}" class="nowrap bare">{shown}</td>'
    if column in ("from", "to", "info"):
        links = Markup("; ").join(_offices(site_data, row, column, root))
        return f'<td data-label="{label}">{mark_if_unsure(row, links, column)}</td>'
    value = str(getattr(row, column)) or (row.edition_title if column == "subject" else "")
    shown, kind = mark_if_unsure(row, value, column), _KINDS.get(column, "")
    return f'<td data-label="{label}"{kind}>{shown}</td>'


def _offices(site_data: SiteData, row: ItemRow, column: str, root: str) -> list[Markup]:
    """The offices of a column, each leading to its page."""
    if column == "from":
        return [office_link(site_data, row.sender, root, sender_name(site_data, row))] if row.sender else []
    if column == "to":
        names = addressee_names(site_data, row)
        return [office_link(site_data, code, root, name) for code, name in zip(row.to, names, strict=True)]
    return [office_link(site_data, code, root, site_data.office_on(row, code)) for code in row.info]
