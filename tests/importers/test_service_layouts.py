"""What services and other programs write of a page (SPECIMEN, made up by their documentation): words and places."""

import json
from functools import partial

import pytest
from lxml import etree

from briefbook.errors import FormatError
from briefbook.importers.bundle import BundleFile
from briefbook.importers.layout_files import ScanNames, read_layout_files
from briefbook.importers.page_layout import read_layout


def rows(data):
    """Every page's size and lines, each a list of words with box and confidence."""
    data = json.dumps(data).encode() if isinstance(data, dict | list) else data
    return [
        (
            (page.page.width, page.page.height),
            [
                [(word.text, word.box.as_list() if word.box else None, word.confidence) for word in line.words]
                for line in page.page.lines
            ],
        )
        for page in read_layout(data)
    ]


EXPECTED = [((800, 1000), [[("NO", [10, 20, 50, 40], 0.9), ("SHIP.", [60, 20, 130, 40], 0.8)]])]


def corners(left, top, right, bottom):
    return [left, top, right, top, right, bottom, left, bottom]


def vertices(left, top, right, bottom):
    return [{"x": left, "y": top}, {"x": right, "y": top}, {"x": right, "y": bottom}, {"x": left, "y": bottom}]


AZURE = {
    "status": "succeeded",
    "analyzeResult": {
        "modelId": "prebuilt-read",
        "content": "NO SHIP.",
        "pages": [
            {
                "pageNumber": 1, "width": 800, "height": 1000, "unit": "pixel",
                "words": [
                    {
                        "content": "NO", "polygon": corners(10, 20, 50, 40), "confidence": 0.9,
                        "span": {"offset": 0, "length": 2},
                    },
                    {
                        "content": "SHIP.", "polygon": corners(60, 20, 130, 40), "confidence": 0.8,
                        "span": {"offset": 3, "length": 5},
                    },
                ],
                "lines": [
                    {
                        "content": "NO SHIP.", "polygon": corners(10, 20, 130, 40),
                        "spans": [{"offset": 0, "length": 8}],
                    }
                ],
            }
        ],
    },
}  # fmt: skip
AZURE_READ = {
    "analyzeResult": {
        "readResults": [
            {
                "page": 1, "width": 0.8, "height": 1.0, "unit": "inch",
                "lines": [
                    {
                        "text": "NO SHIP.", "boundingBox": [0.01, 0.02, 0.13, 0.02, 0.13, 0.04, 0.01, 0.04],
                        "words": [
                            {
                                "text": "NO", "boundingBox": [0.01, 0.02, 0.05, 0.02, 0.05, 0.04, 0.01, 0.04],
                                "confidence": 0.9,
                            },
                            {
                                "text": "SHIP.", "boundingBox": [0.06, 0.02, 0.13, 0.02, 0.13, 0.04, 0.06, 0.04],
                                "confidence": 0.8,
                            },
                        ],
                    }
                ],
            }
        ]
    }
}  # fmt: skip


def anchored(start, end, box, confidence=0.9):
    shares = [{"x": point["x"] / 800, "y": point["y"] / 1000} for point in vertices(*box)]
    return {
        "layout": {
            "textAnchor": {"textSegments": [{"startIndex": str(start), "endIndex": str(end)}]},
            "confidence": confidence,
            "boundingPoly": {"normalizedVertices": shares},
        }
    }


DOCUMENT_AI = {
    "document": {
        "text": "NO SHIP.\n",
        "pages": [
            {
                "pageNumber": 1, "dimension": {"width": 800, "height": 1000, "unit": "pixels"},
                "lines": [anchored(0, 9, (10, 20, 130, 40))],
                "tokens": [
                    anchored(0, 3, (10, 20, 50, 40)), anchored(3, 7, (60, 20, 120, 40)),
                    anchored(7, 9, (120, 20, 130, 40), 0.8),
                ],
            }
        ],
    }
}  # fmt: skip


def vision_word(letters, box, confidence, ending=""):
    symbols = [{"text": letter} for letter in letters]
    if ending:
        symbols[-1]["property"] = {"detectedBreak": {"type": ending}}
    return {"boundingBox": {"vertices": vertices(*box)}, "symbols": symbols, "confidence": confidence}


VISION_WORDS = [
    vision_word("NO", (10, 20, 50, 40), 0.9, "SPACE"),
    vision_word("SHIP", (60, 20, 120, 40), 0.95),
    vision_word(".", (120, 20, 130, 40), 0.8, "LINE_BREAK"),
]
VISION = {
    "responses": [
        {
            "fullTextAnnotation": {
                "pages": [{"width": 800, "height": 1000, "blocks": [{"paragraphs": [{"words": VISION_WORDS}]}]}],
                "text": "NO SHIP.\n",
            },
            "context": {"uri": "gs://b/H101.pdf", "pageNumber": 1},
        }
    ]
}
TSV = b"""level\tpage_num\tblock_num\tpar_num\tline_num\tword_num\tleft\ttop\twidth\theight\tconf\ttext
1\t1\t0\t0\t0\t0\t0\t0\t800\t1000\t-1\t
4\t1\t1\t1\t1\t0\t10\t20\t120\t20\t-1\t
5\t1\t1\t1\t1\t1\t10\t20\t40\t20\t90\tNO
5\t1\t1\t1\t1\t2\t60\t20\t70\t20\t80\tSHIP.
"""


def characters(letters, left, width, confidence):
    return "".join(
        f'<charParams l="{left + width * place}" t="20" r="{left + width * (place + 1)}" b="40" '
        f'charConfidence="{confidence}">{letter}</charParams>'
        for place, letter in enumerate(letters)
    )


