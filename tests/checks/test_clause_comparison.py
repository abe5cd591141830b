"""Whether it was done at all, by whom, of how many, and which of two: clauses held against the paper's."""

import pytest

from briefbook.checks.contradicted_facts import contradicted_facts

PAPER = """
THE BREWERS OF THE OLD TOWN MAY CLOSE THEIR CELLARS IN SPRING. THE MILL MUST BE REBUILT BEFORE WINTER.
NOBODY WAS ARRESTED. MOST OF THE MASONS HAVE GONE HOME. THIS IS THE SEVENTH WEEK OF THE DROUGHT.
VARGA INSULTED THE MAYOR OF THE OLD TOWN.
THE CLERK WAS TRANSFERRED, NOT, AS HIS FRIENDS SAY, FOR IDLENESS BUT FOR FORGERY. I ADVISE TO RETURN THE BARLEY AND KEEP
THE HOPS. SZABO HAS NOT YET PAID THE TOLL ON THE BARGES. THE CARTERS HAVE BLOCKED THE BRIDGE SINCE FRIDAY.
EIGHT OF THE MILLERS WISH TO BUY FROM US.
"""


def told(sentence):
    return [f"{fact.words} / {' '.join(words.split())}" for fact, words in contradicted_facts(sentence, PAPER, {})]


@pytest.mark.parametrize(
    ("sentence", "message"),
    [
        ("The brewers closed their cellars.", "closed / MAY CLOSE"),
        ("The mill had been rebuilt.", "had been rebuilt / THE MILL MUST BE REBUILT"),
        ("Two men were arrested.", "were arrested / NOBODY WAS ARRESTED"),
        ("All the masons had gone home.", "All the masons / MOST OF THE MASONS"),
        ("It was the fourth week of the drought.", "fourth week / SEVENTH WEEK"),
        ("The mayor insulted Varga.", "mayor insulted Varga / VARGA INSULTED THE MAYOR"),
        ("The clerk was transferred for idleness.", "for idleness / NOT, AS HIS FRIENDS SAY, FOR IDLENESS"),
        ("He advised to return the hops and keep the barley.", "He advised to return the hops and keep the barley / "),
        ("Szabo had paid the toll on the barges.", "paid / "),
    ],
)
def test_what_the_paper_has_otherwise_is_told(sentence, message):
    word, _, words = message.partition(" / ")
    assert any(word in line and words in line for line in told(sentence)), told(sentence)


@pytest.mark.parametrize(
    "sentence",
    [
        "The brewers might close their cellars in the spring.",
        "The brewers were expected to close their cellars.",
        "The mill had to be rebuilt before the winter.",
        "No one was arrested.",
        "Not a man was arrested.",
        "Not one of the brewers was arrested.",
        "Eight of the millers wish to buy from Norway.",
        "Nearly all the masons had gone home.",
        "The masons, for the most part, had left.",
        "By then the drought had lasted seven weeks.",
        "The mayor was insulted by Varga.",
        "The clerk was transferred for forging papers.",
        "He was for keeping the hops, but would have sent the barley back.",
        "Szabo owed the toll on the barges still.",
        "The bridge was blocked by the carters.",
        "The carters had not let anybody over the bridge.",
    ],
)
def test_other_words_for_the_same_are_not_accused(sentence):
    assert told(sentence) == []


@pytest.mark.parametrize(
    ("sentence", "paper"),
    [
        ("Had the ferry sunk, the harbour would have been closed.", "THE FERRY HAD NOT SUNK."),
        ("It was rumoured that the ferry had sunk.", "THE FERRY HAS NOT SUNK."),
        ("The report that the ferry had sunk was untrue.", "THE FERRY HAS NOT SUNK."),
        ("It is not true that the ferry sank.", "THE FERRY DID NOT SINK."),
        ("Some bakers joined the lockout.", "NO BAKERS DIED IN THE LOCKOUT."),
        ("Fares rose from 20 to 30 crowns on the ferry.", "FARES ON THE FERRY ROSE FROM 20.0 TO 30 CROWNS."),
    ],
)
def test_what_is_told_as_untrue_or_of_another_deed_is_not_accused(sentence, paper):
    assert list(contradicted_facts(sentence, paper, {})) == []


