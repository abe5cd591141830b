"""Messages of the Central Intelligence Agency: staff cables in and out, and information reports."""

import re

from briefbook.cables.dates import Day, find_days, find_group
from briefbook.cables.forms.cia_boxes import box_name, fill_boxes, mended_slug, sender_box, squeezed, sure
from briefbook.cables.forms.cia_stations import station, stations
from briefbook.cables.forms.common import add_references, find_captions
from briefbook.cables.noise import digits
from briefbook.cables.sheet import Sheet
from briefbook.cables.vocabulary import damaged_level, damaged_precedence, find_level, precedences
from briefbook.model.cable import How

_REPORT = re.compile(r"\bTDCS\s?(?P<copy>DB)?\s?-?\s?(?:DB-)?3/\s?(?P<number>\d{3}[,.]\d{3}|[\d,]{5,8})")
_IN = re.compile(r"\bIN\s?[-:]?\s?(?P<number>\d{5})\b")
_CITE = re.compile(r"^(?P<to>.*?)\s*\bC[I1]TE\s+(?P<slug>[A-Z]{3,5}|DIR)\.?\s+(?P<number>[\dOSBIL]{4,5})\b(?<=\d.)")
_DATE = re.compile(r"^(?:DATE\s*:?\s*)?[\d?]{1,2}\s?[/ ]?\s?[A-Z]{3,9}\s?[/ ]?\s?(?:19)?\d{2}\b", re.I)
_LABELLED = re.compile(r"^(?P<label>TO|FROM|INFO|ACTION|CONF)\s?:\s*(?P<rest>.+)", re.I)
_URGENCY = {
    "OPIM": "OPERATIONAL IMMEDIATE", "OO": "OPERATIONAL IMMEDIATE", "OPERATIONAL": "OPERATIONAL IMMEDIATE",
    "PRITY": "PRIORITY", "PP": "PRIORITY", "PRIORITY": "PRIORITY", "ROUTINE": "ROUTINE", "RR": "ROUTINE",
    "IMMEDIATE": "IMMEDIATE", "FLASH": "FLASH",
}  # fmt: skip


def recognise_report(sheet: Sheet) -> bool:
    """An information report: its number, or its name."""
    text = sheet.text
    return bool(
        re.search(r"INFORMATION REPORT|DATE\s+DISTR|PLACE\s*&\s*DATE\s+ACQ", text.upper())
        or ("TDCS" in text and _REPORT.search(text) and not re.search(r"\bCITE\b", text))
    ) and not any(_CITE.match(line.upper()) for line in sheet.texts[:20])


def read_report(sheet: Sheet) -> None:
    """Fill in an information report: date of information and date of distribution are two things."""
    text = sheet.text
    if report := _REPORT.search(text):
        sheet.put("report_no", _plain_report(report), sheet.line_at(report.start()), written=report[0])
    if distributed := re.search(r"DATE\s+DISTR\.?\s*:?\s*(?P<date>[^\n]{6,30})", text, re.I):
        _put_date(sheet, "date", distributed["date"], sheet.line_at(distributed.start()))
    if informed := re.search(r"DATE\s+OF\s+INFO\.?\s*:?\s*(?P<date>[^\n]{6,40})", text, re.I):
        _put_date(sheet, "date_of_info", informed["date"], sheet.line_at(informed.start()))
    intake = _IN.search(text)
    if intake:
        sheet.put("in_number", f"IN {intake['number']}", sheet.line_at(intake.start()), written=intake[0])
    if urgent := re.search(r"PRECEDENCE\s*:?\s+(?P<word>[A-Z]+)", text) or re.search(
        r"^(?P<word>ROUTINE|PRIORITY|IMMEDIATE|FLASH)$", text, re.M
    ):
        word = urgent["word"] if urgent["word"] in precedences() else damaged_precedence(urgent["word"])
        sheet.put("precedence", word, sheet.line_at(urgent.start()), written=urgent["word"])
    if country := re.search(r"^COUNTRY\s*:?\s+(?P<name>[A-Z][A-Z /]+?)(?=\s{2,}|\s+REPORT|\n)", text, re.M):
        sheet.put("country", country["name"].strip(), sheet.line_at(country.start()))
    if subject := re.search(r"^SUBJ(?:ECT)?[.:]?\s+(?P<subject>[A-Z].+?)(?=\s+DATE\s+DISTR|\s{3,}|$)", text, re.M):
        sheet.put("subject", subject["subject"].strip(), sheet.line_at(subject.start()))
    if "date" not in sheet.values:
        days = [
            (at, day)
            for at, line in enumerate(sheet.texts[:8])
            if not re.search(r"INFO|DATE", line)
            for day in find_days(line, window=sheet.window)
        ]
        whole = [(at, day) for at, day in days if day.year and not re.search(rf"\d-\s?{day.day}\b", sheet.texts[at])]
        if whole and whole[0][1].edtf:
            at, day = whole[0]
            sheet.put("date", day.edtf, at, written=sheet.texts[at][day.start : day.end], confidence=0.8)
    _level(sheet)
    if caught := find_captions(text[:1500]):
        sheet.put("caveats", caught, 0)
    if report and "number" not in sheet.values and "DB" in report[0]:
        sheet.put("number", " ".join(report[0].split()), sheet.line_at(report.start()))


