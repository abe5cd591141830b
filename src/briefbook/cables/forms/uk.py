"""British telegrams: who to whom, Telno, D. and R., repeated for information, later with a date-time group."""

import re

from briefbook.cables import heading_slots as slots
from briefbook.cables.forms.common import add_references, find_captions, split_posts
from briefbook.cables.heading_draft import HeadingDraft
from briefbook.cables.heading_slots import PartialDate, PostSlot
from briefbook.cables.subject_repair import is_common_word
from briefbook.model.cable import Derivation
from briefbook.text import posts
from briefbook.text.dates import find_clock, find_days, find_group
from briefbook.text.ocr_confusion import digits
from briefbook.text.vocabulary import damaged_precedence, find_level, spelt_precedence

_OFFICE = (
    r"(?:FOREIGN OFFICE|COMMONWEALTH OFFICE|COLONIAL OFFICE|COMMONWEALTH RELATIONS OFFICE"
    r"|FOREIGN AND COMMONWEALTH OFFICE|C\.?R\.?O\.?|F\.?C\.?O\.?|F C O)"
)
_DEGREES = spelt_precedence("uk")
_URGENCY = rf"(?P<urgency>{_DEGREES}|SAVING)"
_ROUTE = re.compile(
    rf"^(?:{_URGENCY}\s+)?(?:FROM\s+)?(?P<from>[A-Z][A-Z .,'()-]{{1,40}}?)\s+TO\s+(?P<to>"
    rf"(?:THE\s)?[A-Z][A-Z .,'()-]{{1,40}}?)\.?$"
)
_GROUPED = re.compile(r"^FM\s+(?P<from>[A-Z][A-Z .]+?)\s+(?P<group>\d{6}[A-Z])\b")
_TELNO = re.compile(
    r"\b(?:TEL(?:EGRAM)?\s*(?:NO|NUMBER)S?|TELNO|NO)\b[.\s:]*(?P<number>[\dOIl]{1,5})\b(?P<saving>\s+SAVING)?", re.I
)
_REPEATED = re.compile(
    r"(?:repeated(?:\s+for\s+information)?(?:\s+saving)?\s+to\s*:?|\bRFI\b|\bINFO\b)\s*(?P<rest>.+)", re.I
)
_ADDRESSED = re.compile(r"(?:TO|ADDRESSED)\b")
_NAME = re.compile(r"^(?:Sir|Mr\.?|Lord|Dr\.?|Miss|Mrs\.?)\s+[A-Z][\w.' -]{1,40}$")


_INWARD = re.compile(r"(?:INWARD|OUTWARD) TELEGRAM\b")


def recognise(draft: HeadingDraft) -> bool:
    """A route to or from a British office, or a British telegram number under a cypher line."""
    for index, line in enumerate(draft.texts[:12]):
        upper = line.upper()
        route = _ROUTE.match(upper) if " TO" in upper else None
        if route and draft.continues_prose(index):
            continue
        offices = route and [side for side in (route["from"], route["to"]) if re.search(_OFFICE, side)]
        if (
            route
            and offices
            and all(side in offices or _office(_sender(side)) for side in (route["from"], route["to"]))
        ):
            return True
        if _GROUPED.match(upper) and re.search(r"\bTELNO\b", draft.text.upper()):
            return True
        if _INWARD.match(upper):
            return True
        if upper.startswith("ADDRESSED") and not draft.continues_prose(index):
            return bool(re.match(rf"ADDRESSED (?:TO )?(?:{_OFFICE}|CO|FO)\b", upper))
    return False


