"""A paper -> candidates for sender and addressees that have no label: pairs, routes, letterheads, datelines, lines."""

import re
from collections.abc import Iterator, Sequence

from briefbook.cables.evidence.addresses import Address, may_name_chief, name_features, read_address
from briefbook.cables.evidence.days import DAY_IN_FIGURES
from briefbook.cables.evidence.labels import Segment
from briefbook.cables.evidence.paper import KNOWN, Candidate, Paper, PaperLine
from briefbook.text import posts
from briefbook.text.dates import find_days, numeric_days
from briefbook.text.stations import station
from briefbook.text.vocabulary import precedences


def bare_pairs(paper: Paper) -> Iterator[Candidate]:
    """Addressee and sender on lines of their own without labels, as letters between offices have them."""
    heads = []
    for line in paper.lines[:9]:
        if line.labels or line.is_prose or not may_name_chief(line.text):
            continue
        words = re.split(r"\s+(?=\d{1,2}[-/]\d|\S*\d{4}$)|(?<=\))\s", line.text)[0]
        address = read_address(words, paper.year)
        if address and (address.value == "DIRECTOR, FBI" or re.match(r"(?:SAC|ASAC|LEGAT),? ", address.value.upper())):
            heads.append((line, address))
    mark = "bare-pair"
    if not heads:
        heads, mark = titled_heads(paper), "chief-pair"
        if any(label.kind in ("from", "to") for line, _ in heads for label in line.above):
            yield from _chief_below(paper, heads)  # they have labels, and are read by them
            return
    if len(heads) == 2 and heads[1][0].index - heads[0][0].index <= MAX_PAIR_LINES:
        for field_name, (line, address) in zip(("to", "from"), heads, strict=True):
            features = paper.common(line, None, below=False) | name_features(address) | {"bare-pair", mark}
            yield Candidate(field_name, address.value, line.index, address.written, frozenset(features))


def _chief_below(paper: Paper, heads: Sequence[tuple[PaperLine, Address]]) -> Iterator[Candidate]:
    """The chief below the addressee's box, and that of who is informed, of which the label FROM was lost."""
    first, last = heads[0][0], heads[-1][0]
    labelled = [{label.kind for label in line.above} for line, _ in heads]
    if "from" in paper.kinds or "to" not in labelled[0] or len(heads) not in (2, 3) or labelled[-1] & _NAMED:
        return
    if (len(heads) == 3 and "info" not in labelled[1]) or last.index - first.index > MAX_BOX_LINES:
        return
    if not any("DISPATCH" in line.upper or "ACTION REQ" in line.upper for line in paper.lines):
        return
    line, address = heads[-1]
    features = paper.common(line, None, below=False) | name_features(address) | {"bare-pair", "chief-pair"}
    yield Candidate("from", address.value, line.index, address.written, frozenset(features))


_NAMED = frozenset({"from", "to", "info"})


MAX_BOX_LINES = 6
"""Lines from the addressee of a dispatch to its sender, at most."""


def titled_heads(paper: Paper) -> list[tuple[PaperLine, Address]]:
    """Two chiefs on lines of their own, one below the other, before the first line of text."""
    heads = []
    for line in paper.lines[:MAX_TITLED_LINES]:
        if line.in_body or line.is_prose:
            break
        if not (line.labels and line.labels[0].start == 0) and (address := _chief(paper, line)):
            heads.append((line, address))
    return heads


def _chief(paper: Paper, line: PaperLine) -> Address | None:
    """The chief that a line names in its first cell, a speck or two behind the name."""
    if not may_name_chief(line.text):
        return None
    cell = re.split(r" {2,}", line.text)[0]
    for words in (cell, re.sub(r"\s+\S{1,2}$", "", cell)):
        address = read_address(words, paper.year)
        if address and re.match(r"(?:DEPUTY |ACTING )?CHIEFS? ?(?:,|OF (?:STATION|BASE|ALL))", address.value.upper()):
            return address
    return None


_INITIALS = re.compile(r"(?:MR\.? )?(?:[A-Z]\. ?){1,2}[A-Z][A-Z'-]{2,}(?:,? JR)?")


