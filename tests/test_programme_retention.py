"""Each class of data has an end date that is watched, and ends for good in a sound file."""

import shutil
from datetime import date, timedelta

import pytest

from rmkit.errors import NotAllowed, UnknownName
from rmkit.instruments.model import Instrument
from rmkit.programme.clock import now
from rmkit.programme.programme import Programme
from rmkit.programme.retention import DATA_CLASSES
from rmkit.records.model import Response, Retention

LATER = date(2040, 1, 1)
AFTERWARDS = Instrument.model_validate(
    {
        "id": "afterwards",
        "version": 1,
        "title": "Afterwards",
        "purpose": "Tests",
        "source": "made for tests",
        "sections": [
            {
                "id": "all",
                "title": "All",
                "items": [{"id": "liked", "kind": "text", "text": "Liked", "privacy": "free_text"}],
            }
        ],
    }
)
EVERYTHING = [name for name in DATA_CLASSES if name != "backups"]


@pytest.fixture(scope="module")
def played(tmp_path_factory):
    with Programme.sample("six_pairs") as programme:
        one = str(programme.candidates.people["person_id"][0])
        programme.rights.object(one, "research", by="Rosa Vidal")
        programme.rights.opened("The list of all answers", by="Rosa Vidal")
        pair = programme.file.pairs("confirmed")[0]
        with programme.file.change(actor="c", action="Tried.", now=now()) as change:
            change.save_instrument(AFTERWARDS)
            given = {"liked": "harbour songs afterwards"}
            change.save_response(Response(one, "afterwards", 1, given))
            sealed = Response(one, "afterwards", 1, {}, sealed=b"closed", pair_id=pair.pair_id)
            change.save_response(sealed)
        path = tmp_path_factory.mktemp("played") / "six.rmkit"
        return shutil.copy(programme.file.path, path)


@pytest.fixture
def six(played, tmp_path):
    with Programme.open(shutil.copy(played, tmp_path / "six.rmkit")) as programme:
        yield programme


def items(programme):
    return {one.data_class: one.items for one in programme.rights.retention(LATER)}


@pytest.mark.claim("retention")
def test_every_class_has_a_purpose_a_basis_and_an_end_and_the_ends_differ(six):
    kept = six.rights.retention()
    assert {one.data_class for one in kept} == set(DATA_CLASSES)
    assert all(one.purpose and one.basis and one.holds for one in kept)
    ends = {one.data_class: one.ends_on for one in kept}
    assert ends["staff list"] < ends["answers"] < ends["evaluation answers"] < ends["access log"]
    assert all(ends["history"] >= ends[name] for name in ("staff list", "answers", "pairs"))


@pytest.mark.claim("retention")
def test_what_is_due_is_listed_with_what_to_do_and_the_status_names_it(six):
    assert six.rights.due() == ()
    due = {one.data_class for one in six.rights.due(LATER)}
    assert due == set(DATA_CLASSES) - {"backups"}
    yesterday = now().date() - timedelta(days=1)
    head = six.file.head_digest()
    for over in (yesterday, date(2020, 1, 1)):
        with pytest.raises(NotAllowed, match="is over"):
            six.rights.keep_until("answers", over, why="Agreed.", by="Rosa Vidal")
    assert six.file.head_digest() == head
    six.rights.keep_until("answers", now().date(), why="The works council asked.", by="Rosa Vidal")
    with pytest.raises(NotAllowed, match="are kept until"):
        six.rights.end("answers", by="Rosa Vidal")
    ended = Retention("answers", "For tests", yesterday.isoformat())  # as a day later
    with six.file.change(actor="c", action="A day went by.", now=now()) as change:
        change.save_retention(ended)
    assert [one.data_class for one in six.rights.due()] == ["answers"]
    assert "Delete it for good" in six.rights.due()[0].what_to_do
    assert "answers has ended" in six.status().next_steps[0].what


@pytest.mark.claim("retention")
def test_a_date_changes_with_a_reason_that_is_kept(six):
    six.rights.keep_until("pairs", date(2031, 5, 1), why=" A longer study. ", by="Rosa Vidal")
    pairs = next(one for one in six.rights.retention() if one.data_class == "pairs")
    assert (pairs.ends_on, pairs.why) == (date(2031, 5, 1), "A longer study.")
    for wrong in ({"why": " ", "by": "Rosa"}, {"why": "So.", "by": ""}):
        with pytest.raises(NotAllowed):
            six.rights.keep_until("pairs", date(2031, 5, 1), **wrong)
    with pytest.raises(UnknownName):
        six.rights.keep_until("gossip", date(2031, 5, 1), why="So.", by="Rosa")