def read(draft: HeadingDraft) -> None:
    """Fill in the telegram's fields."""
    for index, line in enumerate(draft.texts[:14]):
        upper = line.upper()
        route = None if draft.continues_prose(index) else _ROUTE.match(upper)
        if route and slots.FROM not in draft.values and not upper.startswith(("ADDRESSED", "REPEATED")):
            urgent = re.search(rf"\b(?:{_DEGREES})\b", route["from"])
            if urgent:
                draft.put(slots.PRECEDENCE, urgent[0], index)
            if not re.match(r"SAVING\s", upper):
                draft.put(slots.PRECEDENCE, route["urgency"], index)
            draft.put(slots.FROM, _office(_sender(route["from"])), index, written=route["from"])
            if office := _office(route["to"]):
                draft.put(slots.TO, [office], index, written=route["to"])
        if colonial := re.match(r"(?P<key>FROM|TO)\s+(?P<who>[A-Z][A-Z ,.]+?)(?:\s*\(.*)?$", upper):
            _colonial(draft, slots.FROM if colonial["key"] == "FROM" else slots.TO, colonial["who"].strip(" ,."), index)
        if grouped := _GROUPED.match(upper):
            draft.put(slots.FROM, _office(grouped["from"]), index, written=grouped["from"])
            group = find_group(grouped["group"])
            draft.put(slots.DTG, group.text if group else None, index)
        if draft.values.get(slots.DTG) and (
            addressed := re.match(rf"TO\s+(?:{_URGENCY}\s+)?(?P<to>[A-Z][A-Z ]+?)\s+TELNO\b", upper)
        ):
            draft.put(slots.PRECEDENCE, addressed["urgency"], index)
            spoilt = damaged_precedence(addressed["to"].split()[0])
            if spoilt and " " in addressed["to"]:
                draft.put(slots.PRECEDENCE, spoilt, index, written=addressed["to"].split()[0], how=Derivation.REPAIRED)
                continue
            if office := _office(addressed["to"]):
                draft.put(slots.TO, [office], index, written=addressed["to"])
        if cypher := re.match(r"CYPHER\s*/?\s*(?P<kind>OTP|CAT(?:EGORY)?\.? [A-Z])", upper):
            draft.put(slots.CYPHER, cypher["kind"], index)
        if _NAME.match(line):
            draft.put(slots.SIGNER, re.split(r"\s+N[o0]\.?\s*\d", line)[0], index)
        if urgent := re.fullmatch(_URGENCY, upper.strip(" .")):
            draft.put(slots.PRECEDENCE, urgent[0].strip(), index)
    _number_and_date(draft)
    _clocks(draft)
    _titled(draft)
    _security(draft)
    rest = _info(draft)
    for index in rest:
        add_references(draft, draft.lines[index].text, index, line=False)
    for row in draft.values.get(slots.REF, []):
        if re.search(rf"{row['number']}\s+to\s+you\b", draft.text, re.I) and draft.values.get(slots.TO):
            row["to"] = draft.values[slots.TO][0]


_TITLE = re.compile(r"(?:INWARD|OUTWARD) TELEGRAM (?P<way>FROM|TO) (?P<who>[A-Z][A-Z ,]+)$")


_MINISTRIES = {
    "COMMONWEALTH RELATIONS OFFICE": "CRO", "COLONIAL OFFICE": "CO", "COMMONWEALTH OFFICE": "CO",
    "FOREIGN OFFICE": "FO",
}  # fmt: skip


def _titled(draft: HeadingDraft) -> None:
    """The office that the form's title names: OUTWARD TELEGRAM FROM COMMONWEALTH RELATIONS OFFICE."""
    for index, line in enumerate(draft.texts[:3]):
        title = _TITLE.match(line.upper().strip(" ."))
        if title and (code := _MINISTRIES.get(title["who"].strip())):
            draft.put_post(slots.FROM if title["way"] == "FROM" else slots.TO, code, index, written=title["who"])


def _colonial(draft: HeadingDraft, slot: PostSlot, who: str, index: int) -> None:
    """The Colonial Office's form: FROM and TO on lines of their own."""
    if " TO " in who or not re.match(r"(?:INWARD|OUTWARD) TELEGRAM", draft.lines[0].text.upper()):
        return
    code = "CO" if re.search(r"FOR THE COLONIES|COLONIAL OFFICE", who) else _office(who)
    draft.put_post(slot, code, index, written=who)


def _sender(words: str) -> str:
    """The sender of a route, without what was typed before it."""
    return re.split(rf"\bFROM\s+|\b(?:{_DEGREES})\s+", words)[-1]


def _office(words: str) -> str | None:
    plain = re.sub(r"^THE\s|[.,]", "", words.strip()).strip()
    plain = "FCO" if plain == "F C O" else plain
    city = posts.cities().get(plain) or posts.cities().get(re.sub(r"^(?!NEW |SAN |LA |HONG )[A-Z]{4,9} ", "", plain))
    if city is None and (mended := posts.damaged_code(plain)):
        city = posts.cities().get(mended)
    if city:
        return city.name
    long = [word for word in plain.split() if len(word) >= 4]
    if long and all(is_common_word(word) for word in long):
        return None  # words of a sentence, no place
    match = re.fullmatch(r"[A-Z]{3,14}(?: [A-Z]{3,14})?", plain) and not re.search(
        r"OFFICE|DISTRIBUTION|CLAIR|CYPHER", plain
    )
    return plain if match else None


