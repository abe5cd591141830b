"""Where a quotation differs from the reading, the picture of the page is asked which words stand there."""

from dataclasses import replace

import numpy as np
import pytest

from briefbook.checks.quotations import LineScoresOf, read_quotation, source_text, verify_in
from briefbook.checks.quotations.picture_comparison import is_only_completion
from briefbook.checks.quotations.word_usage import WordUsage
from briefbook.model.page import Box, Line, Page, Word
from briefbook.model.verdict import Verdict, Verification
from briefbook.text.line_scores import LineScores, PageScores, StripScores, WordSteps

ALPHABET = "_ ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.,-()"


class DrawnPage:
    """A page of lines as read, and what the recogniser made of its picture.

    A line is written as the picture has it; ``{OC}`` is a letter that was read O and is a C nearly as likely,
    ``{O>C}`` one that is a little likelier the C, ``{O=C}`` one that is a little likelier the O.
    """

    def __init__(self, *rows: str) -> None:
        self._strips, lines = [], []
        for number, row in enumerate(rows):
            text, steps = "", []
            pieces = row.replace("{", "\n").replace("}", "\n").split("\n")
            for place, piece in enumerate(pieces):
                if place % 2 == 0:
                    text += piece
                    steps += [{letter: 0.99} for letter in piece]
                else:
                    read, other = piece[0], piece[-1]
                    text += read
                    likely = {">": (0.35, 0.64), "=": (0.6, 0.39)}.get(piece[1], (0.9, 0.09))
                    steps.append(dict(zip((read, other), likely, strict=True)))
            lines.append(self._line(number, text, steps))
        self.page = Page("D7", 1, tuple(lines), width=1000, height=1000, reader="lines", by="machine")

    def _line(self, number: int, text: str, steps: list[dict[str, float]]) -> Line:
        scores = np.full((2 * len(text) + 1, len(ALPHABET)), 0.0001, np.float32)
        scores[::2, 0] = 0.99
        for place, step in enumerate(steps):
            for letter, likelihood in step.items():
                scores[2 * place + 1, ALPHABET.index(letter)] = likelihood
        words, stands, first = [], [], 0
        for word in text.split(" "):
            box = Box(10 * first, 40 * number, 10 * (first + len(word)), 40 * number + 20)
            if not word:  # a gap of several blanks
                first += 1
                continue
            words.append(Word(word, box, 0.95))
            stands.append(WordSteps(box, 2 * first + 1, 2 * (first + len(word))))
            first += len(word) + 1
        self._strips.append(StripScores(scores, tuple(stands)))
        return Line(tuple(words))

    def scores_of(self, page_number: int, line: Line) -> LineScores | None:
        assert page_number == 1
        return PageScores(ALPHABET, tuple(self._strips)).line(line)

    def verify(self, words: str, scores_of: LineScoresOf | None = None) -> Verification:
        return verify_in(read_quotation(words), source_text([self.page]), scores_of or self.scores_of)


FRAGMENT = DrawnPage("THE MINISTER SAID HE WOULD UPPO THE AMBASSADOR", "ON MONDAY")


def test_letters_of_a_word_that_was_read_in_part_accuse_nobody() -> None:
    assert FRAGMENT.verify("he would support the ambassador").verdict is Verdict.CANNOT_TELL
    assert FRAGMENT.verify("he would resist the ambassador").verdict is Verdict.ALTERED
    assert FRAGMENT.verify("he should UPPO the ambassador").verdict is Verdict.ALTERED


def page_of_a_bad_line(confidence: float) -> DrawnPage:
    drawn = DrawnPage(
        "THE MINISTER SAID {H=R}{E=F} {W=N}{O=C}{U=O}{L=I}{D=O} {R=B}{E=F}F{U=O}{S=8}{E=F} {T=F}{H=R}{E=F} AMBASSADOR"
    )
    (line,) = drawn.page.lines
    words = tuple(replace(word, confidence=confidence) if word.text == "REFUSE" else word for word in line.words)
    drawn.page = replace(drawn.page, lines=(replace(line, words=words),))
    return drawn


def test_on_a_bad_line_a_change_is_told_only_against_words_that_were_read_surely() -> None:
    words = "the Minister said he would receive the ambassador"
    assert page_of_a_bad_line(0.95).verify(words).verdict is Verdict.ALTERED
    assert page_of_a_bad_line(0.6).verify(words).verdict is Verdict.CANNOT_TELL