@pytest.mark.claim("retention")
def test_a_class_whose_time_has_not_ended_is_not_deleted(six):
    head = six.file.head_digest()
    with pytest.raises(NotAllowed, match="are kept until"):
        six.rights.end("answers", by="Rosa Vidal")
    with pytest.raises(NotAllowed):
        six.rights.end("answers", by=" ", today=LATER)
    assert six.file.head_digest() == head


@pytest.mark.claim("retention")
@pytest.mark.parametrize("data_class", EVERYTHING)
def test_a_class_ends_for_good_and_leaves_the_others_and_a_sound_file(six, data_class):
    before = items(six)
    done = six.rights.end(data_class, by="Rosa Vidal", today=LATER)
    assert six.file.check() == []
    after = items(six)
    assert after[data_class] == 0
    assert done.entries_erased > 0
    also = {"pairs": {"sealed answers"}}.get(data_class, set())
    for name in set(before) - {data_class, "history", "backups"} - also:
        assert after[name] == before[name], name
    assert data_class not in {one.data_class for one in six.rights.due(LATER)}
    with pytest.raises(NotAllowed):
        six.file.undo(actor="Rosa Vidal", now=now(), change_no=six.file.changes()[-1].change_no)


@pytest.mark.claim("retention")
def test_no_byte_of_ended_answers_is_left_in_the_file_or_its_backups(six):
    backup = six.file.backup(now=now())
    words = [w for r in six.file.responses() for w in r.answers.values() if isinstance(w, str)]
    long = {w.encode() for w in words if len(w) > 12 and "@" not in w} - {
        b"harbour songs afterwards"
    }
    people = six.file.people()
    of_others = " ".join([*(f"{p.name} {p.staff}" for p in people), *six.candidates.words.values()])
    long = {word for word in long if word.decode() not in of_others}
    here = [six.file.path, backup.path]
    assert all(any(word in path.read_bytes() for word in long) for path in here)
    done = six.rights.end("answers", by="Rosa Vidal", today=LATER)
    assert (done.backups, done.not_reached) == (1, ())
    for path in here:
        raw = path.read_bytes()
        assert [word for word in long if word in raw] == []
        assert b"harbour songs afterwards" in raw


@pytest.mark.claim("retention")
def test_when_everything_has_ended_no_name_is_left(six):
    people = [p for p in six.file.people() if p.name]
    backup = six.file.backup(now=now())
    for data_class in DATA_CLASSES:
        six.rights.end(data_class, by="Rosa Vidal", today=LATER)
    assert six.file.people() == []
    assert not backup.path.exists()
    six.rights.end("history", by="Rosa Vidal", today=LATER)
    raw = six.file.path.read_bytes()
    assert [p.name for p in people if p.name.encode() in raw] == []
    assert [p.email for p in people if p.email and p.email.encode() in raw] == []
    assert six.file.check() == []


def test_people_on_the_staff_list_alone_go_with_it_and_candidates_keep_their_name(six):
    alone = [p.person_id for p in six.file.people() if not p.is_candidate]
    six.rights.end("staff list", by="Rosa Vidal", today=LATER)
    left = {p.person_id: p for p in six.file.people()}
    assert not set(alone) & set(left)
    assert all(p.name and not p.staff for p in left.values())
    assert len(six.candidates.people) == 14


@pytest.mark.claim("retention")
def test_with_answers_goes_what_pairs_say_of_them_and_written_files_are_named(six, tmp_path):
    pairs = six.file.pairs()
    reasons = [pair.reason.encode() for pair in pairs if pair.reason]
    assert reasons
    me = pairs[0].mentee_id
    page = six.rights.person_file(me, tmp_path / "files", by="Rosa Vidal")[0]
    six.kickoff.write(tmp_path / "drafts")
    done = six.rights.end("answers", by="Rosa Vidal", today=LATER)
    after = six.file.pairs()
    assert [(p.reason, p.points, tuple(p.warnings)) for p in after] == [("", {}, ())] * len(after)
    assert [(p.pair_id, p.score) for p in after] == [(p.pair_id, p.score) for p in pairs]
    told = [e for e in six.file.history() if e.table == "pairs" and e.before]
    assert not any(row.get("points") for e in told for row in (e.before, e.after) if row)
    raw = six.file.path.read_bytes()
    assert [reason for reason in reasons if reason in raw] == []
    for written in (page.parent, tmp_path / "drafts"):
        assert any(str(written.resolve()) in line for line in done.to_delete)
    assert six.file.check() == []
    assert len(six.pairing.pairs) == len(pairs)
