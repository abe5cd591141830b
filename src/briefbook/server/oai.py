"""OAI-PMH 2.0 at ``/oai``: catalogues and aggregators harvest the items as Dublin Core (oai_dc) or MODS.

What the server publishes is harvested, and nothing else: no chapter, no draft, no comment. Sets are by year
(``year:1962``), documentary form (``form:telegram``) and sender (``from:WASHDC``). Records are listed by the time of
their last change, so that a harvester that goes on with a resumption token misses nothing that changes meanwhile.
"""

import base64
import datetime
import json
import re
from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qsl

from fastapi import FastAPI, Request, Response
from fastapi.concurrency import run_in_threadpool

from briefbook.exports.dublin_core import dublin_core
from briefbook.exports.mods import NAMESPACE as MODS_NAMESPACE
from briefbook.exports.mods import SCHEMA as MODS_SCHEMA
from briefbook.exports.mods import mods
from briefbook.exports.xml_text import attribute, text
from briefbook.server.access import OAI
from briefbook.server.api.app_state import AppState
from briefbook.server.api.responses import sent
from briefbook.site.site_data import ItemRow, SiteData
from briefbook.text.date_display import year_label
from briefbook.text.safe_names import safe_name

PAGE_SIZE = 100
"""Records of one answer; the rest follows by resumption token."""

NO_CONTACT = "no-contact-is-set@collection.invalid"
"""The administrator's address where ``collection.contact`` is no e-mail address: OAI-PMH demands that there be one."""

_HEAD = (
    '<?xml version="1.0" encoding="UTF-8"?>\n<OAI-PMH xmlns="http://www.openarchives.org/OAI/2.0/" '
    'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:schemaLocation="http://www.openarchives.org/OAI/2.0/ '
    'http://www.openarchives.org/OAI/2.0/OAI-PMH.xsd">\n'
)
_FORMATS = {
    "oai_dc": ("http://www.openarchives.org/OAI/2.0/oai_dc.xsd", "http://www.openarchives.org/OAI/2.0/oai_dc/"),
    "mods": (MODS_SCHEMA, MODS_NAMESPACE),
}
_DAY, _SECOND = re.compile(r"\d{4}-\d\d-\d\d"), re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")
_EMAIL = re.compile(r"\S+@(\S+\.)+\S+")
_BEGINNING = "1970-01-01T00:00:00Z"
_LIST_KEYS = frozenset({"metadataPrefix", "from", "until", "set", "resumptionToken"})
_KEYS = {
    "Identify": frozenset[str](),
    "ListMetadataFormats": frozenset({"identifier"}),
    "ListSets": frozenset({"resumptionToken"}),
    "GetRecord": frozenset({"identifier", "metadataPrefix"}),
    "ListIdentifiers": _LIST_KEYS,
    "ListRecords": _LIST_KEYS,
}


class OaiError(Exception):
    """An error of the protocol: its code, and what is wrong in words."""

    def __init__(self, code: str, what: str) -> None:
        super().__init__(what)
        self.code, self.what = code, what


@dataclass(frozen=True, slots=True)
class Header:
    """A record as lists have it: item, time of its last change, sets; ``is_deleted`` if the item is there no longer."""

    item: str
    changed: str
    sets: tuple[str, ...] = ()
    is_deleted: bool = False

    @property
    def rank(self) -> tuple[str, str]:
        """By which records are listed."""
        return self.changed, self.item


@dataclass(frozen=True, slots=True)
class Harvestable:
    """All headers in the order of their changes, and the name of every set.

    Attributes:
        headers: The records, deleted ones among them.
        by_name: The same by the last part of their identifiers.
        set_names: Set -> its name for people.
        of: The archive that they were made of; another one has others.
    """

    headers: tuple[Header, ...]
    by_name: Mapping[str, Header]
    set_names: Mapping[str, str]
    of: object = field(repr=False)


