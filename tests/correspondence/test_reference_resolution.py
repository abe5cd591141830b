from dataclasses import replace

import pytest

from briefbook.cables import parse_references
from briefbook.correspondence import resolve_references
from briefbook.model.cable import Reading, Reference
from briefbook.model.catalogue import Entry, MemoryCatalogue


def entry(item, sender, to, number, date, references=(), **more):
    fields = {"from": sender, "number": number, "date": date, **more}
    readings = {name: (Reading(value, value),) for name, value in fields.items() if value}
    readings["to"] = tuple(Reading(part, part) for part in to.split("; ")) if to else ()
    return Entry(item, readings, references=tuple(references))


def scanned(one):
    return replace(one, scan=f"scans/{one.item}.pdf")


def resolve(*entries, aliases=None):
    catalogue = MemoryCatalogue({one.item: one for one in entries})
    return resolve_references(catalogue, aliases=aliases or {})


def refer(text, sender, to, date):
    return parse_references(text, author=sender, addressees=(to,), date=date, line=True)


def test_a_reference_with_its_date_leads_to_the_item_held():
    target = entry("A1", "WASHDC", "EXTERNAL", "3307", "1962-11-07")
    source = entry(
        "A2", "WASHDC", "EXTERNAL", "3327", "1962-11-09", refer("MYTEL 3307 NOV7", "WASHDC", "EXTERNAL", "1962-11-09")
    )
    (one,) = resolve(target, source)
    assert (one.status, one.target, one.mention) == ("held", "A1", "MYTEL 3307 NOV7")


def test_the_days_of_telegrams_do_not_date_a_despatch():
    held = [entry(f"A{n}", "LDN", "EXTERNAL", str(40 + n), f"1962-11-{n:02d}") for n in (1, 11)]
    despatch = Reference("my despatch 46", "DESPATCH", number="46", author="LDN")
    source = entry("B", "LDN", "EXTERNAL", "S9", "1962-11-12", (despatch,))
    (one,) = resolve(*held, source)
    assert (one.status, one.target, one.date) == ("stub", "LDN despatch 46 (1962)", None)


def test_what_is_not_held_is_a_stub_with_an_estimated_date():
    held = [entry(f"A{n}", "LDN", "EXTERNAL", str(3900 + n), f"1962-11-{n:02d}") for n in (1, 11)]
    source = entry("B", "EXTERNAL", "LDN", "S9", "1962-11-12", refer("YOURTEL 3906", "EXTERNAL", "LDN", "1962-11-12"))
    (one,) = resolve(*held, source)
    assert (one.status, one.target, one.date) == ("stub", "LDN 3906 (1962)", "1962-11-06~")


def test_a_letter_never_resolves_to_a_telegram():
    telegram = entry("A1", "EXTERNAL", "WASHDC", "1412", "1951-04-03")
    source = entry(
        "A2",
        "WASHDC",
        "EXTERNAL",
        "1163",
        "1951-04-09",
        refer("Your Letter No. 1412 of April 3rd", "WASHDC", "EXTERNAL", "1951-04-09"),
        form="letter",
    )
    (one,) = resolve(telegram, source)
    assert one.status == "stub"


def test_another_number_of_the_same_text_is_followed():
    conference = entry("A1", "USDEL GENEVA", "STATE", "SECTO 309", "1954-05-26", identifiers="PARIS 336")
    source = entry(
        "A2", "PARIS", "STATE", "4500", "1954-05-27", [Reference("Paris 336", "THIRD_POST_TEL", "336", author="PARIS")]
    )
    (one,) = resolve(conference, source)
    assert (one.status, one.target, one.note) == ("held", "A1", "under another number of the same text")


def test_a_range_holds_every_number_in_it():
    ranged = entry("A1", "HAVANA", "PARIS", "538-540", "1962-10-23")
    source = entry(
        "A2", "PARIS", "HAVANA", "12", "1962-10-24", refer("YOURTEL 539 OCT23", "PARIS", "HAVANA", "1962-10-24")
    )
    (one,) = resolve(ranged, source)
    assert one.target == "A1"