LETTER = DrawnPage(
    "THE MINISTER SAID HE WOULD RECEIVE THE AMBASSADOR",
    "ON MONDAY TO DISCUSS THE HARB{OC}UR AT 3 P.M. AND HE WAS NOT",
    "PREPARED TO WAIT UNTIL THE {DP}ELEGATION OF 25 MEN ARRIVED IN",
    "THE CAPITAL",
)
MISREAD = DrawnPage(
    "THE MINISTER SAID HE W{QO}ULD REC{FE}IVE THE AMBASS{HA}DOR",
    "ON MO{M>N}DAY TO D{LI}SCUSS THE HARB{CO}UR AT 3 P.M. AND HE WAS NOT",
    "PREPARED TO WA{LI}T UNTIL THE DELEGATI{CO}N OF 2{65} MEN ARRIVED IN",
    "THE CA{FP}ITAL",
)


@pytest.mark.parametrize(
    "words",
    [
        "he would receive the ambassador",
        "on Monday to discuss the harbour",
        "prepared to wait until the delegation",
        "would receive the ambassador on Monday to discuss",
    ],
)
def test_words_that_were_misread_are_as_on_the_scan(words: str) -> None:
    assert MISREAD.verify(words).verdict is Verdict.AS_ON_SCAN


def test_the_evidence_has_the_cut_out_the_reading_the_words_and_how_much_likelier_they_are() -> None:
    (evidence,) = MISREAD.verify("said he would").evidence
    assert (evidence.page, evidence.box) == (1, Box(210, 0, 260, 20))
    assert (evidence.read, evidence.quoted) == ("WQULD", "would")
    assert evidence.gain == pytest.approx(-2.3, abs=0.1)
    assert evidence.lead > 3
    assert str(evidence) == (
        "“would”, page 1: the machine read “WQULD”; of the words that look like it the picture fits this one best, "
        "by more than 1,000 times"
    )


def test_a_word_that_the_picture_prefers_is_said_to_be_so_many_times_likelier() -> None:
    (evidence,) = MISREAD.verify("Monday to").evidence
    assert str(evidence) == (
        "“Monday”, page 1: the machine read “MOMDAY”; the picture fits the quotation 1.8 times better, and of "
        "the words that look like it the picture fits this one best, by more than 1,000 times"
    )


@pytest.mark.parametrize(
    "words",
    [
        "he would refuse the ambassador",
        "he could receive the ambassador",
        "on Sunday to discuss the harbour",
        "and he was prepared to wait",
        "discuss the harbour at 8 p.m.",
        "the delegation of 23 men arrived",
        "she would receive the ambassador on",
        "would receive the ambassadors on Monday",
        "prepared to wait until the big delegation",
        "unprepared to wait until the delegation",
        "he would receive the ambushers",
        "the delegates of 25 men arrived",
    ],
)
def test_changed_words_are_altered_though_others_beside_them_are_misread(words: str) -> None:
    assert MISREAD.verify(words).verdict is Verdict.ALTERED


def test_a_figure_passes_only_if_the_picture_prefers_it() -> None:
    assert MISREAD.verify("the delegation of 25 men").verdict is Verdict.CANNOT_TELL
    preferred = DrawnPage("UNTIL THE DELEGATION OF 2{6>5} MEN ARRIVED IN")
    assert preferred.verify("the delegation of 25 men").verdict is Verdict.AS_ON_SCAN


@pytest.mark.parametrize(
    ("row", "words"),
    [
        ("THEY ARE NO{TW} READY TO SIGN THE TREATY", "they are now ready to sign"),
        ("HE LEFT IN JU{NL}E WITH THE WHOLE STAFF", "he left in jule with the whole"),
        ("HE LEFT IN JU{NL}{EY} WITH THE WHOLE STAFF", "he left in July with the whole"),
        ("HE {WB}AS READY TO SIGN THE WHOLE TREATY", "he has ready to sign the whole"),
        ("IT IS {UI}{NM}LIKELY THAT THEY SIGN THE TREATY", "it is likely that they sign"),
        ("THE {EW}{AE}ST MUST SIGN THE WHOLE TREATY", "the west must sign the whole"),
    ],
)
def test_words_of_which_a_meaning_hangs_never_pass_as_misread(row: str, words: str) -> None:
    assert DrawnPage(row).verify(words).verdict in (Verdict.CANNOT_TELL, Verdict.ALTERED)


