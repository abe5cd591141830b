"""Canadian forms with printed labels: outgoing message, teletype, message form, letter, memorandum; and the print."""

import re

from briefbook.cables import posts
from briefbook.cables.dates import Day, find_days
from briefbook.cables.forms.common import add_references, find_captions, level_on, split_posts
from briefbook.cables.noise import digits
from briefbook.cables.sheet import Sheet, joined
from briefbook.cables.vocabulary import codewords, damaged_level, damaged_precedence, find_level, months, precedences
from briefbook.model.cable import How

_LABEL = re.compile(
    r"^(?:MESSAGE|OUTGOING MESSAGE|OUTGOING|DATE|SECURITY|S[EÉ]CURIT[EÉ]|FILE|FILE/DOSSIER|DOSSIER|FM|FM/DE"
    r"|DE|TO|TO/A|A|NUMBER|NUM[EÉ]RO|NO|"
    r"PRECEDENCE|INFO|REF|REE|REFERENCE|SUBJECT|SUB|SUB/SUJ|SUJ)[\s:.]*$"
)
_NUMBER = re.compile(r"^(?P<series>[A-Z]{1,3})\s?-\s?(?P<number>[\dOIl]{1,5})$")
_OUTGOING_FROM = re.compile(r"\bEXT(?:ERNAL)?\s?OTT(?:AWA)?\b")
_CARD = (
    r"(?P<month>JAN|FEB|MAR|APR|MAY|JUN|JUL|AUG|SEP|OCT|NOV"
    r"|DEC)[A-Z]*[\s.]*(?P<day>\d{1,2})\s?/\s?(?P<year>\d{2})(?!\d)"
)


# The outgoing message form, 1959-66: labels and values come in any order, so a value is known by its kind.


def recognise_outgoing(sheet: Sheet) -> bool:
    """EXT OTT as sender and at least two of the form's labels."""
    head = "\n".join(sheet.texts[:40]).upper()
    labels = sum(bool(_LABEL.match(line.upper())) for line in sheet.texts[:40])
    named = "OUTGOING MESSAGE" in head
    return (named or labels >= 3) and bool(_OUTGOING_FROM.search(head)) and not re.search(r"^TO EXTERNAL\b", head, re.M)


def read_outgoing(sheet: Sheet) -> None:
    """Fill in the form's fields, each value by its kind."""
    if re.search(r"\b(?:TO/A|SUB/SUJ|FILE/DOSSIER|FM/DE)\b", sheet.text.upper()):
        sheet.values["bilingual_form"] = True
    _outgoing_date(sheet)
    urgencies: list[str] = []
    addressees: list[tuple[str, int, str]] = []
    for index, line in enumerate(sheet.texts[:40]):
        upper = line.strip(" .").upper()
        if sender := _OUTGOING_FROM.search(upper):
            sheet.put("from", "EXT OTT", index, written=sender[0])
            continue
        if numbered := _NUMBER.match(upper):
            figures = digits(numbered["number"].upper())
            if figures:
                how = How.REPAIRED if figures[1] else How.OBSERVED
                sheet.put("number", f"{numbered['series']}-{figures[0]}", index, written=line, how=how)
                sheet.put("series", numbered["series"], index)
            continue
        if upper in codewords():
            sheet.put("codeword", upper, index)
        urgency = _urgency(upper)
        if urgency and len(upper.split()) <= 2:
            urgencies.append(urgency)
            if upper not in precedences():
                sheet.values["ocr_repairs"] = True
            continue
        found = _addressee(line)
        if found and not re.match(r"(?:SUBJ|SUB/|REF|REE)", upper):
            addressees.append((found, index, line))
    _file(sheet)
    _outgoing_security(sheet)
    _share(sheet, addressees, urgencies)
    _outgoing_tail(sheet)


def _outgoing_date(sheet: Sheet) -> None:
    flat = " ".join(sheet.texts[:30]).upper()
    found = re.search(_CARD, flat)
    if found:
        day = Day(
            0, 0, sheet.window + (int(found["year"]) - sheet.window) % 100, months()[found["month"]], int(found["day"])
        )
        at = next((at for at, line in enumerate(sheet.texts) if found["month"] in line.upper()), -1)
        if day.edtf:
            sheet.put("date", day.edtf, at, written=found[0])
        else:
            sheet.flag("impossible_date")
        return
    for index, line in enumerate(sheet.texts[:30]):
        days = [day for day in find_days(line, window=sheet.window, damaged=True) if day.year and day.edtf]
        if days:
            how = How.REPAIRED if days[0].repaired else How.OBSERVED
            sheet.put("date", days[0].edtf, index, written=line[days[0].start : days[0].end], how=how)
            return


