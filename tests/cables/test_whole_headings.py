"""Cables whose heading a form reads whole: the head alone gives what all of the text gives."""

import re

import pytest

from briefbook.cables import parse_cable, read_cable
from briefbook.model.page import Page

HEAD = """LIMITED OFFICIAL USE
PAGE 01 LIMA 04711 121338Z
44
ACTION ARA-20
INFO OCT-01 ISO-00 SSO-00 /021 W
--------------------- 086001
R 121300Z JAN 74
FM AMEMBASSY LIMA
TO SECSTATE WASHDC IMMEDIATE 1929
INFO AMEMBASSY QUITO
LIMITED OFFICIAL USE LIMA 4711
E.O. 11652: N/A
TAGS: EAID PE
SUBJ: HARBOUR DUES AT CALLAO
REF: STATE 5919"""
TEXT = """1. THE HARBOUR MASTER CALLED ON JANUARY 11 ABOUT THE DUES.
HE ASKED WHETHER AN ANSWER TO LIMA 4650 HAD COME.
2. THE QUAY WAS CLOSED FOR TWO DAYS.
3. THE CRANE STANDS STILL.
4. NOTHING ELSE WAS SAID OF IT.
5. WE SHALL ASK AGAIN.
DEAN
LIMITED OFFICIAL USE
NNN"""


def fields(text, monkeypatch=None):
    pages = [Page.of_text("X", number, page) for number, page in enumerate(text.split("\f"), 1)]
    if monkeypatch is not None:
        monkeypatch.setattr(parse_cable, "head_of_message", lambda pages, window: None)
    return read_cable("X", pages)


def is_whole(text):
    pages = tuple(Page.of_text("X", number, page) for number, page in enumerate(text.split("\f"), 1))
    return parse_cable._draft_of_whole_heading(pages, 1900, "") is not None


BELOW = [
    "", "RECEIVED JAN 15 1974", "1974 JAN 15 PM 4 33", "APPROVED FOR RELEASE 2005/03/01", "FOLLOWING SENT LIMA JAN 3",
    "CIA-RDP80B01676R000100010001-1", "s.15(1)(a)", "2. PER YOURTEL 123 OF MAY 3", "PAGE 02 LIMA 04711 121338Z",
    "FM AMEMBASSY ROME", "INFO AMEMBASSY MADRID", "TAGS: PFOR, UK", "SUBJ: OTHER THINGS", "SECRET", "EXDIS",
    "TO: THE DEPARTMENT", "DATE: 3 MAY 1974", "MEMORANDUM FOR THE RECORD", "DISTR. JAN 15 74 1430Z",
]  # fmt: skip


@pytest.mark.parametrize("line", BELOW)
@pytest.mark.parametrize("at", [0, 1, 3, 6])
def test_the_head_alone_gives_what_all_of_the_text_gives(line, at, monkeypatch):
    rows = TEXT.split("\n")
    text = "\n".join([HEAD, *rows[:at], *filter(None, [line]), *rows[at:]])
    assert fields(text) == fields(text, monkeypatch)


@pytest.mark.parametrize("line", BELOW[1:])
@pytest.mark.parametrize("at", [0, 2, 8, 12, 14])
def test_so_it_does_where_a_line_stands_in_the_heading(line, at, monkeypatch):
    rows = HEAD.split("\n")
    text = "\n".join([*rows[:at], line, *rows[at:], TEXT])
    assert fields(text) == fields(text, monkeypatch)


def test_on_several_pages_too(monkeypatch):
    text = f"{HEAD}\n{TEXT}\f6. RECEIVED JAN 16 1974\nAS THE LAST.\nNNN"
    assert fields(text) == fields(text, monkeypatch)


def test_a_plain_message_is_read_by_its_head_alone():
    assert is_whole(f"{HEAD}\n{TEXT}")


@pytest.mark.parametrize("label", ["FM AMEMBASSY", "TO SECSTATE", "SUBJ:", "LIMITED OFFICIAL USE LIMA"])
def test_not_where_a_main_field_has_no_line(label):
    head = "\n".join(line for line in HEAD.split("\n") if not line.startswith(label))
    assert not is_whole(f"{head}\n{TEXT}")


@pytest.mark.parametrize(
    "text",
    [
        f"{HEAD}\n{TEXT}".replace("121300Z JAN", "12I300Z JAN"),
        f"{HEAD}\n{TEXT}".replace("THE QUAY", "RECEIVED JAN 15 1974 THE QUAY"),
        f"{HEAD}\n{TEXT}\nRELEASED 2005",
        f"{HEAD}\n{TEXT}".replace("1. THE", "THE"),
        re.sub(r"PAGE 01.*\n", "", f"{HEAD}\n{TEXT}"),
    ],
)
def test_nor_where_a_letter_or_a_line_is_in_doubt(text):
    assert not is_whole(text)
