"""Telegrams as editions translate or print them: Polish, Brazilian, Soviet, French, Swiss, German."""

import re
from datetime import datetime, timedelta

from briefbook.cables import posts
from briefbook.cables.dates import DAYS, ROMAN, find_clock, find_days, full_year, is_day
from briefbook.cables.forms.common import add_references, find_captions
from briefbook.cables.noise import nearest
from briefbook.cables.sheet import Sheet
from briefbook.cables.vocabulary import find_level
from briefbook.model.cable import How

_NUMERIC = r"(?P<a>\d{1,2})\.(?P<b>\d{1,2})\.(?P<year>\d{4})"
_AT = rf"{_NUMERIC}\s*(?:,|at)?\s*(?P<clock>\d{{1,2}}[:.h]\d{{2}})"


def _city(words: str) -> str | None:
    plain = re.sub(r"[.,\[\]]", "", words.strip()).upper()
    city = posts.cities().get(plain)
    return city.name if city else None


def _level_anywhere(sheet: Sheet, last: int = 14) -> None:
    for index, line in enumerate(sheet.texts[:last]):
        level = find_level(line.upper())
        if level:
            sheet.put("security", level[0], index)
            return


# Poland


def recognise_polish(sheet: Sheet) -> bool:
    """A ciphergram's number."""
    return bool(re.search(r"\bCiphergram\s+No", sheet.text, re.I))


def read_polish(sheet: Sheet) -> None:
    """The intake number is the register's; the clocks are those of sending and of Warsaw."""
    text = sheet.text
    if number := re.search(r"Ciphergram\s+No\.?\s*(?P<number>\d{1,6})(?![A-Za-z0-9])", text, re.I):
        sheet.put("register_no", number["number"], sheet.line_at(number.start()))
    events: dict[str, re.Match[str]] = {}
    for key, word in (("dispatched", r"Dispatched"), ("received", r"received"), ("deciphered", r"Deciphering[^\d]*?")):
        found = re.search(rf"{word}[^\d]*?(?:on|at)?\s*{_AT}", text, re.I)
        if found:
            events[key] = found
    mdy = _month_first(sheet, events)
    for key, found in events.items():
        month, day = (found["a"], found["b"]) if mdy else (found["b"], found["a"])
        clock = found["clock"].replace(".", ":").replace("h", ":").zfill(5)
        if is_day(int(found["year"]), int(month), int(day)):
            value = f"{found['year']}-{int(month):02d}-{int(day):02d}T{clock}"
            sheet.put(key, value, sheet.line_at(found.start("a")), written=found[0][-24:])
        else:
            sheet.flag("impossible_date")
    if sender := re.search(r"Dispatched\s+from\s+(?P<city>[A-Z][\w ]+?)\s+(?:on|at)\b", text, re.I):
        code = _city(sender["city"]) or sender["city"].upper()
        sheet.put("from", code, sheet.line_at(sender.start()), written=sender["city"])
    if receiver := re.search(r"^To:?\s+(?P<rest>.+)", text, re.M):
        at = sheet.line_at(receiver.start())
        names = [part.strip(" .") for part in receiver["rest"].split(",")]
        who = [
            name
            for name in names
            if re.fullmatch(r"[A-Z][A-Z .-]{3,}", name) and not find_captions(name) and not nearest(name, ("URGENT",))
        ]
        sheet.put("to", who, at)
        sheet.put("caveats", find_captions(receiver["rest"]), at)
        if "URGENT" in names:
            sheet.put("precedence", "URGENT", at)
    drafted = re.search(r"\((\d{1,2})\.(\d{1,2})\s+(\d{1,2})(?:[:.](\d{2}))?\s*GMT\)", text)
    year = next(iter(events.values()))["year"] if events else None
    if drafted and year:
        month, day = (drafted[1], drafted[2]) if mdy else (drafted[2], drafted[1])
        if is_day(int(year), int(month), int(day)) and int(drafted[3]) < 24:
            sheet.values["drafted_utc"] = (
                f"{year}-{int(month):02d}-{int(day):02d}T{int(drafted[3]):02d}:{drafted[4] or '00'}+00:00"
            )
    _suggest(sheet)
    _level_anywhere(sheet)


