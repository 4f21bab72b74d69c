"""Samples played through their evaluation: what came back is what was made up, and nothing else."""

import csv
import itertools
from collections import Counter
from dataclasses import replace
from datetime import date, datetime
from html import unescape
from pathlib import Path

import pandas as pd
import pytest

from rmkit.errors import NotAllowed
from rmkit.exchange.html import render_html
from rmkit.programme.clock import now
from rmkit.programme.play import play_on, sample_recipe
from rmkit.programme.programme import Programme
from rmkit.report.evaluation.claims import REGRESSION, SECOND, says_why
from tests.lotteried import GAIN, copy_of_lottery
from tests.played import copy_of

SAMPLES = Path(__file__).resolve().parents[1] / "data_samples"
BOTH = pytest.mark.parametrize("name", ["harbour", "six_pairs"])
ALONE = {"pair", "self"}


def rows(name, table):
    with (SAMPLES / name / f"{table}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@BOTH
def test_what_came_back_is_kept_by_form_wave_and_person(name, tmp_path):
    truth = {row["person_id"]: row for row in rows(name, "changes")}
    with copy_of(name, tmp_path, until="evaluated") as programme:
        assert programme.today == sample_recipe(name).days.evaluated
        for wave, column in (("kick_off", "answered_kick_off"), ("after", "answered_after")):
            told = {r.person_id for r in programme.file.counting("learning_needs", wave)}
            assert told == {who for who, row in truth.items() if row[column] == "yes"}
        for side in ("mentee", "mentor"):
            heard = {r.person_id for r in programme.file.counting(f"satisfaction_{side}", "after")}
            sure = {
                w for w, r in truth.items() if (r["side"], r["answered_after"]) == (side, "yes")
            }
            assert heard == sure
        for form in ("mini_task", "mentor_growth", "behaviour"):
            assert {r.wave for r in programme.file.responses(form)} == {"before", "after"}
        (cost,) = programme.questionnaires.scores("hours_and_cost").to_dict("records")
        assert cost["cost"] > 1_000
        assert programme.keeping.check().is_whole


@BOTH
def test_managers_are_heard_only_where_the_mentee_agreed(name, tmp_path):
    with copy_of(name, tmp_path, until="evaluated") as programme:
        answers = programme.questionnaires.responses("behaviour")
        own = answers[answers["manager_leave"].notna()]
        seen = answers[answers.filter(like="observed_").notna().any(axis=1)]
        leave = set(zip(own["person_id"], own["wave"], own["manager_leave"], strict=True))
        assert len(seen) > 2
        assert all((w.partner_id, w.wave, "yes") in leave for w in seen.itertuples())
        boss = {p.person_id: p.staff.get("manager_id") for p in programme.file.people()}
        assert all(boss[w.partner_id] == w.person_id for w in seen.itertuples())
        assert "no" in set(own["manager_leave"])


@BOTH
def test_it_happened_in_its_order_and_the_end_of_the_half_year_stays_what_it_was(name, tmp_path):
    days = sample_recipe(name).days
    with copy_of(name, tmp_path, until="evaluated") as programme:
        moments = [datetime.fromisoformat(change.at) for change in programme.keeping.changes]
        assert all(one <= other for one, other in itertools.pairwise(moments))
        late = [r for r in programme.file.responses() if r.received_at[:10] > str(days.last_day)]
        assert {r.received_at[:10] for r in late} == {str(days.returned), str(days.evaluated)}
        early = [r for r in late if r.wave in ("before", "kick_off")]
        assert max(r.submitted_at[:10] for r in early) < "2027-01-11"
        first = [r for r in early if r.submitted_at[:10] < str(days.rematched)]
        assert len(first) > 0.8 * len(early)
        assert all(r.person_id or r.instrument_id == "hours_and_cost" for r in late if r.wave)
    with copy_of(name, tmp_path) as programme:
        assert not programme.file.responses("learning_needs")
        assert programme.today == days.last_day


def test_a_change_that_is_true_is_seen_and_a_false_one_goes_with_the_second_answers(tmp_path):
    truth = pd.DataFrame(rows("harbour", "changes")).query("side == 'mentee'")
    with copy_of("harbour", tmp_path, until="evaluated") as programme:
        first = programme.candidates.people.set_index("person_id")
        waves = {
            wave: programme.questionnaires.responses("learning_needs", wave).set_index("person_id")
            for wave in ("kick_off", "after")
        }
        both = [p for p in truth["person_id"] if all(p in w.index for w in waves.values())]

        def level(table, skill):
            return pd.to_numeric(table.loc[both, f"level_{skill}"])

        def change(before, skill):
            return (level(waves["after"], skill) - level(before, skill)).mean()

        for skill in ("spreadsheets", "data_dashboards"):
            assert pd.to_numeric(truth[f"change_{skill}"]).mean() > 1.5
            assert 1.2 < change(waves["kick_off"], skill) < 2
        assert set(truth["change_interacting"]) == {"0.0"}
        assert change(first, "interacting") > 0.3
        assert abs(change(waves["kick_off"], "interacting")) < 0.1
        back = pd.to_numeric(waves["after"].loc[both, "then_spreadsheets"])
        assert (level(waves["after"], "spreadsheets") - back).mean() > change(
            waves["kick_off"], "spreadsheets"
        )


def test_who_said_nothing_at_the_end_had_met_less_and_learned_less():
    truth = pd.DataFrame(rows("harbour", "changes")).query("side == 'mentee'")
    held = {row["of"]: int(row["held"]) for row in rows("harbour", "pairs")}
    learned = truth.filter(like="change_").astype(float).mean(axis=1)
    silent = truth["answered_after"] == "no"
    assert 4 <= silent.sum() < 8
    assert learned[silent].mean() < 0.7 * learned[~silent].mean()
    met = truth["of"].map(held)
    assert met[silent].mean() < met[~silent].mean() - 1
    assert Counter(truth.loc[silent, "planted"])["fell_silent"] == 2


def test_a_sentence_is_quoted_only_with_leave_and_some_give_it(tmp_path):
    with copy_of("harbour", tmp_path, until="evaluated") as programme:
        asked = programme.questionnaires.responses("satisfaction_mentee")
        assert {"no", "unnamed"} <= set(asked["quote"].dropna())
        assert asked.loc[asked["quote"].notna(), "quotable"].notna().all()
        kept = programme.file.responses(wave="after")
        told = {form.id: form for form in map(programme.file.asked_in, kept)}
        fields = [f for form in told.values() for f in form.fields]
        assert not {f.visibility for f in fields} & ALONE


def test_where_nobody_is_asked_again_the_sample_says_so():
    with pytest.raises(NotAllowed, match="nobody is asked again"):
        Programme.sample("chamber", until="evaluated")


def test_a_day_between_the_two_readings_stops_there(tmp_path):
    heard, recipe = [], sample_recipe("six_pairs")
    with copy_of("six_pairs", tmp_path) as programme:
        play_on(programme, recipe, today=date(2027, 2, 1), on_progress=lambda *n: heard.append(n))
        assert [(stage, done) for stage, done, _ in heard] == [("Evaluation", 0), ("Evaluation", 1)]
        assert programme.today == date(2027, 2, 1)
        assert programme.file.responses("satisfaction_mentee")
        assert not programme.file.responses("hours_and_cost")


def test_a_lottery_leaves_a_comparison_in_which_those_drawn_really_learned_more(tmp_path):
    programme, made = copy_of_lottery(tmp_path)
    with programme:
        draw = programme.pairing.lottery("mentee")
        after = programme.questionnaires.responses("learning_needs", "after").set_index("person_id")
        groups = [[p for p in who if p in after.index] for who in (draw.drawn, draw.comparison)]
        assert min(map(len, groups)) >= 8
        truth = made.truth.set_index("person_id")["change_spreadsheets"]
        assert truth.reindex(draw.comparison).eq(0).all()
        assert truth.reindex(draw.drawn).mean() > 0.6 * GAIN
        drawn, waiting = (after.loc[who, "level_spreadsheets"].astype(float) for who in groups)
        assert drawn.mean() - waiting.mean() > 0.5
        assert set(draw.drawn) - set(after.index), "some who were drawn say nothing at the end"


def claims(programme, side="mentee"):
    table = programme.evaluation.changes()
    return table[table["side"] == side].set_index("what")["claimed"].to_dict()


def test_what_the_report_claims_is_true_where_a_second_measurement_is_the_start(tmp_path):
    truth = pd.DataFrame(rows("harbour", "changes")).query("side == 'mentee'")
    with copy_of("harbour", tmp_path, until="evaluated") as programme:
        words, found = programme.objective.words, claims(programme)
        for column in truth.filter(like="change_"):
            learned = pd.to_numeric(truth[column]).mean()
            skill = words[column.removeprefix("change_")]
            assert found[skill] != "down"
            assert (found[skill] == "up") <= (learned > 0.2)
        assert found[words["spreadsheets"]] == "up"
        assert found[words["interacting"]] == "undecided"
        page = render_html(programme.evaluation.page())
        assert SECOND in unescape(page)
        assert REGRESSION not in unescape(page)


def test_without_the_second_measurement_nothing_of_levels_is_claimed_and_the_warning_stands(
    tmp_path,
):
    with copy_of("harbour", tmp_path, until="evaluated") as programme:
        with programme.file.change(actor="x", action="Forget", now=now()) as change:
            for response in programme.file.responses("learning_needs", "kick_off"):
                change.save_response(replace(response, answers={}))
        assert not programme.evaluation.facts().second
        found = programme.evaluation.changes().query("unit == 'levels'")
        assert found["change"].max() > 0.3
        assert not set(found["claimed"]) & {"up", "down"}
        assert REGRESSION in unescape(render_html(programme.evaluation.page()))


def test_a_lottery_is_told_as_drawn_and_only_there_an_effect_is_spoken_of(tmp_path):
    programme, _ = copy_of_lottery(tmp_path)
    with programme:
        told = programme.evaluation.facts().compared
        assert told.how == "lottery"
        assert 0.3 < told.difference < 2
        assert told.low > 0
        page = unescape(render_html(programme.evaluation.page()))
        assert "an effect of having a place" in page
    with copy_of("harbour", tmp_path, until="evaluated") as programme:
        assert programme.evaluation.facts().compared.how == "waiting"
        page = programme.evaluation.page()
        assert says_why([unescape(render_html(page)).split("<body", 1)[1]]) == ()