def _urgency(word: str) -> str | None:
    plain = word.strip(".,: ")
    if plain in ("IMMED", "OPIMMED", "PRIORITY", "ROUTINE", "EMERGENCY", "FLASH", "DEFERRED", "IMMEDIATE"):
        return plain
    return damaged_precedence(plain) if plain.isalpha() and len(plain.split()) == 1 else None


def _addressee(line: str) -> str | None:
    """The post a line begins with, when the rest is an attention in brackets or more posts."""
    bare = re.sub(r"\([^)]*\)?", " ", re.sub(r"^(?:TO/A|TO|INFO)\s*:?\s+", "", line)).upper().strip(" .:")
    known, unknown = split_posts(bare)
    if known and not unknown:
        return known[0]
    return posts.damaged_code(bare) if bare.isalpha() and len(bare) >= 6 and len(bare.split()) == 1 else None


def _file(sheet: Sheet) -> None:
    for index, line in enumerate(sheet.texts[:25]):
        labelled = re.match(r"FILE(?:/DOSSIER)?\s*(?:NO\.?)?\s*:?\s+(?P<file>\d[\w./-]{3,30})", line, re.I)
        if labelled:
            sheet.put("file", labelled["file"], index)


def _outgoing_security(sheet: Sheet) -> None:
    head = range(min(len(sheet.lines), 32))
    level_on(sheet, list(head))
    for index in head:
        text = sheet.texts[index]
        if len(text) < 40 and "(" not in text:
            sheet.put("caveats", find_captions(text), index)


def _share(sheet: Sheet, addressees: list[tuple[str, int, str]], urgencies: list[str]) -> None:
    """The first post is the addressee, those after INFO or further down are informed."""
    if not addressees:
        if len(urgencies) == 1:
            sheet.put("precedence", urgencies[0])
        return
    if len(urgencies) > len(addressees):
        return  # an addressee is lost: who is who cannot be told
    info_at = next((at for at, line in enumerate(sheet.texts) if re.match(r"INFO\b", line.upper())), None)
    to = [one for one in addressees if info_at is None or one[1] < info_at] or addressees[:1]
    to = to[:1] if info_at is None else to
    informed = [one for one in addressees if one not in to]
    sheet.put("to", [code for code, _, _ in to], to[0][1], written=to[0][2])
    if informed:
        sheet.put("info", [code for code, _, _ in informed], informed[0][1], written=informed[0][2])
    ordered = [code for code, _, _ in (*to, *informed)]
    if len(urgencies) == len(ordered) and len(ordered) > 1:
        sheet.put("precedence", dict(zip(ordered, urgencies, strict=True)))
    elif len(urgencies) == 1:
        sheet.put("precedence", urgencies[0])
    attention = {}
    for code, _, line in addressees:
        if who := re.search(r"\(\s*FOR\s+(?P<who>[^)]+)\)?", line, re.I):
            attention[code] = who["who"].strip()
    if attention:
        sheet.values["attention"] = attention


def _outgoing_tail(sheet: Sheet) -> None:
    for index, line in enumerate(sheet.texts[:45]):
        ref = re.match(r"(?:REF|REE|FEF|REFERENCE)\b\s*[.:]*\s*(?P<rest>.*)", line, re.I)
        if ref:
            rest = ref["rest"] or (sheet.texts[index + 1] if index + 1 < len(sheet.lines) else "")
            if not re.match(r"SUB", rest, re.I):
                add_references(sheet, rest, index)
        subject = re.match(r"(?:SUBJECT|SUBJ|SUB/SUJ|SUB)\b\s*[.:]*\s*(?P<rest>.*)", line, re.I)
        if subject:
            rest = subject["rest"] or (sheet.texts[index + 1] if index + 1 < len(sheet.lines) else "")
            if rest and not _LABEL.match(rest.upper()):
                sheet.put("subject", rest.strip(" ."), index)


