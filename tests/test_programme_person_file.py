"""One file with all about one person, correction with history, and erasure that reaches files."""

import json
import re
import shutil

import pytest

from rmkit.errors import FaultsFound, NotAllowed, NotSaved, UnknownName
from rmkit.meetings.meeting import Meeting
from rmkit.programme.clock import now
from rmkit.programme.meetings_kept import save_meetings
from rmkit.programme.person_record import KEYS
from rmkit.programme.programme import Programme
from tests.hostile import make_hostile


@pytest.fixture(scope="module")
def played(tmp_path_factory):
    with Programme.sample("six_pairs") as programme:
        folder = tmp_path_factory.mktemp("played") / "six"
        return shutil.copytree(programme.file.path.parent, folder) / programme.file.path.name


@pytest.fixture
def six(played, tmp_path):
    folder = shutil.copytree(played.parent, tmp_path / "six")
    with Programme.open(folder / played.name) as programme:
        yield programme


def written(programme, person, folder, by="Rosa Vidal"):
    page, record = programme.rights.person_file(person, folder, by=by)
    return page.read_text(encoding="utf-8"), json.loads(record.read_text(encoding="utf-8"))


def words_of(programme, person):
    return {
        str(v)
        for r in programme.file.responses(person_id=person)
        for v in r.answers.values()
        if isinstance(v, str) and len(v) > 12
    }


@pytest.mark.claim("one-person-file")
def test_everything_about_a_person_stands_in_it_in_words_and_for_a_machine(six, tmp_path):
    pair = six.file.pairs("confirmed")[0]
    me = pair.mentor_id
    page, record = written(six, me, tmp_path / "files")
    assert record["format"] == {"name": "rmkit-person", "version": 1}
    assert set(record) == set(KEYS) | {"keys"}
    person = six.file.person(me)
    assert (record["person"]["name"], record["person"]["email"]) == (person.name, person.email)
    assert record["staff"] == dict(person.staff)
    (response,) = six.file.responses(person_id=me)
    given = {a["key"]: a["answer"] for a in record["answers"][0]["answers"]}
    assert given == dict(response.answers)
    assert all(a["question"] and a["words"] for a in record["answers"][0]["answers"])
    assert record["used_for_matching"]["person_id"] == me
    assert record["pairs"][0]["confirmed_by"] == pair.confirmed_by
    assert record["matchings"][0]["outcome"] == "paired"
    assert {one["letter"] for one in record["letters"]} == {"welcome_mentor", "first_steps_mentor"}
    assert record["purposes"][0]["purpose"] == "participation"
    assert any(entry["in"] == "answers" for entry in record["history"])
    assert record["retention"][0]["until"]
    for question in ("Question", "Your answer", person.name):
        assert question in page


@pytest.mark.claim("one-person-file")
def test_a_person_reads_when_their_own_pair_meets_and_of_no_other(six, tmp_path):
    mine, other = six.file.pairs("confirmed")[:2]
    six.kickoff.contacted(mine.pair_id, on=six.today, by="Rosa Vidal")
    for pair, room in ((mine, "Room <b>9</b>"), (other, "Cellar 13")):
        one = Meeting(pair.pair_id, 1, now(), 60, "Europe/Berlin", place=room, uid=room)
        with six.file.change(actor="Rosa Vidal", action="Planned", now=now()) as change:
            save_meetings(change, pair.pair_id, [one])
    page, record = written(six, mine.mentee_id, tmp_path / "files")
    assert [one["what"] for one in record["meetings"]] == ["first contact", "meeting"]
    assert record["meetings"][1]["where"] == "Room <b>9</b>"
    assert "Room &lt;b&gt;9&lt;/b&gt;" in page
    assert "Cellar 13" not in page + json.dumps(record)


@pytest.mark.claim("audiences")
@pytest.mark.claim("one-person-file")
def test_nothing_that_somebody_else_answered_is_in_anybodys_file(six, tmp_path):
    people = six.candidates.people["person_id"].tolist()
    said, shared = {one: words_of(six, one) for one in people}, shared_words(six)
    for me in people:
        page, record = written(six, me, tmp_path / "files")
        text = page + json.dumps(record, ensure_ascii=False)
        mine = " ".join(said[me])
        partners = {p["partner"]["name"] for p in record["pairs"] if p["partner"]}
        for other in people:
            told = six.file.person(other)
            if other == me or told.name in partners:
                continue
            theirs = {w for w in said[other] if w not in mine}
            named = {told.name, told.email} & theirs
            assert [w for w in theirs - shared if w in text] == [], other
            assert not [w for w in named if w in text]


def shared_words(programme):
    """Give answers that are no one's alone: job titles and the like stand in letters too."""
    seen = [w for p in programme.candidates.people["person_id"] for w in words_of(programme, p)]
    return {w for w in seen if seen.count(w) > 1}