def _month_first(sheet: Sheet, events: dict[str, re.Match[str]]) -> bool:
    """Which of the two numbers is the month: what makes every date possible and the transit short."""
    possible = []
    for mdy in (True, False):
        moments = []
        for found in events.values():
            month, day = (found["a"], found["b"]) if mdy else (found["b"], found["a"])
            if not is_day(int(found["year"]), int(month), int(day)):
                break
            moments.append(datetime(int(found["year"]), int(month), int(day)))
        else:
            if not moments or max(moments) - min(moments) <= timedelta(days=7):
                possible.append(mdy)
    if len(possible) == 2 and any(found["a"] != found["b"] for found in events.values()):
        sheet.flag("ambiguous_date")
    return possible[0] if possible else True


def _suggest(sheet: Sheet) -> None:
    sent, received = sheet.values.get("dispatched"), sheet.values.get("received")
    if isinstance(sent, str) and isinstance(received, str) and received < sent:
        earlier = datetime.fromisoformat(sent) - timedelta(days=1)
        if earlier <= datetime.fromisoformat(received):
            sheet.values["suggested_dispatch_date"] = earlier.date().isoformat()


# Brazil


def recognise_brazilian(sheet: Sheet) -> bool:
    """The ministry's name or the sent-and-received line ON/1/3/XI/62."""
    return bool(
        re.search(r"SECRETARY OF STATE FOR EXTERNAL RELATIONS|MINISTRY OF EXTERNAL RELATIONS", sheet.text, re.I)
        or re.search(r"^ON\s?/\s?\d{1,2}(?:/\d{1,2})?/[IVX]+/\d\d", sheet.text, re.M)
    )


def read_brazilian(sheet: Sheet) -> None:
    """The number alone at the head is the intake register's; the sender's stands with the weekday."""
    for index, line in enumerate(sheet.texts[:20]):
        if re.fullmatch(r"\d{3,6}", line):
            sheet.put("register_no", line, index)
        if sender := re.search(
            r"\b(?P<way>FROM|TO) THE (?:BRAZILIAN )?(?:EMBASSY|CONSULATE|MISSION|DELEGATION)\s+(?:IN|TO"
            r"|AT)\s+(?P<city>[A-Z][A-Z ]+?)(?=\s+ON\s?/|\s*$|[,.(])",
            line,
            re.I,
        ):
            code = _city(sender["city"]) or sender["city"].strip().upper()
            sheet.put(
                "from" if sender["way"].upper() == "FROM" else "to",
                code if sender["way"].upper() == "FROM" else [code],
                index,
            )
        if dated := re.match(
            r"ON\s?/\s?(?P<sent>\d{1,2})(?:\s?/\s?(?P<received>\d{1,2}))?\s?/\s?(?P<month>[IVX]+)\s?/\s?(?P<year>\d{2,4})",
            line,
            re.I,
        ):
            _brazilian_days(sheet, dated, index)
        if file := re.search(r"(?:^|[/\s])(?P<file>\d{2,3}\.\d*\([^)]*\)(?:\([^)]*\))?)", line):
            sheet.put("file", file["file"], index)
        level = find_level(line.upper())
        if level and len(line) < 40:
            sheet.put("security", level[0], index)
            if urgent := re.search(r"\b(MOST URGENT|VERY URGENT|URGENT|ROUTINE|PRIORITY|IMMEDIATE)\b", line.upper()):
                sheet.put("precedence", urgent[1], index)
        if last := re.match(
            rf"(?P<number>\d{{1,5}})\s*-+\s*(?P<day>{'|'.join(DAYS)})\s*-+\s*(?P<clock>\d{{4}}\s?H\w*|\d{{1,2}}[:h]\d\d)",
            line,
            re.I,
        ):
            sheet.put("number", last["number"], index)
            sheet.put("weekday", last["day"].upper(), index)
            if clock := find_clock(last["clock"]):
                sheet.put("time_local", clock[0], index)