# Teletypes, message forms, letters of about 1947-58: labels with their values behind or below.


def recognise_labelled(sheet: Sheet) -> bool:
    """A teletype, a message form or a letter of the Department, by its name and its From/To labels."""
    head = "\n".join(sheet.texts[:16])
    named = re.search(
        r"TELETYPE MESSAGE|Message To Be Sent|Letter\s*No|NUMBERED LETTER|\bDESPATCH\b|INCOMING MESSAGE", head, re.I
    )
    external = re.search(
        r"EXTERNAL AFFAIRS|CANADIAN (?:AMBASSADOR|EMBASSY|HIGH COMMISSIONER|DELEGATION|PERMANENT)"
        r"|HIGH COMMISSIONER FOR CANADA",
        head,
        re.I,
    )
    memo = re.search(r"\bMEMORANDUM\b", head)
    return bool(external) and bool(named or re.search(r"^OUTGOING\b", head, re.M)) and not memo


def read_labelled(sheet: Sheet) -> None:
    """Fill in the form's fields from its labels."""
    head = "\n".join(sheet.texts[:16])
    letter = re.search(r"(?:NUMBERED\s+)?LETTER\s*(?:No)?|DESPATCH\s*No", head, re.I)
    if letter:
        sheet.form = "ca_despatch" if letter[0].upper().startswith("DESP") else "ca_letter"
        sheet.put("doc_type", "despatch" if sheet.form == "ca_despatch" else "letter", sheet.line_at(letter.start()))
    if re.search(r"^OUTGOING\b|Message To Be Sent", head, re.M | re.I):
        sheet.put("direction", "outgoing", 0)
    _labelled_numbers(sheet)
    _labelled_date(sheet)
    year = str(sheet.values.get("date") or "")[:4] if isinstance(sheet.values.get("date"), str) else ""
    for key, word in (("from", "FROM"), ("to", "TO")):
        if (value := _label_value(sheet, word)) and (code := canadian_office(value[1], year)):
            sheet.put(
                key, [code] if key == "to" else code, value[0], written=value[1], how=How.INFERRED, confidence=0.9
            )
    level_on(sheet, range(min(len(sheet.lines), 20)))
    for index, line in enumerate(sheet.texts[:20]):
        if urgent := re.match(r"(?:PRIORITY|PRECEDENCE)\s*[.:]*\s*(?P<word>[A-Z]{5,12})\b", line, re.I):
            word = urgent["word"].upper()
            if word in precedences():
                sheet.put("precedence", word, index)
        if following := re.match(r"Following\s+for\s+(?P<to>.+?)\s+from\s+(?P<by>[A-Z][\w. ]+?)\s*[.,:]?$", line, re.I):
            sheet.put("attention", [following["to"].strip(" .,")], index)
            sheet.put("signer", following["by"].strip(" .,"), index)
        if subject := re.match(r"SUBJECT\s*[.:]+\s*(?P<rest>.+)", line, re.I):
            sheet.put("subject", subject["rest"].strip(" ."), index)
        if timed := re.search(r"Time[.\s]*(?P<h>\d{1,2})[.:\s]+(?P<m>\d{2})[.\s]*(?P<half>[AP])", line, re.I):
            hour = int(timed["h"]) % 12 + (12 if timed["half"].upper() == "P" else 0)
            sheet.put("time_local", f"{hour:02d}:{timed['m']}", index)
    for index, line in enumerate(sheet.texts[:22]):
        plain = re.sub(r"\.(?=[A-Z,\s])|(?<=\s)\.(?=[A-Z])", " ", line)
        if not re.match(r"(?:LETTER|DESPATCH|MESSAGE)\s*N", plain, re.I):
            add_references(sheet, " ".join(plain.replace(",", " , ").split()), index, line=False)


def _labelled_numbers(sheet: Sheet) -> None:
    for index, line in enumerate(sheet.texts[:14]):
        found = re.match(
            r"(?:(?:NUMBERED\s+)?LETTER|DESPATCH|TELEGRAM|MESSAGE|TELETYPE)?\s*N(?:o|umber)\b[\s.:]*(?P<number>(?:[A-Z]{1,3}-)?\d{1,5})\b",
            line,
            re.I,
        )
        if found and not re.search(r"\bYour\b|\bMy\b", line):
            sheet.put("number", found["number"].upper(), index)


