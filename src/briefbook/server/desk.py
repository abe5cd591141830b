"""The curator's desk: findings to accept, codes to confirm, fields to correct; each becomes a line of the journal."""

from collections.abc import Mapping
from dataclasses import replace
from urllib.parse import urlencode

from fastapi import FastAPI, Request, Response
from fastapi.concurrency import run_in_threadpool
from markupsafe import Markup

from briefbook.model.catalogue import FIELDS, Entry
from briefbook.model.decision import AcceptanceDecision, CodeDecision, Decision, FieldDecision
from briefbook.model.finding import Finding, Severity
from briefbook.server.api.app_state import AppState
from briefbook.server.api.responses import Refusal
from briefbook.server.csrf import FormTokens, fields_of, keep_nonce, nonce_of
from briefbook.site import urls
from briefbook.site.item_page import LABELS, how
from briefbook.site.rendering import counted, page
from briefbook.site.site_data import SiteData
from briefbook.util.nearest import did_you_mean

URL = "desk"
SHOWN = 40
LONGEST = 4_000
_ORDER = (Severity.ERROR, Severity.WARNING, Severity.NOTE)


def desk_routes(app: FastAPI, live: AppState, prefix: str, tokens: FormTokens) -> None:
    """The desk's one address: what it shows, and what is sent to it."""

    @app.get("/desk", include_in_schema=False)
    def shown(
        request: Request, item: str = "", field: str = "", code: str = "", begin: int = 0, done: str = ""
    ) -> Response:
        """The desk, or one item on it."""
        return _page(live, request, prefix, tokens, item=item, field=field, code=code, begin=begin, done=done)

    @app.post("/desk", include_in_schema=False)
    async def sent(request: Request) -> Response:
        """Take a decision."""
        given = await fields_of(request)
        told = {name: many[0].strip()[:LONGEST] for name, many in given.items()}
        item = told.get("item", "") if told.get("do") == "set" else ""
        if not tokens.is_ours(request, given):
            why = "The form had expired. Nothing was saved; please check the values and save again."
            return await run_in_threadpool(_page, live, request, prefix, tokens, item=item, trouble=why, status=403)
        try:
            done = await run_in_threadpool(_decide, live, told, request.scope.get("briefbook.who", ""))
        except Refusal as refusal:
            why = f"{refusal.what[:1].upper()}{refusal.what[1:]}. {refusal.remedy}"
            return await run_in_threadpool(
                _page, live, request, prefix, tokens, item=item, field=told.get("field", ""), trouble=why,
                status=refusal.status,
            )  # fmt: skip
        back = urlencode({"done": done} | ({"item": item} if item else {}))
        return Response(status_code=303, headers={"Location": f"{prefix}/desk?{back}"})


# What is decided

_FIELDS = ("form", "do", "item", "field", "value", "before", "why", "code", "where", "name")
"""The fields of the desk's forms; another one would change nothing, unseen."""


def _decide(live: AppState, told: Mapping[str, str], who: str) -> str:
    """Record a decision; says what was done."""
    assert live.desk is not None
    if strange := [name for name in told if name not in _FIELDS]:
        guess = did_you_mean(strange[0], _FIELDS)
        raise Refusal(400, f"the form has no field {strange[0]!r}", f"{guess}Nothing was recorded.")
    decision, done = _KINDS.get(told.get("do", ""), _unknown)(live, told)
    live.desk.record([replace(decision, why=told.get("why", ""))], who)
    return done


def _set(live: AppState, told: Mapping[str, str]) -> tuple[Decision, str]:
    assert live.desk is not None
    item, name, value = told.get("item", ""), told.get("field", ""), told.get("value", "")
    entry = live.catalogue.get(item)
    if entry is None:
        raise Refusal(404, f"there is no item {item!r}", "Check the id.")
    if name not in FIELDS:
        raise Refusal(400, f"there is no field {name!r}", f"The fields are {', '.join(FIELDS)}.")
    before = entry.value(name)
    if (before or "") != told.get("before", ""):
        what = f"{name} of {item} has been changed in the meantime and is now {before or 'blank'}"
        raise Refusal(409, what, "Nothing was saved; check the new value and decide again.")
    after = live.desk.parse_field(name, value)
    if after is None:
        what = f"{value!r} is not recognised as a value of {name}"
        raise Refusal(400, what, "Write a date as 1962-11-08, 8-Nov-62 or 1962-11; an uncertain one as 1962-11-08?.")
    if after == (before or ""):
        raise Refusal(400, f"{name} of {item} is already {before or 'blank'}", "Nothing was saved.")
    decision = FieldDecision(item=item, field=name, before=before, after=after or None)
    return decision, f"{item}: {name} is now {after or 'blank'} (was {before or 'blank'})."


