"""Who is addressed, and what stands there in place of somebody."""

import pytest

from briefbook.cables import read_heading
from briefbook.catalogue.field_values import parse_field
from briefbook.model.cable import Reading
from briefbook.model.catalogue import Entry, MemoryCatalogue
from briefbook.text.addressees import names_nobody
from briefbook.text.posts import code_or_words, is_code, unknown_codes


@pytest.mark.parametrize(
    "words",
    [
        "RECORD", "The Record", "FOR FILES", "NOTE FOR RECORD", "Note to file", "FILE", "201 File", "WH/4 FILE",
        "FILE 201-118822", "MEMORANDUM FOR THE REC0RD", "pour le dossier", "Aktenvermerk", "zu den Akten", "ad acta",
        "para el archivo", "To whom it may concern", "ALL CONCERNED", "à qui de droit", "DISTRIBUTION",
        "See distribution below", "Addressees listed below", "Siehe Verteiler", "voir liste de diffusion", "N/A",
        "Unknown",
    ],
)  # fmt: skip
def test_a_registry_a_list_and_everybody_are_nobody(words):
    assert names_nobody(words)


@pytest.mark.parametrize(
    "words",
    [
        "HAVANA", "LA PAZ", "Director of Records", "Chief, Files Division", "All stations and bases", "Mr. Archer",
        "Filer", "R. Acord", "LE HAVRE", "General Staff", "LA",
    ],
)  # fmt: skip
def test_posts_offices_and_persons_are_somebody(words):
    assert not names_nobody(words)


@pytest.mark.parametrize(
    "line", ["MEMORANDUM FOR THE RECORD", "MEMORANDUM FOR: The Record", "TO: FILE", "NOTE FOR RECORD"]
)
def test_a_paper_written_for_the_files_has_no_addressee(line):
    heading = read_heading(f"""12 March 1963
{line}
FROM: Chief, Harbour Section
SUBJECT: Dues at Callao

1. The harbour master was called on in the morning.
""")
    assert heading["to"] == []


def test_what_is_nobody_and_who_is_named_in_words_is_no_unknown_post():
    def entry(item, to):
        return Entry(item, {"to": (Reading(to, to),)})

    names = ["RECORD", "ALL STATIONS AND BASES", "R. A. SMITH", "Harbour Master", "QUUX"]
    catalogue = MemoryCatalogue({f"D{n}": entry(f"D{n}", name) for n, name in enumerate(names)})
    assert unknown_codes(catalogue) == {"QUUX": 1}
    assert [is_code(name) for name in names] == [False, False, False, False, True]


def test_a_persons_words_stay_as_they_were_typed():
    assert parse_field("from", "Daniel J. Hogan") == "Daniel J. Hogan"
    assert parse_field("to", "Lagos; van der Meer; de la Cruz") == "LAGOS; van der Meer; de la Cruz"
    assert parse_field("note", "First line,\nsecond line.") == "First line,\nsecond line."
    assert code_or_words("External Ottawa desk") == "External Ottawa desk"
    assert code_or_words("washdc") == "WASHDC"