def harvestable(site_data: SiteData) -> Harvestable:
    """What can be harvested of an archive."""
    times = site_data.change_times
    names: dict[str, str] = {}
    headers = []
    for row in site_data.rows:
        sets = dict(_sets(row))
        names |= sets
        headers.append(Header(row.item, times.items.get(row.item, _BEGINNING), tuple(sets)))
    removed = {item: f"{found.day}T00:00:00Z" for item, found in site_data.withdrawn.items() if found.day}
    removed |= times.removed  # to the second, where it was published here before
    headers += [Header(item, at, is_deleted=True) for item, at in removed.items()]
    headers.sort(key=lambda header: header.rank)
    by_name = {safe_name(header.item): header for header in headers}
    return Harvestable(tuple(headers), by_name, dict(sorted(names.items())), site_data.archive)


def _sets(row: ItemRow) -> list[tuple[str, str]]:
    sets = []
    if year := year_label(row.date):
        sets.append((f"year:{year}", f"Papers of {year}"))
    if row.form:
        sets.append((f"form:{safe_name(row.form)}", f"Form: {row.form.replace('_', ' ')}"))
    if row.sender:
        sets.append((f"from:{safe_name(row.sender)}", f"From {row.sender}"))
    return sets


@dataclass(frozen=True, slots=True)
class _Selection:
    """The selection of a list: the arguments of a request, and the record after which it continues."""

    prefix: str
    set_spec: str = ""
    begin: str = ""
    until: str = ""
    after: tuple[str, str] = ("", "")
    cursor: int = 0

    def token(self, after: tuple[str, str], cursor: int) -> str:
        value = [self.prefix, self.set_spec, self.begin, self.until, *after, cursor]
        return base64.urlsafe_b64encode(json.dumps(value, separators=(",", ":")).encode()).decode().rstrip("=")

    @classmethod
    def parse(cls, token: str) -> "_Selection":
        try:
            prefix, set_spec, begin, until, changed, item, cursor = json.loads(
                base64.urlsafe_b64decode(token + "=" * (-len(token) % 4))
            )
            if not all(isinstance(part, str) for part in (prefix, set_spec, begin, until, changed, item)):
                raise ValueError(token)
            if type(cursor) is not int:
                raise ValueError(token)
            selection = cls(prefix, set_spec, begin, until, (changed, item), cursor)
        except (ValueError, TypeError, RecursionError) as error:
            raise OaiError("badResumptionToken", "the token is not one of this server") from error
        if prefix not in _FORMATS or selection.cursor < 0:
            raise OaiError("badResumptionToken", "the token is not one of this server")
        return selection

    def includes(self, header: Header) -> bool:
        """Is a record of the list? A deleted one is of every set: which it was in is forgotten."""
        is_of_set = not self.set_spec or any(
            name == self.set_spec or name.startswith(f"{self.set_spec}:") for name in header.sets
        )
        if not is_of_set and not header.is_deleted:
            return False
        return (not self.begin or header.changed >= self.begin) and (not self.until or header.changed <= self.until)