def _accept(live: AppState, told: Mapping[str, str]) -> tuple[Decision, str]:
    code, item, where = (told.get(name, "") for name in ("code", "item", "where"))
    if not told.get("why"):
        raise Refusal(400, "a reason is needed to accept a finding", "Say why it is accepted.")
    if not any((one.code, one.item or "", _where(one)) == (code, item, where) for one in live.archive().findings):
        raise Refusal(404, f"this finding ({code or 'no code'}) no longer exists", "Reload the page.")
    decision = AcceptanceDecision(code=code, item=item or None, where=where or None)
    return decision, f"{code} is accepted{f' for {item}' if item else ''}; it remains visible as accepted."


def _confirm(live: AppState, told: Mapping[str, str]) -> tuple[Decision, str]:
    code, name = told.get("code", "").upper(), " ".join(told.get("name", "").split())
    if not code or not name:
        raise Refusal(400, "a code and its meaning are needed", "Write a name such as: Embassy Oslo.")
    if code not in live.site_data().post_items:
        raise Refusal(404, f"no item writes the code {code!r}", "Nothing was recorded; look again.")
    return CodeDecision(code=code, name=name), f"{code} stands for {name}."


def _unknown(live: AppState, told: Mapping[str, str]) -> tuple[Decision, str]:
    raise Refusal(400, "the form names no action", "Reload the page.")


_KINDS = {"set": _set, "accept": _accept, "confirm": _confirm}


# What is shown


def _page(
    live: AppState,
    request: Request,
    prefix: str,
    tokens: FormTokens,
    *,
    item: str = "",
    field: str = "",
    code: str = "",
    begin: int = 0,
    done: str = "",
    trouble: str = "",
    status: int = 200,
) -> Response:
    nonce = nonce_of(request)
    book = live.site_data()
    hidden = Markup('<input type="hidden" name="form" value="{}">').format(tokens.sign(nonce))
    parts = []
    if trouble:
        parts.append(Markup('<p role="alert"><strong>{}</strong></p>').format(trouble))
    if done:
        told = '<p role="status"><strong>Saved.</strong> {} <span class="quiet">Search and the item show it now; lists and checks follow in a moment.</span></p>'  # noqa: E501
        parts.append(Markup(told).format(done[:300]))
    entry = live.entry(item) if item else None
    if item and entry is None:
        near = Markup(", ").join(_to_item(one, one) for one in live.catalogue.near(item))
        parts.append(Markup('<p role="alert">There is no item {}.{}</p>').format(
            item, Markup(" Similar ids: {}.").format(near) if near else ""))  # fmt: skip
        status = 404 if status == 200 else status
    parts.append(_look_up(item))
    if entry is not None:
        parts.append(_item(entry, field, hidden))
    else:
        parts += [_findings(book, code, max(0, begin), hidden), _codes(book, hidden)]
    lede = "Each decision taken here is recorded in the journal with your name, the time and the reason."
    made = page(book, URL, "simple.html", "Desk", lede=lede, body=Markup("\n").join(parts))
    answer = Response(made.body, status, {"Cache-Control": "no-store"}, made.media_type)
    keep_nonce(answer, nonce, prefix)
    return answer


def _look_up(item: str) -> Markup:
    return Markup(
        '<form action="desk" method="get"><p><label for="item">Item id</label></p><p class="searchbox">'
        '<input type="text" id="item" name="item" value="{}" autocomplete="off" required> '
        "<button>Show its fields</button></p></form>"
    ).format(item)


def _item(entry: Entry, field: str, hidden: Markup) -> Markup:
    rows = []
    for name in FIELDS:
        value = entry.value(name) or ""
        held = Markup("; ").join(dict.fromkeys(Markup(how(one)) for one in entry.effective_readings(name)))
        held = Markup(str(held).replace('href="#', f'href="{urls.item_url(entry.item)}#'))
        address = f"desk?{urlencode({'item': entry.item, 'field': name})}#correct"
        rows.append(
            Markup(
                '<tr><th scope="row">{0}<br><a href="{3}" aria-label="Correct {4}">Correct</a></th>'
                '<td>{1}<br><span class="how quiet">{2}</span></td></tr>'
            ).format(
                LABELS.get(name, name.capitalize()),
                value or Markup('<span class="quiet">blank</span>'),
                held,
                address,
                name,
            )
        )
    form = _correct(entry, field, hidden) if field in FIELDS else Markup("")
    return Markup(
        '<h2><a href="{}">{}</a></h2>{}<div class="table"><table>'
        '<caption class="visually-hidden">Fields of {}</caption>'
        '<thead><tr><th scope="col">Field</th><th scope="col">Current value and source</th></tr>'
        "</thead><tbody>{}</tbody></table></div><p><a href='desk'>Back to the desk</a></p>"
    ).format(urls.item_url(entry.item), entry.item, form, entry.item, Markup("").join(rows))


