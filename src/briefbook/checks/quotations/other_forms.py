"""Other ways to write the same: 1 250 000 for 1,250,000, 36 for THIRTY-SIX, 3 per cent for 3%, 10.30 for 10:30.

An author writes these as his publisher does, telegrams as the machine could. A quotation is put into the form that its
source has, where the source has it; nothing is changed that the source does not spell otherwise.
"""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import lru_cache

from briefbook.checks.quotations.quotation_parser import Quoted, Token, raw_writing
from briefbook.checks.quotations.source_text import TokenStream
from briefbook.text.months import ENGLISH
from briefbook.text.number_words import SCALES, number_in_words

_CLOCK = re.compile(r"(\d{1,2})\.(\d{2})")
_HOUR = re.compile(r"\d{1,2}:\d{2}")
_UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "å": "aa", "ø": "oe", "ß": "ss"})


def in_form_of(quoted: Quoted, stream: TokenStream) -> Quoted:
    """A quotation in the forms of its source.

    Args:
        quoted: The quotation as parsed.
        stream: The words of the source.

    Returns:
        The quotation with numbers, per cent, hours and umlauts as the source writes them; itself where nothing differs.
    """
    runs = tuple(_run_in_form_of(run, stream) for run in quoted.runs)
    return quoted if runs == quoted.runs else replace(quoted, runs=runs)


def with_other_numbers(quoted: Quoted, stream: TokenStream) -> Quoted:
    """A quotation with its numbers in figures where they are in words, and in words where they are in figures.

    Only numbers that the source has so somewhere are changed; whether it has the other form besides is not asked.

    Args:
        quoted: The quotation, in the forms of its source otherwise.
        stream: The words of the source.
    """
    runs = []
    for run in quoted.runs:
        out: list[Token] = []
        texts = [token.text if token.pattern is None else "" for token in run]
        place = 0
        while place < len(run):
            size, tokens = _other_number(run, texts, place, stream) or (1, (run[place],))
            out += tokens
            place += size
        runs.append(tuple(out))
    return quoted if tuple(runs) == quoted.runs else replace(quoted, runs=tuple(runs))


def with_other_spelling(quoted: Quoted, stream: TokenStream) -> Quoted:
    """A quotation with words as the source spells them on the other side of the Atlantic: LABOR for "labour".

    Only words that the source has so, and not as quoted, are changed.

    Args:
        quoted: The quotation, in the forms of its source otherwise.
        stream: The words of the source.
    """
    runs = tuple(
        tuple(
            replace(token, text=_in_other_spelling(token.text, stream) or token.text)
            if token.pattern is None and not _has(stream, token.text)
            else token
            for token in run
        )
        for run in quoted.runs
    )
    return quoted if runs == quoted.runs else replace(quoted, runs=runs)


def respelt_words(quoted: Quoted, spelt: Quoted) -> Iterator[tuple[str, str]]:
    """The words that ``with_other_spelling`` changed in a quotation: each as quoted, and as the source has it."""
    for run, other_run in zip(quoted.runs, spelt.runs, strict=True):
        for token, other in zip(run, other_run, strict=True):
            if token.text != other.text:
                yield token.text, other.text


def _other_number(
    run: Sequence[Token], texts: Sequence[str], place: int, stream: TokenStream
) -> tuple[int, Sequence[Token]] | None:
    token = run[place]
    if token.pattern is not None:
        return None
    if token.text[:1].isdigit():
        spelt = _spelt_numbers(stream.text)
        scale = SCALES.get(texts[place + 1], 0) if place + 1 < len(run) and token.text.isdigit() else 0
        if scale and (words := spelt.get(str(int(token.text) * scale))):
            return 2, [replace(token, text=word, glued=False) for word in words]
        words = spelt.get(token.text, ())
        return (1, [replace(token, text=word, glued=False) for word in words]) if words else None
    size, figures = number_in_words(texts, place)
    if size > 1 and texts[place + size - 1] in SCALES:  # TWO MILLION: 2 MILLION
        parts, before = number_in_words(texts[: place + size - 1], place)
        if parts == size - 1 and _has(stream, f"{before} {texts[place + size - 1]}"):
            return parts, (replace(token, text=before),)
    return (size, (replace(token, text=figures),)) if size and _has(stream, figures) else None