class OaiProvider:
    """Answers the six requests of OAI-PMH for one collection."""

    def __init__(self, app_state: AppState) -> None:
        self.app_state = app_state
        self._made: Harvestable | None = None

    def answer(self, pairs: Sequence[tuple[str, str]], base: str, now: str) -> str:
        """The answer to a request.

        Args:
            pairs: Its arguments as they came.
            base: The address of this provider.
            now: The time of the answer.
        """
        values = dict(pairs)
        try:
            verb = values.pop("verb", "")
            if verb not in _KEYS or sum(name == "verb" for name, _ in pairs) != 1:
                raise OaiError("badVerb", f"verb must be one of {', '.join(_KEYS)}")
            if len(values) + 1 != len(pairs):
                raise OaiError("badArgument", "an argument is repeated")
            if unknown := set(values) - _KEYS[verb]:
                raise OaiError("badArgument", f"{verb} takes no argument {min(unknown)}")
            body = f"<{verb}>{self._body(verb, values, base)}</{verb}>\n"
            given = "".join(f" {name}={attribute(value)}" for name, value in {"verb": verb, **values}.items())
        except OaiError as error:
            shown = "" if error.code in ("badVerb", "badArgument") else _arguments(pairs)
            body, given = f'<error code="{error.code}">{text(error.what)}</error>\n', shown
        return f"{_HEAD}<responseDate>{now}</responseDate>\n<request{given}>{text(base)}</request>\n{body}</OAI-PMH>\n"

    def _body(self, verb: str, values: Mapping[str, str], base: str) -> str:
        if verb == "Identify":
            return self._identify(base)
        if verb == "ListSets":
            if "resumptionToken" in values:
                raise OaiError("badResumptionToken", "the list of sets is whole without one")
            return self._sets()
        if verb == "ListMetadataFormats":
            if "identifier" in values:
                self._header(values["identifier"], base)
            return "".join(
                f"<metadataFormat><metadataPrefix>{prefix}</metadataPrefix><schema>{schema}</schema>"
                f"<metadataNamespace>{namespace}</metadataNamespace></metadataFormat>"
                for prefix, (schema, namespace) in _FORMATS.items()
            )
        if verb == "GetRecord":
            if missing := {"identifier", "metadataPrefix"} - set(values):
                raise OaiError("badArgument", f"GetRecord needs the argument {min(missing)}")
            _check_prefix(values["metadataPrefix"])
            return self._record(self._header(values["identifier"], base), values["metadataPrefix"], base)
        return self._list(values, base, with_metadata=verb == "ListRecords")

    def _harvestable(self) -> Harvestable:
        site_data = self.app_state.site_data()
        if self._made is None or self._made.of is not site_data.archive:
            self._made = harvestable(site_data)
        return self._made

    def _identify(self, base: str) -> str:
        about = self.app_state.archive().about
        contact = about.get("contact", "").removeprefix("mailto:")
        headers = self._harvestable().headers
        return (
            f"<repositoryName>{text(about.get('title', '') or 'Briefbook collection')}</repositoryName>"
            f"<baseURL>{text(base)}</baseURL><protocolVersion>2.0</protocolVersion>"
            f"<adminEmail>{text(contact if _EMAIL.fullmatch(contact) else NO_CONTACT)}</adminEmail>"
            f"<earliestDatestamp>{headers[0].changed if headers else _BEGINNING}</earliestDatestamp>"
            "<deletedRecord>transient</deletedRecord><granularity>YYYY-MM-DDThh:mm:ssZ</granularity>"
        )

    def _sets(self) -> str:
        names = self._harvestable().set_names
        if not names:
            raise OaiError("noSetHierarchy", "no item has a year, a form or a sender")
        kinds = {"year": "By year", "form": "By documentary form", "from": "By sender"}
        used = {kind: label for kind, label in kinds.items() if any(name.startswith(f"{kind}:") for name in names)}
        return "".join(
            f"<set><setSpec>{name}</setSpec><setName>{text(label)}</setName></set>"
            for name, label in (used | dict(names)).items()
        )

    def _list(self, values: Mapping[str, str], base: str, *, with_metadata: bool) -> str:
        selection = _selection(values)
        all_headers = self._harvestable().headers
        start = bisect_right(all_headers, selection.after, key=lambda header: header.rank)
        headers = [header for header in all_headers[start:] if selection.includes(header)]
        if not headers:
            if selection.cursor:
                raise OaiError("badResumptionToken", "nothing is left of this list: begin it again")
            raise OaiError("noRecordsMatch", "there is no such record")
        part, rest = headers[:PAGE_SIZE], headers[PAGE_SIZE:]
        make = self._record if with_metadata else lambda header, prefix, base: _header_xml(header, base)
        rows = [make(header, selection.prefix, base) for header in part]
        if rest or selection.cursor:
            size = f'completeListSize="{selection.cursor + len(headers)}" cursor="{selection.cursor}"'
            token = selection.token(part[-1].rank, selection.cursor + len(part)) if rest else ""
            rows.append(f"<resumptionToken {size}>{token}</resumptionToken>")
        return "\n".join(rows)

    def _header(self, identifier: str, base: str) -> Header:
        header = self._harvestable().by_name.get(identifier.rpartition(":")[2])
        if header is not None and identifier_of(header.item, base) == identifier:
            return header
        raise OaiError("idDoesNotExist", f"there is no record {identifier}")

    def _record(self, header: Header, prefix: str, base: str) -> str:
        entry = None if header.is_deleted else self.app_state.catalogue.get(header.item)
        if entry is None:
            return f"<record>{_header_xml(header, base)}</record>"
        about = {**self.app_state.archive().about_item(entry.item), "site_address": base.removesuffix(OAI)}
        if prefix == "mods":
            references = self.app_state.site_data().references_out.get(header.item, ())
            metadata = mods(entry, about, references, has_declaration=False)
        else:
            metadata = dublin_core(entry, about).partition("?>\n")[2]
        return f"<record>{_header_xml(header, base)}<metadata>\n{metadata}</metadata></record>"


