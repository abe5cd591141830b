import datetime

from briefbook.correspondence import resolve_references, series_of
from briefbook.correspondence.number_dating import beta_interval, out_of_order, repair
from briefbook.model.cable import Reading, Reference, SourceKind
from briefbook.model.catalogue import Entry, MemoryCatalogue


def catalogue(*rows, references=()):
    entries = {}
    for item, post, number, date in rows:
        fields = {"from": post, "number": number, "date": date, "to": "EXTERNAL"}
        readings = {name: (Reading(value, value),) for name, value in fields.items() if value}
        entries[item] = Entry(item, readings, references=tuple(references) if item == rows[0][0] else ())
    return MemoryCatalogue(entries)


def steady(post="LDN", first=100, days=10, start=datetime.date(1962, 10, 1), rate=10):
    for day in range(days):
        yield f"{post}{day}", post, str(first + rate * day), (start + datetime.timedelta(days=day)).isoformat()


def test_numbers_that_begin_anew_are_two_series():
    rows = [
        *steady("A", 3000, 5, datetime.date(1962, 12, 20)),
        *((f"N{n}", "A", str(20 * n), f"1963-01-{2 * n:02d}") for n in (1, 2, 3)),
    ]
    first, second = series_of(catalogue(*rows))
    assert (first.epoch, second.epoch, first.count, second.count) == ("1962", "1963", 5, 3)
    assert first.resets == ("1963-01-02",)


def test_one_number_out_of_place_is_a_suspect_with_its_repair():
    rows = [*steady(), ("X", "LDN", "155", "1962-01-06")]
    rows = [row if row[0] != "LDN5" else ("LDN5", "LDN", "150", "1962-06-06") for row in steady()]
    (report,) = series_of(catalogue(*rows))
    (suspect,) = report.suspects
    assert suspect.item == "LDN5"
    assert suspect.repair == "the month is misread: 1962-10-06"


def test_an_undated_item_is_dated_between_its_neighbours_with_an_interval():
    (report,) = series_of(catalogue(*steady(), ("U", "LDN", "155", None)))
    (estimate,) = report.estimates
    assert estimate.item == "U"
    assert estimate.date_sent in ("1962-10-06", "1962-10-07")
    low, high = estimate.interval.split("/")
    assert low <= estimate.date_sent <= high


def test_far_from_any_neighbour_a_date_is_not_estimable():
    points = [(1, datetime.date(1962, 1, 1)), (900, datetime.date(1962, 9, 1))]
    assert beta_interval(450, points) is None
    (report,) = series_of(catalogue(*steady(days=3), ("U", "LDN", "999", None)))
    assert report.estimates[0].date_sent is None


def test_gaps_say_what_is_known_of_them():
    cited = Reference("YOURTEL 103", "TEL", "103", author="LDN")
    held = catalogue(*steady(days=3), references=[cited])
    (report,) = series_of(held, resolve_references(held))
    first, second = report.gaps
    assert (first.first, first.last, first.grade) == (101, 109, "referred to by another cable")
    assert (second.grade, second.expected_dates) == ("never seen", "1962-10-02/1962-10-03")


def test_a_range_leaves_no_gap():
    (report,) = series_of(
        catalogue(("A", "X", "537", "1962-10-22"), ("B", "X", "538-540", "1962-10-23"), ("C", "X", "541", "1962-10-24"))
    )
    assert report.gaps == ()


def test_how_many_are_missing_has_assumptions_or_is_not_estimable():
    (report,) = series_of(catalogue(*steady(first=10, days=5)))
    assert report.missing.lower_bound == 45
    assert report.missing.series_total == 59
    assert report.missing.assumptions
    (few,) = series_of(catalogue(*steady(days=2)))
    assert few.missing is None


def test_numbers_that_lie_too_close_for_a_random_part_of_a_series_estimate_nothing():
    day = "1962-11-08"
    (report,) = series_of(catalogue(*((str(number), "X", str(number), day) for number in range(3314, 3322))))
    assert report.count == 8
    assert report.missing is None


def test_ties_and_a_day_out_of_step_are_no_suspects():
    day = datetime.date(1962, 11, 8)
    points = [
        (3314, day),
        (3316, day),
        (3315, day),
        (3322, day + datetime.timedelta(days=1)),
        (3320, day + datetime.timedelta(days=2)),
    ]
    assert out_of_order(points) == set()