@lru_cache(maxsize=16)
def _spelt_numbers(text: str) -> dict[str, tuple[str, ...]]:
    """The numbers that the text of a stream has in words: their figures, and the words."""
    found: dict[str, tuple[str, ...]] = {}
    place = 0
    tokens = text.split(" ")
    while place < len(tokens):
        size, figures = number_in_words(tokens, place)
        if size:
            found.setdefault(figures, tuple(tokens[place : place + size]))
        place += max(1, size)
    return found


def _run_in_form_of(run: Sequence[Token], stream: TokenStream) -> tuple[Token, ...]:
    out: list[Token] = []
    place = 0
    while place < len(run):
        size, tokens = _other_form(run, place, stream)
        out += tokens
        place += size
    return tuple(out)


def _other_form(run: Sequence[Token], place: int, stream: TokenStream) -> tuple[int, Sequence[Token]]:
    """How many tokens from a place on are written otherwise in the source, and how; one token as it is, else."""
    token = run[place]
    same = (1, (token,))
    if token.pattern is not None:
        return same
    text = token.text
    if text.isdecimal() and len(text) > 3 and not text.startswith("0") and not _has(stream, text):
        groups = f"{int(text):,}".split(",")
        if _has(stream, " ".join(groups)):
            head = [replace(token, text=group, glued=True) for group in groups[:-1]]
            return 1, (*head, replace(token, text=groups[-1]))
    elif text.isdigit() and len(text) <= 3:
        if ordinal := _ordinal_of_day(run, place, stream):
            return 1, (replace(token, text=ordinal),)
        behind = place + 1
        while behind < len(run) and len(run[behind].text) == 3 and run[behind].text.isdigit():
            behind += 1
        whole = "".join(part.text for part in run[place:behind])
        if behind > place + 1 and _has(stream, whole):
            raw = raw_writing(run[place:behind])
            return behind - place, (replace(token, text=whole, glued=run[behind - 1].glued, raw=raw),)
        if place + 1 < len(run) and _HOUR.fullmatch(token.as_written) and run[place + 1].as_written == token.as_written:
            hour = f"{text}.{run[place + 1].text}"
            if not _has(stream, f"{text} {run[place + 1].text}") and _has(stream, hour):
                return 2, (replace(token, text=hour, glued=False),)
    elif text[:1].isdigit() and text[-2:] in _ORDINALS and (day := _day_of_ordinal(run, place, stream)):
        return 1, (replace(token, text=day),)
    elif clock := _CLOCK.fullmatch(text):
        if not _has(stream, text) and _has(stream, f"{clock[1]} {clock[2]}"):
            return 1, (replace(token, text=clock[1], glued=True), replace(token, text=clock[2]))
    elif text == "per" and place + 1 < len(run) and run[place + 1].text == "cent":
        if not _has(stream, "per cent") and _has(stream, "percent"):
            return 2, (replace(token, text="percent"),)
    elif text == "percent":
        if not _has(stream, text) and _has(stream, "per cent"):
            return 1, (replace(token, text="per"), replace(token, text="cent"))
    elif text.isalpha() and not token.as_written.isascii():  # the sign of £5 is a token too
        written = _spelt_out(token.as_written)
        if written != text and not _has(stream, text) and _has(stream, written):
            return 1, (replace(token, text=written),)
    elif any(pair in text for pair in ("ae", "oe", "ue", "aa")) and not _has(stream, text):
        short = text
        for pair in ("ae", "oe", "ue", "aa"):
            short = short.replace(pair, pair[0] if pair != "aa" else "a")
        if _has(stream, short) and text in {_spelt_out(spot.word.text) for spot in stream.positions}:
            return 1, (replace(token, text=short),)
    return same


