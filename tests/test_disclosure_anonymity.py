"""Records of pairs, against a partner who knows everything about themselves."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rmkit.disclosure.anonymity import SIDES, Standing, anonymous_records, band, standing

FACTS = ["mentor_years", "mentee_years"]


def pairs(n=150, seed=0, kinds=2):
    rng = np.random.default_rng(seed)
    columns = {}
    for side in SIDES:
        for i in range(kinds):
            columns[f"{side}_level_{i}"] = pd.array(rng.integers(1, 6, n), dtype="Int64")
        columns[f"{side}_years"] = rng.choice(["under 5", "5 to 14"], n)
    return pd.DataFrame(columns)


def people_of(n, several=False):
    return {
        "mentor": [f"M{i // (2 if several else 1)}" for i in range(n)],
        "mentee": [f"E{i}" for i in range(n)],
    }


def by_force(table, own, other, people):
    """Play every partner: look for the rows that could be one's own, and read the other side."""
    worst_k = worst_l = len(table)
    known = [c for c in table.columns if c.startswith(own) or c in FACTS]
    told = [c for c in table.columns if c.startswith(other) and c not in FACTS]
    rows = table.astype(object).where(table.notna(), "?").to_dict("records")
    for me in rows:
        alike = [j for j, row in enumerate(rows) if all(row[c] == me[c] for c in known)]
        for side in SIDES:
            worst_k = min(worst_k, len({people[side][j] for j in alike}))
        for c in told:
            worst_l = min(worst_l, len({rows[j][c] for j in alike} - {"?"}))
    return worst_k, worst_l


@given(st.integers(6, 40), st.integers(0, 999), st.booleans())
@settings(max_examples=25)
def test_k_and_l_are_what_playing_every_partner_finds(n, seed, several):
    table = pairs(n, seed, kinds=1)
    for side in SIDES:
        table[f"{side}_level_0"] = band(table[f"{side}_level_0"], coarse=True)
    people = people_of(n, several)
    played = [by_force(table, own, other, people) for own, other in (SIDES, SIDES[::-1])]
    found = standing(table, FACTS, people)
    assert found == Standing(min(k for k, _ in played), min(low for _, low in played))


@pytest.mark.claim("research-export")
@pytest.mark.parametrize("several", [False, True])
def test_no_partner_singles_out_or_learns_the_other_answer(several):
    people = people_of(150, several)
    found = anonymous_records(pairs(), facts=FACTS, people=people)
    assert found is not None
    # The table is sorted; who is in which row is put back by its content, for the attack alone.
    banded = _again(pairs(), found)
    assert banded.sort_values(list(banded.columns), ignore_index=True).equals(
        found.table.content.reset_index(drop=True)
    )
    for own, other in (SIDES, SIDES[::-1]):
        k, low = by_force(banded, own, other, people)
        assert k >= 5
        assert low >= 2
    assert found.standing.k >= 5
    assert found.dropped


def _again(table, found):
    return pd.DataFrame(
        {
            c: table[c].astype("string") if c in FACTS else band(table[c], coarse=found.coarse)
            for c in found.table.content.columns
        }
    )


@pytest.mark.claim("research-export")
def test_the_order_of_the_pairs_leaves_no_trace():
    table, people = pairs(), people_of(150)
    first = anonymous_records(table, facts=FACTS, people=people)
    turned = anonymous_records(
        table.iloc[::-1].reset_index(drop=True),
        facts=FACTS,
        people={side: ids[::-1] for side, ids in people.items()},
    )
    assert first.table.content.equals(turned.table.content)
    assert list(first.table.content.index) == list(range(150))


def test_few_pairs_and_answers_all_share_give_no_records():
    assert anonymous_records(pairs(8), facts=FACTS, people=people_of(8)) is None
    same = pairs().assign(**{f"mentee_level_{i}": 3 for i in range(2)})
    assert anonymous_records(same, facts=FACTS, people=people_of(150)) is None


def test_a_second_release_has_no_column_that_the_first_had_not():
    people = people_of(150)
    first = list(anonymous_records(pairs(), facts=FACTS, people=people).table.content.columns)
    again = anonymous_records(pairs(seed=5), facts=FACTS, people=people, only=first[1:])
    assert again is None or set(again.table.content.columns) <= set(first[1:])