def test_a_reading_that_agrees_is_verbatim_and_nothing_is_asked() -> None:
    def never(page_number: int, line: Line) -> LineScores | None:
        raise AssertionError("asked")

    verification = LETTER.verify("the minister said he would receive", never)
    assert (verification.verdict, verification.evidence) == (Verdict.VERBATIM, ())


def test_without_scores_the_text_alone_decides_as_before() -> None:
    source, quoted = source_text([MISREAD.page]), read_quotation("he would receive the ambassador")
    unknown = verify_in(quoted, source, lambda page_number, line: None)
    assert unknown == verify_in(quoted, source)
    assert unknown.verdict is not Verdict.AS_ON_SCAN


def test_a_word_that_a_person_wrote_is_not_asked() -> None:
    first, *rest = MISREAD.page.lines
    by_hand = Line(tuple(Word(word.text, word.box) for word in first.words))
    page = Page("D7", 1, (by_hand, *rest), width=1000, height=1000, reader="lines", by="machine")
    verification = verify_in(read_quotation("he would receive the ambassador"), source_text([page]), MISREAD.scores_of)
    assert verification.verdict is not Verdict.AS_ON_SCAN


@pytest.mark.parametrize(
    ("text", "picture", "quoted", "verdict"),
    [
        ("HE", "WE", "and he was prepared", Verdict.NOISY),
        ("NOT", "NOW", "they are not ready to sign", Verdict.NOISY),
        ("READY", "REAIY", "they are ready to sign", Verdict.VERBATIM),
        ("THREE", "IHREE", "they are three of them", Verdict.VERBATIM),
    ],
)
def test_a_word_of_which_a_meaning_hangs_and_that_context_chose_is_looked_at(
    text: str, picture: str, quoted: str, verdict: Verdict
) -> None:
    words = (Word(word.upper(), Box(0, 0, 9, 9), 0.9) for word in quoted.split())
    line = Line(tuple(Word(text, word.box, 0.6, (picture,), picture) if word.text == text else word for word in words))
    page = Page("D7", 1, (line,), width=100, height=100, reader="lines", by="machine")
    verification = verify_in(read_quotation(quoted), source_text([page]))
    assert verification.verdict is verdict
    assert [step.source for step in verification.difference if step.step == "noise"] == (
        [picture] if verdict is Verdict.NOISY else []
    )


class GarbledPage(DrawnPage):
    """A page whose words in small letters were read without confidence, as rubble."""

    def _line(self, number: int, text: str, steps: list[dict[str, float]]) -> Line:
        line = super()._line(number, text, steps)
        words = tuple(Word(w.text, w.box, 0.1 if w.text in self._unsure else 0.95) for w in line.words)
        return Line(words)

    def __init__(self, *rows: str, unsure: tuple[str, ...]) -> None:
        self._unsure = unsure
        super().__init__(*rows)


def test_rubble_that_may_be_the_quoted_word_is_a_misreading_and_another_word_cannot_be_told() -> None:
    page = GarbledPage(
        "THE CONSUL SAID HE WOULD MEET THE P{UL}A{TN}E{GS} LEADERS",
        "IN THE HARBOUR ON MONDAY AND NOT BEFORE THAT",
        unsure=("PUATEG",),
    )
    assert page.verify("would meet the planes leaders").verdict is Verdict.NOISY  # "plates" is likelier
    assert page.verify("would meet the plane leaders").verdict is Verdict.CANNOT_TELL
    assert page.verify("would meet the harvest leaders").verdict is Verdict.CANNOT_TELL


CODE_WORD = GarbledPage(
    "THE CONSUL SAID THAT GRE{HN}Q WOULD MEET THE LEADERS IN", "THE HARBOUR ON MONDAY", unsure=("GREHQ",)
)
LAST = DrawnPage("HE CAME FOR THE L{OA}ST TIME TO THE HARBOUR ON MONDAY", "AND THEN HE LEFT FOR GOOD")


def usage_of(*words: str) -> WordUsage:
    return WordUsage(lambda word: 3 if word in words else 0)


@pytest.mark.parametrize(
    ("words", "fits", "verdict"), [("last", 9.0, Verdict.AS_ON_SCAN), ("last", -9.0, Verdict.CANNOT_TELL)]
)
def test_of_two_words_the_picture_allows_that_which_fits_between_its_neighbours_counts_for_more(
    words: str, fits: float, verdict: Verdict
) -> None:
    usage = WordUsage(letters=lambda text: fits if f" {words} " in text else 0.0)
    verification = verify_in(read_quotation(f"for the {words} time"), source_text([LAST.page]), LAST.scores_of, usage)
    assert verification.verdict is verdict


