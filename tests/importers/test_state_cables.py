"""An archive's PDFs of cables, drawn here (SPECIMEN): the raw message, then the archive's attributes."""

import json
from pathlib import Path

import pytest

from briefbook.importers.state_cables import read_state_cables, split_message
from briefbook.model.received import AttributeDifference

MESSAGE = """ Declassified/Released US Department of State EO Systematic Review 30 JUN 2005
Message Text
CONFIDENTIAL
PAGE 01 LA PAZ 99001 091826Z
ACTION ARA-20
INFO OCT-01 /021 W
--------------------- 054575
R 091743Z JAN 74
FM AMEMBASSY LA PAZ
TO SECSTATE WASHDC 1888
C O N F I D E N T I A L LA PAZ 99001
E.O. 11652: GDS
TAGS: PINT BL
SUBJ: SPECIMEN OF A CABLE
REF: LA PAZ 110
1. THIS IS A SPECIMEN AND SAYS NOTHING.
NNN"""
ATTRIBUTES = """ Declassified/Released US Department of State EO Systematic Review 30 JUN 2005
Message Attributes
Concepts: SPECIMENS, MADE UP
THINGS
Document Number: 1974LAPAZ99001
Draft Date: 09 JAN 1974
Executive Order: GS
Film Number: n/a
From: LA PAZ
Handling Restrictions: n/a
Original Classification: CONFIDENTIAL
Reference: LA PAZ 110
Subject: {subject}
TAGS: PINT, BL, US, (NOBODY, AT
ALL)
To: STATE CARACAS
Type: TE"""


def drawn(path: Path, *pages: str) -> Path:
    """A PDF with lines of text, written out by hand."""
    objects = ["<< /Type /Catalog /Pages 2 0 R >>", "", "<< /Type /Font /Subtype /Type1 /BaseFont /Courier >>"]
    kids = []
    for page in pages:
        lines = [line.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)") for line in page.split("\n")]
        stream = "BT /F1 9 Tf 11 TL 40 760 Td " + " ".join(f"({line}) Tj T*" for line in lines) + " ET"
        kids.append(f"{len(objects) + 1} 0 R")
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents {len(objects) + 2} 0 R "
            "/Resources << /Font << /F1 3 0 R >> >> >>"
        )
        objects.append(f"<< /Length {len(stream)} >>\nstream\n{stream}\nendstream")
    objects[1] = f"<< /Type /Pages /Kids [{' '.join(kids)}] /Count {len(kids)} >>"
    data, places = b"%PDF-1.4\n", []
    for number, body in enumerate(objects, 1):
        places.append(len(data))
        data += f"{number} 0 obj\n{body}\nendobj\n".encode("latin-1")
    table = "".join(f"{place:010d} 00000 n \n" for place in places)
    size = len(objects) + 1
    end = f"xref\n0 {size}\n0000000000 65535 f \n{table}trailer\n<< /Size {size} /Root 1 0 R >>\n"
    end += f"startxref\n{len(data)}\n%%EOF"
    path.write_bytes(data + end.encode())
    return path


def heading(text):
    """What the message says, as a reader of headings would give it."""
    assert "THIS IS A SPECIMEN" in text
    return {
        "from": "LA PAZ",
        "number": "1974LAPAZ99001",
        "date": "1974-01-09",
        "classification": "CONFIDENTIAL",
        "subject": "SPECIMEN OF A CABLE",
        "tags": ["PINT", "BL"],
        "reference": "LA PAZ 110",
    }


def fields(description):
    return {name: "; ".join(r.value or "(blank)" for r in readings) for name, readings in description.readings.items()}