_GAP = re.compile(r" {2,}")


def pairs_of_persons(paper: Paper) -> Iterator[Candidate]:
    """A person by initials and surname below the row of another and a day, on a memorandum without labels."""
    if {"from", "to"} & paper.kinds:
        return
    for line in paper.lines[:MAX_PAIR_ROW]:
        cells = _GAP.split(line.text.strip())
        if len(cells) < 2 or len(cells[0].split()) > 5 or not _is_day(cells[-1], paper):
            continue
        below = paper.below(line)
        if below and not below.labels and _INITIALS.fullmatch(below.upper.strip(" .,")):
            pair = (("to", line, cells[0]), ("from", below, below.text))
            for field_name, row, words in pair:
                if address := read_address(words, paper.year):
                    features = paper.common(row, None, below=False) | name_features(address) | {"bare-pair"}
                    if _INITIALS.fullmatch(words.upper().strip(" .,")):
                        features.add("person-pair")
                    yield Candidate(field_name, address.value, row.index, address.written, frozenset(features))
        return


def _is_day(words: str, paper: Paper) -> bool:
    """Does a cell hold a day, in words or in figures?"""
    figures = DAY_IN_FIGURES.search(words)
    if figures and numeric_days(figures[0], window=paper.window, order=paper.order):
        return True
    return bool(find_days(words.upper(), window=paper.window))


MAX_PAIR_ROW = 6
"""Lines at the head of a memorandum among which the row of its addressee and its day stands."""


MAX_TITLED_LINES = 14
"""Lines at the head of a dispatch among which its addressee and its sender stand."""


MAX_PAIR_LINES = 3
"""Lines between addressee and sender at most, where neither has a label."""


def bare_addressees(paper: Paper, line: PaperLine, segment: Segment) -> Iterator[Candidate]:
    """A line that begins with a station's or command's name and no label, below a line that cites the sender."""
    before = paper.lines[line.index - 1]
    if not any(label.kind == "cite" for label in before.labels):
        return
    address = read_address(re.sub(r"\s+\S*\d\S*(?:\s.*)?$", "", segment.text.strip()), paper.year)
    if address is None or address.quality not in KNOWN:
        return
    features = paper.common(line, None, below=False) | name_features(address) | {"below-cite"}
    yield Candidate("to", address.value, line.index, address.written, frozenset(features))


def bare_stations(paper: Paper) -> Iterator[Candidate]:
    """Stations without a label on or near the line that cites the sender, as the agency's cables have them."""
    cites = [line.index for line in paper.lines[:12] if any(label.kind == "cite" for label in line.labels)]
    if not cites:
        return
    at = cites[0]
    for line in paper.lines[max(0, at - 3) : at + 2]:
        first = line.segments[0] if line.segments else None
        if first is None or first.label is not None or line.is_prose or line.in_body:
            continue
        others = {segment.label.kind for segment in line.segments[1:] if segment.label}
        if others - {"cite", "info"}:
            continue
        words = first.text.upper().strip(" .")
        for degree in sorted(precedences(), key=len, reverse=True):
            words = words.removeprefix(f"{degree} ") if len(degree) > 3 else words
        names = _stations_in(re.sub(r"^(?:PRITY|OPIM|RYBAT)\s+", "", words))
        if not names:
            continue
        where = "on" if line.index == at else f"{'above' if line.index < at else 'below'}{abs(line.index - at)}"
        features = paper.common(line, None, below=False) | {"bare-stations", f"cite-{where}", f"stations={len(names)}"}
        features.add(f"cite-{where}|{'director' if names[0] == 'DIRECTOR' else 'station'}")
        yield Candidate("to", "; ".join(names), line.index, first.text.strip(), frozenset(features))


def _stations_in(words: str) -> list[str]:
    """The stations that words name, in order; none where a word names none."""
    names: list[str] = []
    parts = words.replace(",", " ").split()
    at = 0
    while at < len(parts):
        for size in (2, 1):
            known = station(" ".join(parts[at : at + size])) if at + size <= len(parts) else None
            if known:
                names.append(known)
                at += size
                break
        else:
            return []
    return list(dict.fromkeys(names))


