import shutil

import pytest

from rmkit.errors import NotAllowed, NotReady, UnknownName
from rmkit.matching import CRITERIA, RULES
from rmkit.programme.clock import now
from rmkit.programme.programme import Programme


@pytest.fixture(scope="module")
def proposed(tmp_path_factory):
    with Programme.sample("six_pairs", until="pairing") as programme:
        programme.pairing.solve()
        return shutil.copy(programme.file.path, tmp_path_factory.mktemp("proposed") / "a.rmkit")


@pytest.fixture
def programme(proposed, tmp_path):
    with Programme.open(shutil.copy(proposed, tmp_path / "a.rmkit")) as opened:
        yield opened


def places(frame):
    return set(zip(frame["mentor_id"], frame["mentee_id"], strict=True))


def alter_people(programme):
    with programme.file.change(actor="coordinator", action="Declined", now=now()) as change:
        change.set_state(programme.candidates.people["person_id"][0], "declined")


# The matching behind the pairs


def test_a_reopened_programme_works_out_the_very_same_pairs(programme):
    pairs, found = programme.pairing.pairs, programme.pairing.matching()
    assert places(found.pairs) == places(pairs)
    assert list(found.pairs["reason"]) == list(pairs["reason"])
    assert list(found.unmatched["person_id"]) == list(programme.pairing.unmatched["person_id"])
    assert programme.pairing.matching() is found


def test_locks_weights_rules_and_aim_are_worked_out_again_too(programme):
    first = programme.pairing.pairs.iloc[0]
    ids = (first["mentor_id"], first["mentee_id"])
    made = programme.pairing.solve(
        aim="score",
        criteria={"shared_slots": 9, "common_topics": 0},
        rules={"same_department": "hard"},
        forbidden=[ids],
    )
    with Programme.open(programme.file.path) as reopened:
        found = reopened.pairing.matching()
        assert found is not made
        assert found.settings() == made.settings()
        assert places(found.pairs) == places(made.pairs)


def test_a_new_proposal_is_explained_by_its_own_matching(programme):
    before = programme.pairing.matching()
    first = programme.pairing.pairs.iloc[0]
    ids = (first["mentor_id"], first["mentee_id"])
    programme.pairing.solve(forbidden=[ids])
    assert programme.pairing.matching() is not before
    with pytest.raises(UnknownName):
        programme.pairing.explain(*ids)


def test_pairs_are_not_explained_from_other_answers(programme):
    programme.pairing.matching()
    assert not programme.pairing.is_stale
    alter_people(programme)
    assert programme.pairing.is_stale
    with pytest.raises(NotReady, match=r"pairing\.solve\(\)"):
        programme.pairing.matching()


def test_a_line_of_somebody_who_is_no_candidate_makes_a_proposal_stale(programme):
    candidates = set(programme.candidates.people["person_id"])
    other = next(p for p in programme.file.people() if p.person_id not in candidates)
    from dataclasses import replace

    moved = replace(other, staff={**other.staff, "manager_id": sorted(candidates)[0]})
    with programme.file.change(actor="coordinator", action="Moved", now=now()) as change:
        change.save_person(moved)
    assert programme.pairing.is_stale


def test_pairs_of_another_version_are_not_explained_by_this_one(programme):
    kept = programme.file.matching()
    with programme.file.change(actor="coordinator", action="Proposed", now=now()) as change:
        change.save_matching(
            settings=kept.settings, data_digest=kept.data_digest, result=kept.result,
            total=kept.total, gap=kept.gap, pairs=programme.file.pairs()[1:],
        )  # fmt: skip
    with pytest.raises(NotReady, match="another version"):
        programme.pairing.matching()


def test_nothing_is_explained_before_there_are_pairs():
    with Programme.sample("six_pairs", until="pairing") as programme:
        with pytest.raises(NotReady, match="Propose them first"):
            programme.pairing.matching()
        assert not programme.pairing.is_stale


# Explanations


