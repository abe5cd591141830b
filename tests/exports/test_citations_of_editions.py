"""Citations of papers that an edition prints: the words of the edition first, and only what the kind of paper has."""

import pytest

from briefbook.exports import archival_note, bibtex, csl, ris, tei
from briefbook.model.cable import Reading, SourceKind
from briefbook.model.catalogue import Entry
from briefbook.util.translation import using

EDITION = "Foreign Relations of the United States, 1961–1963, Volume XXX, document 7"


def entry(form, **fields):
    readings = {name: (Reading(written, value, SourceKind.RECEIVED),) for name, (written, value) in fields.items()}
    return Entry("V30-d7", readings | {
        "form": (Reading(form, form, SourceKind.RECEIVED),),
        "note": (Reading(EDITION, EDITION, SourceKind.RECEIVED),),
        "date": (Reading("May 4, 1962", "1962-05-04", SourceKind.RECEIVED),),
    })  # fmt: skip


EMBASSY = ("Embassy in Vietnam", "SAIGON")
DEPARTMENT = ("Department of State", "STATE")


@pytest.mark.parametrize(
    ("form", "words"),
    [
        ("memorandum of conversation", "memorandum of conversation, 4 May 1962, [fonds and file not known], V30-d7."),
        ("editorial note", "editorial note, 4 May 1962, [fonds and file not known], V30-d7."),
        (
            "letter",
            "[sender not known] to [addressee not known], letter, 4 May 1962, [fonds and file not known], V30-d7.",
        ),
    ],
)
def test_a_kind_without_number_or_parties_is_not_said_to_lack_them(form, words):
    assert archival_note.archival(entry(form), {}) == words


def test_mla_names_neither_sender_nor_addressee_of_an_editorial_note():
    assert archival_note.mla(entry("editorial note"), {}) == (
        "Editorial note. 4 May 1962. V30-d7, [fonds and file not known]."
    )


def test_the_office_is_cited_in_the_words_of_the_edition():
    paper = entry("telegram", **{"from": EMBASSY, "to": DEPARTMENT, "number": ("1234", "1234")})
    assert archival_note.archival(paper, {}) == (
        "Embassy in Vietnam to Department of State, telegram 1234, 4 May 1962, [fonds and file not known], V30-d7."
    )
    assert "  author = {{Embassy in Vietnam}},\n" in bibtex.bibtex(paper, {})
    assert "AU  - Embassy in Vietnam,\r\nA2  - Department of State,\r\n" in ris.ris(paper, {})
    assert csl.csl(paper, {})["author"] == [{"literal": "Embassy in Vietnam"}]
    assert "<title>Embassy in Vietnam to Department of State, telegram 1234, 4 May 1962</title>" in tei.tei(
        paper, (), {}
    )
    assert archival_note.short(paper, {}) == "SAIGON 1234 (1962)"


def test_a_code_has_its_office_in_brackets_behind_it():
    paper = Entry("X1", {"from": (Reading("LDN", "LDN"),), "to": (Reading("EXTERNAL", "EXTERNAL"),)})
    assert csl.csl(paper, {})["author"] == [{"literal": "LDN [High Commission London]"}]
    assert "AU  - LDN [High Commission London],\r\nA2  - EXTERNAL [External Affairs – Ottawa],\r\n" in ris.ris(
        paper, {}
    )


def test_a_date_without_year_is_given_in_words():
    paper = Entry("X1", {"date": (Reading("May 22", "XXXX-05-22"),)})
    assert csl.csl(paper, {})["issued"] == {"literal": "22 May, year not known"}
    assert "N1  - Date: 22 May, year not known, in EDTF XXXX-05-22\r\n" in ris.ris(paper, {})


def test_citations_in_french_are_french_throughout_but_for_the_words_of_the_paper():
    both = ("Department of State; Embassy in Laos", "STATE")
    paper = entry("telegram", **{"from": EMBASSY, "to": both, "number": ("1234", "1234"), "subject": ("Rice", "Rice")})
    about = {"site_address": "https://example.org/livre/fr", "site_repository": "Archives du port"}
    with using("fr"):
        assert archival_note.archival(paper, about) == (
            "Embassy in Vietnam à Department of State et Embassy in Laos, «\u202fRice\u202f», télégramme 1234, "
            "4 mai 1962, [fonds et dossier inconnus], Archives du port, V30-d7."
        )
        assert archival_note.chicago(paper, about).startswith(
            "Embassy in Vietnam à Department of State et Embassy in Laos, télégramme 1234, 4 mai 1962, V30-d7, "
        )
        assert archival_note.mla(paper, about) == (
            "Embassy in Vietnam. Télégramme 1234 à Department of State et Embassy in Laos. 4 mai 1962. V30-d7, "
            "[fonds et dossier inconnus], Archives du port, "
            "en ligne\xa0: https://example.org/livre/fr/items/V30-d7.html."
        )


def test_a_letter_of_parties_unknown_is_cited_in_french():
    with using("fr"):
        assert archival_note.archival(entry("letter"), {}).startswith(
            "[expéditeur inconnu] à [destinataire inconnu], lettre, 4 mai 1962, "
        )


def test_an_addressee_alone_stands_behind_the_form_and_never_begins_a_note():
    paper = entry("memorandum", to=("Secretary of State", "Secretary of State"), number=("No. 158", "158"))
    assert archival_note.archival(paper, {}) == (
        "memorandum 158 to Secretary of State, 4 May 1962, [fonds and file not known], V30-d7."
    )
    assert archival_note.chicago(paper, {}).startswith("memorandum 158 to Secretary of State, May 4, 1962, V30-d7")