_ROUTE = re.compile(
    r"^(?:\d{1,4}[.)]?\s+)?(?P<head>(?:.*?\b(?:TELEGRAM|AIRGRAM|DESPATCH|CABLE|MESSAGE|LETTER|MEMORANDUM|"
    r"TELEGRAMME|CIPHERGRAM)\b[^A-Z]*"
    r"(?:NO\.?\s*[\d-]+\s*)?)?)(?P<word>FROM |DE )?(?P<from>.+?)\s+(?P<to_word>TO|AN|A)\s+(?:THE )?(?P<to>.+?)\.?$"
)


_RESIDES = re.compile(r"\b(?:AMBASSADEUR|MINISTRE|CHARGE D'AFFAIRES|CONSUL(?: GENERAL)?) (?:DE FRANCE|DE BELGIQUE)$")
"""A head of mission before the city in which he is: l'ambassadeur de France à Prague sends nothing to Prague."""


_TO_AND_FROM = re.compile(
    r"^(?P<head>(?:\w+ ){0,3}(?:TELEGRAM|DESPATCH|DISPATCH|MESSAGE|LETTER|CABLE)(?: \(?[A-Z. ]{2,14}\)?)?) "
    r"TO (?P<to>.{3,60}?),? FROM (?P<from>.{3,60}?)[.,]?$"
)
"""To whom, and from whom: Cypher telegram to Mr. Smith (Foreign Office) from Sir A. Brown (Berlin)."""

_DAMAGED_TO = re.compile(r"(?<=[A-Z]) (?:IO|I0|T0|1O|10) (?=[A-Z])")


_MAX_TITLE_WORDS = 6
"""Words that stand before a sender's name at most: a document's number, and what kind of paper it is."""


_WORDS_OF_ROUTE = 20
"""Words of a paragraph among which its title stands, where it begins with one."""


_GOES_ON = re.compile(r"\b(?:TO|TO THE|OF|THE|FOR|AND)$")
_OPEN_ENDS = ("TO", "THE", "OF", "FOR", "AND")


def routes(paper: Paper) -> Iterator[Candidate]:
    """X to Y in a line: the titles of editions, the routes of British telegrams."""
    for line in paper.lines[:10]:
        if line.in_body or " " not in line.upper:
            continue
        if line.labels and line.labels[0].kind not in ("from", "precedence"):
            continue
        text = " ".join(line.upper.split(None, _WORDS_OF_ROUTE)[:_WORDS_OF_ROUTE]) if line.is_paragraph else line.upper
        below = paper.below(line)
        goes_on = text.rstrip().endswith(_OPEN_ENDS) and _GOES_ON.search(text.strip())
        if below and (goes_on or below.text.startswith(("to ", "an ", "a "))):
            text = f"{text.strip()} {paper.lines[line.index + 1].upper}"
        if turned := _TO_AND_FROM.match(
            f"{text.strip()} {below.upper}" if below and below.upper.startswith("FROM ") else text
        ):
            yield from _turned_route(paper, line, turned)
            continue
        is_mended = " TO " not in text and _DAMAGED_TO.search(text) is not None
        match = _ROUTE.match(_DAMAGED_TO.sub(" TO ", text, count=1) if is_mended else text)
        if not match or _RESIDES.search(match["from"]):
            continue
        before = match["head"].split() + match["from"].split("FROM ")[0].split() * ("FROM " in match["from"])
        if len(before) > _MAX_TITLE_WORDS:
            continue
        pair_read = _best_split(f"{match['from']} {match['to_word']} {match['to']}", paper)
        if pair_read is None:
            continue
        sender, addressee = pair_read
        if is_mended and not _known(sender) == _known(addressee) == "known":
            continue
        urgent = text.split()[0] in precedences() and text == line.text
        if urgent:
            sender = read_address(match["from"].split(" ", 1)[-1], paper.year) or sender
        if not (match["word"] or match["head"] or (urgent and _known(addressee) == "known")) and "unknown" in (
            _known(sender),
            _known(addressee),
        ):
            continue
        if _known(sender) == _known(addressee) == "unknown":
            continue
        features = paper.common(line, None, below=False) | {"route"}
        if urgent:
            features.add("route-urgent")
        features.add("route-from" if match["word"] or " FROM " in match["from"] else "route-bare")
        if match["head"]:
            features.add("route-titled")
        pair = f"pair={'+'.join(sorted((_known(sender), _known(addressee))))}"
        yield Candidate(
            "from", sender.value, line.index, sender.written, frozenset(features | {pair} | name_features(sender))
        )
        yield Candidate(
            "to",
            addressee.value,
            line.index,
            addressee.written,
            frozenset(features | {pair} | name_features(addressee)),
        )