def test_a_code_word_that_other_items_have_is_on_the_scan_where_a_common_word_is_likelier_by_its_letters() -> None:
    page = DrawnPage("THE OFFICE TOLD HO{RF}T TO WAIT FOR THE CONSUL IN", "THE HARBOUR ON MONDAY")
    quoted, source = read_quotation("told hoft to wait"), source_text([page.page])
    assert verify_in(quoted, source, page.scores_of).verdict is Verdict.CANNOT_TELL
    assert verify_in(quoted, source, page.scores_of, usage_of("hoft")).verdict.agrees


def test_the_letter_of_a_point_in_a_list_may_be_misread_but_not_the_letter_of_a_plan() -> None:
    page = GarbledPage(
        "WE SHALL ASK THEM TO A) OPEN THE HARBOUR D) PAY FOR THE",
        "BRIDGE AND THEN GO ON WITH PLAN D AS BEFORE",
        unsure=("D)", "D"),
    )
    assert page.verify("open the harbour b) pay for the bridge").verdict is Verdict.NOISY
    assert page.verify("go on with plan b as before").verdict is not Verdict.NOISY
    assert not page.verify("go on with plan b as before").verdict.agrees


def test_a_word_cut_by_a_stamp_is_not_altered_if_there_is_room_for_its_letters() -> None:
    cut = DrawnPage("THE MINISTER SAID THAT HIS        RESTS WERE GREAT AND", "THAT HE WOULD WAIT FOR THE CONSUL")
    assert cut.verify("said that his interests were great").verdict is Verdict.CANNOT_TELL
    near = DrawnPage("THE MINISTER SAID THAT HIS RESTS WERE GREAT AND", "THAT HE WOULD WAIT FOR THE CONSUL")
    assert near.verify("said that his interests were great").verdict is Verdict.ALTERED
    only = DrawnPage("THE MINISTER SAID THAT HIS     TERESTS WERE GREAT AND", "THAT HE WOULD WAIT FOR THE CONSUL")
    assert only.verify("said that his interests were great").verdict is Verdict.NOISY


@pytest.mark.parametrize(
    ("word", "part", "only"),
    [
        ("government", "overnment", True),
        ("interests", "nterests", True),
        ("tower", "wer", False),
        ("resident", "esident", False),
        ("unable", "able", False),
        ("stated", "ed", False),
    ],
)
def test_a_word_of_which_a_part_is_legible_is_clear_if_hardly_another_has_that_part(
    word: str, part: str, only: bool
) -> None:
    assert is_only_completion(word, part) is only


def test_a_word_left_out_beside_a_misread_one_is_no_misreading() -> None:
    page = GarbledPage("THE SUPERVISION COM{MI}ITTEE SU{RP} MET ON MONDAY IN THE", "HARBOUR", unsure=("COMMITTEE",))
    assert not page.verify("the supervision committee met on monday").verdict.agrees


SPECKLED = DrawnPage(
    "THE MINISTER WILL SUPPORTXTHE {RB}RIDGE AND THE TALKS IN THE",
    "SPRING WHEN THE HARBOURS ARE FREE OF ICE AND SHIPS COME (S)",
    "B) {F>T}HE CONSUL KNOWS WELL THAT THE FERRY SAILS AT NOON IN",
    "AUTUMN WITH {EF}OUR MEN AND PLANS FOR MORE WERE MADE IN I96I",
)


@pytest.mark.parametrize(
    ("words", "verdict"),
    [
        ("the minister will support", Verdict.AS_ON_SCAN),  # the string goes on outside the quotation
        ("when the harbours are free", Verdict.VERBATIM),
        ("and ships come the consul knows well", Verdict.AS_ON_SCAN),  # (S) is a reviewer's, B) the point of a list
        ("plans for more were made in 1961", Verdict.AS_ON_SCAN),  # a figure that was typed with a letter
    ],
)
def test_strings_run_together_marks_beside_lines_and_typed_figures(words: str, verdict: Verdict) -> None:
    assert SPECKLED.verify(words).verdict is verdict