def _labelled_date(sheet: Sheet) -> None:
    rows = list(enumerate(sheet.texts[:20]))
    rows.sort(key=lambda row: not re.match(r"DATE", row[1], re.I))
    for index, line in rows:
        labelled = re.match(r"DATE[\s.:]*(?P<rest>.+)", line, re.I)
        text = re.sub(r"(?<=\s)\.+|\.{2,}|\.(?=[A-Za-z])", " ", labelled["rest"] if labelled else line)
        if not labelled and re.search(r"\b(?:YOUR|MY|OF|SENT)\b", line, re.I):
            continue
        days = find_days(text, window=sheet.window)
        whole = [day for day in days if day.year]
        if whole and whole[0].edtf:
            sheet.put("date", whole[0].edtf, index, written=line)
            return
        if labelled:
            plain = re.match(rf"\s*(?P<month>{'|'.join(months())})\s+(?P<day>\d{{1,2}})", text, re.I)
            if days or plain:
                month = days[0].month if days else months()[plain["month"].upper()] if plain else None
                day = days[0].day if days else int(plain["day"]) if plain else None
                sheet.put("date", {"month": month, "day": day, "year": None}, index, written=line)
                return


def _label_value(sheet: Sheet, word: str) -> tuple[int, str] | None:
    for index, line in enumerate(sheet.texts[:20]):
        found = re.match(rf"{word}\b\s*[:.]*\s*(?P<rest>.*)", line, re.I)
        if not found:
            continue
        rest = found["rest"].strip(" .:")
        if not rest and index + 1 < len(sheet.lines):
            return index + 1, sheet.texts[index + 1]
        if rest and not re.match(r"be sent", rest, re.I):
            return index, rest
    return None


def canadian_office(words: str, year: str = "", *, printed: bool = False) -> str | None:
    """The post that an office of the Canadian service stands for; before the codes came, the city.

    >>> canadian_office("THE CANADIAN AMBASSADOR, PARIS", "1951")
    'PARIS'
    >>> canadian_office("Ambassador in United States", "1962")
    'WASHDC'
    """
    plain = " ".join(words.upper().replace(".", " ").split())
    if re.search(r"UNDER-?\s?SECRETARY OF STATE FOR EXTERNAL", plain):
        return "USSEA"
    if re.search(r"SECRETARY OF STATE FOR EXTERNAL", plain):
        return "SSEA" if printed else "EXTERNAL"
    codes = printed or year >= "1956"
    if re.search(r"NORTH ATLANTIC|\bNATO\b", plain):
        return "NATOPARIS" if codes else "NATO DELEGATION PARIS"
    if re.search(r"UNITED NATIONS", plain):
        return (
            "CANDELNY" if "DELEGATION TO" in plain and "PERMANENT" not in plain else "PERMISNY" if codes else "NEW YORK"
        )
    city = _city_in(plain)
    if city is None:
        return None
    return _code_of(city) if codes else city


_NO_CITIES = frozenset({"STATE", "DEPARTMENT", "SECSTATE", "USUN", "USRO", "OTTAWA"})


def _city_in(plain: str) -> str | None:
    for state, city in sorted(posts.capitals().items(), key=lambda pair: -len(pair[0])):
        if city != "OTTAWA" and re.search(rf"\b{re.escape(state.upper())}\b", plain):
            return city
    for name in sorted(posts.cities(), key=len, reverse=True):
        if len(name) > 3 and name not in _NO_CITIES and re.search(rf"\b{re.escape(name)}\b", plain):
            return posts.cities()[name].name
    return None


def _code_of(city: str) -> str:
    title = city.title()
    for code, post in posts.canadian().items():
        if post.standing == "verified" and post.name.split("(")[0].strip() in (
            f"Embassy {title}",
            f"High Commission {title}",
        ):
            return code
    return city


# Memoranda


def recognise_memo(sheet: Sheet) -> bool:
    """MEMORANDUM near the head, with TO or FROM."""
    head = "\n".join(sheet.texts[:10])
    return bool(re.search(r"\bMEMORANDUM\b", head)) and bool(
        re.search(r"^(?:TO|FROM)\b", "\n".join(sheet.texts[:14]), re.M | re.I)
    )


