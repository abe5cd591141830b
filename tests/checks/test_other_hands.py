"""What an author does to a quotation that few think of: several brackets in a word, the former, posts in the plural."""

import pytest

from briefbook.checks import CheckContext, check, descriptions
from briefbook.checks.check_input import CheckInput
from briefbook.checks.manual import example
from briefbook.checks.quotations import verify
from briefbook.checks.quotations.other_forms import british_and_american
from briefbook.model.page import Page
from briefbook.narratives.narrative_parser import parse_narrative
from briefbook.settings import CheckSettings
from briefbook.text import posts
from briefbook.text.offices_in_words import office_in_words

TALKS = (
    "The Counsellor and the Military Attaché were present; the former took notes, the latter did not speak. Lieutenant "
    "Haddad said that the Lt. commanding the post was ill. The first ship should arrive before Easter; the second, "
    "of 60 tons, after it."
)


def verdict(words, text=TALKS):
    return str(verify(words, [Page.of_text("D 7", 1, text, by="received")]).verdict)


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("L[ieu]t[enant] Haddad said", "verbatim"),
        ("that the L[ieu]t[enant] commanding the post", "verbatim"),
        ("the Mil[itar]y Att[aché] were present", "verbatim"),
        ("S[er]g[ean]t Haddad said that the Lt. commanding the post was ill", "altered"),
        ("[un]l[ike]ly Haddad said that the Lt. commanding", "altered"),
    ],
)
def test_a_word_completed_by_several_brackets_is_the_words_of_the_source(words, expected):
    assert verdict(words) == expected


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("[The Counsellor] took notes, [the Military Attaché] did not speak", "verbatim"),
        ("[The Military Attaché] took notes", "altered"),
        ("took notes, [the Counsellor] did not speak", "altered"),
    ],
)
def test_who_is_put_for_the_former_and_the_latter_is_compared(words, expected):
    assert verdict(words) == expected


def test_an_ellipsis_that_hides_whose_a_clause_is_is_shown():
    assert verdict("The first ship should arrive … after it") == "verbatim-edited"
    assert verdict("The first ship should arrive before Easter; the second … after it") == "verbatim"


@pytest.mark.parametrize(
    ("text", "words", "expected"),
    [
        ("The frontier will be opened only when the last child has returned.", "be opened … when the last", "edited"),
        ("Il ne souhaite que des livraisons immédiates à la mine.", "Il ne souhaite … des livraisons", "edited"),
        ("The frontier will be opened again when the last child has returned.", "be opened … when the last", ""),
    ],
)
def test_an_ellipsis_that_hides_a_word_of_limit_is_shown(text, words, expected):
    assert verdict(words, text) == f"verbatim-{expected}".rstrip("-")


@pytest.mark.parametrize(
    ("text", "words", "expected"),
    [
        ("Deliveries cannot begin before 1st August.", "cannot begin before 1 August", "verbatim"),
        ("Deliveries cannot begin before August 1.", "cannot begin before August 1st", "verbatim"),
        ("Deliveries cannot begin before 1st August.", "cannot begin before 2 August", "altered"),
        ("The 1st Army cannot move before August.", "The 1 Army cannot move", "altered"),
    ],
)
def test_a_day_is_the_same_with_and_without_its_ending(text, words, expected):
    assert verdict(words, text) == expected


FRENCH = (
    "Le Secrétaire général n'a guère caché son inquiétude. Il estime que la France ne peut pas retirer ses troupes "
    "avant l'arrivée de la force internationale. L'Ambassadeur n'a ni démenti ni confirmé la nouvelle."
)
RUSSIAN = (
    "Посол заявил, что пароход прибыл в Александрию вечером. Он не подтвердил сообщения о мобилизации. Советник "
    "передал записку министру, и министр её прочёл при нём."
)


@pytest.mark.parametrize(
    ("text", "words", "expected"),
    [
        (FRENCH, "n’a guère caché son inquiétude", "verbatim"),
        (FRENCH, "a caché son inquiétude", "altered"),
        (FRENCH, "la France peut retirer ses troupes", "altered"),
        (RUSSIAN, "пароход прибыл в Александрию утром", "altered"),
    ],
)
def test_a_text_in_another_language_that_no_program_read_is_exact(text, words, expected):
    assert verdict(words, text) == expected