@pytest.mark.parametrize(
    "words",
    [
        "the minister will supporting",
        "when the harbour are free",
        "plans for more were made in 1967",
        "plan for more were made in 1961",
        "c) the consul knows well that the ferry",
        "and ships come not the consul knows well",
    ],
)
def test_other_words_there_do_not_pass(words: str) -> None:
    assert not SPECKLED.verify(words).verdict.agrees


def test_a_word_of_which_a_letter_is_not_printed_is_read_in_two() -> None:
    page = DrawnPage("THE DIRECTORIO RE OLUCIONARIO MEETS IN THE HARBOUR AT NOON ON MONDAY WITH ALL ITS MEN")
    assert page.verify("the directorio revolucionario meets in").verdict is Verdict.NOISY
    assert page.verify("the directorio revolicionario meets in").verdict is not Verdict.NOISY


def test_a_misreading_that_is_read_the_same_twice_is_no_name() -> None:
    page = DrawnPage("ONLY THREE N{AE}{NM}ES AND NANES OF MEN WHO WERE AT THE HARBOUR WHEN THE FERRY CAME IN")
    assert page.verify("only three names and").verdict is Verdict.AS_ON_SCAN


def test_the_point_of_a_list_in_figures_is_not_any_figure() -> None:
    page = DrawnPage("1. THE MINISTER CAME TO THE HARBOUR IN THE SPRING AND WENT BACK TO THE CAPITAL AT NOON")
    assert page.verify("the minister came to the harbour").verdict is Verdict.VERBATIM
    assert not page.verify("7. the minister came to the harbour").verdict.agrees


NUMBERED = DrawnPage(
    "1. THE MINISTER WOULD RECEIVE THE AMBASSADOR.",
    "2. THE DELEGATION HAD ARRIVED IN THE CAPITAL.",
    "{SX} HE HAD NOTHING TO ADD AND WAS NOT PREPARED TO WAIT.",
    "4. THE TALKS WENT ON.",
)


def test_a_paragraphs_number_that_was_not_read_is_the_one_between_its_neighbours() -> None:
    assert NUMBERED.verify("in the capital. 3. He had nothing").verdict is Verdict.NOISY
    assert not NUMBERED.verify("in the capital. 5. He had nothing").verdict.agrees


SMUDGED = DrawnPage(
    "{I=T}{M=H}{F=E} {N=M}{L=I}{M=N}{L=I}{Z=S}{I=T}{F=E}R WAITED AT THE HARBOUR O{R=F} THE CA{G=P}ITAL",
    "AND WAS NO{W=T} TH{F=E}RE WHEN THE CO{G=N}SUL CA{N=M}E",
)
CLEAR = DrawnPage("THE MINISTER WAITED AT THE HARBOUR O{R=F} THE CAPITAL", "AND WAS NOT THERE WHEN THE CONSUL CAME")


def test_a_preposition_on_a_line_that_is_not_clear_may_be_another_misread_and_a_denial_may_not() -> None:
    assert SMUDGED.verify("waited at the harbour of the capital").verdict is Verdict.NOISY
    assert CLEAR.verify("waited at the harbour of the capital").verdict is Verdict.CANNOT_TELL
    assert SMUDGED.verify("and was not there when the consul came").verdict is Verdict.CANNOT_TELL


@pytest.mark.parametrize(
    ("row", "words", "verdict"),
    [
        ("THE PORT WAS SOON { C}LEARED OF ICE AND OPEN", "the port was soon cleared of ice", Verdict.AS_ON_SCAN),
        ("THE PORT WAS SOON LEARED OF ICE AND OPEN", "the port was soon cleared of ice", Verdict.ALTERED),
        ("THE PORT WAS SOON { C}LEARED OF ICE AND OPEN", "the port was soon learned of ice", Verdict.CANNOT_TELL),
    ],
)
def test_a_letter_that_was_lost_has_room_on_a_typed_line(row: str, words: str, verdict: Verdict) -> None:
    assert DrawnPage(row).verify(words).verdict is verdict


def test_beside_words_that_were_not_read_a_change_is_told_only_of_what_was_read_surely() -> None:
    row = "THE CONSUL SAID IN WHICH XQZW KVVJ BZZT QQRX TO THE LEADERS"
    rubble = ("XQZW", "KVVJ", "BZZT", "QQRX")
    words = "the consul said by whom these many boats went to the leaders"
    assert GarbledPage(row, unsure=rubble).verify(words).verdict is Verdict.ALTERED
    assert GarbledPage(row, unsure=(*rubble, "IN", "WHICH")).verify(words).verdict is Verdict.CANNOT_TELL