def test_a_pair_is_explained_with_names_points_and_what_else_was_possible(programme):
    names = programme.candidates.names
    for row in programme.pairing.pairs.to_dict("records"):
        told = programme.pairing.explain(row["mentor_id"], row["mentee_id"])
        assert (told.mentor, told.mentee) == (row["mentor"], row["mentee"])
        assert told.reason == row["reason"]
        assert told.score == pytest.approx(row["score"])
        total = sum(part.points for part in told.points) / sum(part.of for part in told.points)
        assert 100 * total == pytest.approx(told.score)
        for other in told.alternatives:
            assert (other.mentor, other.mentee) == (names[other.mentor_id], names[other.mentee_id])
            assert other.cost.endswith(".")
            assert other.cost[0].isupper()
        assert not [i for i in names if i in str(told) + told.paragraph + told.picture().alt]
        assert told.picture().sentence.startswith(f"{told.mentor} with {told.mentee} has")


def test_a_locked_pair_says_so_in_the_table_and_in_its_explanation(programme):
    first = programme.pairing.pairs.iloc[0]
    ids = (first["mentor_id"], first["mentee_id"])
    assert not programme.pairing.pairs["locked"].any()
    programme.pairing.solve(locked=[ids])
    pairs = programme.pairing.pairs
    assert places(pairs[pairs["locked"]]) == {ids}
    told = programme.pairing.explain(*ids)
    assert told.locked
    assert told.alternatives == ()
    assert "You locked this pair" in str(told)


def test_somebody_left_over_is_told_with_names_by_counts_and_the_smallest_changes(programme):
    pairing, names = programme.pairing, programme.candidates.names
    for person in pairing.unmatched["person_id"]:
        told = pairing.left_over(person)
        assert told.person == names[person]
        assert {row.rule for row in told.rules} >= {"left"}
        assert bool(told.note) == (not told.changes or len(told.changes[0].kinds) > 1)
        sentences = [told.reason, *(change.sentence for change in told.changes)]
        assert not [i for i in names if i in " ".join(sentences)]
        for change in told.changes:
            assert names[change.partner_id] in change.sentence
            assert person in {name for pair in change.made for name in pair}
    paired = pairing.left_over(pairing.pairs["mentor_id"][0])
    assert "is paired with" in paired.reason
    assert paired.changes == ()


def test_insisting_on_a_pair_is_told_with_names_and_what_it_costs(programme):
    pairing, names = programme.pairing, programme.candidates.names
    mentor, mentee = pairing.pairs["mentor_id"][0], pairing.pairs["mentee_id"][1]
    told = pairing.override(mentor, mentee)
    assert told.mentor == names[mentor]
    assert not [i for i in names if i in told.sentence]
    assert told.possible == (not told.barred_by and bool(told.cost))
    assert told.barred_by or (mentor, mentee) in told.made
    with pytest.raises(UnknownName, match="mentor in this matching"):
        pairing.override(mentee, mentor)


def test_why_not_names_people_and_refuses_strangers(programme):
    names = programme.candidates.names
    pairs = programme.pairing.pairs
    told = programme.pairing.why_not(pairs["mentor_id"][0], pairs["mentee_id"][1])
    assert names[pairs["mentor_id"][0]] in told
    for person in programme.pairing.unmatched["person_id"]:
        told += programme.pairing.why_not(person)
    assert not [i for i in names if i in told]
    with pytest.raises(UnknownName, match="person in this matching"):
        programme.pairing.why_not("nobody")


# Choices


def test_choices_before_a_proposal_are_those_that_ship(tmp_path):
    path = tmp_path / "empty.rmkit"
    with Programme.create(path, name="Pilot", organisation="Firm") as programme:
        choices = programme.pairing.choices
    assert {r.id: r.strength for r in choices.rules} == {r.id: r.strength for r in RULES}
    assert {c.id: c.weight for c in choices.criteria} == {c.id: c.weight for c in CRITERIA}
    assert {r.strengths for r in choices.rules} == {("hard",), ("hard", "warning", "off")}
    assert all(c.why for c in choices.criteria)
    assert choices.aim == "participation"


def test_the_rule_about_unknown_languages_is_off_where_nobody_was_asked():
    with Programme.sample("six_pairs", until="pairing") as programme:
        asked = programme.profiles.people["languages"].notna().any()
        rules = {r.id: r.strength for r in programme.pairing.choices.rules}
        assert rules["language_unknown"] == ("warning" if asked else "off")
        programme.pairing.solve(rules={"same_department": "hard"})
        after = {r.id: r.strength for r in programme.pairing.choices.rules}
        assert after == {**rules, "same_department": "hard"}


