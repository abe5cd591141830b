"""C208 The office that is said to report sent the cable, and the one that is said to be told got it.

Why:
    "The Canadian Ambassador to the UN reported" names a sender. The cable may come from another post, or from a
    delegation beside it. A press agency or a visitor of whom the cable tells may report from another place.
Fails:
    post CANDELNY name="Delegation to UN General Assembly, New York" country=US
    item CDNW9001 date=1962-11-09 from=CANDELNY number=2159
    > The Canadian Ambassador to the UN reported that the votes differed (CDNW9001).
Passes:
    post PERMISNY name="Permanent Mission to UN, New York" country=US
    item CDNW9001 date=1962-11-09 from=PERMISNY number=1948
    > The Canadian Ambassador to the UN reported that the votes differed (CDNW9001).
Remedy:
    Name the post that sent it, or say whose words it passes on.
"""

import re
from collections.abc import Iterator, Sequence

from briefbook.checks.check_input import CheckInput
from briefbook.checks.citation_words import citation_words, known_readings, place_of, sender_names
from briefbook.checks.claim_frames import (
    Part,
    Place,
    addressees_in,
    is_of_another_paper,
    parts_of,
    senders_in,
    senders_together,
)
from briefbook.checks.countries import CODE, city_of, country, names_of
from briefbook.checks.offices import PersonNames, Role, may_hold, roles_in
from briefbook.checks.statements import Statement
from briefbook.model.catalogue import Entry
from briefbook.model.finding import Finding, Severity
from briefbook.model.post import Post
from briefbook.text.folding import fold
from briefbook.util.late_pattern import LatePattern

OF_ONE_NARRATIVE = True
"""Its findings on a narrative are the same, whatever the other narratives say."""

_REPORTS = re.compile(
    r"\s*,?\s*(?:[A-Z]\w+\s+[A-Z]\w+,?\s+)?(?:had\s+|also\s+|then\s+)?(?:reported|cabled|telegraphed|wired|noted|observed)\b"
)
_SAYS = re.compile(r"\b(?:reported|cabled|telegraphed|wired|noted|observed)\b")
_ADDRESSED = re.compile(r"\b(?:was|is|were)\s+addressed\s+(?:only\s+)?to\b", re.I)
"""By this those are meant to whom a cable goes, and not those who get it for their information."""
_THROUGH = re.compile(r"\b(?:through|via|passed on|forwarded|relayed|as reported by|quoting)\b", re.I)


def check(inputs: CheckInput) -> Iterator[Finding]:
    """A note for every sentence whose reporting office is not the post that sent its one item."""
    yield from _in_citations(inputs)
    yield from _by_place(inputs)
    yield from _by_places_together(inputs)
    yield from _by_lists_of_addressees(inputs)
    names = PersonNames([person for person in inputs.context.persons if any(office.post for office in person.offices)])
    for statement in inputs.statements:
        if len(statement.items) != 1 or _THROUGH.search(statement.text):
            continue
        entry = inputs.entries.get(statement.items[0])
        sender = inputs.post(entry.value("from")) if entry else ""
        post = inputs.context.post(sender) if sender else None
        if post is None:
            continue
        named_sender = _by_title(statement, post) or _by_name(inputs, statement, post, names)
        if named_sender:
            start, end, what = named_sender
            yield Finding(
                "C208",
                statement.where(start, end),
                f"{statement.items[0]} was sent by {_shown(post)}, not by {what}",
                remedy="name the post that sent it, or say whose words it passes on.",
                severity=Severity.NOTE,
                item=statement.items[0],
            )