def _brazilian_days(sheet: Sheet, dated: re.Match[str], index: int) -> None:
    year, month = full_year(dated["year"], sheet.window), ROMAN.get(dated["month"].upper(), 0)
    for key, word in (("sent_date", "sent"), ("received_date", "received")):
        if not dated[word]:
            continue
        day, its_month = int(dated[word]), month
        if word == "sent" and dated["received"] and day > int(dated["received"]):
            its_month = month - 1 or 12  # sent at the end of the month before
        if is_day(year, its_month, day):
            sheet.put(key, f"{year:04d}-{its_month:02d}-{day:02d}", index, written=dated[0])
        else:
            sheet.flag("impossible_date")
    if sheet.values.get("received_date"):
        sheet.put("received", sheet.values["received_date"], index, written=dated[0])
    if sheet.values.get("sent_date"):
        sheet.put("date", sheet.values["sent_date"], index, written=dated[0])


# Soviet Union


def recognise_soviet(sheet: Sheet) -> bool:
    """A ciphered telegram or enciphered cable."""
    return bool(
        re.search(
            r"CIPHERED TELEGRAM|ENCIPHERED CABLE|CIPHER(?:ED)? CABLE|CODED TELEGRAM|Making Copies Prohibited",
            sheet.text,
            re.I,
        )
    )


def read_soviet(sheet: Sheet) -> None:
    """The number beside the sender is the intake's; the special number the sender's, often a range."""
    for index, line in enumerate(sheet.texts[:20]):
        if copy := re.search(r"Copy\s+(?:No\.?|#)\s*(?P<number>\d+)", line, re.I):
            sheet.put("copy_no", int(copy["number"]), index)
        if sender := re.search(r"From:?\s+(?P<city>[A-Z][A-Za-z ]+?)(?=\s+No\b|\s{2,}|$|,)", line):
            code = _city(sender["city"])
            sheet.put("from", code or sender["city"].upper(), index, written=sender["city"])
        special = re.search(r"Special\s+(?:No|#|number)s?\.?\s*(?P<a>\d+)(?:\s?-\s?(?P<b>\d+))?", line, re.I)
        if special:
            number = f"{special['a']}-{special['b']}" if special["b"] else special["a"]
            sheet.put("number", number, index)
            if special["b"]:
                sheet.values["number_range"] = [int(special["a"]), int(special["b"])]
        intake = re.search(r"(?<!Special\s)(?<!Copy\s)\bNo\.?\s*(?P<number>\d{2,6})\b", line)
        if intake and not special and not re.search(r"Copy", line, re.I):
            sheet.put("register_no", intake["number"], index)
        urgent = re.search(r"\b(?:TOP PRIORITY|EXTRAORDINARY|OUT OF TURN|VERY URGENT|URGENT)\b", line.upper())
        if urgent and len(line) < 40:
            sheet.put("precedence", urgent[0], index)
    text = sheet.text
    timed = re.search(r"Time:\s*(?P<clock>\d{1,2}[:.]\d{2}).{0,12}?Date:\s*(?P<date>[\dIVX./ ]+)", text, re.S)
    if timed:
        days = find_days(timed["date"], window=sheet.window)
        clock = timed["clock"].replace(".", ":").zfill(5)
        if days and days[0].edtf and days[0].year:
            sheet.put("received", f"{days[0].edtf}T{clock}", sheet.line_at(timed.start()), written=timed[0])
    _level_anywhere(sheet)


# France


def recognise_french(sheet: Sheet) -> bool:
    """T. nos 538 à 540, or a telegram number that is a range."""
    return bool(
        re.search(r"\bT\.\s*n[o°º]s?\b", sheet.text)
        or re.search(r"\bRe[cç]u\s*:", sheet.text)
        or re.search(r"Telegram\s+number\s+\d+\s*(?:-|to\b|\[)", sheet.text, re.I)
    )