def test_the_same_number_of_another_year_is_not_taken():
    old = entry("A1", "WASHDC", "EXTERNAL", "300", "1961-02-01")
    source = entry(
        "A2", "EXTERNAL", "WASHDC", "S1", "1963-02-01", refer("YOURTEL 300", "EXTERNAL", "WASHDC", "1963-02-01")
    )
    (one,) = resolve(old, source)
    assert one.status == "stub"


def test_two_that_fit_are_ambiguous_and_listed():
    texts = [entry(f"A{n}", "STATE", post, "512", f"1962-11-0{n}") for n, post in ((1, "PARIS"), (2, "ROME"))]
    source = entry(
        "B", "LONDON", "STATE", "9", "1962-11-05", [Reference("Deptel 512", "DEPTEL", "512", author="STATE")]
    )
    (one,) = resolve(*texts, source)
    assert one.status != "held"


def test_two_copies_of_one_cable_are_one_target():
    copies = [entry(f"A{n}", "NATOPARIS", "EXTERNAL", "2516", "1962-10-28") for n in (1, 2)]
    source = entry(
        "B",
        "NATOPARIS",
        "EXTERNAL",
        "2520",
        "1962-10-28",
        refer("MYTEL 2516 OCT28", "NATOPARIS", "EXTERNAL", "1962-10-28"),
    )
    (one,) = resolve(*copies, source)
    assert (one.status, one.candidates) == ("held", ("A1", "A2"))


def test_one_wrong_figure_is_a_doubt_not_an_answer():
    target = entry("A1", "WASHDC", "EXTERNAL", "3307", "1962-11-07")
    source = entry(
        "A2", "WASHDC", "EXTERNAL", "3327", "1962-11-09", refer("MYTEL 3301 NOV7", "WASHDC", "EXTERNAL", "1962-11-09")
    )
    (one,) = resolve(scanned(target), scanned(source))
    assert (one.status, one.candidates) == ("ambiguous", ("A1",))
    (one,) = resolve(target, source)  # both as an edition prints them: no figure was misread
    assert (one.status, one.target) == ("stub", "WASHDC 3301 (1962)")


def test_the_collections_own_spelling_of_a_post_is_known():
    target = entry("A1", "WSHDC", "EXTERNAL", "3307", "1962-11-07")
    source = entry(
        "A2", "EXTERNAL", "WASHDC", "S1", "1962-11-09", refer("YOURTEL 3307 NOV7", "EXTERNAL", "WASHDC", "1962-11-09")
    )
    (one,) = resolve(target, source, aliases={"WSHDC": "WASHDC"})
    assert one.target == "A1"


def test_a_reference_without_number_or_author_leads_nowhere():
    source = entry(
        "A2", "LDN", "EXTERNAL", "1", "1962-11-09", [Reference("REFTEL", "REFTEL"), Reference("TEL 5", "TEL", "5")]
    )
    assert [one.status for one in resolve(source)] == ["none", "none"]


def said(after, mention, words, target):
    return Reference(mention, "EDITOR", target=target, said=words, after=after)


def edition(*references):
    """A telegram of Saigon that speaks of Embtel 41, and three others of which Saigon sent one."""
    text = refer("Embtel 41", "SAIGON", "STATE", "1963-04-09")
    return (
        entry("V-d1", "SAIGON", "STATE", "41", "1963-04-07"),
        entry("V-d2", "SAIGON", "STATE", "43", "1963-04-08"),
        entry("V-d3", "PARIS", "STATE", "", "1963-04-08", form="letter"),
        entry("V-d4", "SAIGON", "STATE", "44", "1963-04-09", (*text, *references)),
    )