def recognise_message(sheet: Sheet) -> bool:
    """A classified message: its form's name, a CITE, or slugs under a classification with a time of filing."""
    text = sheet.text
    if re.search(r"REPRODUCTION BY OTHER THAN (?:THE )?ISSUING OFFICE", text.upper()):
        return True
    head = [squeezed(line) for line in sheet.texts[:16]]
    if re.search(r"\(\s?IN\s?\d{5}\s?\)", sheet.head):
        return True
    if any(re.search(r"[IL1]?FIEDM[ES]S?SA[GCO]?|SSIFIEDMESS", line) for line in head) or sender_box(head):
        return True
    if re.search(r"CLASSIFIED\s*M[ES]SS?AGE", text):
        return True
    if "CITE" in text and re.search(r"\bCITE\s+[A-Z]{4}\s+\d{3,5}|\bIN\s?\d{5}\b.*\bCITE\b", text):
        return True
    return _plain_cite(sheet) is not None or bool(
        re.search(r"^(?:FROM\s?:?\s*)?DIRECTOR\s*$", text, re.M) and re.search(r"S[ -]?E[ -]?C[ -]?R[ -]?E[ -]?T", text)
    )


def read_message(sheet: Sheet) -> None:
    """Fill in a staff cable."""
    _labels(sheet)
    cited = _cite(sheet)
    if not cited:
        _outgoing(sheet)
    _dates(sheet)
    _numbers(sheet, incoming=bool(cited))
    _level(sheet)
    _precedence(sheet)
    _references(sheet)
    fill_boxes(sheet)


def _labels(sheet: Sheet) -> None:
    for index, line in enumerate(sheet.texts[:20]):
        found = _LABELLED.match(line)
        if not found:
            continue
        rest = re.split(r"\s(?:ACTION|INFO|FROM|TO|CONF|ROUTING)\s?:", found["rest"])[0].strip(" .")
        label = found["label"].upper()
        name = station(rest) or box_name(squeezed(rest))
        if label == "FROM":
            plain = re.fullmatch(r"[A-Z]{3,14}(?: [A-Z]{3,14}){0,2}", rest.upper())
            if name or plain:
                sheet.put("from", name or rest.upper(), index, written=rest)
            else:
                sheet.doubt("from", rest, index)
        elif label == "TO" and re.fullmatch(r"[A-Z][A-Z .,/()-]{2,60}", rest.upper()):
            info = re.search(r"\(?INFO\)?\s*:?\s*(?P<info>.+)", rest, re.I)
            names = _names(rest[: info.start()] if info else rest)
            if part := re.match(r"[A-Z ]+(/[A-Z]{4,})", rest.upper()):
                names = [f"{name}{part[1]}" for name in names[:1]] + names[1:]
            sheet.put("to", names, index, written=rest)
            if info:
                sheet.put("info", _names(info["info"]), index, written=info["info"])


def _names(text: str) -> list[str]:
    """Stations in a row: slugs, or names of several words."""
    plain = re.sub(r"\([^)]*\)", " ", text.upper())
    found: list[str] = []
    words = re.findall(r"[A-Z]+(?:/[A-Z]+)?", plain)
    at = 0
    while at < len(words):
        for size in (2, 1):
            name = station(" ".join(words[at : at + size]).split("/")[0]) if at + size <= len(words) else None
            if name:
                found.append(name)
                at += size
                break
        else:
            at += 1
    return list(dict.fromkeys(found))


def _cite(sheet: Sheet) -> bool:
    for index, line in enumerate(sheet.texts[:30]):
        found = _CITE.match(re.sub(r"[()]", " ", line.upper()).replace("  ", " "))
        if found:
            _cited(sheet, index, found["to"], found["slug"], found["number"])
            return True
    plain = _plain_cite(sheet)
    if plain:
        _cited(sheet, *plain)
        return True
    labelled = re.search(r"\b(?P<slug>[A-Z]{4})\s(?P<number>\d{3,5})\s+IN\s?\d{5}", sheet.text)
    if labelled:
        at = sheet.line_at(labelled.start())
        sheet.put("number", f"{labelled['slug']} {labelled['number']}", at)
        return True
    return False