def _in_citations(inputs: CheckInput) -> Iterator[Finding]:
    """A note for every "A to B" with an id, of which A did not send or B did not get the paper."""
    for statement in inputs.statements:
        for cited in citation_words(inputs, statement):
            entry = inputs.entries[cited.item]
            for named, fields, verb, missing in (
                (cited.sender, ("from",), "sent by", "sender"),
                (cited.addressee, ("to", "info"), "addressed to", "addressee"),
            ):
                place = place_of(inputs, named.text) if named else None
                if named is None or place is None:
                    continue
                values = [reading.value or "" for field in fields for reading in known_readings(entry, field)]
                posts = [post for post in map(inputs.context.post, values) if post is not None and post.country]
                where = statement.where(named.start, named.end)
                if not values:
                    yield Finding(
                        "C208",
                        where,
                        f"{named.text} cannot be checked: no {missing} of {cited.item} is known",
                        remedy="look at the paper, and name its offices in the catalogue.",
                        severity=Severity.NOTE,
                        item=cited.item,
                        cannot_tell=True,
                    )
                    continue
                if len(posts) < len(values) or _is_one_of(place, posts, named.text):
                    continue
                if missing == "sender" and fold(named.text) in sender_names(inputs, entry):
                    continue
                yield Finding(
                    "C208",
                    where,
                    f"{cited.item} was {verb} {_shown(posts[0])}, not {verb.split()[-1]} {named.text}",
                    remedy="name the post that sent or got it, or say whose words it passes on.",
                    severity=Severity.NOTE,
                    item=cited.item,
                )
                break


def _is_one_of(place: Post | str, posts: Sequence[Post], words: str) -> bool:
    """Whether a name is one of some posts, or a country or a city in it in which one of them is."""
    if _is_named(posts, words):
        return True
    if isinstance(place, str):
        return any(post.country == place for post in posts) and not _is_another_city(posts, words)
    if any(post.code == place.code for post in posts):
        return True
    if not place.country or all(post.country != place.country for post in posts):
        return not place.country
    return place.latitude is None or not all(
        post.latitude is not None
        and post.longitude is not None
        and place.longitude is not None
        and max(abs(post.latitude - place.latitude), abs(post.longitude - place.longitude)) > _DEGREES_APART
        for post in posts
    )


def _by_place(inputs: CheckInput) -> Iterator[Finding]:
    """A note for every part of a sentence that names a place as the sender's or addressee's that is not."""
    for part in (part for statement in inputs.statements if statement.own for part in parts_of(statement)):
        entry = inputs.entries.get(part.item)
        if entry is None:
            continue
        for name, places, verb in (
            ("from", senders_in(part.text), "sent by"),
            ("to", addressees_in(part.text), "addressed to"),
        ):
            fields = ("from",) if name == "from" else ("to",) if _ADDRESSED.search(part.text) else ("to", "info")
            codes = [code for field in fields for code in entry.values(field)]
            posts = [post for post in map(inputs.context.post, codes) if post is not None and post.country]
            if not posts or len(posts) < len(codes):
                continue  # a post of which the place is not known may be the one
            there = {post.country for post in posts}
            wrong = [
                place
                for place in places
                if not _is_named(posts, place.words)
                and (CODE[place.country] not in there or _is_another_city(posts, place.words))
            ]
            wrong = [place for place in wrong if not _is_told_of(inputs, part, place, entry)]
            if wrong and len(wrong) == len(places):
                place = wrong[0]
                yield Finding(
                    "C208",
                    part.statement.where(part.start + place.start, part.start + place.end),
                    f"{part.item} was {verb} {_shown(posts[0])}, not {verb.split()[-1]} {place.words}",
                    remedy="name the post that sent or got it, or say whose words it passes on.",
                    severity=Severity.NOTE,
                    item=part.item,
                )
                break  # who told whom: one finding is enough


_FROM = re.compile(
    r"(?P<subject>(?:[^\W\d_][\w.’'-]*\s+){1,4})(?P<verb>reported|cabled|telegraphed|sent|wrote|written)\s+from\s+(?:the\s+)?$"
)
_HELPERS = frozenset(("had", "has", "have", "also", "then", "later", "first", "once", "already"))
_BE = frozenset(("was", "were", "is", "been", "being", "as"))
_OF_AN_OFFICE = re.compile(
    r"(?:ambassador|embass|legation|consul|mission(?!ary)|charg[ée]|minister|delegat|attach[ée]|representative|secretary|counsell?or|envoy"
    r"|(?:he|she|they|we|i|it|who|which|post|department)$)",
    re.I,
)
_ALSO_A_GOVERNMENT = re.compile(
    r"(?:\s+(?:had|has|have|also|then))*\s+(?:told|tells|informed|informs|advised|advises|wrote|writes|sent|sends|explained"
    r"|explains|instructed|described|describes|added|adds|counted|weighed|handed|passed|transmitted|transmits)\b"
)