def test_a_slip_is_named_only_when_one_slip_mends_it():
    points = [(100 + 10 * n, datetime.date(1962, 10, 1 + n)) for n in range(10)]
    assert repair(745, datetime.date(1962, 10, 5), points) is not None
    assert repair(145, datetime.date(1950, 3, 30), points) is None


def addressed(*rows):
    """A catalogue of a post's telegrams: item, sender, addressee, number, date."""
    entries = {}
    for item, post, to, number, date in rows:
        fields = {"from": post, "number": number, "date": date, "to": to}
        entries[item] = Entry(item, {name: (Reading(value, value),) for name, value in fields.items() if value})
    return MemoryCatalogue(entries)


def run(post, to, first, rate, start, days, step=20):
    begin = datetime.date.fromisoformat(start)
    for day in range(0, days, step):
        when = (begin + datetime.timedelta(days=day)).isoformat()
        yield f"{post}-{to}-{when}", post, to, str(first + rate * day), when


def test_a_year_that_begins_in_july_is_found_out_not_assumed():
    """As ordinary years go, every number of the second year would be out of place."""
    held = addressed(*run("SPEC", "STATE", 60, 4, "1961-07-15", 300), *run("SPEC", "STATE", 560, 4, "1962-11-20", 120))
    first, second = series_of(held)
    assert (first.epoch, second.epoch) == ("1961/1962", "1962/1963")
    assert (second.rule, second.suspects) == ("begins anew on 1 July", ())


def test_an_office_that_numbers_by_addressee_is_several_series():
    held = addressed(
        *run("STATE", "SAIGON", 100, 4, "1962-01-05", 100),
        *run("STATE", "LONDON", 3000, 20, "1962-01-06", 100),
        *run("STATE", "LIMA", 40, 1, "1962-01-07", 100),
    )
    reports = series_of(held)
    assert [report.key for report in reports] == [
        "STATE to LIMA telegrams 1962",
        "STATE to LONDON telegrams 1962",
        "STATE to SAIGON telegrams 1962",
    ]
    assert [report.rate for report in reports] == [1.0, 20.0, 4.0]


def test_a_caption_begins_anew_with_every_journey():
    held = addressed(
        ("A", "RUSK", "STATE", "SECTO 27", "1962-03-12"),
        ("B", "RUSK", "STATE", "SECTO 104", "1962-03-25"),
        ("C", "RUSK", "STATE", "SECTO 20", "1962-06-20"),
        ("D", "RUSK", "STATE", "SECTO 48", "1962-06-23"),
    )
    assert [(one.items, one.suspects) for one in series_of(held)] == [(("A", "B"), ()), (("C", "D"), ())]


def test_an_undated_number_that_fits_two_years_is_not_estimable():
    rows = [
        *run("A", "X", 100, 10, "1962-01-10", 200, 10),
        *run("A", "X", 100, 10, "1963-01-10", 200, 10),
        ("U", "A", "X", "155", None),
        ("V", "A", "X", "155", "1963"),
    ]
    (first, second) = series_of(addressed(*rows))
    assert [estimate.item for estimate in first.estimates] == ["U"]
    assert (first.estimates[0].date_sent, first.estimates[0].reason) == (None, "it fits several years")
    assert second.estimates[0].date_sent.startswith("1963-01-1")


def test_a_gap_says_how_likely_so_long_a_run_is():
    (report,) = series_of(catalogue(*((f"S{n}", "LDN", str(n), "1962-10-01") for n in (1, 2, 3, 4, 5, 40))))
    assert (report.gaps[0].first, report.gaps[0].last) == (6, 39)
    assert report.gaps[0].chance == 0.004


def test_a_stub_is_dated_by_the_numbers_that_went_the_same_way():
    source = Entry(
        "SRC",
        {
            "from": (Reading("SAIGON", "SAIGON"),),
            "to": (Reading("STATE", "STATE"),),
            "date": (Reading("1962-04-20", "1962-04-20"),),
        },
        references=(Reference("Deptel 310", "DEPTEL", "310", author="STATE"),),
    )
    held = addressed(
        *run("STATE", "SAIGON", 100, 4, "1962-01-05", 100),
        *run("STATE", "LONDON", 200, 20, "1962-01-06", 100),
        *run("STATE", "LIMA", 40, 1, "1962-01-07", 100),
    )
    (one,) = resolve_references(MemoryCatalogue({**held.entries, "SRC": source}))
    assert (one.status, one.target, one.date) == ("stub", "STATE 310 (1962)", "1962-02-26~")


