"""A pair that comes into one reporting line while it runs is seen."""

from __future__ import annotations

from dataclasses import replace

import pytest

from rmkit.programme.clock import now
from rmkit.programme.programme import Programme
from rmkit.programme.same_line import pairs_in_one_line


@pytest.fixture(scope="module")
def six():
    with Programme.sample("six_pairs", until="kickoff") as programme:
        yield programme


def manage(programme, person_id, manager_id):
    person = programme.file.person(person_id)
    with programme.file.change(actor="Rosa Vidal", action="Moved", now=now()) as change:
        change.save_person(replace(person, staff={**person.staff, "manager_id": manager_id}))


def test_pair_in_which_one_comes_to_report_to_the_other_is_listed_until_it_is_so_no_more(six):
    assert pairs_in_one_line(six.file) == ()
    pair = six.file.pairs("confirmed")[0]
    between = next(
        p.person_id
        for p in six.file.people()
        if p.person_id not in (pair.mentor_id, pair.mentee_id) and not p.is_candidate
    )
    before = {i: six.file.person(i).staff.get("manager_id") for i in (pair.mentor_id, between)}
    manage(six, between, pair.mentee_id)
    manage(six, pair.mentor_id, between)
    assert [p.pair_id for p in pairs_in_one_line(six.file)] == [pair.pair_id]
    [due] = [one for one in six.meetings.due() if one.kind == "one line"]
    assert (due.pair_id, due.people) == (pair.pair_id, (pair.mentor_id, pair.mentee_id))
    assert due.why.startswith("One of the two reports to the other by now")
    assert "In one pair one now reports to the other" in str(six.status())
    for person, manager in before.items():
        manage(six, person, manager)
    assert pairs_in_one_line(six.file) == ()


def test_where_the_rule_was_off_for_the_search_nobody_is_listed():
    with Programme.sample("six_pairs", until="pairing") as programme:
        programme.pairing.solve(rules={"reporting_line": "off"})
        programme.pairing.open_unmatched()
        programme.pairing.open_flagged()
        programme.pairing.confirm(by="Rosa Vidal")
        pair = programme.file.pairs("confirmed")[0]
        manage(programme, pair.mentor_id, pair.mentee_id)
        assert pairs_in_one_line(programme.file) == ()
