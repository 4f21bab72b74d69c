"""What a mentee ticked for the mentor to read: on a page of its own, and nothing else."""

import shutil
from email import policy
from email.parser import BytesParser

import pytest

from rmkit.disclosure.audiences import release_own, release_shared
from rmkit.errors import NotAllowed, NotReady
from rmkit.exchange.html import render_html
from rmkit.instruments import load
from rmkit.programme.programme import Programme
from rmkit.report.released import released_page

GIVEN = {"strengths": "Zstrengths", "challenges": "Zchallenges", "passions": "Zpassions"}


@pytest.fixture(scope="module")
def six(tmp_path_factory):
    path = tmp_path_factory.mktemp("six") / "six.rmkit"
    with Programme.sample("six_pairs") as programme:
        shutil.copy(programme.file.path, path)
    return path


@pytest.fixture
def programme(six, tmp_path):
    with Programme.open(shutil.copy(six, tmp_path / "six.rmkit")) as opened:
        opened.candidates.choose("extended")
        yield opened


@pytest.fixture
def pair(programme):
    return programme.file.pairs("confirmed")[0]


def answer(programme, mentee, ticked, **how):
    asked = programme.candidates.questionnaire
    ratings = {f.key: 2 for f in asked.fields if f.is_rating}
    given = ratings | GIVEN | {"role": "mentee", "shared_with_mentor": ticked}
    needed = {f.key: "x" for f in asked.fields if f.required and f.kind in ("text", "long_text")}
    person = programme.file.person(mentee)
    given = needed | given | {"name": person.name, "email": person.email}
    return programme.questionnaires.answer("candidate", given, person=mentee, **how)


def words(page):
    return render_html(page) if page else ""


@pytest.mark.claim("shared-answers")
def test_only_what_was_ticked_is_on_the_page(programme, pair):
    answer(programme, pair.mentee_id, ["strengths", "passions"])
    page = words(programme.questionnaires.released(pair.pair_id))
    assert page == words(programme.questionnaires.released(pair.mentee_id))
    assert "Zstrengths" in page
    assert "Zpassions" in page
    assert "Zchallenges" not in page


@pytest.mark.claim("shared-answers")
def test_what_is_ticked_no_more_is_not_written_again(programme, pair):
    answer(programme, pair.mentee_id, ["strengths", "challenges"])
    answer(programme, pair.mentee_id, ["challenges"])
    page = words(programme.questionnaires.released(pair.mentee_id))
    assert "Zstrengths" not in page
    assert "Zchallenges" in page
    answer(programme, pair.mentee_id, [])
    assert programme.questionnaires.released(pair.mentee_id) is None


def test_a_tick_made_in_a_talk_gives_way_to_what_the_mentee_answered(programme, pair):
    answer(programme, pair.mentee_id, [])
    answer(programme, pair.mentee_id, ["strengths"], talk=True, by="Rosa Vidal")
    assert programme.questionnaires.released(pair.mentee_id) is None


def test_a_mentor_gets_the_page_with_the_first_steps_and_the_mentee_does_not(
    programme, pair, tmp_path
):
    answer(programme, pair.mentee_id, ["strengths"])
    programme.kickoff.write(tmp_path / "box")
    attached = {}
    for path in (tmp_path / "box").rglob("*.eml"):
        mail = BytesParser(policy=policy.default).parsebytes(path.read_bytes())
        names = [part.get_filename() or "" for part in mail.iter_attachments()]
        attached[path.stem] = [name for name in names if "shares" in name]
    assert {name for name, files in attached.items() if files} == {
        next(n for n in attached if pair.mentor_id in n and "first_steps" in n)
    }


def test_nothing_is_written_about_somebody_who_asked_not_to_be_matched(programme, pair):
    answer(programme, pair.mentee_id, ["strengths"])
    programme.rights.object(pair.mentee_id, "matching", by="Rosa Vidal")
    assert programme.questionnaires.released(pair.mentee_id) is None


def test_nobody_shares_without_a_mentor(programme, pair):
    with pytest.raises(NotReady, match="no mentor to tell"):
        programme.questionnaires.released(pair.mentor_id)


def test_a_tick_at_what_is_not_offered_releases_nothing():
    asked = load("candidate", "extended")
    given = {"shared_with_mentor": ["email", "work_life_balance"], "email": "a@example.org"}
    assert release_shared(given, asked) is None


def test_the_page_shows_nothing_that_was_not_released_to_the_pair():
    asked = load("candidate", "extended")
    with pytest.raises(NotAllowed, match="read by the pair"):
        released_page([(asked, release_own(GIVEN))], mentee="Ann")