def test_a_rate_that_the_numbers_do_not_show_is_not_estimated():
    two = catalogue(("A1", "OSLO", "10", "1962-10-01"), ("A2", "OSLO", "40", "1962-10-11"))
    in_a_day = catalogue(*((f"A{n}", "OSLO", str(10 * n), "1962-10-01") for n in range(1, 6)))
    falling = catalogue(
        ("A1", "OSLO", "4031", "1962-10-01"), ("A2", "OSLO", "600", "1962-10-20"), ("A3", "OSLO", "12", "1962-10-31")
    )
    reports = [report for made in (two, in_a_day, falling) for report in series_of(made)]
    assert {report.rate for report in reports} == {None}
    assert {report.missing for report in reports if report.count < 5} == {None}
    (steadily,) = series_of(catalogue(*steady(days=3)))
    assert steadily.rate == 10.0


def settled(item, number, day, by, note="a list"):
    fields = {"from": "LDN", "number": number, "date": day, "note": note}
    return Entry(item, {name: (Reading(value, value, by),) for name, value in fields.items()})


def test_a_number_or_date_that_a_person_set_is_no_suspect():
    rows = {item: settled(item, number, day, SourceKind.MACHINE) for item, _, number, day in steady()}
    rows["LDN5"] = settled("LDN5", "150", "1962-06-06", SourceKind.PERSON)
    (report,) = series_of(MemoryCatalogue(rows))
    assert report.suspects == ()


def test_a_printed_number_is_never_misread():
    grades = []
    for note in ("a list", "Foreign Relations of the United States, 1961–1963, Volume XXX, document 7"):
        rows = {item: settled(item, number, day, SourceKind.RECEIVED, note) for item, _, number, day in steady()}
        rows["LDN5"] = settled("LDN5", "250", "1962-10-06", SourceKind.RECEIVED, note)
        (report,) = series_of(MemoryCatalogue(rows))
        grades.append("misread likely" in {gap.grade for gap in report.gaps})
    assert grades == [True, False]


def test_numbers_that_fall_have_no_rate():
    rows = [("A1", "LDN", "500", "1962-10-01"), ("A2", "LDN", "400", "1962-10-03"), ("A3", "LDN", "300", "1962-10-05")]
    assert [report.rate for report in series_of(catalogue(*rows))] == [None]


def test_of_few_numbers_it_is_not_estimated_how_many_are_missing():
    rows = [("A1", "LDN", "3", "1962-10-01"), ("A2", "LDN", "4025", "1962-10-03"), ("A3", "LDN", "4100", "1962-10-04")]
    assert [report.missing for report in series_of(catalogue(*rows))] == [None]


def test_numbers_that_contradict_each_other_have_no_gaps():
    rows = [("A1", "LDN", "265", "1963-08-24"), ("A2", "LDN", "291", "1963-08-25")]
    rows += [("A3", "LDN", "1", "1963-08-26"), ("A4", "LDN", "1", "1963-08-27")]
    assert [report.gaps for report in series_of(catalogue(*rows))] == [()]


def test_a_person_has_no_series_and_one_with_a_name_of_its_own_stands_by_that_name():
    rows = [
        ("A1", "Ambassador to Poland (Hale)", "519", "1962-03-15"),
        ("A2", "DEPUTY DIRECTOR FOR PLANS", "14", "1962-03-16"),
        ("A3", "Secretary of State Reed", "SECTO 12", "1962-03-17"),
        ("A4", "LDN", "3980", "1962-11-08"),
    ]
    assert [report.key for report in series_of(catalogue(*rows))] == ["SECTO telegrams 1962", "LDN telegrams 1962"]


def edition_telegram(item, number, date, to="STATE", post="ANKARA", references=()):
    """A telegram of a printed edition, whose editors read its number."""
    fields = {
        "from": post,
        "number": number,
        "date": date,
        "to": to,
        "note": "Foreign Relations of the United States, document 1",
    }
    readings = {
        name: (Reading(value, value, SourceKind.RECEIVED, source="harbours-v1"),) for name, value in fields.items()
    }
    return Entry(item, readings, references=tuple(references))


def edition(*telegrams):
    entries = {}
    for row in telegrams:
        entry = edition_telegram(f"harbours-v1-{row[0]}", *row[1:])
        entries[entry.item] = entry
    return MemoryCatalogue(entries)