def _is_told_of(inputs: CheckInput, part: Part, place: Place, entry: Entry) -> bool:
    """Whether a place may be that of somebody of whom the paper tells, and not of the post that sent it.

    A press agency, a newspaper or a visitor reports from a place; and a government of which the paper speaks tells
    or informs others, as a post does.
    """
    words = set(re.findall(r"[^\W\d_]+", fold(inputs.plain(part.item))))
    if match := _FROM.search(part.text[: place.start]):
        subject = [word.strip(".").removesuffix("’s") for word in match["subject"].split()]
        while subject and (subject[-1].lower() in _HELPERS or subject[-1].lower().endswith("ly")):
            subject.pop()
        if not subject or subject[-1].lower() in _BE:
            return False  # it was reported from there: by whom is not said
        if subject[-1][0].isupper() and "the" not in {word.lower() for word in subject}:
            writers = {
                fold(word) for name in ("from", "signer") for value in entry.values(name) for word in value.split()
            }
            name = fold(subject[-1])
            return name in words and name not in writers
        return _OF_AN_OFFICE.match(subject[-1]) is None
    is_named = any(name in words for name in map(fold, names_of(place.country)))
    if _ALSO_A_GOVERNMENT.match(part.text, place.end):
        return is_named
    if _HEARS.search(part.text[: place.start]) and _PERSON_BEHIND.match(part.text, place.end):
        return is_named  # the Peruvian ambassador
    if told := _TOLD.search(part.text[: place.start]):
        teller = country(told["by"])
        senders = {post.country for value in entry.values("from") if (post := inputs.context.post(value)) is not None}
        return is_named and CODE.get(teller, "") not in {"", *senders}
    return False


_TOLD = re.compile(
    r"\b(?P<by>[A-Z][\w.]+(?:\s[A-Z][\w.]+)*)\s+(?:(?:had|has|have|also|then|later)\s+)*"
    r"(?:told|informed|advised|instructed)\s+(?:the\s+|its\s+)?$"
)
_HEARS = re.compile(r"\b(?:told|informed|advised|instructed)\s+(?:the\s+|its\s+)?$")
_PERSON_BEHIND = re.compile(r"\s+[a-z]{3,}")


_LISTED = LatePattern(
    lambda: (
        rf"\b(?:[Ss]ent(?:\s+for\s+information)?|[Rr]epeated|[Cc]opied|[Cc]opies\s+(?:went|were\s+sent)|information\s+copies\s+went|[Pp]assed)\s+to\s+"
        rf"(?:(?!{_NAME})[^\W\d_]+,?\s+){{0,6}}?(?P<list>{_NAME}(?:,\s+(?:and\s+)?{_NAME}|\s+and\s+{_NAME})+)"
        rf"|\b[A-Z]\w+(?:\s[A-Z]\w+)?\s+(?:told|informed)\s+(?P<told>{_NAME}(?:,\s+{_NAME})*\s+and\s+{_NAME})"
    ),
    needs=re.compile(r"\b(?:[Ss]ent|[Rr]epeated|[Cc]opied|[Cc]opies|[Pp]assed|told|informed)\b"),
)
_NAME = r"[A-ZÀ-Þ][\w’-]+(?:\s[A-ZÀ-Þ][\w’-]+)?"


def _by_lists_of_addressees(inputs: CheckInput) -> Iterator[Finding]:
    """A note for every place in a list of those that a paper was sent to which is none of its addressees."""
    for part in (part for statement in inputs.statements if statement.own for part in parts_of(statement)):
        entry = inputs.entries.get(part.item)
        match = _LISTED.search(part.text) if entry is not None else None
        if entry is None or match is None or is_of_another_paper(part.text, match.start()):
            continue
        values = [value for field in ("to", "info") for value in entry.values(field)]
        posts = [post for post in map(inputs.context.post, values) if post is not None and post.country]
        if not values or len(posts) < len(values):
            continue
        name = "list" if match["list"] else "told"
        head = fold(inputs.plain(part.item)[:_LETTERS_OF_HEAD])
        for place in re.finditer(_NAME, match[name]):
            start = part.start + match.start(name) + place.start()
            known = place_of(inputs, place.group())
            if known is None or fold(place.group()) in head or _is_one_of(known, posts, place.group()):
                continue
            yield Finding(
                "C208",
                part.statement.where(start, start + len(place.group())),
                f"{part.item} was addressed to {_shown(posts[0])}, not to {place.group()}",
                remedy="name the post that sent or got it, or say whose words it passes on.",
                severity=Severity.NOTE,
                item=part.item,
            )