def test_attributes_become_fields_and_the_message_text(tmp_path):
    pdf = drawn(tmp_path / "a.pdf", MESSAGE, ATTRIBUTES.format(subject="SPECIMEN OF A CABLE"))
    received = read_state_cables([pdf], "box", heading=heading)
    (description,) = received.descriptions
    values = fields(description)
    assert values.pop("note").startswith(
        "Reference: LA PAZ 110\nExecutive Order: GS\nConcepts: SPECIMENS, MADE UP THINGS"
    )
    assert values == {
        "date": "1974-01-09",
        "from": "LA PAZ",
        "to": "STATE; CARACAS",
        "number": "99001",
        "classification": "CONFIDENTIAL",
        "subject": "SPECIMEN OF A CABLE",
        "tags": "PINT; BL; US; (NOBODY, AT ALL)",
        "identifiers": "1974LAPAZ99001",
        "form": "telegram",
        "citation": "1974LAPAZ99001, Central Foreign Policy Files, Record Group 59, National Archives (US)",
    }
    assert description.item == "1974LAPAZ99001"
    assert description.pages[0].startswith("CONFIDENTIAL\nPAGE 01 LA PAZ 99001")
    assert "Declassified" not in description.pages[0]
    assert (received.differences, description.flags, received.originals) == ((), (), (pdf,))
    assert received.counts["subject agree"] == 1


def test_where_archive_and_message_differ_it_is_said_and_nothing_is_decided(tmp_path):
    pdf = drawn(tmp_path / "a.pdf", MESSAGE, ATTRIBUTES.format(subject="SOMETHING ELSE"))
    received = read_state_cables([pdf], "box", heading=heading)
    assert received.differences == (
        AttributeDifference("1974LAPAZ99001", "subject", "SOMETHING ELSE", "SPECIMEN OF A CABLE"),
    )
    assert received.descriptions[0].flags == ("archive_gives_another_subject",)
    assert fields(received.descriptions[0])["subject"] == "SOMETHING ELSE"


def test_what_is_no_cable_is_reported_and_left_out(tmp_path):
    plain = drawn(tmp_path / "b.pdf", "A SPECIMEN OF SOMETHING ELSE")
    broken = tmp_path / "c.pdf"
    broken.write_bytes(b"%PDF-1.4 and then nothing")
    received = read_state_cables([plain, broken], "box", heading=heading)
    assert received.descriptions == ()
    assert received.not_understood[0] == "b.pdf has no page of message attributes; it was left out"
    assert received.not_understood[1].startswith("c.pdf cannot be read as a PDF")


def test_attributes_may_begin_on_the_messages_last_page():
    message, attributes = split_message(
        ["Message Text\nLINE ONE", "LINE TWO\nMessage Attributes\nFrom: PARIS\nSubject: A", "B: C"]
    )
    assert message == ["LINE ONE", "LINE TWO"]
    assert attributes == {"From": "PARIS", "Subject": "A B: C"}


SHARED = Path(__file__).resolve().parents[3] / "shared" / "data" / "state-cables"


@pytest.mark.skipif(not SHARED.exists(), reason="the archive's cables are not beside the checkout")
def test_the_attributes_of_real_cables_are_read_as_the_archive_lists_them():
    rows = [json.loads(line) for line in (SHARED / "attributes.jsonl").read_text(encoding="utf-8").splitlines()[:40]]
    received = read_state_cables([SHARED / row["file"] for row in rows], "box", heading=lambda text: {})
    for row, description in zip(rows, received.descriptions, strict=True):
        assert description.item == row["Document Number"]
        assert fields(description)["classification"] == row["Original Classification"]
        assert fields(description).get("subject", "n/a") == row["Subject"]


def test_page_marks_in_the_middle_of_a_page_do_not_divide_the_text():
    page = (
        "PAGE 01 LIMA 00060 041731Z\nA SPECIMEN OF\nCONFIDENTIAL\nCONFIDENTIAL\nPAGE 02 LIMA 00060 041731Z\nA MESSAGE"
    )
    assert split_message([page])[0] == ["PAGE 01 LIMA 00060 041731Z\nA SPECIMEN OF\nA MESSAGE"]