@pytest.mark.claim("one-person-file")
def test_hostile_texts_stay_texts_and_no_other_persons_words_are_in_it(tmp_path):
    with make_hostile(tmp_path) as programme:
        people = [p.person_id for p in programme.file.people() if p.is_candidate]
        for person in people:
            (response,) = programme.file.responses(person_id=person)
            free = next(
                f.key
                for f in programme.file.asked_in(response).fields
                if f.privacy == "free_text" and f.key in response.answers
            )
            said = f"{response.answers[free]} secret-of-{person}-alone"
            programme.rights.correct(person, f"candidate.{free}", said, by="Rosa", why="Tried.")
        for me in people[:3]:
            page, record = written(programme, me, tmp_path / "files")
            text = page + json.dumps(record, ensure_ascii=False)
            assert "<script>window" not in page
            assert set(re.findall(r"secret-of-(\w+)-alone", text)) == {me}


@pytest.mark.claim("access-log")
def test_opening_the_file_of_a_person_is_logged_and_stands_in_it(six, tmp_path):
    me = str(six.candidates.people["person_id"][0])
    _, record = written(six, me, tmp_path / "files")
    assert record["accesses"][-1]["by"] == "Rosa Vidal"
    log = six.rights.accesses(me)
    assert log["what"].tolist() == ["All that is kept about a person"]
    with pytest.raises(NotAllowed):
        written(six, me, tmp_path / "files", by="")
    with pytest.raises(UnknownName):
        written(six, "nobody", tmp_path / "files")


@pytest.mark.claim("one-person-file")
def test_names_of_files_hold_no_name_and_a_changed_folder_is_left_alone(six, tmp_path):
    me = str(six.candidates.people["person_id"][0])
    paths = six.rights.person_file(me, tmp_path / "files", by="Rosa Vidal")
    name = six.file.person(me).name
    assert not any(part.casefold() in str(p).casefold() for p in paths for part in name.split())
    assert six.rights.person_file(me, tmp_path / "files", by="Rosa Vidal") == paths
    paths[0].write_text("mine", encoding="utf-8")
    with pytest.raises(NotAllowed):
        six.rights.person_file(me, tmp_path / "files", by="Rosa Vidal")


@pytest.mark.claim("correction")
def test_a_correction_is_checked_as_an_import_and_the_earlier_value_stays_in_the_history(
    six, tmp_path
):
    me = str(six.candidates.people["person_id"][0])
    was = six.file.person(me).staff["department"]
    done = six.rights.correct(me, "department", " Quay ", by="Rosa Vidal", why="They moved.")
    assert (done.before, done.after) == (was, "Quay")
    assert six.file.person(me).staff["department"] == "Quay"
    key = next(k for k in six.rights.fields_to_correct(me) if k.startswith("candidate.level_"))
    before = dict(six.file.responses(person_id=me)[0].answers)
    new = 1 if before[key.split(".")[1]] != 1 else 2
    six.rights.correct(me, key, f"{new}", by="Rosa Vidal", why="A slip of the pen.")
    assert six.file.responses(person_id=me)[0].answers[key.split(".")[1]] == new
    _, record = written(six, me, tmp_path / "files")
    assert [c["why"] for c in record["corrections"]] == ["They moved.", "A slip of the pen."]
    changes = [c for entry in record["history"] for c in entry["changed"]]
    assert {"field": "department", "before": was, "after": "Quay"} in changes
    assert six.file.check() == []


@pytest.mark.claim("correction")
def test_a_wrong_value_is_refused_and_nothing_changes(six):
    me, other = six.candidates.people["person_id"][:2]
    head = six.file.head_digest()
    key = next(k for k in six.rights.fields_to_correct(me) if k.startswith("candidate.level_"))
    for field, value in ((key, "9"), ("email", "not an address"), ("name", ""), ("manager", "X")):
        with pytest.raises(FaultsFound):
            six.rights.correct(me, field, value, by="Rosa Vidal", why="Tried.")
    taken = six.file.person(other).email
    with pytest.raises(NotSaved):
        six.rights.correct(me, "email", taken, by="Rosa Vidal", why="Tried.")
    with pytest.raises(UnknownName):
        six.rights.correct(me, "salary", "1", by="Rosa Vidal", why="Tried.")
    for blank in ({"by": "", "why": "So."}, {"by": "Rosa", "why": " "}):
        with pytest.raises(NotAllowed):
            six.rights.correct(me, "department", "Quay", **blank)
    assert six.file.head_digest() == head