@pytest.mark.parametrize(
    ("words", "target", "status", "resolved", "candidates"),
    [
        ("Document 1.", "V-d1", "held", "V-d1", ("V-d1",)),  # both say so
        ("See Document 2.", "V-d2", "held", "V-d1", ("V-d1",)),  # "see" identifies nothing
        ("Document 2.", "V-d2", "ambiguous", None, ("V-d1", "V-d2")),  # one of the two is wrong: both are listed
        ("Telegram 43 is Document 2.", "V-d2", "held", "V-d1", ("V-d1",)),  # of another number
    ],
)
def test_an_edition_is_weighed_against_the_numbers(words, target, status, resolved, candidates):
    place = words.removeprefix("See ").removeprefix("Telegram 43 is ").rstrip(".")
    ours, theirs = resolve(*edition(said("as in Embtel 41", place, words, target)))
    assert (ours.status, ours.target, ours.candidates) == (status, resolved, candidates)
    assert (theirs.form, theirs.status, theirs.target, theirs.note) == ("EDITOR", "held", target, words)


def test_an_edition_finds_what_is_printed_under_another_number():
    reference = refer("Deptel 728", "ANKARA", "STATE", "1963-02-20")
    word = said("Deptel 728", "Document 5", "Printed as telegram 4387 to London, Document 5.", "V-d5")
    ours, _ = resolve(
        entry("V-d5", "STATE", "LONDON", "4387", "1963-02-18"),
        entry("V-d6", "ANKARA", "STATE", "983", "1963-02-20", (*reference, word)),
    )
    assert (ours.status, ours.target) == ("held", "V-d5")


def test_a_document_of_another_volume_is_referred_to_and_not_held():
    ours, theirs = resolve(*edition(said("as in Embtel 41", "vol. II, Document 9", "See vol. II, Document 9.", "W-d9")))
    assert (ours.status, theirs.status, theirs.target) == ("held", "stub", "W-d9")


def test_a_day_behind_an_editors_note_is_not_the_references():
    reference = refer("Hue tels 5 May 15", "SAIGON", "STATE", "1963-05-18")
    note = said("References: Hue tels 5", "Document 7", "See Document 7.", "V-d7")
    ours, _ = resolve(
        entry("V-d7", "HUE", "STATE", "5", "1963-05-09"),
        entry("V-d8", "SAIGON", "STATE", "1038", "1963-05-18", (*reference, note)),
    )
    assert (ours.mention, ours.status, ours.target) == ("Hue tels 5", "held", "V-d7")


def dated(text, *held):
    (one,) = resolve(*held, entry("B", "OSLO", "BONN", "30", "1961-05-08", refer(text, "OSLO", "BONN", "1961-05-08")))
    return one.status, one.target, one.candidates, one.date


def test_a_reference_by_its_date_leads_to_the_only_item_that_fits():
    letter = entry("A1", "BONN", "OSLO", None, "1961-05-03", form="letter")
    others = [
        entry("A2", "BONN", "OSLO", "12", "1961-05-03", form="telegram"),
        entry("A3", "BONN", "ROME", None, "1961-05-03", form="letter"),
        entry("A4", "BONN", "OSLO", None, "1961-05-04", form="letter"),
    ]
    assert dated("Your letter of 3 May", letter, *others) == ("held", "A1", ("A1",), "1961-05-03")


def test_several_items_of_that_day_are_listed_and_none_is_a_stub_with_its_day():
    letters = [entry(f"A{n}", "BONN", "OSLO", None, "1961-05-03", form="letter") for n in (1, 2)]
    assert dated("Your letter of 3 May", *letters) == ("ambiguous", None, ("A1", "A2"), "1961-05-03")
    assert dated("Your letter of 2 May", letters[0])[:3] == ("ambiguous", None, ("A1",))  # sent late, or misdated
    assert dated("Your letter of 20 April", *letters) == ("stub", "BONN letter of 1961-04-20", (), "1961-04-20")
    assert dated("Your memorandum of 3 May", *letters)[1] == "BONN memorandum of 1961-05-03"


def test_a_message_may_be_a_letter_or_a_telegram():
    telegram = entry("A1", "BONN", "OSLO", "12", "1961-05-07", form="telegram")
    assert dated("Your message of yesterday", telegram)[:2] == ("held", "A1")