def read_french(sheet: Sheet) -> None:
    """One telegram may use several numbers: 538-540."""
    text = sheet.text
    found = re.search(
        r"(?:T\.\s*n[o°º]s?|Telegram\s+numbers?)\.?\s*(?P<a>\d{1,5})(?:\s*(?:[aà]|-|to)\s*(?P<b>\d{1,5}))?", text, re.I
    )
    if found:
        at = sheet.line_at(found.start())
        if found["b"] and int(found["b"]) >= int(found["a"]):
            sheet.put("number", f"{found['a']}-{found['b']}", at, written=found[0])
            sheet.values["number_range"] = [int(found["a"]), int(found["b"])]
        else:
            sheet.put("number", found["a"], at, written=found[0])
    for index, line in enumerate(sheet.texts[:10]):
        received = re.search(r"Re[cç]u\s*:\s*(?P<rest>[^)]*)", line)
        if received:
            _french_received(sheet, received["rest"], index)
            continue
        days = [day for day in find_days(line, window=sheet.window) if day.year]
        if days and days[0].edtf:
            sheet.put("date", days[0].edtf, index, written=line[days[0].start : days[0].end])
            place = _city(line[: days[0].start].strip(" ,"))
            sheet.put("from", place, index, written=line[: days[0].start].strip(" ,"))
        for word, level in (
            ("RESERVE", "RESERVE"),
            ("RÉSERVÉ", "RESERVE"),
            ("TRES SECRET", "TRES SECRET"),
            ("SECRET", "SECRET"),
            ("CONFIDENTIEL", "CONFIDENTIEL"),
        ):
            if re.search(rf"\b{word}\b", line.upper()):
                sheet.put("security", level, index, written=word)
                break
        if urgent := re.search(r"\b(Immédiat|Immediat|Priorité|Priorite|Urgent|Très urgent|Tres urgent)\b", line):
            sheet.put("precedence", urgent[1].upper(), index)


def _french_received(sheet: Sheet, text: str, index: int) -> None:
    clock = re.search(r"(\d{1,2})\s*h\.?\s*(\d{2})?", text)
    date = sheet.values.get("date")
    day = re.search(r"\ble\s+(\d{1,2})\b", text)
    if not clock or not isinstance(date, str) or int(clock[1]) > 23:
        return
    year, month = int(date[:4]), int(date[5:7])
    number = int(day[1]) if day else int(date[8:10])
    if number < int(date[8:10]):
        year, month = (year, month + 1) if month < 12 else (year + 1, 1)
    if is_day(year, month, number):
        value = f"{year:04d}-{month:02d}-{number:02d}T{int(clock[1]):02d}:{clock[2] or '00'}"
        sheet.put("received", value, index, written=text.strip())


# Switzerland


def recognise_swiss(sheet: Sheet) -> bool:
    """The political department's file, or an embassy of Switzerland."""
    return bool(re.search(r"Embassy of Switzerland|Swiss Embassy|^p\.[AB]\.\d", sheet.text, re.M | re.I))