@pytest.mark.claim("correction")
def test_a_name_and_address_are_corrected_wherever_they_stand(six):
    me = str(six.candidates.people["person_id"][0])
    six.rights.correct(me, "name", "Ann Lee", by="Rosa Vidal", why="They married.")
    six.rights.correct(me, "candidate.email", "Ann@example.org", by="Rosa Vidal", why="So.")
    person, (response,) = six.file.person(me), six.file.responses(person_id=me)
    assert (person.name, person.email) == ("Ann Lee", "ann@example.org")
    assert response.answers["name"] == "Ann Lee"
    assert not six.rights.correct(me, "name", "Ann Lee", by="Rosa Vidal", why="So.").changed


@pytest.mark.claim("erase")
def test_erasing_deletes_what_rmkit_wrote_about_the_person_and_names_what_it_left(six, tmp_path):
    pair = six.file.pairs("confirmed")[0]
    me, other = pair.mentee_id, pair.mentor_id
    six.rights.correct(me, "department", "Quay", by="Rosa Vidal", why="They moved to Quay five.")
    mine = six.rights.person_file(me, tmp_path / "files", by="Rosa Vidal")
    theirs = six.rights.person_file(other, tmp_path / "files", by="Rosa Vidal")
    name, email = six.file.person(me).name, six.file.person(me).email
    outbox = six.file.path.parent / "outbox"
    assert outbox.is_dir()
    done = six.rights.erase(me, by="Rosa Vidal")
    assert set(done.deleted) == {mine[0].parent.resolve(), outbox.resolve()}
    assert not outbox.exists()
    assert not mine[0].parent.exists()
    assert theirs[0].exists()
    raw = six.file.path.read_bytes()
    assert not [w for w in (name, email, "Quay five", f"person-{me}") if w.encode() in raw]
    assert six.file.check() == []
    assert any("mails that were sent" in line for line in done.sentences)


@pytest.mark.claim("erase")
def test_drafts_that_somebody_changed_are_named_and_not_deleted(six):
    me = six.file.pairs("confirmed")[0].mentee_id
    letters = six.file.path.parent / "outbox" / "letters.txt"
    letters.write_text("mended by hand", encoding="utf-8")
    done = six.candidates.erase(me, by="Rosa Vidal")
    assert letters.exists()
    assert done.deleted == ()
    assert any("outbox" in line and "delete it" in line for line in done.to_delete)


@pytest.mark.claim("erase")
def test_a_person_in_no_draft_leaves_the_drafts_of_others_alone(six):
    paired = {i for p in six.file.pairs() for i in (p.mentor_id, p.mentee_id)}
    me = next(p.person_id for p in six.file.people() if p.person_id not in paired)
    done = six.candidates.erase(me, by="Rosa Vidal")
    assert (six.file.path.parent / "outbox").is_dir()
    assert done.deleted == ()


def test_the_list_of_pairs_that_was_written_is_named_when_somebody_is_erased(six):
    from rmkit.programme.overview import write_overview

    write_overview(six, six.file.path.parent)
    write_overview(six, six.file.path.parent)
    me = six.file.pairs("confirmed")[0].mentee_id
    done = six.candidates.erase(me, by="Rosa Vidal")
    named = [line for line in done.to_delete if "pages with names" in line]
    assert len(named) == 2


@pytest.mark.claim("erase")
def test_every_outbox_ever_written_goes_with_the_erased_and_a_partners_file_is_named(six, tmp_path):
    pair = six.file.pairs("confirmed")[0]
    me, other = pair.mentee_id, pair.mentor_id
    folder = six.file.path.parent
    six.kickoff.write(folder / "second")
    six.kickoff.write(folder / "third")
    six.file.undo(actor="Rosa Vidal", now=now())
    theirs = six.rights.person_file(other, tmp_path / "files", by="Rosa Vidal")[0].parent.resolve()
    _, record = written(six, me, tmp_path / "files")
    drafts = [w["where"] for w in record["copies"]["written"] if w["what"] == "drafts of letters"]
    assert sorted(drafts) == ["outbox", "second", "third"]
    done = six.rights.erase(me, by="Rosa Vidal")
    every = {(folder / name).resolve() for name in ("outbox", "second", "third")}
    assert every <= set(done.deleted)
    assert list(folder.rglob(f"{me}-*.eml")) == []
    assert any(str(theirs) in line and "partner" in line for line in done.to_delete)
    assert any("`rmkit kickoff` writes them again" in line for line in done.sentences)
    assert six.file.check() == []


@pytest.mark.claim("erase")
def test_an_outbox_from_before_folders_were_noted_is_reached_too(six):
    pair = six.file.pairs("confirmed")[0]
    folder = six.file.path.parent
    with six.file.change(actor="c", action="As it was.", now=now(), kind="note") as change:
        change.save_document("written", "", {"places": []})
    six.kickoff.write(folder / "second")
    done = six.rights.erase(pair.mentee_id, by="Rosa Vidal")
    assert {(folder / n).resolve() for n in ("outbox", "second")} <= set(done.deleted)