def test_a_letter_of_that_day_to_another_is_proposed_not_taken():
    letter = entry("A1", "BONN", "ROME", None, "1961-05-03", form="letter")
    assert dated("Your letter of 3 May", letter)[:3] == ("ambiguous", None, ("A1",))


def doubtful(reference_words, confidence=None, *held):
    (reference,) = refer(reference_words, "LDN", "EXTERNAL", "1962-11-12")
    source = entry("B", "LDN", "EXTERNAL", "9", "1962-11-12", [replace(reference, confidence=confidence)])
    return resolve(scanned(source), *held)[-1]


def test_a_reference_that_was_hard_to_read_is_no_cable_that_is_missing():
    unsure = doubtful("YOURTEL 3906", 0.4)
    assert (unsure.status, unsure.target) == ("none", None)
    assert "hard to read" in unsure.note
    assert doubtful("YOURTEL 3906", 0.9).status == "stub"
    assert doubtful("YOURTEL 3906").status == "stub"


def test_an_unknown_post_read_from_a_picture_is_no_cable_that_is_missing_but_typed_it_is():
    reference = Reference("QUUX 4711", "TEL", number="4711", author="QUUX")
    source = entry("B", "LDN", "EXTERNAL", "9", "1962-11-12", [reference])
    (from_picture,) = resolve(scanned(source))
    (typed,) = resolve(source)
    assert (from_picture.status, typed.status) == ("none", "stub")
    assert "no post QUUX is known" in from_picture.note
    sent = entry("C", "QUUX", "LDN", "12", "1962-11-01")
    assert next(one for one in resolve(scanned(source), sent) if one.item == "B").status == "stub"


def test_a_person_has_no_numbers_and_no_stub_of_one():
    source = entry(
        "A1", "Ambassador to Poland (Hale)", "STATE", None, "1962-05-09",
        [Reference("my Airgram 519 of March 15", "AIRGRAM", "519", None, "1962-03-15", "Ambassador to Poland (Hale)")],
    )  # fmt: skip
    (one,) = resolve(source)
    assert (one.status, one.target) == ("none", None)
    assert one.note == "the number is of a post, and the paper names Ambassador to Poland (Hale)"


def test_an_office_in_capitals_has_no_numbers_either():
    source = entry(
        "A1", "DEPUTY DIRECTOR FOR PLANS", "STATE", None, "1962-05-09",
        [Reference("my 14 of March 15", "TEL", "14", None, "1962-03-15", "DEPUTY DIRECTOR FOR PLANS")],
    )  # fmt: skip
    (one,) = resolve(source)
    assert (one.status, one.target) == ("none", None)


def test_a_letter_that_is_not_held_is_named_by_its_writer_as_the_papers_name_him():
    source = entry(
        "A1", "STATE", "Chairman Orlov", None, "1962-03-09",
        [Reference("your letter of March 3", "LETTER", None, None, "1962-03-03", "Chairman Orlov")],
    )  # fmt: skip
    (one,) = resolve(source)
    assert (one.status, one.target) == ("stub", "Chairman Orlov: letter of 1962-03-03")


def naming(item, date, stub_date):
    reference = Reference("Saigon 798", "TEL", "798", None, stub_date, "SAIGON")
    return entry(item, "STATE", "SAIGON", None, date, [reference])


def test_a_cable_that_is_not_held_is_listed_once_with_and_without_its_year():
    dated, undated = resolve(naming("A1", "1963-03-12", "1963-03-08"), naming("A2", None, None))
    assert (dated.target, undated.target) == ("SAIGON 798 (1963)", "SAIGON 798 (1963)")


def test_a_number_without_a_year_is_not_joined_to_one_of_another_day_or_of_two_years():
    _, other_day = resolve(naming("A1", "1963-03-12", "1963-03-08"), naming("A2", None, "XXXX-07-01"))
    assert other_day.target == "SAIGON 798"
    *_, open_year = resolve(
        naming("A1", "1963-03-12", "1963-03-08"), naming("A2", "1961-03-12", "1961-03-08"), naming("A3", None, None)
    )
    assert open_year.target == "SAIGON 798"
