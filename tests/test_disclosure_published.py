"""What a programme publishes: by plan, remembered, with nobody to be worked out from waves."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import rmkit
from rmkit.disclosure.attack import Crowd
from rmkit.disclosure.plan import EVERYBODY, Plan, first_plan
from rmkit.disclosure.published import HIDDEN, publish
from rmkit.errors import NotAllowed
from tests.attackers import fewest_by_force


def crowd(n=40, seed=0):
    rng = np.random.default_rng(seed)
    return pd.DataFrame(
        {
            "owner": [f"o{i}" for i in range(n)],
            "department": ["Legal"] * 3 + rng.choice(["Finance", "Port"], n - 3).tolist(),
            "site": rng.choice(["North", "South"], n),
            "level_ai": pd.array(rng.integers(1, 6, n), dtype="Int64"),
        }
    )


def mean_of(published, group, question="level_ai"):
    rows = published.rows
    return rows[(rows["group"] == group) & (rows["question"] == question)]["mean"].iloc[0]


def test_every_group_of_the_plan_has_its_row_and_hidden_ones_look_the_same():
    people = crowd()
    plan = first_plan(people)
    published, _ = publish(people, plan)
    table = published.table({"level_ai": "AI"})
    assert list(table.columns) == ["breakdown", "group", "AI"]
    assert len(table) == len(plan.cells)
    assert table["AI"].iloc[0] == f"{people['level_ai'].mean():.1f}"
    legal = published.rows[published.rows["group"] == "Legal"]
    assert legal[["people", "mean"]].isna().all(axis=None)
    assert set(table.loc[published.rows["mean"].isna().to_numpy(), "AI"]) == {HIDDEN}
    assert "by subtraction" in published.sentence
    assert "level_ai" not in repr(published)


@pytest.mark.claim("small-groups")
def test_one_late_answer_cannot_be_read_off_by_subtraction():
    people = crowd()
    plan = first_plan(people)
    published, before = publish(people.iloc[:-1], plan)
    assert mean_of(published, EVERYBODY) is not pd.NA
    assert publish(people, plan, earlier=[before]) is None
    changed = people.iloc[:-1].copy()
    changed.loc[0, "level_ai"] = 1 if people.loc[0, "level_ai"] != 1 else 2
    assert publish(changed, plan, earlier=[before]) is None


def test_many_late_answers_bring_new_figures():
    people = crowd(120)
    plan = first_plan(people)
    _, before = publish(people.iloc[:60], plan)
    later = publish(people, plan, earlier=[before])
    assert later is not None
    assert mean_of(later[0], EVERYBODY) == pytest.approx(float(people["level_ai"].mean()))


@pytest.mark.claim("small-groups")
@given(st.data())
@settings(max_examples=25)
def test_two_waves_together_tell_of_no_four_people(data):
    n = data.draw(st.integers(7, 11))
    people = crowd(n, seed=data.draw(st.integers(0, 99)))
    first = people.iloc[: data.draw(st.integers(5, n))]
    plan = Plan(first_plan(people).breakdowns, ("level_ai",))
    _, before = publish(first, plan)
    later = publish(people, plan, earlier=[before])
    waves = [(first, before), *([] if later is None else [(people, later[1])])]
    sums = []
    for wave, kept in waves:
        for cell in kept.shown["level_ai"]:
            column, group = plan.cells[cell]
            inside = wave["owner"] if column == EVERYBODY else wave["owner"][wave[column] == group]
            sums.append(people["owner"].isin(set(inside)).astype(float).to_numpy())
    if sums:
        assert fewest_by_force(Crowd(np.array(sums), np.arange(n)), 5) is None


def test_a_plan_of_too_many_groups_and_of_no_column_is_refused():
    people = pd.DataFrame(
        {"owner": [str(i) for i in range(300)], "site": [f"s{i}" for i in range(300)]}
    )
    assert first_plan(people).breakdowns == ()
    with pytest.raises(NotAllowed, match="301 groups"):
        first_plan(people, ["site"])
    with pytest.raises(NotAllowed, match='no column "floor"'):
        first_plan(people, ["floor"])


@pytest.fixture(scope="module")
def small():
    with rmkit.Programme.sample("six_pairs", until="profiles") as programme:
        yield programme


def test_a_programme_publishes_once_and_remembers_it_without_names(small):
    published = small.publication.publish()
    again = small.publication.publish()
    assert again.rows.equals(published.rows)
    assert list(small.file.documents("publication")) == ["0001"]
    kept = str(small.file.document("publication", "0001"))
    ids = {p.person_id for p in small.file.people()}
    assert not any(f"'{i}'" in kept for i in ids)
    assert Plan.from_document(small.file.document("publication_plan")) == small.publication.plan
    with pytest.raises(NotAllowed, match="by subtraction"):
        small.publication.fix_plan(["site"])


@pytest.mark.claim("small-groups")
def test_an_erased_person_leaves_a_place_that_is_nobodys(small):
    before = small.publication.publish()
    person = small.file.responses("candidate")[0].person_id
    small.candidates.erase(person, by="Dana Weber")
    places = small.file.document("publication_places")
    assert [p["person_id"] for p in places.values()].count(None) == 1
    after = small.publication.publish()
    assert after.held_back
    assert after.rows.equals(before.rows)
    assert "the earlier ones stand" in after.sentence