_LETTERS_OF_HEAD = 1_500
"""Letters at the beginning of a paper among which its addressees stand."""


def _shown(post: Post) -> str:
    """A post's code with its name; the name alone where a list has the office in words."""
    return post.name if post.name.upper() == post.code else f"{post.code} ({post.name})"


def _by_places_together(inputs: CheckInput) -> Iterator[Finding]:
    """A note for every sentence that names several places as the senders of its items, of which one is another's."""
    for statement in inputs.statements:
        places = senders_together(statement.text) if statement.own and len(statement.items) > 1 else ()
        if len(places) < 2:
            continue
        codes = {CODE[place.country] for place in places}
        for item in statement.items:
            entry = inputs.entries.get(item)
            post = inputs.context.post(entry.value("from") or "") if entry else None
            named = post is None or any(_is_named([post], place.words) for place in places)
            if post is None or not post.country or post.country in codes or named:
                continue
            said = statement.text[places[0].start : places[-1].end]
            yield Finding(
                "C208",
                statement.where(places[0].start, places[-1].end),
                f"{item} was sent by {_shown(post)}, not by {said}",
                remedy="name the post that sent it, or say whose words it passes on.",
                severity=Severity.NOTE,
                item=item,
            )


def _is_named(posts: Sequence[Post], words: str) -> bool:
    """Whether a place is in the name of a post: New York, of a delegation to the United Nations there."""
    return any(re.search(rf"\b{re.escape(words)}\b", post.name) for post in posts)


_DEGREES_APART = 0.7
"""A post so far from a city, in degrees, is of another one."""


def _is_another_city(posts: Sequence[Post], words: str) -> bool:
    """Whether a place is a city in which none of the posts is, by the map: Leningrad, of the embassy in Moscow.

    The government's own office is not meant by its capital alone.
    """
    city = city_of(words)
    if city is None:
        return False
    places = [(post.latitude, post.longitude) for post in posts]
    return all(
        latitude is not None
        and longitude is not None
        and max(abs(latitude - city.latitude), abs(longitude - city.longitude)) > _DEGREES_APART
        for latitude, longitude in places
    )


_SENT_BY = re.compile(r"\b(?:sent|cabled|written|telegraphed|signed)\s+(?:from|by)\s+(?:the\s+)?$", re.I)


def _by_title(statement: Statement, post: Post) -> tuple[int, int, str] | None:
    for role in roles_in(statement.text):
        foreign = role.kind == "ambassador" and role.whose not in ("", "Canada", "United Nations")
        if foreign and _SENT_BY.search(statement.text[: role.start]):
            return role.start, role.end, f"the {role.text}"
        own = role.kind in ("ambassador", "high commissioner") and role.whose == "Canada" and role.at
        if own and _REPORTS.match(statement.text[role.end :]) and not _is_at(post, role):
            return role.start, role.end, f"{role.text}'s own office"
    return None


def _is_at(post: Post, role: Role) -> bool:
    """Is the post the one that this office heads? A delegation at the same place is another."""
    if role.at == "United Nations":
        return re.search(r"\bUN\b", post.name) is not None and "Delegation" not in post.name
    return not post.country or post.country == CODE.get(role.at, post.country)


def _by_name(inputs: CheckInput, statement: Statement, post: Post, names: PersonNames) -> tuple[int, int, str] | None:
    when = inputs.day(statement.items[0])
    if not _SAYS.search(statement.text):
        return None
    for start, end, _, person in names.find_names(statement.text):
        if when is None or not _REPORTS.match(statement.text[end:]):
            continue
        heads = {inputs.post(office.post) for office in may_hold(person, when) if office.post}
        if heads and post.code not in heads:
            return start, end, f"{person.name} ({', '.join(sorted(heads))})"
    return None
