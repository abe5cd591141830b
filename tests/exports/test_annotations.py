"""Verified quotations as W3C Web Annotations: the words, their place in the text, their place on the picture."""

import json

from briefbook.exports import annotations
from briefbook.model.archive import Archive
from briefbook.model.catalogue import Entry, MemoryCatalogue
from briefbook.model.page import Box, Page
from briefbook.model.verdict import Verdict, Verification
from briefbook.narratives.narrative_parser import parse_narrative

PROSE = """---
title: The talks
---

He said that Castro “looked dissatisfied with everything” (CDNW12630), but “he was calm” (CDNW12630).
"""
PAGES = (
    Page.of_text("CDNW12630", 1, "FM LDN NOV13/62\nHE SAYS CASTRO\nLOOKED DISSATISFIED"),
    Page.of_text("CDNW12630", 2, "PAGE TWO 4028\nWITH EVERYTHING. HE LEFT."),
)


def archive(verdict=Verdict.VERBATIM, **about):
    narrative = parse_narrative(PROSE, "narratives/talks.md", citation="CDNW[0-9]{5}", is_item=lambda item: True)
    verifications = [
        Verification(
            verdict,
            "looked dissatisfied with everything",
            item="CDNW12630",
            page=1,
            lines=(3, 3),
            boxes=(Box(10, 20, 110, 40),),
            found="LOOKED DISSATISFIED WITH EVERYTHING.",
            text_checksum="a" * 64,
            narrative="narratives/talks.md",
            quotation=0,
            later_boxes=((2, (Box(5, 6, 70, 20),)),),
        ),
        Verification(
            Verdict.ALTERED,
            "he was calm",
            item="CDNW12630",
            page=1,
            narrative="narratives/talks.md",
            quotation=1,
        ),
    ]
    catalogue = MemoryCatalogue({"CDNW12630": Entry("CDNW12630", {})}, {"CDNW12630": PAGES})
    return Archive(catalogue, (narrative,), about, verifications=tuple(verifications))


def test_an_annotation_says_who_quotes_which_words_and_where_they_stand():
    value = annotations.annotations(archive(site_address="https://example.org/book/"))
    (annotation,) = value["first"]["items"]

    assert value["@context"] == "http://www.w3.org/ns/anno.jsonld"
    assert (value["type"], value["total"], value["first"]["type"]) == ("AnnotationCollection", 1, "AnnotationPage")
    quoting = annotation["body"][0]
    assert quoting["source"] == "https://example.org/book/narratives/talks.html"
    assert quoting["selector"]["exact"] == "looked dissatisfied with everything"
    assert quoting["selector"]["prefix"].endswith("Castro “")
    source = annotation["target"][-1]
    assert source["source"] == "https://example.org/book/items/CDNW12630.html"
    assert [(part["exact"], part["refinedBy"]["start"]) for part in source["selector"]] == [
        ("LOOKED DISSATISFIED", 31),
        ("WITH EVERYTHING.", 14),
    ]


def test_the_words_are_shown_on_the_picture_of_every_page_they_stand_on():
    (annotation,) = annotations.annotations(archive())["first"]["items"]
    assert [(part["source"], part["selector"]["value"]) for part in annotation["target"][:-1]] == [
        ("items/CDNW12630/canvas/1", "xywh=pixel:10,20,100,20"),
        ("items/CDNW12630/canvas/2", "xywh=pixel:5,6,65,14"),
    ]


def test_what_was_not_found_word_for_word_is_no_annotation():
    assert annotations.annotations(archive(Verdict.ALTERED))["total"] == 0


def test_the_export_writes_one_file():
    ((name, content),) = annotations.files(archive(), [Entry("CDNW12630", {})])
    assert name == "annotations.json"
    assert json.loads(content)["total"] == 1