THREE_YEARS = (
    *((f"a{number}", str(number), day) for number, day in (
        (187, "1961-08-07"), (332, "1961-09-02"), (398, "1961-09-15"), (525, "1961-10-24"), (736, "1962-01-03"),
        (786, "1962-01-19"), (823, "1962-01-29"),
        (619, "1962-11-13"), (693, "1962-12-22"), (792, "1963-01-18"), (845, "1963-01-27"), (959, "1963-02-16"),
        (705, "1963-12-07"), (758, "1963-12-23"),
    )),
    ("b795", "795", "1963-12-28", "STATE", "ANKARA", (Reference("Embtel 792", "TEL", "792", author="ANKARA"),)),
)  # fmt: skip


def test_a_number_that_editors_print_and_that_alone_went_elsewhere_is_of_another_series():
    held = edition(*THREE_YEARS, ("d10", "68", "1961-10-26", "PARIS"))
    by_key = {report.key: report for report in series_of(held)}
    assert sorted(by_key) == [
        "ANKARA telegrams 1961/1962",
        "ANKARA telegrams 1962/1963",
        "ANKARA telegrams 1963/1964",
        "ANKARA to PARIS telegrams 1961/1962",
    ]
    assert not any(report.suspects for report in by_key.values())
    assert by_key["ANKARA telegrams 1961/1962"].first == 187


def test_a_posts_own_number_is_of_the_numbering_that_its_cable_is_in_and_not_of_last_years():
    resolved = resolve_references(edition(*THREE_YEARS))
    (reference,) = resolved
    assert (reference.status, reference.target) == ("stub", "ANKARA 792 (1963)")


def test_a_gap_is_referred_to_only_by_references_of_its_own_years():
    held = edition(*THREE_YEARS)
    grades = {
        (report.epoch, gap.first, gap.last): gap.grade
        for report in series_of(held, resolve_references(held))
        for gap in report.gaps
        if gap.first <= 792 <= gap.last or gap.grade != "never seen"
    }
    assert grades == {
        ("1961/1962", 787, 822): "never seen",
        ("1963/1964", 759, 794): "referred to by another cable",
    }


def test_numbers_many_years_apart_are_no_neighbours():
    held = edition(("d0", "4011", "1917-04-03"), *THREE_YEARS)
    keys = [report.key for report in series_of(held)]
    assert keys[0] == "ANKARA telegrams 1917"
    assert "ANKARA telegrams 1961/1962" in keys


def test_a_reference_is_not_dated_by_a_numbering_of_another_generation():
    reference = Reference("Your telegram 21", "TEL", "21", author="PARIS")
    held = edition(
        ("d0", "4011", "1917-04-03", "STATE", "PARIS"),
        ("d1", "68", "1961-10-26", "PARIS", "ANKARA", (reference,)),
    )
    assert [resolved.target for resolved in resolve_references(held)] == ["PARIS 21 (1961)"]


def test_a_number_just_below_a_held_one_is_of_its_year():
    reference = Reference("Embtel 1763", "TEL", "1763", author="MOSCOW")
    held = edition(
        ("d1", "225", "1962-07-25", "STATE", "MOSCOW"),
        ("d2", "1764", "1963-01-18", "STATE", "MOSCOW", (reference,)),
    )
    assert [resolved.target for resolved in resolve_references(held)] == ["MOSCOW 1763 (1963)"]


def test_journeys_months_apart_are_series_of_their_own():
    held = edition(
        ("d1", "SECTO 26", "1963-08-06", "STATE", "Secretary Vane"),
        ("d2", "SECTO 8", "1963-12-15", "STATE", "Secretary Vane"),
        ("d3", "SECTO 40", "1963-12-18", "STATE", "Secretary Vane"),
    )
    assert [(report.key, report.count) for report in series_of(held)] == [
        ("SECTO telegrams August 1963", 1),
        ("SECTO telegrams December 1963", 2),
    ]


def test_a_paper_does_not_refer_to_itself_by_its_own_number():
    reference = Reference("Telegram 204571 From the Department", "TEL", "204571", author="STATE")
    held = edition(("d7", "204571", "1979-08-04", "LONDON", "STATE", (reference,)))
    (resolved,) = resolve_references(held)
    assert (resolved.status, resolved.target) == ("none", None)
