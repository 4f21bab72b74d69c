"""Letters sent by a mail server: first to oneself, each person's once, and every doubt told."""

import shutil
import subprocess
import sys
import time
from dataclasses import replace

import pytest

from rmkit.errors import NotAllowed, NotSent
from rmkit.exchange.smtp import Server
from rmkit.programme.clock import now
from rmkit.programme.keeping import restore_file
from rmkit.programme.mailing import mailings
from rmkit.programme.programme import Programme
from tests.mail_server import Got, MailServerHere

LETTER, MEETING = "circle_invitation", {"when": "8 December, 10:00", "where": "Room 2.14"}
BY = "Dana Weber"
SENDING = """
import sys
from rmkit.exchange.smtp import Server
from rmkit.programme.programme import Programme
with Programme.open(sys.argv[1]) as programme:
    server = Server("127.0.0.1", int(sys.argv[2]), security="none")
    more = {"when": "8 December, 10:00", "where": "Room 2.14"}
    programme.letters.send("circle_invitation", server=server, by="Dana Weber", more=more)
"""


@pytest.fixture(scope="module")
def played(tmp_path_factory):
    with Programme.sample("six_pairs", until="kickoff") as programme:
        return shutil.copy(programme.file.path, tmp_path_factory.mktemp("played") / "a.rmkit")


@pytest.fixture
def programme(played, tmp_path):
    with Programme.open(shutil.copy(played, tmp_path / "pilot.rmkit")) as opened:
        yield opened


def readers(programme):
    found = programme.letters.recipients(LETTER).readers
    return {r.person_id: programme.file.person(r.person_id).email for r in found}


def here(running):
    return Server("127.0.0.1", running.port, security="none")


def send(programme, running, people=None, **more):
    named = {"server": here(running), "by": BY, "more": MEETING, **more}
    return programme.letters.send(LETTER, people, **named)


def tried_first(programme, running):
    return programme.letters.send_test(LETTER, server=here(running), by=BY, more=MEETING)


def states(programme):
    return {one.person_id: one.state for one in mailings(programme.file) if one.letter == LETTER}


def test_nothing_goes_out_before_a_test_to_oneself_by_this_server_and_in_these_words(programme):
    with MailServerHere() as running:
        with pytest.raises(NotAllowed, match="to yourself first"):
            send(programme, running)
        assert programme.coordinator.email in tried_first(programme, running)
        ((to, mail),) = running.got.mails
        assert to == programme.coordinator.email
        assert mail["Subject"].startswith("Test: ")
        programme.letters.edit(LETTER, subject="Other words")
        with pytest.raises(NotAllowed, match="to yourself first"):
            send(programme, running)
    with MailServerHere() as other, pytest.raises(NotAllowed, match="to yourself first"):
        send(programme, other)
    assert states(programme) == {}


def test_each_gets_the_letter_once_from_the_coordinator_and_the_log_tells_who_sent_it(programme):
    with MailServerHere() as running:
        tried_first(programme, running)
        done = send(programme, running)
        again = send(programme, running)
        got = running.got
    assert sorted(done.sent) == sorted(readers(programme))
    assert sorted(got.readers[1:]) == sorted(readers(programme).values())
    assert set(got.senders) == {programme.coordinator.email}
    assert "X-Unsent" not in got.mails[1][1]
    assert again.sent == ()
    assert sorted(again.before) == sorted(done.sent)
    log = programme.letters.log(LETTER)
    assert set(log["state"]) == {"sent"}
    assert set(log["by"]) == {BY}
    assert sorted(log["person_id"]) == sorted(done.sent)


def test_a_restored_backup_remembers_what_was_sent_after_it_and_nobody_gets_it_twice(programme):
    path, backup = programme.file.path, programme.keeping.backup().path
    with MailServerHere() as running:
        tried_first(programme, running)
        done = send(programme, running)
        programme.close()
        restore_file(path, backup, by=BY)
        with Programme.open(path) as restored:
            tried_first(restored, running)
            again = send(restored, running)
    assert again.sent == ()
    assert sorted(again.before) == sorted(done.sent) != []


def test_somebody_named_for_it_gets_it_again(programme):
    person = next(iter(readers(programme)))
    with MailServerHere() as running:
        tried_first(programme, running)
        send(programme, running, [person])
        assert send(programme, running, [person], again=[person]).sent == (person,)


def test_who_the_server_refuses_is_told_and_all_others_get_theirs(programme):
    (refused, address), *_ = readers(programme).items()
    with MailServerHere(Got(refuse=[address])) as running:
        tried_first(programme, running)
        done = send(programme, running)
        assert [i for i, _ in done.refused] == [refused]
        assert f"{refused} was refused by the mail server: 550" in str(done)
        assert len(done.sent) == len(readers(programme)) - 1
        assert states(programme)[refused] == "refused"
        running.got.refuse = ()
        assert send(programme, running).sent == (refused,)