ABBYY = (
    '<document xmlns="http://www.abbyy.com/FineReader_xml/FineReader10-schema-v1.xml" producer="ABBYY 11">'
    '<page width="800" height="1000"><block blockType="Text"><text><par><line l="10" t="20" r="130" b="40"><formatting>'
    f'{characters("NO", 10, 20, 90)}<charParams l="50" t="20" r="60" b="40"> </charParams>'
    f"{characters('SHIP.', 60, 14, 80)}</formatting></line></par></text></block></page></document>"
).encode()
DJVU = b"""<DjVuXML><BODY><OBJECT data="file://localhost/H101.djvu" height="1000" width="800"><PARAM name="PAGE"
value="H101_0001.djvu"/><HIDDENTEXT><PAGECOLUMN><REGION><PARAGRAPH><LINE>
<WORD coords="10,40,50,20" x-confidence="90">NO</WORD> <WORD coords="60,40,130,20,38" x-confidence="80">SHIP.</WORD>
</LINE></PARAGRAPH></REGION></PAGECOLUMN></HIDDENTEXT></OBJECT></BODY></DjVuXML>"""


@pytest.mark.parametrize(
    "data",
    [AZURE, AZURE["analyzeResult"], AZURE_READ, DOCUMENT_AI, DOCUMENT_AI["document"], VISION, TSV, ABBYY, DJVU],
    ids=["azure", "azure-sdk", "azure-read", "document-ai", "document-ai-bare", "vision", "tsv", "abbyy", "djvu"],
)
def test_words_places_and_confidence_are_taken(data):
    assert rows(data) == EXPECTED


@pytest.mark.parametrize("encoding", ["utf-16", "utf-8-sig"])
def test_the_encoding_does_not_matter(encoding):
    assert rows(json.dumps(AZURE).encode(encoding)) == EXPECTED
    assert rows(TSV.decode().encode(encoding)) == EXPECTED
    if encoding == "utf-16":
        declared = '<?xml version="1.0" encoding="UTF-16"?>' + DJVU.decode()
        assert rows(declared.encode(encoding)) == EXPECTED


def test_textract_gives_no_size_and_so_no_places():
    def block(kind, name, text="", inner=()):
        children = [{"Type": "CHILD", "Ids": list(inner)}] if inner else []
        share = {"BoundingBox": {"Left": 0.1, "Top": 0.2, "Width": 0.1, "Height": 0.01}}
        return {
            "BlockType": kind, "Id": name, "Text": text, "Page": 2, "Confidence": 90.0, "Geometry": share,
            "Relationships": children,
        }  # fmt: skip

    blocks = [block("PAGE", "p", inner=["l"]), block("LINE", "l", "NO SHIP.", ["w1", "w2"])]
    words = [block("WORD", "w1", "NO"), block("WORD", "w2", "SHIP.")]
    expected = [((0, 0), [[("NO", None, 0.9), ("SHIP.", None, 0.9)]])]
    assert rows({"Blocks": blocks + words}) == expected
    assert rows([{"Blocks": blocks}, {"Blocks": words}]) == expected
    (page,) = read_layout(json.dumps({"Blocks": blocks + words}).encode())
    assert page.number == 2


@pytest.mark.parametrize(
    "data", [{}, [], {"pages": 3, "text": 4}, {"Blocks": [{"BlockType": "LINE"}, 7]}, {"responses": [{"error": {}}]}]
)
def test_other_json_has_no_pages_with_words(data):
    assert [line for _, lines in rows(data) for line in lines] == []


@pytest.mark.parametrize("data", [b'{"Blocks": [', b"[" * 5_000, b'{"pages": NaN}'])
def test_what_is_no_json_is_refused(data):
    with pytest.raises(FormatError):
        read_layout(data)


@pytest.mark.parametrize("value", [None, 7, "x", [], {}, [[]], [{}], float("1e30"), "1e400", True])
@pytest.mark.parametrize("source", [AZURE, AZURE_READ, DOCUMENT_AI, VISION])
def test_no_strange_value_ends_the_import(source, value):
    text = json.dumps(source)
    keys = {part.split('"')[-1] for part in text.split('": ')[:-1]}
    for key in sorted(keys):
        changed = json.loads(text, object_pairs_hook=partial(_with_value, key, value))
        assert isinstance(rows(changed), list)


def _with_value(key, value, pairs):
    return {name: value if name == key else own for name, own in pairs}


def test_a_folder_of_them_beside_scans():
    files = {
        "H101.json": json.dumps(AZURE).encode(),
        "H102_djvu.xml": DJVU,
        "H103.tsv": TSV,
        "H104_abbyy.xml": ABBYY,
        "settings.json": b'{"colour": "blue"}',
    }
    bundle = [BundleFile(name, lambda data=data: data) for name, data in files.items()]
    names = ScanNames({}, frozenset({"H101", "H102", "H103", "H104"}), "")
    received = read_layout_files(bundle, "ocr", scan_names=names)
    assert {found.item: [page.text for page in found.layouts] for found in received.descriptions} == {
        name: ["NO SHIP."] for name in ("H101", "H102", "H103", "H104")
    }
    assert "1 file of other kinds (pictures, METS, lists) was not read" in received.not_understood


def test_any_xml_document_is_not_that_of_a_program():
    with pytest.raises(FormatError, match="its root is <document>"):
        read_layout(etree.tostring(etree.fromstring("<document><title>NO SHIP</title></document>")))