def _correct(entry: Entry, field: str, hidden: Markup) -> Markup:
    value = entry.value(field) or ""
    return Markup(
        '<form id="correct" action="desk" method="post">{0}<input type="hidden" name="do" value="set">'
        '<input type="hidden" name="item" value="{1}"><input type="hidden" name="field" value="{2}">'
        '<input type="hidden" name="before" value="{3}">'
        '<p><label for="value">Corrected {4} (leave empty if blank)</label><br>'
        '<input type="text" id="value" name="value" value="{3}" maxlength="4000" size="60" autofocus></p>'
        '<p><label for="why">Reason (recorded in the journal)</label><br>'
        '<input type="text" id="why" name="why" maxlength="1000" size="60"></p><p><button>Save</button></p></form>'
    ).format(hidden, entry.item, field, value, LABELS.get(field, field).lower())


def _findings(book: SiteData, code: str, begin: int, hidden: Markup) -> Markup:
    waiting = [one for one in book.archive.findings if one.accepted is None]
    counts = {name: sum(1 for one in waiting if one.code == name) for name in sorted({one.code for one in waiting})}
    found = sorted((one for one in waiting if code in ("", one.code)), key=lambda one: _ORDER.index(one.severity))
    head = Markup("<h2>Open issues</h2>")
    if not waiting:
        return head + Markup("<p>None. Accepted findings are listed on the page about the checks.</p>")
    links = Markup(", ").join(
        Markup('<a href="desk?{}">{}</a> ({})').format(urlencode({"code": name}), name, f"{number:,}")
        for name, number in counts.items()
    )
    rows = Markup("").join(_finding(one, hidden) for one in found[begin : begin + SHOWN])
    more = Markup("")
    if len(found) > begin + SHOWN:
        asked = urlencode({"code": code, "begin": begin + SHOWN})
        more = Markup('<p><a rel="next" href="desk?{}">Next of {}</a></p>').format(asked, f"{len(found):,}")
    return head + Markup('<p>{}: {}.{}</p><ul class="plain findings">{}</ul>{}').format(
        counted(len(waiting), "finding"), links, Markup(' <a href="desk">All</a>') if code else "", rows, more
    )


def _finding(one: Finding, hidden: Markup) -> Markup:
    where = _where(one)
    place = Markup("{}{}").format(f"{where} " if where else "", _to_item(one.item, one.item) if one.item else "")
    return Markup(
        '<li><p><strong>{0}</strong> <span class="quiet">{1}</span> {2}: {3} <span class="quiet">{4}</span></p>'
        '<form action="desk" method="post">{5}<input type="hidden" name="do" value="accept">'
        '<input type="hidden" name="code" value="{0}"><input type="hidden" name="item" value="{6}">'
        '<input type="hidden" name="where" value="{7}"><label>Why accept this? '
        '<input type="text" name="why" required maxlength="1000" size="40"></label> <button>Accept</button></form></li>'
    ).format(one.code, one.severity, place, one.message, one.remedy, hidden, one.item or "", where)


def _codes(book: SiteData, hidden: Markup) -> Markup:
    rows = []
    for code, traffic in book.post_items.items():
        post = book.post(code)
        if post is not None and post.name and post.standing in ("verified", "confirmed"):
            continue
        number = sum(len(items) for items in traffic.values())
        guess = post.name if post else ""
        known = f"{guess}, {post.standing}" if post and guess else "not known"
        rows.append((number, code, known, guess))
    head = Markup("<h2>Codes to confirm</h2>")
    if not rows:
        return head + Markup("<p>None: the meaning of every code is certain.</p>")
    made = Markup("").join(
        Markup(
            '<tr><th scope="row"><a href="{0}">{1}</a></th><td>{2}</td><td>{3}</td><td>'
            '<form action="desk" method="post">{4}<input type="hidden" name="do" value="confirm">'
            '<input type="hidden" name="code" value="{1}">'
            '<label>Stands for <input type="text" name="name" value="{5}" required maxlength="200"></label> '
            '<label>Evidence <input type="text" name="why" maxlength="1000"></label> '
            "<button>Confirm</button></form></td></tr>"
        ).format(urls.post_url(code), code, f"{number:,}", known, hidden, guess)
        for number, code, known, guess in sorted(rows, key=lambda row: (-row[0], row[1]))[: SHOWN * 5]
    )
    return head + Markup(
        '<div class="table"><table><thead><tr><th scope="col">Code</th><th scope="col">Items</th>'
        '<th scope="col">Probable meaning</th><th scope="col">Your decision</th></tr></thead>'
        "<tbody>{}</tbody></table></div>"
    ).format(made)


def _to_item(item: str | None, words: str | None) -> Markup:
    return Markup('<a href="desk?{}">{}</a>').format(urlencode({"item": item or ""}), words)


def _where(one: Finding) -> str:
    return str(one.where) if one.where else ""