CABLES = """post CAIRO name="Embassy Cairo" country=EG
post PARIS name="Embassy Paris" country=FR
item H101 date=1956-11-03 from=CAIRO to=EXTERNAL number=611
page HARDLY ANYONE IN THE CABINET HAD BELIEVED IT. FEWER THAN HALF OF THE DELEGATES VOTED. THEY HAD STOPPED SHORT OF
| REJECTING THE WHOLE PROPOSAL. PERHAPS A THIRD OF THE SHIPS HAD SAILED. THE TOLL WAS 57 IN MAY AND 31 IN JUNE.
item H102 date=1956-11-07 from=PARIS to=EXTERNAL number=818
item H103 date=1956-11-09 from="High Commission in Singapore" to=EXTERNAL number=93
"""


def codes(prose, select=("C201", "C203", "C208", "C218")):
    """The codes of what is said of a page, each with the words "cannot tell" where it accuses nobody."""
    made = example(CABLES)
    page = parse_narrative(prose, "narratives/p.md", citation="H[0-9]{3}", is_item=made.catalogue.__contains__)
    context = CheckContext(
        post=lambda code: made.posts.get(code) or office_in_words(code), settings=CheckSettings(select=[*select])
    )
    findings, _ = check(made.catalogue, [page], context=context)
    return [f"{finding.code} cannot tell" if finding.cannot_tell else finding.code for finding in findings]


@pytest.mark.parametrize(
    ("prose", "expected"),
    [
        ("“Hardly anyone in the Cabinet had believed it” (H101).", []),
        ("“Anyone in the Cabinet had believed it” (H101).", ["C218"]),
        ("He never said so.\n\n“Anyone in the Cabinet had believed it” (H101).", ["C218"]),
        ("“Half of the delegates voted” (H101).", ["C218"]),
        ("Fewer than “half of the delegates voted” (H101).", []),
        ("They were “rejecting the whole proposal” (H101).", ["C218"]),
        ("They came just short of “rejecting the whole proposal” (H101).", []),
        ("“A third of the ships had sailed” (H101).", ["C218"]),
        ("Perhaps “a third of the ships had sailed” (H101).", []),
        ("It seemed that “a third of the ships had sailed” (H101).", []),
    ],
)
def test_what_stands_just_outside_and_takes_back_is_shown(prose, expected):
    assert codes(prose) == expected


@pytest.mark.parametrize(
    ("prose", "expected"),
    [
        ("The embassies in Cairo and Paris both reported on it (H101, H102).", []),
        ("The embassies in Cairo and Paris both reported on it (H101, H103).", ["C208"]),
        ("The High Commission in Singapore reported on it (H103).", []),
        ("The High Commission in Kuala Lumpur reported on it (H103).", ["C208"]),
        ("The embassy in Cairo reported on it (H103).", ["C208"]),
    ],
)
def test_posts_in_the_plural_in_colonies_and_in_words_are_told_apart(prose, expected):
    assert codes(prose) == expected


def test_two_figures_are_compared_wherever_they_stand():
    assert codes("| May and June |\n| --- |\n| “31 57” (H101) |") == ["C201"]


@pytest.mark.parametrize(
    ("word", "other"),
    [("towards", "toward"), ("learnt", "learned"), ("aluminium", "aluminum"), ("ploughed", "plowed")],
)
def test_words_spelt_otherwise_on_the_other_side_of_the_atlantic(word, other):
    assert other in british_and_american(word)
    assert word in british_and_american(other)


@pytest.mark.parametrize(
    ("listed", "read", "agree"),
    [
        ("Embassy in Lima", "LIMA", True),
        ("Embassy in Quito", "LIMA", False),
        ("PERMISNY", "CANDELNY", False),
        ("Department of External Affairs, Ottawa", "EXTERNAL", True),
    ],
)
def test_an_office_in_words_agrees_with_the_post_of_a_heading_at_its_place(listed, read, agree):
    context = CheckContext(post=lambda code: posts.post(code) or office_in_words(code))
    inputs = CheckInput(example(CABLES).catalogue, (), context)
    assert descriptions._same(inputs, "from", listed, read) is agree
