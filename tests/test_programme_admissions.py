"""Who is asked, admitted, put on the waiting list or declined, by whom, and what is refused why."""

import time

import pytest

from rmkit.errors import FaultsFound, NotAllowed, NotReady, UnknownName
from rmkit.programme.programme import Programme
from rmkit.records.model import Person

BY = "Rosa Vidal"


@pytest.fixture(scope="module")
def answered(tmp_path_factory):
    with Programme.sample("six_pairs", until="pairing") as programme:
        yield programme


@pytest.fixture
def programme(answered, tmp_path):
    copy = tmp_path / "copy.rmkit"
    copy.write_bytes(answered.file.path.read_bytes())
    with Programme.open(copy) as opened:
        with opened.file.change(actor="t", action="t", now=_now()) as change:
            change.save_people(
                Person(f"S{n}", name=f"Silent {n}", staff={"department": "Quay"}) for n in (1, 2)
            )
        yield opened


def _now():
    from rmkit.programme.clock import now

    return now()


def some(programme, n=3):
    return list(programme.candidates.people["person_id"][:n])


def test_nobody_is_admitted_without_an_answered_questionnaire_and_the_others_are(programme):
    programme.candidates.invite(["S1"], by=BY)
    done = programme.candidates.admit([*some(programme), "S1", "S2"], by=BY)
    assert done.done == tuple(some(programme))
    assert [i for i, _ in done.refused] == ["S1", "S2"]
    assert "questionnaire" in dict(done.refused)["S1"]
    assert programme.file.person("S1").state == "invited"
    assert programme.file.person(done.done[0]).state_by == BY
    with pytest.raises(NotAllowed, match="Nobody was admitted"):
        programme.candidates.admit(["S1"], by=BY)


def test_everybody_of_a_department_is_invited_once(programme):
    step = programme.candidates
    done = step.invite(by=BY, department="Quay")
    assert done.done == ("S1", "S2")
    assert step.counts["invited"] == 2
    with pytest.raises(NotAllowed, match="Nobody was named"):
        step.invite(by=BY, department="Quay")
    with pytest.raises(UnknownName, match="department"):
        step.invite(by=BY, department="Quai")
    with pytest.raises(UnknownName, match="filter"):
        step.invite(by=BY, shoe_size="44")


def test_an_empty_staff_list_and_an_unknown_id_are_told(tmp_path):
    with Programme.create(tmp_path / "e.rmkit", name="P", organisation="O") as programme:
        with pytest.raises(NotReady, match="no staff list"):
            programme.candidates.invite(by=BY)
        with pytest.raises(UnknownName):
            programme.candidates.admit(["nobody"], by=BY)
        assert programme.candidates.standing.empty
        assert sum(programme.candidates.counts.values()) == 0
        assert programme.candidates.not_interviewed == ()


def test_who_waits_is_not_matched_until_they_are_admitted(programme):
    step, one = programme.candidates, some(programme, 1)[0]
    step.put_on_waiting_list([one], by=BY)
    assert one not in set(step.people["person_id"])
    row = step.standing.set_index("person_id").loc[one]
    assert (row["standing"], row["by"]) == ("waiting list", BY)
    assert step.counts["waiting list"] == 1
    assert sum(step.counts.values()) == len(programme.file.people())
    step.admit([one], by=BY)
    assert one in set(step.people["person_id"])
    assert step.counts["waiting list"] == 0


def test_somebody_in_a_pair_that_runs_is_not_declined_and_it_says_what_to_do():
    with Programme.sample("six_pairs") as programme:
        pair = programme.file.pairs("confirmed")[0]
        for act in (programme.candidates.decline, programme.candidates.put_on_waiting_list):
            with pytest.raises(NotAllowed, match=r"pairing\.part") as told:
                act([pair.mentor_id], by=BY)
            assert pair.pair_id in str(told.value)
        assert programme.file.pair(pair.pair_id).state == "confirmed"


def test_interviewed_needs_the_record_of_a_talk(programme):
    step, (one, other) = programme.candidates, some(programme, 2)
    assert one in step.not_interviewed
    with pytest.raises(NotAllowed, match="no record of a talk"):
        step.mark_interviewed([one], by=BY)
    programme.questionnaires.answer(
        "interview", {"decision": "admit", "reason": "Ready."}, person=one, by=BY
    )
    assert programme.file.person(one).state == "interviewed"
    history = step.states_of(one)
    assert (list(history["after"])[-1], list(history["by"])[-1]) == ("interviewed", BY)
    assert one not in step.not_interviewed
    assert other in step.not_interviewed