def _turned_route(paper: Paper, line: PaperLine, match: re.Match[str]) -> Iterator[Candidate]:
    sender, addressee = (read_address(match[name], paper.year) for name in ("from", "to"))
    if sender is None or addressee is None or "unknown" in (_known(sender), _known(addressee)):
        return
    features = paper.common(line, None, below=False) | {"route", "route-from", "route-titled"}
    features.add(f"pair={'+'.join(sorted((_known(sender), _known(addressee))))}")
    for field_name, address in (("from", sender), ("to", addressee)):
        named = frozenset(features | name_features(address))
        yield Candidate(field_name, address.value, line.index, address.written, named)


def _best_split(words: str, paper: Paper) -> tuple[Address, Address] | None:
    """Sender and addressee, cut at the word for "to" at which both are known best."""
    best: tuple[int, Address, Address] | None = None
    for cut in re.finditer(r"\s+(?:TO|AN|A)\s+(?:THE )?", words):
        sender = read_address(words[: cut.start()].split("FROM ")[-1], paper.year)
        if sender and (addressee := read_address(words[cut.end() :].rstrip(" ."), paper.year)):
            score = sum(("unknown", "titled", "known").index(_known(address)) for address in (sender, addressee))
            if best is None or score > best[0]:
                best = score, sender, addressee
    return best[1:] if best else None


def _known(address: Address) -> str:
    if address.quality in KNOWN:
        return "known"
    return "titled" if address.quality in ("title", "person", "unit") else "unknown"


_LETTERHEAD = re.compile(
    r"^\W*(?:(?P<way>OUTGOING|INCOMING)\s(?:TELEGRAM|MESSAGE|CODE CABLE|AIRGRAM)?\W*)?"
    r"(?P<office>(?:THE )?(?:DEPARTMENT OF STATE|(?:AMERICAN|CANADIAN|BRITISH|AUSTRALIAN|NEW ZEALAND|INDIAN) "
    r"(?:EMBASSY|AMBASSADOR|CONSULATE(?: GENERAL)?|LEGATION|HIGH COMMISSION(?:ER)?)|"
    r"OFFICE OF THE HIGH COMMISSIONER FOR CANADA|EMBASSY OF [A-Z ]+|AMBASSADE D[UE] [A-Z ]+|"
    r"BOTSCHAFT [A-Z ]+)(?:[, ].*)?)$"
)


def letterheads(paper: Paper) -> Iterator[Candidate]:
    """An office printed at the head of its paper."""
    way = next((word for line in paper.lines[:6] for word in ("OUTGOING", "INCOMING") if word in line.upper), "")
    for line in paper.lines[:6]:
        match = _LETTERHEAD.match(line.upper)
        if not match or (line.labels and line.labels[0].kind != "other"):
            continue
        if any(label.kind in ("from", "to", "info") for label in line.above):
            continue  # below TO it is the addressee
        words = match["office"].strip(" .,")
        place = paper.lines[line.index + 1].upper if line.index + 1 < len(paper.lines) else ""
        for offered in (words, f"{words}, {place.split(',')[0].strip(' .')}"):
            address = read_address(offered, paper.year)
            if address and address.quality in KNOWN:
                features = paper.common(line, None, below=False) | name_features(address)
                features |= {
                    "letterhead",
                    f"letterhead|{way or 'no way'}|{'state' if address.value == 'STATE' else 'other'}",
                }
                yield Candidate("from", address.value, line.index, match["office"], frozenset(features))
                break


