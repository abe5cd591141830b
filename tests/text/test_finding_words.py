"""Sentences of findings, flags and doubts, made in English, are shown in French where they have a template."""

import datetime

import pytest

from briefbook.checks import ALL, CheckContext, check, code_of
from briefbook.checks.manual import entry, example
from briefbook.narratives.narrative_parser import parse_narrative
from briefbook.settings import CheckSettings
from briefbook.text.finding_words import doubt_in_words, finding_in_words, flag_in_words
from briefbook.text.services import note_in_words
from briefbook.util.translation import using


@pytest.mark.parametrize(
    ("english", "french"),
    [
        ("SPEC1 has no page 3", "SPEC1 n’a pas de page 3"),
        (
            "SPEC1 is dated 1 November 1962, outside this page's dates (8 November 1962 to 13 November 1962)",
            "SPEC1 est daté du 1er novembre 1962, hors des dates de cette page "
            "(du 8 novembre 1962 au 13 novembre 1962)",
        ),
        (
            "LONDON 12 of 1962 stands under SPEC1 and SPEC2; their dates differ: one of them is misnumbered",
            "LONDON 12 de 1962 figure sous SPEC1 et SPEC2\u202f; "
            "leurs dates diffèrent\xa0: l’une des pièces est mal numérotée",
        ),
        (
            "“the pilot and I” is not what SPEC1, p. 2 says: “pilot” where the paper has HARBOUR; AND left out",
            "«\u202fthe pilot and I\u202f» n’est pas ce que dit SPEC1, p. 2\xa0: "
            "«\u202fpilot\u202f» là où le document porte HARBOUR; AND omis",
        ),
        ("SPEC1: LONDON 12 is dated 8 November 1962, but LONDON 11 is of 9 November 1962 "
         "and LONDON 13 is of 10 November 1962",
         "SPEC1\xa0: LONDON 12 est daté du 8 novembre 1962, mais "
         "LONDON 11 est du 9 novembre 1962 et LONDON 13 est du 10 novembre 1962"),
        (
            "no item cited on the 4 pages of these days is dated 10 November 1962 (a Saturday), 12 November 1962",
            "aucune pièce citée dans les 4 pages de cette période n’est datée du 10 novembre 1962 (un samedi), "
            "12 novembre 1962",
        ),
        ("“the harbour” is quoted before: talks.md:4", "«\u202fthe harbour\u202f» est déjà cité\xa0: talks.md:4"),
        (
            "“a b” is given to SPEC1, and before to SPEC2: talks.md:4",
            "«\u202fa b\u202f» est attribué à SPEC1, et plus haut à SPEC2\xa0: talks.md:4",
        ),
        (
            "“a b” was quoted differently before, with “a” for “the”: talks.md:4",
            "«\u202fa b\u202f» est cité autrement plus haut, avec “a” au lieu de “the”\xa0: talks.md:4",
        ),
        (
            "SPEC1 is cited, and is not an item: its file was divided, or joined to another",
            "SPEC1 est cité, mais n’est pas une pièce\xa0: son fichier a été divisé ou joint à un autre",
        ),
        ("harbr is in no dictionary here", "harbr n’est dans aucun dictionnaire consulté"),
        (
            "the abbreviation QRE has no meaning in the book's list of abbreviations",
            "l’abréviation QRE n’a pas de sens dans la liste des abréviations de l’ouvrage",
        ),
        ("SPEC1 was sent by BONN, not by OSLO", "SPEC1 a été envoyé par BONN, et non par OSLO"),
        (
            "SPEC1: the description gives date 8 November 1962, the heading on its scan, p. 2 reads "
            "9 November 1962 (a day apart: the local day, or the day of receipt); the reading is unsure",
            "SPEC1\xa0: la description donne la date du 8 novembre 1962, l’en-tête de sa numérisation, p.\xa02, porte "
            "9 novembre 1962 (un jour d’écart\xa0: le jour local, ou celui de la réception)\u202f; "
            "la lecture n’est pas sûre",
        ),
        (
            "SPEC1 was addressed to BONN (Embassy Bonn), not to Oslo",
            "SPEC1 a été adressé à BONN (Embassy Bonn), et non à Oslo",
        ),
        (
            "9 November 1962 was a Friday, not a Thursday",
            "le 9 novembre 1962 était un vendredi, et non un jeudi",
        ),
        (
            "the picture a.jpg has no caption and no credit",
            "l’image a.jpg n’a ni légende ni mention de source",
        ),
        (
            "the title gives 8 November 1962 to 9 November 1962, `dates` 8 November 1962 to 10 November 1962",
            "le titre donne la période du 8 novembre 1962 au 9 novembre 1962, "
            "`dates` celle du 8 novembre 1962 au 10 novembre 1962",
        ),
        (
            "“a … b”: the ellipsis joins two sentences into one; the words left out are: AND SO ON",
            "«\u202fa … b\u202f»\xa0: l’ellipse joint deux phrases en une\u202f; mots omis\xa0: AND SO ON",
        ),
        ("SPEC1: weekday mismatch", "SPEC1\xa0: jour de la semaine incompatible avec la date"),
        ("a sentence that nobody translated", "a sentence that nobody translated"),
    ],
)  # fmt: skip
def test_a_finding_is_shown_in_french(english, french):
    with using("fr"):
        assert finding_in_words(english) == french
    assert finding_in_words(english) == english