def _ordinal_of_day(run: Sequence[Token], place: int, stream: TokenStream) -> str:
    """A day beside its month as the source writes it: 1st for "1 August", "August 1"; "" if it does not so."""
    text = run[place].text
    if len(text) > 2 or _stands_beside_month(run, place, text, stream):
        return ""
    ordinals = (f"{int(text)}{ending}" for ending in _ORDINALS)
    return next((ordinal for ordinal in ordinals if _stands_beside_month(run, place, ordinal, stream)), "")


def _day_of_ordinal(run: Sequence[Token], place: int, stream: TokenStream) -> str:
    """The reverse: 1 for "1st August", "August 1st"; "" if the source does not write it so."""
    text = run[place].text
    if not text[:-2].isdigit() or _stands_beside_month(run, place, text, stream):
        return ""
    return text[:-2] if _stands_beside_month(run, place, text[:-2], stream) else ""


def _stands_beside_month(run: Sequence[Token], place: int, text: str, stream: TokenStream) -> bool:
    """Whether a source has a number with the month that the quotation has beside it."""
    before, behind = (run[k].text if 0 <= k < len(run) else "" for k in (place - 1, place + 1))
    return (behind in _MONTHS and _has(stream, f"{text} {behind}")) or (
        before in _MONTHS and _has(stream, f"{before} {text}")
    )


_ORDINALS = ("st", "nd", "rd", "th")
_MONTHS = frozenset(month.lower() for month in ENGLISH)


def _in_other_spelling(word: str, stream: TokenStream) -> str:
    """A word as the source spells it on the other side of the Atlantic: labor for labour; "" if it does not."""
    return next((other for other in british_and_american(word) if _has(stream, other)), "")


def british_and_american(word: str) -> Iterator[str]:
    """The ways in which a word is written on the other side of the Atlantic, by its letters; none need exist.

    >>> [*british_and_american("labours")], [*british_and_american("favored")], [*british_and_american("four")]
    (['labors'], ['favoured'], [])
    """
    for pattern, written in _SPELLINGS:
        if match := pattern.fullmatch(word):
            yield match.expand(written)


_UNLIKE = "(?!(?:re|un|over|under|back|out|mis)[^aeiou]{1,2}il)"
"""How words begin of which one and two letters L are two words: refiled and refilled, untiled and untilled."""