def read_memo(sheet: Sheet) -> None:
    """Fill in a memorandum's fields; what is damaged stays in parts."""
    sheet.put("doc_type", "memorandum", 0)
    for index, line in enumerate(sheet.texts[:16]):
        if sender := re.match(r"FROM\s*[:.]*\s*(?P<rest>.+)", line, re.I):
            _memo_sender(sheet, sender["rest"], index)
        marked = re.search(r"SECURITY\b\s*[.:]*\s*(?P<rest>[A-Z ]{3,})", line, re.I)
        if marked:
            rest = marked["rest"].strip().upper()
            level = find_level(rest)
            if level:
                sheet.put("security", level[0], index)
            elif damaged := damaged_level(rest):
                sheet.put("security", damaged, index, written=rest, how=How.REPAIRED)
        if dated := re.match(r"DATE\b\s*[.:]*\s*(?P<rest>.+)", line, re.I):
            _memo_date(sheet, dated["rest"], index)
        if file := re.match(r"FILE\s*(?:NO\.?)?\s*[.:]*\s*(?P<file>\d[\w./-]{3,30})", line, re.I):
            sheet.put("file", file["file"], index)
        if subject := re.match(r"SUBJECT\s*[.:]+\s*(?P<rest>.+)", line, re.I):
            sheet.put("subject", subject["rest"].strip(" ."), index)
    for index, line in enumerate(sheet.texts[:20]):
        if ref := re.match(r"REF(?:ERENCE)?S?\b\s*[.:]*\s*(?P<rest>.+)", line, re.I):
            add_references(sheet, re.sub(r"[\"'»«*]", "", ref["rest"]), index, uncertain=_damaged(ref["rest"]))
    if "security" not in sheet.values:
        level_on(sheet, range(min(len(sheet.lines), 14)))


def _damaged(text: str) -> bool:
    return bool(re.search(r"[\"»«*~]|\d[A-Z]\b", text))


def _memo_sender(sheet: Sheet, text: str, index: int) -> None:
    division = re.search(r"\bD\.?\s?L\W{0,3}\(\s?(?P<number>[12])\)", text)
    if division:
        sheet.put("from", f"DL({division['number']})", index, written=text)
    elif re.fullmatch(r"[A-Z][A-Za-z .,&()-]{3,60}", text.strip(" .")):
        sheet.put("from", text.strip(" .").removesuffix(" Division"), index, written=text)


def _memo_date(sheet: Sheet, text: str, index: int) -> None:
    days = [day for day in find_days(text, window=sheet.window) if day.year]
    if days and days[0].edtf:
        sheet.put("date", days[0].edtf, index, written=text)
        return
    year = re.search(r"(?<![A-Z\d])[1IX](?P<rest>9\d{2})(?!\d)", text)
    day = re.search(r"(?<!\d)(?P<day>[12]?\d|3[01])\s?,", text)
    if year and day:
        value = {"day": int(day["day"]), "year": int(f"1{year['rest']}"), "month": None}
        sheet.put("date", value, index, written=text, how=How.REPAIRED)


# Documents on Canadian External Relations


def recognise_print(sheet: Sheet) -> bool:
    """A document's number and file (604. DEA/11049-40), or a title between Canadian offices and "Telegram n"."""
    head = "\n".join(sheet.texts[:8])
    return bool(
        re.search(
            r"^\d{1,4}\.\s+(?:DEA|PCO|L\.?B\.?P|J\.?G\.?D|H\.?C\.?G|DF|CEW|A\.?G\.?L|D\.?F|W\.?L\.?M)[/.\s]", head, re.M
        )
        or re.search(
            r"\bto (?:Under-)?Secretary of State for External Affairs\b"
            r"|^(?:Under-)?Secretary of State for External Affairs\s+to\b",
            head,
            re.M,
        )
    )


