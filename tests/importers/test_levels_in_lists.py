"""A level in a cell of a list is the vocabulary's, however the list writes it; what is no level stays as it is."""

import pytest

from briefbook.importers.list_cells import classification_values


@pytest.mark.parametrize(
    ("written", "level"),
    [
        ("VS-Vertraulich", "VS-VERTRAULICH"),
        ("VS-NfD", "VS-NUR FUER DEN DIENSTGEBRAUCH"),
        ("VS – Nur für den Dienstgebrauch", "VS-NUR FUER DEN DIENSTGEBRAUCH"),
        ("geh.", "GEHEIM"),
        ("Ściśle tajne", "SCISLE TAJNE"),
        ("Přísně tajné", "PRISNE TAJNE"),
        ("Совершенно секретно", "TOP SECRET"),
        ("Très secret", "TRES SECRET"),
        ("T.S.", "TOP SECRET"),
        ("TOP\u2011SECRET", "TOP SECRET"),
        ("Se\u00adcret", "SECRET"),
        ("S E C R E T", "SECRET"),
        ("Un-classified", "UNCLASSIFIED"),
        ("Š", "Š"),
        ("Ultra secret", "Ultra secret"),
        ("geheime Sendung", "geheime Sendung"),
    ],
)
def test_a_level_is_one_whatever_its_case_accents_stops_and_hyphens(written, level):
    assert classification_values(written) == (level, ())