_ENDS = "(s|ed|ing|able|ably|ful|less|er|ers|ite|ites|hood|ly)?"
_SPELLINGS = tuple(
    (re.compile(pattern), written)
    for pattern, written in (
        (rf"([a-z]{{3,}})our{_ENDS}", r"\1or\2"),
        (rf"([a-z]{{3,}})or{_ENDS}", r"\1our\2"),
        (r"([a-z]{4,})is(e|es|ed|ing|ation|ations|er|ers)", r"\1iz\2"),
        (r"([a-z]{4,})iz(e|es|ed|ing|ation|ations|er|ers)", r"\1is\2"),
        (rf"{_UNLIKE}([a-z]{{3,}}[aeiou]l)l(ed|ing|er|ers|or|ors)", r"\1\2"),
        (rf"{_UNLIKE}([a-z]{{3,}}[aeiou]l)(ed|ing|er|ers|or|ors)", r"\1l\2"),
        (r"(cent|theat)re(s?)", r"\1er\2"),
        (r"(cent|theat)er(s?)", r"\1re\2"),
        (r"(def|off|lic|pret)ence(s?)", r"\1ense\2"),
        (r"(def|off|lic|pret)ense(s?)", r"\1ence\2"),
        (r"programme(s?)", r"program\1"),
        (r"program(s?)", r"programme\1"),
        (r"judgement(s?)", r"judgment\1"),
        (r"judgment(s?)", r"judgement\1"),
        (r"(catal|dial|anal)ogue(s?)", r"\1og\2"),
        (r"(catal|dial|anal)og(s?)", r"\1ogue\2"),
        (r"(anal|paral|catal)ys(e|es|ed|ing|er|ers)", r"\1yz\2"),
        (r"(anal|paral|catal)yz(e|es|ed|ing|er|ers)", r"\1ys\2"),
        (r"(conn|refl|infl|defl)exion(s?)", r"\1ection\2"),
        (r"(conn|refl|infl|defl)ection(s?)", r"\1exion\2"),
        (r"shew(s|ed|n|ing)?", r"show\1"),
        (r"show(s|ed|n|ing)?", r"shew\1"),
        (r"enquir(y|ies|e|es|ed|ing)", r"inquir\1"),
        (r"inquir(y|ies|e|es|ed|ing)", r"enquir\1"),
        (r"(skil|wil|fulfil|instal|enrol)(ful|fully|ment|ments|s)", r"\1l\2"),
        (r"(skil|wil|fulfil|instal|enrol)l(ful|fully|ment|ments|s)", r"\1\2"),
        (r"grey(s|er|ish)?", r"gray\1"),
        (r"gray(s|er|ish)?", r"grey\1"),
        (r"gaol(s|ed|er|ers)?", r"jail\1"),
        (r"jail(s|ed|er|ers)?", r"gaol\1"),
        (r"manoeuvr(e|es|ed|ing)", r"maneuver\1"),
        (r"encyclopaedi(a|as|c)", r"encyclopedi\1"),
        (r"encyclopedi(a|as|c)", r"encyclopaedi\1"),
        (r"mediaeval", r"medieval"),
        (r"medieval", r"mediaeval"),
        (r"aeroplane(s?)", r"airplane\1"),
        (r"airplane(s?)", r"aeroplane\1"),
        (r"aluminium", r"aluminum"),
        (r"aluminum", r"aluminium"),
        (r"sulphur(ic|ous)?", r"sulfur\1"),
        (r"sulfur(ic|ous)?", r"sulphur\1"),
        (r"plough(s|ed|ing)?", r"plow\1"),
        (r"plow(s|ed|ing)?", r"plough\1"),
        (r"(acknowledg|abridg|lodg)ement(s?)", r"\1ment\2"),
        (r"(acknowledg|abridg|lodg)ment(s?)", r"\1ement\2"),
        (r"(to|after|back|for|in|up|down|out)wards", r"\1ward"),
        (r"(to|after|back|for|in|up|down|out)ward", r"\1wards"),
        (r"(among|amid)st", r"\1"),
        (r"(among|amid)", r"\1st"),
        (r"whilst", r"while"),
        (r"while", r"whilst"),
        (r"(learn|burn|lean|leap|dream|spoil)t", r"\1ed"),
        (r"(learn|burn|lean|leap|dream|spoil)ed", r"\1t"),
        (r"spelled", r"spelt"),
        (r"spelt", r"spelled"),
        (r"tyre(s?)", r"tire\1"),
        (r"defenceless", r"defenseless"),
        (r"defenseless", r"defenceless"),
        (r"cosy", r"cozy"),
        (r"cozy", r"cosy"),
        (r"pyjamas", r"pajamas"),
        (r"pajamas", r"pyjamas"),
        (r"draught(s|y)?", r"draft\1"),
        (r"mould(s|ed|ing)?", r"mold\1"),
        (r"mold(s|ed|ing)?", r"mould\1"),
        (r"smoulder(s|ed|ing)?", r"smolder\1"),
        (r"smolder(s|ed|ing)?", r"smoulder\1"),
        (r"despatch(es|ed|ing|er|ers)?", r"dispatch\1"),
        (r"dispatch(es|ed|ing|er|ers)?", r"despatch\1"),
        (r"sceptic(s|al|ally|ism)?", r"skeptic\1"),
        (r"skeptic(s|al|ally|ism)?", r"sceptic\1"),
    )
)
"""Ends of words and what stands for them, and a few whole words, older spellings of despatches among them. Words of
another sense are not made of each other: four and for are too short, filled and filed have a short stem; prize too."""


def _has(stream: TokenStream, words: str) -> bool:
    return f" {words} " in stream.text


def _spelt_out(word: str) -> str:
    """A word with its umlauts as telegrams write them: mueller for Müller."""
    plain = unicodedata.normalize("NFC", word).lower().translate(_UMLAUTS)
    return "".join(letter for letter in unicodedata.normalize("NFD", plain) if letter.isalnum())