def read_print(sheet: Sheet) -> None:
    """Fill in what the print gives."""
    for index, line in enumerate(sheet.texts[:6]):
        if numbered := re.match(r"(?P<doc>\d{1,4})\.\s+(?P<file>\S+(?:/\S+)?)$", line):
            sheet.put("dcer_doc", int(numbered["doc"]), index)
            sheet.put("file", numbered["file"], index)
    _print_dateline(sheet)
    year = str(sheet.values.get("date") or "")[:4]
    for index, line in enumerate(sheet.texts[:8]):
        title = re.match(r"(?P<from>[A-Z][\w ,.'()-]+?)\s+to\s+(?P<to>[A-Z][\w ,.'()-]+)$", line)
        if title and "from" not in sheet.values:
            for key in ("from", "to"):
                code = canadian_office(title[key], year, printed=True)
                sheet.put(
                    key,
                    [code] if key == "to" and code else code,
                    index,
                    written=title[key],
                    how=How.INFERRED,
                    confidence=0.9,
                )
        if number := re.match(
            r"(?P<kind>Telegram|Letter|Despatch|Message|Airgram)\s+(?:No\.\s*)?(?P<number>(?:[A-Z]{1,3}-?)?\d{1,5})\b",
            line,
            re.I,
        ):
            sheet.put("number", number["number"], index)
            if number["kind"].lower() != "telegram":
                sheet.put("doc_type", number["kind"].lower(), index)
        level = find_level(line)
        if level and level[1] <= 1:
            sheet.put("security", level[0], index)
            sheet.put("caveats", find_captions(line), index)
            for word in re.findall(r"[A-Za-z]{5,}", line):
                if word.upper() in precedences():
                    sheet.put("precedence", _short(word), index)
    for index, line in enumerate(sheet.texts[:14]):
        if ref := re.match(r"Reference\s*:\s*(?P<rest>.+)", line):
            _print_reference(sheet, ref["rest"], index)
        if repeat := re.match(r"Repeat(?:ed)?\s+for\s+Information\s*:?\s*(?:to\s*:?)?\s*(?P<rest>.+)", line, re.I):
            _print_info(sheet, repeat["rest"], index)


def _short(word: str) -> str:
    """OpImmediate is OPIMMED; other words stay as they are."""
    return "OPIMMED" if word.upper().startswith("OPIM") else word.upper()


def _print_dateline(sheet: Sheet) -> None:
    for index, line in enumerate(sheet.texts[:8]):
        days = [day for day in find_days(line, window=sheet.window) if day.year]
        if days and re.match(r"[A-Z][\w .']+,\s", line) and days[0].edtf:
            sheet.put("date", days[0].edtf, index, written=line[days[0].start : days[0].end])
            return


def _print_reference(sheet: Sheet, text: str, index: int) -> None:
    if add_references(sheet, text, index):
        return
    memo = re.search(
        r"\b(?P<own>My|Our|Your)\s+(?:\w+\s+){0,2}?(?P<kind>memo(?:randum)?|letter)\b(?P<rest>.*)", text, re.I
    )
    if not memo:
        return
    from briefbook.cables.references import with_year

    days = find_days(memo["rest"], window=sheet.window)
    date = sheet.values.get("date")
    when = with_year(days[0], date if isinstance(date, str) else None) if days else None
    own = "MY" if memo["own"].upper() != "YOUR" else "YOUR"
    author = sheet.values.get("from") if own == "MY" else (sheet.values.get("to") or [None])[0]
    form = f"{own} {'LETTER' if memo['kind'].lower() == 'letter' else 'MEMO'}"
    row = {"form": form, "series": None, "number": None, "date": when, "author": author}
    sheet.put("ref", [row], index, written=text)


def _print_info(sheet: Sheet, text: str, index: int) -> None:
    text = re.sub(r"\s+from\s+Ottawa\.?$", "", text.strip(), flags=re.I)
    info, urgency = [], {}
    for part in re.split(r",\s*(?![^()]*\))", text):
        found = re.fullmatch(r"(?P<name>[^()]+?)\s*(?:\((?P<urgency>[A-Za-z]+)\))?\.?", part.strip())
        if not found:
            continue
        name = found["name"].strip(" .").upper()
        if name:
            info.append(name)
        if found["urgency"] and found["urgency"].upper() in precedences():
            urgency[name] = _short(found["urgency"])
    sheet.put("info", info, index, written=text)
    if urgency:
        sheet.values["info_precedence"] = urgency


__all__ = [
    "canadian_office", "joined", "read_labelled", "read_memo", "read_outgoing", "read_print", "recognise_labelled",
    "recognise_memo", "recognise_outgoing", "recognise_print",
]  # fmt: skip