def test_a_talk_alters_nothing_that_was_decided(programme):
    step, (one, other, invited) = programme.candidates, [*some(programme, 2), "S1"]
    step.admit([one], by=BY)
    step.decline([other], by=BY)
    step.invite([invited], by=BY)
    for person in (one, other, invited):
        given = {"decision": "admit", "reason": "Ready."}
        programme.questionnaires.answer("interview", given, person=person, by=BY)
    states = [programme.file.person(i).state for i in (one, other, invited)]
    assert states == ["admitted", "declined", "interviewed"]


def test_a_record_of_a_talk_from_a_file_counts_too(programme):
    from rmkit.exchange.responses import Response as Found
    from rmkit.programme.importing import add_responses

    one = some(programme, 1)[0]
    rows = [Found("1", 1, {"decision": "admit"}, None, person_id=one)]
    asked = programme.questionnaires.instrument("interview")
    add_responses(programme.file, rows, asked, source="talks.xlsx", now=_now(), by=BY)
    assert programme.file.person(one).state == "interviewed"


def test_the_history_of_a_person_says_when_by_whom_and_from_what(programme):
    step, one = programme.candidates, some(programme, 1)[0]
    step.admit([one], by=BY)
    step.decline([one], by="Ben Ode")
    history = step.states_of(one)
    assert list(history["after"]) == ["answered", "admitted", "declined"]
    assert list(history["by"])[1:] == [BY, "Ben Ode"]


def test_an_erased_person_leaves_no_trace_of_their_admission(programme):
    step, one = programme.candidates, some(programme, 1)[0]
    step.put_on_waiting_list([one], by=BY)
    step.erase(one, by=BY)
    assert [kept["person_id"] for kept in programme.file.documents("admission").values()] == [None]
    with pytest.raises(UnknownName):
        step.admit([one], by=BY)


def test_who_objected_is_neither_invited_nor_admitted(programme):
    step, one = programme.candidates, some(programme, 1)[0]
    programme.rights.object(one, "participation", by=BY)
    with pytest.raises(NotAllowed, match="asked not to take part"):
        step.admit([one], by=BY)


def test_five_hundred_are_admitted_in_one_change(programme):
    from rmkit.records.model import Response

    people = [f"M{n:03}" for n in range(500)]
    asked = programme.candidates.questionnaire
    with programme.file.change(actor="t", action="t", now=_now()) as change:
        change.save_people(Person(i, name=i, state="answered") for i in people)
        change.save_responses(
            Response(i, "candidate", asked.version, {"name": i, "role": "mentor"}) for i in people
        )
    before, began = len(programme.file.changes()), time.process_time()
    assert len(programme.candidates.admit(people, by=BY).done) == 500
    assert time.process_time() - began < 10
    assert len(programme.file.changes()) == before + 1


def test_sentences_are_met_by_answers_or_by_a_tick_and_nothing_is_summed(programme):
    step = programme.candidates
    table = step.people.set_index("person_id")
    listed = step.checklist().set_index("person_id")
    assert list(listed.index) == sorted(table.index)
    assert list(listed.columns) == [one.id for one in step.criteria]
    mentors = table.index[table["role"] == "mentor"]
    levels = table.loc[mentors, [c for c in table if c.startswith("level_")]]
    able = (levels >= 4).any(axis=1)
    assert list(listed.loc[mentors, "gives"] == "met") == [bool(it) for it in able]
    assert set(listed.loc[mentors, "wishes"]) == {"does not apply"}
    assert set(listed["manager"]) == {"not known"}
    one = mentors[0]
    step.tick(one, "manager", False, by=BY)
    assert step.checklist([one])["manager"].item() == "not met"
    step.tick(one, "manager", None, by=BY)
    assert step.checklist([one])["manager"].item() == "not known"
    with pytest.raises(UnknownName, match="criterion"):
        step.tick(one, "gives", True, by=BY)


def test_who_somebody_is_cannot_become_a_criterion(programme):
    step, before = programme.candidates, programme.candidates.criteria
    with pytest.raises(FaultsFound) as told:
        step.keep_criteria(["Is younger than 35.", "Is a woman.", "", "Has time."], by=BY)
    assert len(told.value.faults) == 3
    assert step.criteria == before
    step.keep_criteria(["Has time on Mondays.", *before], by=BY)
    assert [one.id for one in step.criteria] == ["own_1", *(one.id for one in before)]


def test_people_can_read_what_was_ticked_about_them(programme):
    step, one = programme.candidates, some(programme, 1)[0]
    step.tick(one, "manager", True, by=BY)
    step.put_on_waiting_list([one], by=BY)
    found = programme.rights.record(one, by=BY)["admission"]
    assert found["later_round_since"]
    assert found["ticks"] == [{"criterion": "Their manager knows and agrees.", "met": True}]