def _plain_cite(sheet: Sheet) -> tuple[int, str, str, str] | None:
    """Addressees' slugs, the sender's slug and its number on one line, with no CITE between."""
    for index, line in enumerate(sheet.texts[:12]):
        found = re.fullmatch(r"(?P<to>(?:[A-Z]{3,5}\s+)+)(?P<slug>[A-Z]{4})\s+(?P<number>\d{4})", line.strip(" ."))
        if found and all(
            word in stations() or word in ("INFO", *_URGENCY) for word in [*found["to"].split(), found["slug"]]
        ):
            return index, found["to"], found["slug"], found["number"]
    return None


def _cited(sheet: Sheet, index: int, to: str, slug: str, number: str) -> None:
    action, _, info = re.sub(r"^.*\bGR\s?\d+\s", "", to).partition("INFO")
    names, informed = _names(action), _names(info)
    meant = mended_slug(slug) or slug
    how = How.OBSERVED if meant == slug and number.isdigit() else How.REPAIRED
    if meant in stations():
        sheet.put("from", stations()[meant], index, written=slug, how=how)
    figures = digits(number)
    if figures and sure(sheet, index, number):
        sheet.put("number", f"{meant} {figures[0]}", index, written=f"{slug} {number}", how=how)
    else:
        sheet.doubt("number", f"{slug} {number}", index)
    if names:
        sheet.put("to", names, index, written=action.strip(), again=True)
    sheet.put("info", informed, index, written=info.strip())
    urgent = [_URGENCY[word] for word in action.split() if word in _URGENCY]
    if urgent:
        sheet.put("precedence", urgent[0], index, written=action.strip())


def _outgoing(sheet: Sheet) -> None:
    """Headquarters' form: DIRECTOR is the sender; the line of slugs below says to whom, where the box is lost."""
    for index, line in enumerate(sheet.texts[:16]):
        if re.fullmatch(r"(?:FROM\s?:?\s*)?DIRECTOR", line.strip(" .:")):
            sheet.put("from", "DIRECTOR", index, written=line)
            if "to" in sheet.values:
                return
            for above in range(index - 1, max(index - 4, -1), -1):
                text = re.sub(r"^TO\s?:?\s*", "", sheet.texts[above].upper())
                info = re.search(r"[I1]\W?[FN]{1,2}O\)?\s*:?\s*(?P<info>.+)$|\(INFO\)\s*(?P<also>.+)$", text)
                names = _names(text[: info.start()] if info else text)
                if part := re.match(r"[A-Z ]+(/[A-Z]{4,})", text):
                    names = [f"{name}{part[1]}" for name in names[:1]] + names[1:]
                if names and not find_days(text):
                    sheet.put("to", names[:1], above, written=text)
                    rest = _names((info["info"] or info["also"] or "") if info else "") or names[1:]
                    sheet.put("info", rest, above, written=text)
                    return
            return


def _dates(sheet: Sheet) -> None:
    for index, line in enumerate(sheet.texts[:20]):
        filed = re.search(r"\b([A-Z]{3})\s(\d{1,2})\s+(\d{4})Z\s?(\d\d)\b", line)
        if filed:
            days = find_days(f"{filed[2]} {filed[1]} {filed[4]}", window=sheet.window)
            if days and days[0].edtf:
                sheet.put("dtg", f"{days[0].edtf}T{filed[3][:2]}:{filed[3][2:]}Z", index, written=filed[0])
            continue
        if _DATE.match(line.strip()) or re.match(r"^DATE\b", line):
            plain = line.replace("/", " ")
            days = [day for day in find_days(plain, window=sheet.window) if day.year]
            if days and days[0].edtf and "?" not in line[: days[0].end]:
                sheet.put("date", days[0].edtf, index, written=line)
            elif days or "?" in line:
                sheet.doubt("date", line, index)
    if "date" not in sheet.evidence:
        _stamped_date(sheet)
    if "dtg" not in sheet.values:
        for index, line in enumerate(sheet.texts[:12]):
            group = find_group(line, window=sheet.window)
            if group and group.zone == "Z":
                sheet.put("dtg", group.text, index, written=line)
                break


def _stamped_date(sheet: Sheet) -> None:
    """The day stamped on the form, where none is typed and the stamps agree."""
    found = {
        day.edtf: line.text
        for line in sheet.stamps
        if _DATE.match(line.text)
        for day in find_days(line.text, window=sheet.window)
        if day.year and day.edtf
    }
    if len(found) == 1:
        value, written = next(iter(found.items()))
        sheet.put("date", value, -1, written=written, how=How.INFERRED, confidence=0.6, note="stamped")