def _number_and_date(draft: HeadingDraft) -> None:
    for index, line in enumerate(draft.texts[:16]):
        if re.match(r"(?:MY|YOUR|OUR|MIPT|MIFT|REPEATED)\b", line.upper()):
            continue
        match = _TELNO.search(line)
        third = re.match(r"(?P<post>[A-Z][A-Z ]+?)\s+TEL", line.upper())
        if third and third["post"] in posts.known_codes():
            continue
        if match:
            figures = digits(match["number"].upper())
            if figures:
                how = Derivation.REPAIRED if figures[1] else Derivation.OBSERVED
                draft.put(slots.NUMBER, figures[0], index, written=match["number"], how=how)
            if match["saving"]:
                draft.put(slots.SERIES, "SAVING", index)
    for index, line in enumerate(draft.texts[:16]):
        if re.match(r"[DR]\.\s?\d", line):
            continue
        days = [day for day in find_days(line, window=draft.window) if day.year]
        if days and re.search(r"\sR(?:ECEIVED)?[.:]\s*$", line[: days[0].start].upper()):
            continue  # the day of receipt, level with the number
        if days and days[0].edtf:
            draft.put(slots.DATE, days[0].edtf, index, written=line[days[0].start : days[0].end])
            return
        if days:
            draft.flag("impossible_date")
    for index, line in enumerate(draft.texts[:16]):  # TELNO 812 OF 14 NOVEMBER: the year stands nowhere
        day = next(iter(find_days(line, window=draft.window)), None) if _ADDRESSED.match(line.upper()) else None
        if day and day.valid and _TELNO.search(line):
            draft.put(slots.DATE, PartialDate(month=day.month, day=day.day, year=None), index, written=line)
            return


def _clocks(draft: HeadingDraft) -> None:
    for index, line in enumerate(draft.texts[:20]):
        match = re.match(r"(?P<what>[DR])[.:]\s?(?P<rest>\d.+)", line)
        if not match:
            continue
        clock = find_clock(match["rest"])
        days = find_days(match["rest"], window=draft.window)
        date = draft.values.get(slots.DATE)
        if not clock or not days:
            continue
        year = days[0].year or (int(date[:4]) if isinstance(date, str) else None)
        if year and days[0].valid:
            value = f"{year:04d}-{days[0].month:02d}-{days[0].day:02d}T{clock[0]}"
            draft.put(slots.DISPATCHED if match["what"] == "D" else slots.RECEIVED, value, index, written=line)
    if group := find_group(str(draft.values.get(slots.DTG, ""))):
        date = draft.values.get(slots.DATE)
        if isinstance(date, str) and len(date) == 10 and int(date[8:]) != group.day:
            draft.flag("dtg_day_mismatch")


def _security(draft: HeadingDraft) -> None:
    clear = re.search(r"\bEN CLAIR\b", draft.text, re.I)
    for index, line in enumerate(draft.texts[:16]):
        bare = line.strip(" .:").upper()
        level = find_level(bare)
        if level and len(bare) <= len(level[0]) + 2:
            draft.put(slots.SECURITY, level[0], index)
            return
        if clear and bare == "CLASSIFIED":
            note = "the beginning is lost; a telegram en clair is not classified"
            draft.put(slots.SECURITY, "UNCLASSIFIED", index, written=line, how=Derivation.REPAIRED, note=note)
            return
    for index, line in enumerate(draft.texts[:16]):
        if caught := find_captions(line):
            draft.put(slots.CAVEATS, caught, index)


def _info(draft: HeadingDraft) -> list[int]:
    """Who was informed; returns the lines that may hold references."""
    rest: list[int] = []
    best: list[str] = []
    for index, line in enumerate(draft.texts[:24]):
        match = _REPEATED.search(line) or (re.search(r"repeated\s+for\s+information\s+to\s*:?$", line, re.I))
        if match:
            words = match.groupdict().get("rest") or ""
            if not words.strip(" :.") or line.rstrip().endswith((":", ",")):
                words = f"{words} {draft.lines[index + 1].text if index + 1 < len(draft.lines) else ''}"
            for below in draft.texts[index + 1 : index + 6]:  # a post a line, as long as nothing else stands there
                if words.endswith(below):
                    continue
                if not _is_post(below):
                    break
                words = f"{words}, {below}"
            names = _posts(words)
            if len(names) > len(best):
                best = names
                draft.put(slots.INFO, names, index, written=words.strip(), again=True)
        elif not re.match(r"(?:ADDRESSED|TEL|NO\b|NUMBER|D\.|R\.|TO\s.*TELNO|FM\s)", line.upper()) and index > 1:
            rest.append(index)
    return rest


def _is_post(line: str) -> bool:
    """Does a post, and nothing else, stand on a line?"""
    known, unknown = split_posts(line.strip(" .,"))
    return len(known) == 1 and not unknown


def _posts(words: str) -> list[str]:
    found: list[str] = []
    for part in re.split(r"[,;.]|\sand\s|\sAND\s", words):
        known, unknown = split_posts(part)
        if unknown[:1] == ["POLAD"] and known:
            at = part.upper().find("POLAD")
            first = [code for code in known if part.upper().find(code) < at]
            second = [code for code in known if code not in first]
            found += [*first, *(f"POLAD {code}" for code in second[:1]), *second[1:]]
        else:
            found += known
    return list(dict.fromkeys(found))