_DATELINE = re.compile(
    r"^\W*(?:DATED )?(?P<place>[A-Z][A-Z' .-]{2,24}?),? (?:LE|DEN|THE) (?=\d{1,2}(?:ER|ST|ND|RD|TH)?\.? [A-Z]{3,9})"
)


def cities_of_datelines(paper: Paper) -> Iterator[Candidate]:
    """The city before the day, of services that write so: Ankara, le 3 mai; Rangun, den 4. Mai."""
    if "from" in paper.kinds:
        return
    for line in paper.lines[:MAX_DATELINE]:
        match = None if line.is_prose or line.in_body else _DATELINE.match(line.upper)
        place = re.sub(r"^(?:REÇU|RECU) .*", "", match["place"]) if match else ""
        if place and posts.city_in_any_tongue(place) and (address := read_address(place, paper.year)):
            features = paper.common(line, None, below=False) | name_features(address) | {"dateline"}
            yield Candidate("from", address.value, line.index, place, frozenset(features))


def urgent_senders(paper: Paper) -> Iterator[Candidate]:
    """A post behind a degree of urgency and nothing else, on a paper that has a line for its telegram's number."""
    if "from" in paper.kinds or not any(
        label.word in ("TELEGRAM NUMBER", "TELEGRAM NO", "TELNO") for line in paper.lines[:10] for label in line.labels
    ):
        return
    for line in paper.lines[:5]:
        degree, _, place = line.upper.strip(" .").partition(" ")
        address = read_address(place, paper.year) if place and degree in precedences() else None
        if address and address.quality == "post":
            features = paper.common(line, None, below=False) | name_features(address) | {"dateline"}
            yield Candidate("from", address.value, line.index, place, frozenset(features))


MAX_DATELINE = 12
"""Lines at the head of a paper among which the place and day of its writing stand."""


_MINISTRY = re.compile(
    r"(?:DIPLOMATIE|AMBAFRANCE|CONSULFRANCE|DELEGFRANCE|INDEMBASSY|HICOMIND|AMEMBASSY)[ ,]+[A-Z][A-Z ]+"
)


def telegraphic_addresses(paper: Paper) -> Iterator[Candidate]:
    """A telegraphic address alone on its line, on a telegram without labels: DIPLOMATIE PARIS, AMBAFRANCE BONN."""
    if {"from", "to"} & paper.kinds:
        return
    for line in paper.lines[:MAX_DATELINE]:
        if line.in_body or line.labels or not _MINISTRY.fullmatch(line.upper.strip(" .")):
            continue
        address = read_address(line.text, paper.year)
        if address and address.quality in KNOWN:
            features = paper.common(line, None, below=False) | name_features(address) | {"telegraphic-address"}
            yield Candidate("to", address.value, line.index, address.written, frozenset(features))


_ENDS_IN_CAPITAL = re.compile(r", (?:WASHINGTON|OTTAWA|LONDON)\b[ ,.DC]*$")


def addressee_lines(paper: Paper) -> Iterator[Candidate]:
    """An office on a line of its own with a comma behind it, as letters and old telegrams begin or end."""
    for line in paper.lines:
        text = line.text.rstrip()
        if line.labels or line.above or len(text) > 60 or not "A" <= text[:1] <= "Z":
            continue
        if not text.endswith(",") and ("," not in text or not _ENDS_IN_CAPITAL.search(text.upper())):
            continue
        if line.index and paper.lines[line.index - 1].is_prose:
            continue
        if _LETTERHEAD.match(line.upper):
            continue
        address = read_address(text, paper.year)
        if address and address.quality == "office":
            features = paper.common(line, None, below=False) | name_features(address) | {"addressee-line"}
            below = paper.lines[line.index + 1].text if line.index + 1 < len(paper.lines) else ""
            if re.match(r"[A-Z][\w ]{2,20}[.,]", below):
                features.add("above-place")
            yield Candidate("to", address.value, line.index, address.written, frozenset(features))