def test_a_condition_is_told_apart_from_the_deed():
    assert [fact.words for fact, _ in contradicted_facts("The ferry had sunk.", "THE FERRY HAD NOT SUNK.", {})] == [
        "had sunk"
    ]


@pytest.mark.parametrize(
    ("sentence", "said"),
    [
        ("Szabo wrote to Varga about it.", ["Varga as its writer"]),
        ("Szabo wrote to Minister Varga about it.", []),
        ("Szabo wrote to The Hague about it.", []),
    ],
)
def test_only_the_surname_of_a_signer_is_the_writers(sentence, said):
    fields = {"signer": ["Béla Varga, Minister for The Mines"]}
    assert [words for _, words in contradicted_facts(sentence, "THE MILL IS CLOSED.", fields)] == said


PARTS = """
SIX OF THE NINE WARDENS FAVORED THE SALE. NEITHER THE ARMY NOR THE NAVY INTERVENED. THE WEAVERS RETURNED TO WORK ON
MONDAY, EXCEPT THE DYERS. THE TENANTS BLAME THE LANDLORD FOR THE FIRE; THE POLICE THINK IT AN ACCIDENT. THE ABBOT WILL
NOT ASK THE BANK FOR MORE THAN 200 CROWNS. THE GUILD REJECTED THE FIRST OFFER OF 8 PERCENT AND ACCEPTED THE SECOND, OF
11 PERCENT. THE COUNCIL REJECTED THE BILL BY 78 VOTES TO 71. SALES OF HOPS ROSE FROM 3,000 TO 5,000 TONS A WEEK. RADEK
ONCE SERVED UNDER MORAVEC, WHOM HE NOW OPPOSES. FISCHER DEFENDED THE CENSORS, KLIMA ATTACKED THEM.
"""


@pytest.mark.parametrize(
    "sentence",
    [
        "A third of the nine wardens did not favour the sale.",
        "The army did not intervene, and nor did the navy.",
        "The dyers did not return to work on Monday with the others.",
        "The police did not blame the landlord for the fire.",
        "The bank would be asked for 200 crowns at most.",
        "The second offer, of 11 percent, was accepted by the guild.",
        "The bill was lost in the council by 71 votes to 78.",
        "Weekly sales of hops had risen by 2,000 tons, to 5,000.",
        "Radek opposed Moravec, under whom he had once served.",
        "Fischer did not attack the censors.",
    ],
)
def test_another_part_or_another_doer_is_not_accused(sentence):
    assert [words for _, words in contradicted_facts(sentence, PARTS, {})] == []


@pytest.mark.parametrize(
    ("sentence", "words"),
    [
        ("Six of the nine wardens did not favour the sale.", "SIX OF THE NINE WARDENS FAVORED THE SALE"),
        ("The army intervened.", "THE NAVY INTERVENED"),
        ("The weavers did not return to work on Monday.", "THE WEAVERS RETURNED"),
        ("The tenants did not blame the landlord for the fire.", "BLAME"),
        ("Sales of hops rose by 4,000 tons a week.", "5,000 TONS"),
        ("The bill was passed by 71 votes to 78.", "BY 78 VOTES TO 71"),
    ],
)
def test_the_same_part_and_the_same_doer_are(sentence, words):
    assert any(words in there for _, there in contradicted_facts(sentence, PARTS, {}))


def test_a_part_of_a_whole_in_french():
    paper = "TROIS DÉPUTÉS SUR SEPT ONT VOTÉ CONTRE LE PROJET DE PORT. DEUX DES CINQ NAVIRES SONT ARRIVÉS."

    assert list(contradicted_facts("Trois des cinq navires n’étaient pas encore arrivés.", paper, {})) == []
    assert list(contradicted_facts("Quatre des cinq navires étaient arrivés.", paper, {}))
    assert list(contradicted_facts("Quatre députés sur sept n’ont pas voté contre le projet de port.", paper, {})) == []
    assert list(contradicted_facts("Cinq députés sur sept ont voté contre le projet de port.", paper, {}))