def test_solving_with_the_choices_as_they_come_changes_no_pair(programme):
    first = programme.pairing.pairs.iloc[0]
    ids = (first["mentor_id"], first["mentee_id"])
    programme.pairing.solve(
        aim="score", criteria={"needs_covered": 3}, rules={"no_shared_slot": "off"}, locked=[ids]
    )
    choices, pairs = programme.pairing.choices, programme.pairing.pairs
    assert choices.locked == (ids,)
    programme.pairing.open_unmatched()
    programme.pairing.solve(**choices)
    assert places(programme.pairing.pairs) == places(pairs)
    assert programme.pairing.choices == choices
    assert not programme.pairing.is_looked_at


def test_criteria_of_your_own_are_told_of_and_not_left_out(programme):
    from dataclasses import replace

    programme.pairing.solve(criteria=[replace(CRITERIA[0], id="ours", title="Ours")])
    assert programme.pairing.explain(*next(iter(places(programme.pairing.pairs))))
    with Programme.open(programme.file.path) as reopened:
        with pytest.raises(NotReady, match="ours"):
            _ = reopened.pairing.choices
        with pytest.raises(NotReady, match="ours"):
            reopened.pairing.matching()


# Weighing


def test_weighing_keeps_nothing(programme):
    head, pairs = programme.file.head_digest(), programme.pairing.pairs
    first = pairs.iloc[0]
    weighed = programme.pairing.weigh(forbidden=[(first["mentor_id"], first["mentee_id"])])
    assert places(weighed.pairs) != places(pairs)
    assert programme.file.head_digest() == head
    assert places(programme.pairing.pairs) == places(pairs)
    assert programme.pairing.choices.forbidden == ()


def test_the_same_choices_weigh_the_same(programme):
    weighed = programme.pairing.weigh(**programme.pairing.choices)
    assert weighed.pairs_more == 0
    assert weighed.gain == weighed.lose == ()
    assert weighed.pairs["stands"].all()
    assert "the pairs would be the same as now" in weighed.sentence


def test_weighing_says_who_would_lose_a_partner_and_solving_agrees(programme):
    pairs = programme.pairing.pairs
    mentee = pairs["mentee_id"][0]
    mentors = [i for i in programme.candidates.people["person_id"] if i != mentee]
    weighed = programme.pairing.weigh(forbidden=[(i, mentee) for i in mentors])
    assert (mentee, programme.candidates.names[mentee]) in weighed.lose
    n_left = len(programme.pairing.unmatched)
    assert f"instead of {n_left}" in weighed.sentence or weighed.pairs_more == 0
    placed = {*weighed.pairs["mentor_id"], *weighed.pairs["mentee_id"]}
    everybody = placed | set(weighed.left_over["person_id"])
    assert everybody == set(programme.candidates.people["person_id"])
    programme.pairing.solve(forbidden=[(i, mentee) for i in mentors])
    assert places(programme.pairing.pairs) == places(weighed.pairs)
    back = programme.pairing.weigh()
    assert mentee in dict(back.gain)
    assert back.total > weighed.total


def test_weighing_before_a_proposal_compares_with_nothing():
    with Programme.sample("six_pairs", until="pairing") as programme:
        weighed = programme.pairing.weigh()
        assert weighed.pairs_more is None
        assert weighed.sentence.startswith(f"There would be {len(weighed.pairs)} pairs;")


def test_weighing_after_answers_changed_says_so(programme):
    alter_people(programme)
    assert "Answers changed" in programme.pairing.weigh().sentence


def test_weighing_refuses_what_solving_refuses(programme):
    with pytest.raises(NotAllowed, match="nobody is called"):
        programme.pairing.weigh(locked=[("nobody", "noone")])
    with pytest.raises(NotAllowed, match="always holds"):
        programme.pairing.weigh(rules={"same_person": "off"})
    with pytest.raises(UnknownName, match="same_department"):
        programme.pairing.weigh(rules={"same_departement": "off"})


def test_looking_for_another_number_of_kinds_leaves_a_proposal_as_it_is():
    with Programme.sample("six_pairs", until="pairing") as programme:
        programme.pairing.solve()
        programme.profiles.read(2)
        assert not programme.pairing.is_stale
        pair = programme.pairing.pairs.iloc[0]
        assert programme.pairing.explain(pair["mentor_id"], pair["mentee_id"]).reason
