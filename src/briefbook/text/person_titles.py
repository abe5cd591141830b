"""Titles of offices that persons held, and their countries, which the list of persons has in English.

Both are shown in the language that is being written; a title or country that is not listed here stays as it is.
"""

from briefbook.util.translation import N_, gettext

TITLES = frozenset(
    {
        N_("Acting Secretary-General"),
        N_("Ambassador to Brazil"),
        N_("Ambassador to Canada"),
        N_("Ambassador to Cuba"),
        N_("Ambassador to France"),
        N_("Ambassador to India"),
        N_("Ambassador to Japan"),
        N_("Ambassador to Mexico"),
        N_("Ambassador to South Vietnam"),
        N_("Ambassador to the Federal Republic of Germany"),
        N_("Ambassador to the Soviet Union"),
        N_("Ambassador to the United Kingdom"),
        N_("Ambassador to the United States"),
        N_("Ambassador-at-Large"),
        N_("Assistant Secretary of Defense for International Security Affairs"),
        N_("Assistant Secretary of State for Far Eastern Affairs"),
        N_("Assistant Secretary of State for Inter-American Affairs"),
        N_("Attorney General"),
        N_("Chairman of the Communist Party"),
        N_("Chairman of the Council of Ministers"),
        N_("Chairman of the Joint Chiefs of Staff"),
        N_("Chairman of the Presidium of the Supreme Soviet"),
        N_("Clerk of the Privy Council"),
        N_("Commissioner, International Commission for Supervision and Control in Vietnam"),
        N_("Director of Central Intelligence"),
        N_("Director of the Federal Bureau of Investigation"),
        N_("Federal Chancellor"),
        N_("First Deputy Chairman of the Council of Ministers"),
        N_("First Deputy Minister of Foreign Affairs"),
        N_("First Secretary of the Communist Party"),
        N_("First Secretary of the Socialist Unity Party"),
        N_("First Secretary of the Socialist Workers' Party"),
        N_("First Secretary of the United Workers' Party"),
        N_("General Secretary of the Communist Party"),
        N_("Governing Mayor of Berlin"),
        N_("Head of State"),
        N_("High Commissioner to India"),
        N_("High Commissioner to the United Kingdom"),
        N_("Lord Privy Seal"),
        N_("Minister for External Affairs"),
        N_("Minister of Defence"),
        N_("Minister of Foreign Affairs"),
        N_("Minister of Foreign Trade"),
        N_("Minister of Industries"),
        N_("Minister of National Defence"),
        N_("Minister of the Armed Forces"),
        N_("Permanent Representative to NATO"),
        N_("Permanent Representative to the United Nations"),
        N_("Premier"),
        N_("President"),
        N_("Prime Minister"),
        N_("Secretary General of NATO"),
        N_("Secretary of Defense"),
        N_("Secretary of State"),
        N_("Secretary of State for Commonwealth Relations"),
        N_("Secretary of State for External Affairs"),
        N_("Secretary of State for Foreign Affairs"),
        N_("Secretary of State for Foreign and Commonwealth Affairs"),
        N_("Secretary-General"),
        N_("Special Assistant for National Security Affairs"),
        N_("Supreme Allied Commander, Europe"),
        N_("Under Secretary of State"),
        N_("Under Secretary of State for Political Affairs"),
        N_("Under-Secretary of State for External Affairs"),
        N_("Vice President"),
    }
)
"""The titles in the list of persons that comes with the program."""

COUNTRIES = frozenset(
    {
        N_("Australia"),
        N_("Belgium"),
        N_("Brazil"),
        N_("Cambodia"),
        N_("Canada"),
        N_("China"),
        N_("Congo"),
        N_("Congo (Léopoldville)"),
        N_("Cuba"),
        N_("Cyprus"),
        N_("Czechoslovakia"),
        N_("Egypt"),
        N_("Federal Republic of Germany"),
        N_("France"),
        N_("German Democratic Republic"),
        N_("Ghana"),
        N_("Hungary"),
        N_("India"),
        N_("Indonesia"),
        N_("Iran"),
        N_("Iraq"),
        N_("Israel"),
        N_("Laos"),
        N_("Mexico"),
        N_("NATO"),
        N_("North Vietnam"),
        N_("Pakistan"),
        N_("Poland"),
        N_("South Vietnam"),
        N_("Soviet Union"),
        N_("Thailand"),
        N_("United Kingdom"),
        N_("United Nations"),
        N_("United States"),
        N_("Yugoslavia"),
    }
)
"""The countries and organisations of that list, by their names of the time."""

SOURCES = frozenset(
    {
        N_("general reference works"),
        N_("general reference works; not checked again for this list"),
        N_(
            "Office of the Historian, Department of State, lists of principal officers; not checked again for this list"
        ),
        N_("Canadian Heads of Posts Abroad, Global Affairs Canada; not checked again for this list"),
        N_("Diplomatic Service lists; not checked again for this list"),
    }
)
"""Where that list has its offices from."""


def title_of_person(title: str) -> str:
    """A person's title in the language that is being written.

    >>> title_of_person("Prime Minister"), title_of_person("Keeper of the Lights")
    ('Prime Minister', 'Keeper of the Lights')
    """
    return gettext(title) if title in TITLES else title


def country_of_person(country: str) -> str:
    """The country whose office a person held, in the language that is being written.

    >>> country_of_person("Soviet Union")
    'Soviet Union'
    """
    return gettext(country) if country in COUNTRIES else country


def source_of_office(source: str) -> str:
    """Where an office is from, in the language that is being written.

    >>> source_of_office("general reference works")
    'general reference works'
    """
    return gettext(source) if source in SOURCES else source
