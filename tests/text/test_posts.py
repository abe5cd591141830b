import pytest

from briefbook.cables import read_heading
from briefbook.model.cable import Reading, SourceKind
from briefbook.model.catalogue import Entry, MemoryCatalogue
from briefbook.text import posts
from briefbook.text.authorities import shipped_places
from briefbook.text.posts import is_named_in_words, same_post, unknown_codes
from briefbook.text.services import Service, office, with_office


def test_a_code_says_what_it_stands_for_and_how_sure_we_are():
    assert posts.post("WASHDC").standing == "verified"
    assert posts.post("OSLO").standing == "unverified"
    assert posts.post("GNEVA").standing == "read damaged"
    assert posts.post("NATOPARIS").valid.endswith("/1967")


def test_the_collections_spellings_come_first():
    assert posts.post("WASH", {"WASH": "WASHDC"}).code == "WASHDC"
    assert posts.post("WASH") is None


@pytest.mark.parametrize(
    ("code", "name"),
    [
        ("AUSWÄRTIGES AMT", "Auswärtiges Amt"),
        ("AA", "Auswärtiges Amt"),
        ("FO", "Foreign Office"),
        ("FCO", "Foreign and Commonwealth Office"),
        ("CO", "CO"),  # which office it was depends on the day
    ],
)
@pytest.mark.parametrize("service", [Service.UNKNOWN, Service.GERMANY, Service.CANADA, Service.UNITED_KINGDOM])
def test_a_ministry_that_messages_name_like_a_city_is_no_city(code, name, service):
    assert office(code, service, "1962-11-08").name == name


def test_a_ministry_in_its_own_words_is_not_said_twice():
    ministry = "AUSWÄRTIGES AMT"
    assert with_office(ministry, office(ministry, Service.GERMANY)) == ministry
    assert with_office("AA", office("AA", Service.GERMANY)) == "AA [Auswärtiges Amt]"


def test_american_posts_are_a_prefix_and_a_city():
    assert posts.post("AMCONSUL ZURICH").name == "American Consulate Zurich"
    assert posts.post("AMEMBASSY NOWHERE") is None


def test_unknown_codes_are_gathered_with_their_counts():
    def entry(item, sender):
        return Entry(item, {"from": (Reading(sender, sender),)})

    held = MemoryCatalogue(
        {f"A{n}": entry(f"A{n}", code) for n, code in enumerate(["QUUX", "LDN", "QUUX", "[Sanitized]"])}
    )
    assert unknown_codes(held) == {"QUUX": 2}


def test_a_damaged_code_is_mended_only_where_one_code_is_near():
    assert posts.damaged_code("NAT0PARIS") == "NATOPARIS"
    assert posts.damaged_code("QUUXQUUX") is None


def test_every_post_of_the_vocabulary_has_a_place_and_a_standing():
    for post in posts.all_posts():
        assert post.name
        assert post.standing in ("verified", "read damaged", "unverified")
        assert post.latitude is not None or post.code in SEVERAL_SEATS


SEVERAL_SEATS = {
    "CINCEUR", "CINCUSAFE", "CHMAAG", "SACEUR", "SHAPE", "CONCENTRE",
    "CINCENT", "CINCUNC", "COMSEVENTHFLT", "COMSIXTHFLT", "NATO INTERNATIONAL STAFF",
}  # fmt: skip


def test_commands_and_offices_are_known_with_their_time_and_their_other_names():
    assert posts.post("COMUSMACV").code == "MACV"
    assert posts.post("MACV").valid == "1962-02/1973-03"
    assert posts.post("JCS").standing == "verified"
    assert posts.post("CINCSTRIKE").standing == "unverified"
    held = MemoryCatalogue(
        {
            f"A{n}": Entry(f"A{n}", {"from": (Reading(code, code),)})
            for n, code in enumerate(["CINCPAC", "USCINCEUR", "PCO"])
        }
    )
    assert unknown_codes(held) == {}


def test_a_command_out_of_its_time_is_a_finding():
    text = "P 021530Z MAY 61\nFM COMUSMACV\nTO CINCPAC\nBT\nSECRET"
    assert "not_in_use: MACV in 1961" in read_heading(text.replace("COMUSMACV", "MACV"))["flags"]
    assert read_heading(text.replace("MAY 61", "MAY 63"))["flags"] == []


def test_every_country_of_the_lists_has_a_name():
    codes = {place.country for place in posts.all_posts() if place.country}
    assert [code for code in sorted(codes) if posts.country_name(code) == code] == []
    assert posts.country_name("YU") == "Yugoslavia"


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("SECDEF WASHDC", "Secretary of Defense, Washington"),
        ("USDOC WASHINGTON", "Department of Commerce, Washington"),
        ("USIA WASHDC", "United States Information Agency, Washington"),
    ],
)
def test_an_agency_is_known_with_its_seat_behind_it(written, name):
    assert posts.post(written).name == name
    assert same_post(written, {}) == written.split()[0]


def test_an_agencys_code_and_other_words_are_not_the_agency():
    assert posts.post("SECDEF LIAISON GROUP") is None


@pytest.mark.parametrize(
    ("sender", "in_words"),
    [
        ("Ambassador to Poland (Hale)", True), ("DEPUTY DIRECTOR FOR PLANS", True), ("CHIEF, WESTERN DIVISION", True),
        ("COLONEL REED", True), ("CHIEF OF STATION, LIMA", False), ("DIRECTOR", False), ("AMCONSUL HONG KONG", False),
        ("Saigon", False), ("JMWAVE", False), ("", False),
    ],
)  # fmt: skip
def test_persons_and_offices_in_words_are_told_from_codes(sender, in_words):
    assert is_named_in_words(sender) is in_words


def test_a_renamed_city_keeps_the_name_on_the_paper_and_says_when_it_had_it():
    assert (posts.post("KINSHASA").name, posts.post("KINSHASA").valid) == ("Kinshasa", "1966/..")
    assert posts.post("LEOPOLDVILLE").valid == "../1966"
    assert posts.post("CIUDAD TRUJILLO").valid == "1936/1961"
    assert posts.post("AMEMBASSY TEGUCIGALPA").name == "American Embassy Tegucigalpa"
    assert posts.post("JEDDA").code == "JEDDA"


def test_a_city_is_known_by_its_name_in_other_languages():
    names = ["Le Cap", "Moszkva", "Vídeň", "Bruksela", "Pequim", "L'Avana", "Mailand"]
    cities = [posts.city_in_any_tongue(name) for name in names]
    assert cities == ["CAPE TOWN", "MOSCOW", "VIENNA", "BRUSSELS", "PEKING", "HAVANA", "MILAN"]


def test_a_routing_indicator_stands_for_a_station():
    assert posts.routed("RUEHC") == "SECSTATE"
    assert posts.routed("RUEKDA") == "JCS"
    assert posts.routed("RUQQQQ") is None


def test_names_that_are_mostly_surnames_are_no_places_of_a_text():
    names = {place.name for place in shipped_places()}
    assert "Kampala" in names
    assert names.isdisjoint({"Salisbury", "Halifax", "Sydney", "Georgetown"})


def test_a_surname_on_a_cover_sheet_is_no_code_of_a_post():
    surname = Entry("A1", {"from": (Reading("ARCHERSON", "ARCHERSON", SourceKind.COVER),)})
    assert unknown_codes(MemoryCatalogue({"A1": surname})) == {}
