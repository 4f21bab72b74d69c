"""A made-up half-year: the same for the same seed, and true to what was planted."""

from datetime import date, timedelta

import pandas as pd
import pytest

from rmkit.errors import TooFewPeople
from rmkit.synthetic import PAIR_FACTS, MadePair, Rhythm, half_year

RHYTHM = Rhythm(
    starts=date(2026, 10, 5),
    ends=date(2027, 4, 5),
    kick_off=date(2026, 10, 1),
    first_week=date(2026, 10, 12),
    rematched=date(2026, 12, 8),
    rejoins=date(2027, 1, 11),
    sessions=10,
    closed=(date(2026, 12, 21), date(2026, 12, 28), date(2027, 1, 4)),
)
PAIRS = [MadePair(f"M{i}", f"m{i}") for i in range(12)] + [MadePair("J1", "j1", joined=True)]


@pytest.fixture(scope="module")
def made():
    return half_year(PAIRS, RHYTHM, seed=6)


def of(made, fact):
    (row,) = made.pairs.loc[made.pairs["planted"] == fact].to_dict("records")
    return row


def told(made, table, who):
    rows = getattr(made, table)
    return rows.loc[rows["person_id"].isin([who["of"], who["mentor_id"]])]


def held(made, who):
    receipts = told(made, "receipts", who)
    return receipts.loc[receipts["held"] == "held"].drop_duplicates("date")


def test_the_same_seed_gives_the_same_half_year_and_another_another(made):
    again, other = (half_year(PAIRS, RHYTHM, seed=seed) for seed in (6, 7))
    for name in ("pairs", "meetings", "receipts", "pulses", "midway"):
        pd.testing.assert_frame_equal(getattr(made, name), getattr(again, name))
    assert not made.receipts.equals(other.receipts)


def test_every_fact_is_planted_once_and_the_truth_counts_what_was_held(made):
    facts = made.pairs["planted"].value_counts().to_dict()
    assert facts == dict.fromkeys(PAIR_FACTS, 1) | {"joined_later": 1}
    for row in made.pairs.to_dict("records"):
        meetings = held(made, row)
        assert (len(meetings), meetings["minutes"].sum()) == (row["held"], row["minutes"])


def test_planted_pairs_do_what_is_said_of_them(made):
    early = of(made, "before_agreement")
    (sheet,) = told(made, "agreements", early).to_dict("records")
    assert held(made, early)["date"].min() < max(
        sheet["signed_on_mentor"], sheet["signed_on_mentee"]
    )
    assert set(held(made, of(made, "tools_only"))["kind"]) <= {"tools", "questions"}
    assert held(made, of(made, "short_talks"))["minutes"].max() < 30
    assert of(made, "falls_behind")["held"] == 5
    assert of(made, "ends")["last_held"] < made.wishes["sent"][0].date().isoformat()
    calls = told(made, "pulses", of(made, "falling_pulse")).query("call == 'alone'")
    assert calls["pulse_trust"].tolist() == [2]


def test_all_others_sign_before_they_meet_and_nobody_meets_on_closed_days(made):
    early = {of(made, fact)["of"] for fact in ("before_agreement", "unsigned")}
    for row in made.pairs.to_dict("records"):
        (sheet,) = told(made, "agreements", row).to_dict("records")
        first = held(made, row)["date"].min()
        signed = max(sheet["signed_on_mentor"], sheet["signed_on_mentee"])
        assert (signed <= first) == (row["of"] not in early)
    weeks = {day - timedelta(days=day.weekday()) for day in made.meetings["date"]}
    assert not weeks & set(RHYTHM.closed)
    assert made.receipts["sent"].max().date() <= RHYTHM.last_day
    assert all(row["sent"].date() >= row["date"] for row in made.receipts.to_dict("records"))


def test_who_joins_later_begins_later(made):
    late = made.meetings.loc[made.meetings["of"] == "J1", "date"]
    assert late.min() >= RHYTHM.rejoins
    assert len(late) == 5


def test_too_few_pairs_are_refused():
    with pytest.raises(TooFewPeople, match="3 pairs are too few"):
        half_year(PAIRS[:3], RHYTHM)