def read_swiss(sheet: Sheet) -> None:
    """Numbered per pair of correspondents; the day stands before the month."""
    text = sheet.text
    city = None
    for index, line in enumerate(sheet.texts[:20]):
        if file := re.match(r"(?P<file>p\.[AB]\.[\w.']+)", line):
            sheet.put("file", file["file"], index)
        if number := re.search(r"Telegram\s+(?:no|number|Nr)\.?\s*(?P<number>\d{1,5})", line, re.I):
            sheet.put("number", number["number"], index)
        if dated := re.search(rf"{_NUMERIC}(?:\s*,?\s*(?P<clock>\d{{1,2}}[h:.]\d{{2}}))?", line):
            if is_day(int(dated["year"]), int(dated["b"]), int(dated["a"])):
                value = f"{dated['year']}-{int(dated['b']):02d}-{int(dated['a']):02d}"
                sheet.put("date", value, index, written=dated[0])
            else:
                sheet.flag("impossible_date")
            if dated["clock"]:
                sheet.put("time", re.sub("[h.]", ":", dated["clock"]).zfill(5), index)
        if re.fullmatch(
            r"(?:Embassy of Switzerland|Swiss Embassy)(?:\s+in)?,?(?:\s+(?P<city>[A-Z][a-z].*))?", line, re.I
        ):
            named = re.sub(r"^(?:Embassy of Switzerland|Swiss Embassy)(?:\s+in)?,?\s*", "", line, flags=re.I)
            following = sheet.texts[index + 1] if index + 1 < len(sheet.lines) else ""
            city = _city(named) or _city(following)
        if urgent := re.search(r"\b(FLASH|URGENT|VERY URGENT|IMMEDIATE)\b", line):
            sheet.put("precedence", urgent[1], index)
    addressed = re.search(r"\bTo\s+(?:Ambassador|Charg[eé]|Minister)\s+(?:\[[^\]]*\]\s*)?(?P<name>[A-Z]\w+)", text)
    sent = re.search(r"\bFrom\s+(?:Ambassador|Charg[eé]|Minister)\s+(?:\[[^\]]*\]\s*)?(?P<name>[A-Z]\w+)", text)
    if addressed:
        sheet.put("attention", [addressed["name"]], sheet.line_at(addressed.start()))
    if sent:
        sheet.put("signer", sent["name"], sheet.line_at(sent.start()))
    if city and (addressed or not sent):
        sheet.put("to", [city], 0, how=How.INFERRED)
        sheet.put("from", "BERN", 0, how=How.INFERRED, note="the addressee is the embassy abroad")
    elif city:
        sheet.put("from", city, 0, how=How.INFERRED)
        sheet.put("to", ["BERN"], 0, how=How.INFERRED)
    _level_anywhere(sheet)
    add_references(sheet, " ".join(sheet.texts[:20]), 0, line=False)


# Germany


def recognise_german(sheet: Sheet) -> bool:
    """Drahtbericht, Fernschreiben, Drahterlass; Aufgabe and Ankunft."""
    return bool(
        re.search(r"\b(?:Drahtbericht|Fernschreiben|Drahterla(?:ss|ß)|Schriftbericht)\b|\bAufgabe:", sheet.text, re.I)
    )


def read_german(sheet: Sheet) -> None:
    """Sent (Aufgabe) and arrived (Ankunft) as AAPD prints them."""
    text = sheet.text
    if number := re.search(
        r"(?:Drahtbericht|Fernschreiben|Drahterla(?:ss|ß)|Schriftbericht)\s*(?:Nr|No)\.?\s*(?P<number>\d{1,5})",
        text,
        re.I,
    ):
        sheet.put("number", number["number"], sheet.line_at(number.start()))
    if route := re.search(
        r"^(?:Botschafter|Gesandter?|Botschaftsrat|Ministerialdirektor"
        r"|Staatssekret[aä]r)[^,\n]*,\s*(?P<from>[A-Z][\wäöü .-]+?),?\s+an\s+(?:das\s+|die\s+|den\s+)?(?P<to>[^\n]+)",
        text,
        re.M,
    ):
        at = sheet.line_at(route.start())
        sheet.put("from", _city(route["from"]), at, written=route["from"])
        sheet.put("to", [_german_office(route["to"])], at, written=route["to"])
    for key, word in (("dispatched", "Aufgabe"), ("received", "Ankunft")):
        found = re.search(rf"{word}:\s*(?P<rest>[^\n]+)", text)
        if not found:
            continue
        rest = found["rest"]
        days = [day for day in find_days(rest, window=sheet.window) if day.year]
        clock = find_clock(rest, days[0].end if days else 0)
        at = sheet.line_at(found.start())
        if clock:
            sheet.put(key, clock[0], at, written=rest)
        if days and days[0].edtf and key == "dispatched":
            sheet.put("date", days[0].edtf, at, written=rest)
    if urgent := re.search(r"\b(Citissime(?:\s+nachts)?|Cito|Sofort)\b", text, re.I):
        sheet.put("precedence", urgent[1].upper(), sheet.line_at(urgent.start()))
    _level_anywhere(sheet)


def _german_office(words: str) -> str:
    plain = words.strip(" .").upper()
    if re.match(r"AUSW(?:Ä|AE)RTIGE", plain):
        return "AA"
    city = _city(re.sub(r".*\b(?:IN|BOTSCHAFT)\s+", "", plain))
    return city or plain
