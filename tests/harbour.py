"""A small made-up collection for commands and golden files: cables of two posts, a copy, a page of prose."""

import json

SETTINGS = """\
[collection]
title = "Harbour Works, 1963"
repository = "A Made-up Archive"
fonds = "Fonds 1"

[items]
pattern = 'H[0-9]{3}'
citation = 'H[0-9]{3}'
"""

BODY = """\
1. THE MINISTER SAID THAT THE FERRY TIMETABLE HAD BEEN AGREED AND
THAT HARBOUR LIGHTS WOULD BE LIT FROM MONDAY.
2. ASKED ABOUT THE BRIDGE HE LOOKED DISSATISFIED WITH EVERYTHING
AND WOULD SAY ONLY THAT THE ENGINEERS WERE AT WORK."""

CABLES = [  # item, from, number, day, reference, text
    ("H101", "OSLO", "210", "2", "", BODY),
    ("H102", "OSLO", "212", "4", "REF MYTEL 210 MAR2", "THE ENGINEERS ASK FOR GRANITE FROM THE MOUNTAINS."),
    ("H103", "OSLO", "213", "5", "REF YOURTEL 88 MAR4", "THE TIMETABLE OF THE FERRY WAS PRINTED TODAY."),
    ("H104", "OSLO", "217", "9", "REF MYTELS 212 MAR4 AND 216 MAR8", "NO GRANITE HAS COME. SNOW LIES IN THE PASSES."),
    ("H105", "OSLO", "218", "10", "", "THE LIGHTS WERE LIT AND THE TOWN CAME TO LOOK."),
    ("H106", "OSLO", "219", "11", "", "A BARGE STRUCK THE PIER IN FOG. NOBODY WAS HURT."),
    ("H107", "LDN", "88", "4", "REF OSLO TEL 210 MAR2", "LONDON WOULD LIKE THE FERRY TIMETABLE."),
    ("H108", "OSLO", "210", "2", "", BODY.replace("AND WOULD SAY ONLY THAT THE ENGINEERS WERE AT WORK.", "[DELETED]")),
]

PROSE = """\
---
title: The harbour works
dates: 1963-03-02/1963-03-11
---

# The harbour works

The minister “looked dissatisfied with everything” (H101). The lights were lit a week later (H105).
"""


def lines_of(sender, number, day, reference, text):
    """A cable as it was typed."""
    rows = [f"FM {sender} MAR{day}/63 CONFD", f"TO EXTERNAL {number} PRIORITY"]
    return "\n".join([*rows, *([reference] if reference else []), "HARBOUR WORKS", text])


def make_harbour(folder):
    """Write the collection into a folder; nothing in it has been read by a machine."""
    (folder / "briefbook.toml").write_text(SETTINGS, encoding="utf-8")
    for name in ("scans", "narratives", "received/list", "transcripts"):
        (folder / name).mkdir(parents=True)
    rows = []
    for item, sender, number, day, reference, text in CABLES:
        fields = {
            "date": [{"as_written": f"{day}-Mar-63", "value": f"1963-03-{int(day):02d}"}],
            "from": [{"as_written": sender, "value": sender}],
            "to": [{"as_written": "EXTERNAL", "value": "EXTERNAL"}],
            "number": [{"as_written": number, "value": number}],
            "specimen": [{"as_written": "SPECIMEN", "value": "yes"}],
        }
        rows.append({"item": item, "fields": fields, "pages": [lines_of(sender, number, day, reference, text)]})
    listed = "".join(json.dumps(row) + "\n" for row in rows)
    (folder / "received/list/descriptions.jsonl").write_text(listed, encoding="utf-8")
    (folder / "narratives/harbour.md").write_text(PROSE, encoding="utf-8")
    return folder