@pytest.mark.parametrize("module", ALL, ids=code_of)
def test_what_each_check_finds_in_its_example_is_said_in_french(module):
    made = example(entry(module.__doc__ or "").fails)
    narratives = [
        parse_narrative(source, path, citation="[A-Z]{2,}[0-9]{3,}", is_item=made.catalogue.__contains__)
        for path, source in made.files.items()
    ]
    context = CheckContext(
        settings=CheckSettings(select=["C", code_of(module)]),
        network=made.network,
        persons=tuple(made.persons),
        post=made.posts.get,
        exists=made.exists,
        today=datetime.date(2026, 11, 23),
    )
    found = [finding for finding in check(made.catalogue, narratives, context=context)[0] if finding.accepted is None]
    english = [finding.message for finding in found if finding.code == code_of(module)]
    with using("fr"):
        assert english
        assert all(finding_in_words(message) != message for message in english)


def test_a_flag_with_the_places_it_is_about_is_shown_in_french():
    flag = (
        "several_headings: page 2 has a heading of its own (PARIS 4), page 5 has a heading of its own; "
        "all fields are those of the first of 3 papers"
    )
    with using("fr"):
        assert flag_in_words(flag).endswith(
            "la page 2 a son propre en-tête (PARIS 4), la page 5 a son propre en-tête\u202f; "
            "tous les champs sont ceux de la première de 3 pièces"
        )


@pytest.mark.parametrize(
    ("english", "french"),
    [
        ("from: nothing was read", "expéditeur\xa0: rien n’a été lu"),
        ("read with 62% certainty", "lu avec une certitude de 62\u202f%"),
        (
            "date: the list says 1962-11-08, the paper 1962-11-09",
            "date\xa0: la liste dit 1962-11-08, la pièce 1962-11-09",
        ),
        ("C113: SPEC1 has no page 3", "C113\xa0: SPEC1 n’a pas de page 3"),
        ("weekday mismatch", "jour de la semaine incompatible avec la date"),
    ],
)
def test_a_reason_to_look_at_an_item_is_shown_in_french(english, french):
    with using("fr"):
        assert doubt_in_words(english) == french
    assert doubt_in_words(english) == english


@pytest.mark.parametrize(
    ("english", "french"),
    [
        ("by what stands around it on the paper", "d’après ce qui l’entoure sur le document"),
        (
            "behind a label of the date; the label is damaged, in a sentence",
            "derrière un libellé «\u202fdate\u202f»; le libellé est abîmé, dans une phrase",
        ),
        ("no label before it; in a sentence", "sans libellé devant; dans une phrase"),
    ],
)
def test_why_a_value_was_taken_is_shown_in_french(english, french):
    assert note_in_words(english) == english
    with using("fr"):
        assert note_in_words(english) == french