def _stamped_number(sheet: Sheet) -> None:
    """The number that the cable secretariat stamped on an outgoing form: five figures by themselves."""
    lines = [*sheet.texts[:20], *(line.text for line in sheet.stamps)]
    alone = {
        found[1] for line in lines if (found := re.fullmatch(r"(?:CITE\s+)?(?:DIR\s*)?(\d{5})", line.strip(" .*")))
    }
    if len(alone) == 1 and sheet.values.get("from") == "DIRECTOR":
        number = alone.pop()
        at = next((at for at, line in enumerate(sheet.texts) if number in line), -1)
        sheet.put(
            "number", f"DIR {number}", at, written=number, how=How.INFERRED, confidence=0.6, note="stamped by machine"
        )


def _numbers(sheet: Sheet, *, incoming: bool) -> None:
    for index, line in enumerate(sheet.texts[:16]):
        found = _IN.search(line)
        if found and incoming and not re.search(r"\(\s*IN\s?\d{5}\s*\)|\bREF", line):
            sheet.put("in_number", f"IN {found['number']}", index, written=found[0])
    for index, line in enumerate(sheet.texts[:25]):
        outgoing = re.search(r"\bCITE\s+DIR\s*(?P<number>\d{5})\b|\bDIR\s+(?P<other>\d{5})$", line)
        if outgoing and not incoming and not re.search(r"\bREF", line):
            sheet.put("number", f"DIR {outgoing['number'] or outgoing['other']}", index)
    if not incoming:
        _stamped_number(sheet)
    if report := _REPORT.search("\n".join(sheet.texts[:16])):
        sheet.put("report_no", _plain_report(report), 0, written=report[0])
    if subject := re.search(r"^SUBJ(?:ECT)?:?\s+(?P<subject>[A-Z].+)", sheet.text, re.M):
        sheet.put("subject", subject["subject"].strip(), sheet.line_at(subject.start()))


def _level(sheet: Sheet) -> None:
    for index, line in enumerate(sheet.texts[:30]):
        level = find_level(re.sub(r"CLASSIFIED MESSAGE|^CONF\b\W.*", " ", line.upper()))
        if level:
            sheet.put("security", level[0], index)
            break
    else:
        for stamp in sheet.stamps[:6]:
            if (level := find_level(stamp.text.upper())) and len(stamp.text) < 40:
                sheet.put("security", level[0], -1, written=stamp.text)
                return
        for index, line in enumerate(sheet.texts[:12]):
            if len(line) < 20 and (damaged := damaged_level(line)):
                sheet.put("security", damaged, index, written=line, how=How.REPAIRED)
                return


def _precedence(sheet: Sheet) -> None:
    for index, line in enumerate(sheet.texts[:18]):
        for word in re.findall(r"[A-Z]{2,11}", line):
            if word in _URGENCY and not (word == "ROUTINE" and re.search(r"PRIORITY|DEFERRED|OPERATIONAL", line)):
                sheet.put("precedence", _URGENCY[word], index, written=word)
                return


def _references(sheet: Sheet) -> None:
    for index, line in enumerate(sheet.texts[:30]):
        found = re.match(r"REFS?\b\s*:?\s*(?P<rest>.+)", line)
        if not found:
            continue
        parts = [found["rest"]]
        for below in sheet.texts[index + 1 : index + 4]:
            if not re.match(r"\(?[B-F][).\s]", below):
                break
            parts.append(below)
        text = re.sub(r"\(\s*IN\s?\d{5}\s*\)\*?", " ", " ; ".join(parts))
        text = re.sub(r"(?:^|(?<=[\s;]))[A-F]\.?\s+(?=[A-Z]{3,5}\s+\d)", " ", text)
        add_references(sheet, text, index)
        return


def _plain_report(report: re.Match[str]) -> str:
    copy = "DB" if "DB" in report[0] else ""
    return f"TDCS{copy}-3/{report['number'].replace('.', ',')}"


def _put_date(sheet: Sheet, key: str, text: str, index: int) -> None:
    days = [day for day in find_days(text, window=sheet.window) if day.year]
    if not days or not days[0].edtf:
        return
    span = re.match(r"\s*(\d{1,2})\s?-\s?\d{1,2}\s", text)
    first = days[0]
    if span and first.month:
        begin = Day(0, 0, first.year, first.month, int(span[1])).edtf
        sheet.put(key, f"{begin}/{first.edtf}", index, written=text.strip())
        return
    sheet.put(key, first.edtf, index, written=text.strip())