def identifier_of(item: str, base: str) -> str:
    """The identifier of an item's record, ``oai:HOST:ITEM``.

    >>> identifier_of("FO 371/1", "https://example.org:8000/book/oai")
    'oai:example.org:FO~20371~2f1'
    """
    host = base.partition("://")[2].partition("/")[0].partition(":")[0]
    return f"oai:{host if '.' in host else f'{host}.invalid'}:{safe_name(item)}"


def _header_xml(header: Header, base: str) -> str:
    status = ' status="deleted"' if header.is_deleted else ""
    sets = "".join(f"<setSpec>{name}</setSpec>" for name in header.sets)
    return (
        f"<header{status}><identifier>{text(identifier_of(header.item, base))}</identifier>"
        f"<datestamp>{header.changed}</datestamp>{sets}</header>"
    )


def _arguments(pairs: Sequence[tuple[str, str]]) -> str:
    return "".join(f" {name}={attribute(value)}" for name, value in pairs)


def _check_prefix(prefix: str) -> None:
    if prefix not in _FORMATS:
        raise OaiError("cannotDisseminateFormat", f"there is no format {prefix}; there are {', '.join(_FORMATS)}")


def _selection(values: Mapping[str, str]) -> _Selection:
    if "resumptionToken" in values:
        if len(values) > 1:
            raise OaiError("badArgument", "resumptionToken stands alone")
        return _Selection.parse(values["resumptionToken"])
    if "metadataPrefix" not in values:
        raise OaiError("badArgument", "the argument metadataPrefix is missing")
    _check_prefix(values["metadataPrefix"])
    begin, until = values.get("from", ""), values.get("until", "")
    if begin and until and len(begin) != len(until):
        raise OaiError("badArgument", "from and until must be of one granularity")
    first, last = _time(begin, end=False), _time(until, end=True)
    if first and last and first > last:
        raise OaiError("badArgument", "from is later than until")
    return _Selection(values["metadataPrefix"], values.get("set", ""), first, last)


def _time(written: str, *, end: bool) -> str:
    """A time as records have it; a day stands for its first second, or at the end of a range for its last."""
    if not written:
        return ""
    try:
        if _DAY.fullmatch(written):
            datetime.date.fromisoformat(written)
            return f"{written}T23:59:59Z" if end else f"{written}T00:00:00Z"
        if _SECOND.fullmatch(written):
            datetime.datetime.fromisoformat(written)
            return written
    except ValueError:
        pass
    raise OaiError("badArgument", f"{written} is no time: write 1999-05-04 or 1999-05-04T12:00:00Z")


def oai_routes(app: FastAPI, app_state: AppState) -> None:
    """Add the provider to an application."""
    provider = OaiProvider(app_state)

    def respond(request: Request, pairs: Sequence[tuple[str, str]]) -> Response:
        app_state.archive()  # wait for it: until it is there, the site's own address is not known
        base = app_state.root_address(request.url, request.scope.get("briefbook.prefix", "")) + OAI
        now = datetime.datetime.now(datetime.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
        body = provider.answer(pairs, base, now).encode("utf-8", "replace")
        return sent(request, body, "text/xml; charset=utf-8")

    @app.get(OAI, include_in_schema=False)
    def by_get(request: Request) -> Response:
        """A request with its arguments in the address."""
        return respond(request, request.query_params.multi_items())

    @app.post(OAI, include_in_schema=False)
    async def by_post(request: Request) -> Response:
        """A request with its arguments in a form, as the protocol allows."""
        fields: list[tuple[str, Any]] = parse_qsl((await request.body()).decode("utf-8", "replace"))
        return await run_in_threadpool(respond, request, fields)
