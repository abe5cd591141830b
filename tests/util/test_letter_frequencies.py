"""The old encoding of a list is judged by the letters and words of its languages (made up, SPECIMEN)."""

import pytest

from briefbook.importers.csv_table import ListOptions, read_table
from briefbook.util.encodings import ABOUT_AS_LIKELY, decode
from briefbook.util.letter_frequencies import likelihood

FRENCH = "Cote;Objet\nX-1;Œuvre de paix, très secrète\nX-2;À Genève où la délégation française\n"
LISTS = {
    "French": (FRENCH, "cp1252 mac_roman"),
    "French in capitals": ("Item,Subject\nA1,CŒUR DE L’AFFAIRE\nA2,À PARIS\nA3,DÉLÉGATION\n", "cp1252 mac_roman"),
    "French, headed in English": ("Item,Subject\n1,Œuvres complètes\n2,Forêt; maître; hôtel\n", "cp1252 mac_roman"),
    "French, letters alone": ("Cote;Objet\n1;À\n2;È\n3;Élysée, manœuvres à Québec\n", "cp1252 mac_roman"),
    "French of DOS": ("Cote;Objet\n1;Entretien à Genève; télégramme français\n", "cp1252 mac_roman cp850"),
    "German": ("Signatur;Betreff\n1;Gespräch über Düsseldorf\n2;Straße nach Köln\n", "cp1252 mac_roman cp850"),
    "several": ("Item,Subject\n1,Müller in Zürich\n2,À Genève où la délégation\n3,Œuvre\n4,Köln\n", "cp1252 mac_roman"),
    "Portuguese": ("Item;Assunto\n1;Missão à Bahia, questões do açúcar\n2;Relações, não\n", "cp1252 mac_roman cp850"),
    "Spanish": ("Item;Asunto\n1;Señor Roa, petición\n2;La Habana, año de la caña\n", "cp1252 mac_roman cp850"),
    "Italian": ("Item;Oggetto\n1;La città è più vicina\n2;Perché però\n", "cp1252 mac_roman"),
    "Swedish": ("Item;Subject\n1;Åke Öberg på väg till Malmö\n", "cp1252 mac_roman cp850"),
    "Danish": ("Item;Subject\n1;København, Århus og Øresund\n", "cp1252 mac_roman cp850"),
    "Polish": ("Sygnatura;Temat\n1;W sprawie cukru i węgla, źródło Łódź\n2;Święta w Gdańsku, Śląsk\n", "cp1250"),
    "Polish names": ("Item,Subject\n1,Wałęsa\n2,Kraków\n3,Śląsk\n", "cp1250"),
    "Czech": ("Item;Datum\n1;Velvyslanectví v Havaně, zpráva o cukru\n2;Přátelství, řeč ministra\n", "cp1250"),
    "Czech names": ("Item,Subject\n1,Černý\n2,Dvořák\n3,Škoda\n", "cp1250"),
    "Slovak": ("Item,Subject\n1,Ľudovít Štúr\n2,správa o čase\n", "cp1250"),
    "Hungarian": ("Item;Subject\n1;A nagykövet levele a főtitkárhoz\n2;Győr, jelentés az első ülésről\n", "cp1250"),
    "Turkish": ("Item,Subject\n1,Şeker kotası üzerine görüşme\n2,İstanbul\n", "cp1254"),
}  # fmt: skip


@pytest.mark.parametrize(
    ("language", "encoding"), [(name, encoding) for name, (_, every) in LISTS.items() for encoding in every.split()]
)
def test_a_list_of_any_language_has_its_letters(language, encoding):
    text, (said,) = decode(LISTS[language][0].encode(encoding))
    assert text == LISTS[language][0]
    assert ABOUT_AS_LIKELY not in said


@pytest.mark.parametrize(
    ("words", "encoding"),
    [("Gdańsk", "cp1250"), ("Þórshöfn, Ísland", "cp1252"), ("Nœud; œil; vœux", "cp1252"), ("Œuvre", "cp1252")],
)
def test_a_few_words_have_their_letters_sure_or_not(words, encoding):
    assert decode(f"Item;Objet\n1;{words}\n".encode(encoding))[0].splitlines()[1] == f"1;{words}"


def test_letters_of_one_language_are_likelier_than_letters_of_several():
    assert likelihood("très à Genève") > likelihood("trčs ŕ Genčve")
    assert likelihood("Gdańsk, źródło, węgiel") > likelihood("Gdañsk, Ÿród³o, wêgiel")


def test_where_two_encodings_are_about_as_likely_both_are_said_and_one_can_be_named():
    data = "Signatur;Betreff\n1;Übergabe, Kiel\n".encode("cp850")

    received = read_table(data, "list")

    (said,) = [sentence for sentence in received.not_understood if "about as likely" in sentence]
    assert "Übergabe" in said
    assert "called cp850" in said
    assert "--encoding" in said
    assert not [sentence for sentence in received.understood if "about as likely" in sentence]
    named = read_table(data, "list", options=ListOptions(encoding="cp850"))
    assert named.descriptions[0].readings["subject"][0].value == "Übergabe, Kiel"
    assert "the file was read as cp850, as was said" in named.understood