def test_after_a_server_hung_up_the_unsure_one_waits_for_a_word_and_the_rest_go_out(programme):
    people = readers(programme)
    second = sorted(people)[1]
    with MailServerHere(Got(hang_up=people[second])) as running:
        tried_first(programme, running)
        done = send(programme, running)
        assert done.unsure == (second,)
        assert len(done.sent) == 1
        assert len(done.not_tried) == len(people) - 2
        assert "whether it went out is not known" in str(done)
        running.got.hang_up = ""
        rest = send(programme, running)
        assert rest.unsure == (second,)
        assert sorted(rest.sent) == sorted(done.not_tried)
        assert [one.person_id for one in programme.letters.unsure] == [second]
        assert running.got.readers.count(people[second]) == 1
        programme.letters.settle(LETTER, second, went_out=False, by=BY)
        assert programme.letters.unsure == ()
        assert send(programme, running).sent == (second,)
    with pytest.raises(NotAllowed, match="Nothing is unsure"):
        programme.letters.settle(LETTER, second, went_out=True, by=BY)


def test_a_server_that_breaks_before_it_has_a_letter_leaves_no_doubt(programme):
    people = readers(programme)
    first = min(people)
    with MailServerHere(Got(before_data=people[first])) as running:
        tried_first(programme, running)
        done = send(programme, running)
        assert (done.sent, done.unsure) == ((), ())
        assert sorted(done.not_tried) == sorted(people)
        assert states(programme)[first] == "waiting"
        running.got.before_data = ""
        assert sorted(send(programme, running).sent) == sorted(people)


def test_a_process_that_dies_with_a_letter_in_hand_never_lets_it_go_out_twice(programme):
    people, children = readers(programme), []

    def kill(n):
        if n == 3:  # the test letter, the first, and now the second
            children[0].kill()
            children[0].wait()

    path = str(programme.file.path)
    with MailServerHere(Got(act=kill)) as running:
        tried_first(programme, running)
        programme.close()
        children.append(subprocess.Popen([sys.executable, "-c", SENDING, path, str(running.port)]))
        deadline = time.monotonic() + 60
        while children[0].poll() is None and time.monotonic() < deadline:
            time.sleep(0.05)
        assert children[0].poll() not in (None, 0)
        with Programme.open(path) as opened:
            (doubtful,) = opened.letters.unsure
            done = send(opened, running)
            assert done.unsure == (doubtful.person_id,)
        got = running.got.readers[1:]
    assert sorted(got) == sorted(people.values())
    assert len(got) == len(set(got))


def test_who_is_erased_or_leaves_while_letters_go_out_gets_none(programme):
    people = sorted(readers(programme))
    erased, left = people[1], people[2]

    def meanwhile(share, _):
        if programme.file.person(left).state != "left":
            programme.candidates.erase(erased, by=BY)
            person = replace(programme.file.person(left), state="left")
            with programme.file.change(actor=BY, action="Left", now=now()) as change:
                change.save_person(person)

    with MailServerHere() as running:
        tried_first(programme, running)
        addresses = readers(programme)
        done = send(programme, running, on_progress=meanwhile)
        got = running.got.readers
    assert {one.person_id: one.why for one in done.left_out} == {
        erased: "they were erased meanwhile.",
        left: "they take part no longer.",
    }
    assert not {addresses[erased], addresses[left]} & set(got)
    assert erased not in {one.person_id for one in mailings(programme.file)}


def test_who_has_no_mail_is_told_and_the_others_get_theirs(programme):
    person = replace(programme.file.person(min(readers(programme))), email=None)
    with programme.file.change(actor=BY, action="Altered", now=now()) as change:
        change.save_person(person)
    with MailServerHere() as running:
        tried_first(programme, running)
        done = send(programme, running)
    assert done.on_paper == (person.person_id,)
    assert len(done.sent) == len(readers(programme)) - 1


def test_the_password_stands_nowhere_once_letters_were_sent(programme, tmp_path):
    with MailServerHere(user="dana", password="Xq-7-never-kept") as running:
        server = replace(here(running), user="dana")
        named = {"server": server, "by": BY, "more": MEETING, "password": "Xq-7-never-kept"}
        programme.letters.send_test(LETTER, **named)
        assert programme.letters.send(LETTER, **named).sent
        with pytest.raises(NotSent, match="does not let dana in"):
            programme.letters.send(
                LETTER, **{**named, "password": "Xq-7-wrong"}, again=readers(programme)
            )
    programme.close()
    for path in tmp_path.rglob("*"):
        if path.is_file():
            assert b"Xq-7" not in path.read_bytes()
