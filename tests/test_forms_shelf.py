"""The shelf of forms: every form by step, an answer in a talk, files, links, and what came back."""

import json
import shutil
from pathlib import Path

import pytest

from rmkit import forms
from rmkit.disclosure.unseen import keys_for
from rmkit.exchange.form_writers import FORMATS
from rmkit.exchange.inbox import Inbox, inbox_path
from rmkit.exchange.inbox_desk import Desk
from rmkit.exchange.inbox_records import Content
from rmkit.forms.given import Given
from rmkit.instruments import load
from rmkit.programme.programme import Programme

BY = "Rosa Vidal"


@pytest.fixture(scope="module")
def six(tmp_path_factory):
    path = tmp_path_factory.mktemp("six") / "six.rmkit"
    with Programme.sample("six_pairs") as programme:
        shutil.copy(programme.file.path, path)
    return path


@pytest.fixture
def programme(six, tmp_path):
    with Programme.open(shutil.copy(six, tmp_path / "six.rmkit")) as opened:
        yield opened


@pytest.fixture
def panel(programme):
    return forms.shelf(programme)


def midway(programme, level=4):
    form = programme.questionnaires.instrument("midway")
    rated = [f.key for f in form.fields if f.is_rating or (f.required and f.kind == "choice")]
    return dict.fromkeys(rated, level)


def test_every_form_stands_on_the_shelf_by_its_step(programme, panel):
    shown = [form["id"] for step in panel.view["steps"] for form in step["forms"]]
    assert shown == [one.id for one in programme.questionnaires.catalogue()]
    for form in shown:
        assert panel.do("pick", form=form).notice is None
        assert panel.view["picked"]["form"]["id"] == form
        json.dumps(panel.view)


def test_a_form_can_be_tried_and_nothing_is_kept(programme, panel):
    panel.do("pick", form="midway")
    head = programme.file.head_digest()
    wrong = panel.do("save", form="midway", answers={next(iter(midway(programme))): 9}).notice
    assert (wrong.kind, bool(wrong.faults[0].key)) == ("wrong", True)
    done = panel.do("save", form="midway", answers=midway(programme)).notice
    assert done.kind == "done"
    assert "kept nowhere" in done.text
    assert programme.file.head_digest() == head


def test_an_answer_in_a_talk_is_kept_and_told_with_names(programme, panel):
    panel.do("pick", form="midway")
    pair = programme.file.pairs("confirmed")[0]
    given = {"form": "midway", "person": pair.mentor_id, "answers": midway(programme), "by": BY}
    done = panel.do("enter", given).notice
    assert done.kind == "done"
    assert programme.file.person(pair.mentor_id).name in done.text
    assert f"in a talk, entered by {BY}" in done.text
    assert panel.view["picked"]["came"] == ["During: 1 answer of 1 person, 1 of them in a talk"]
    (kept,) = programme.file.responses("midway")
    assert kept.source == "talk"


def test_an_answer_needs_a_person_a_name_and_to_be_on_the_scale(programme, panel):
    panel.do("pick", form="midway")
    good = {"form": "midway", "person": "P001", "answers": midway(programme), "by": BY}
    for bad in ({"person": ""}, {"by": " "}, {"answers": midway(programme, 9)}, {"form": "none"}):
        told = panel.do("enter", {**good, **bad}).notice
        assert told.kind == "wrong"
    assert programme.file.responses("midway") == []


def test_what_stays_with_the_pair_cannot_be_entered(panel):
    panel.do("pick", form="goal_setting")
    assert panel.view["picked"]["talk"] is None
    panel.do("pick", form="confidentiality")
    sections = panel.view["picked"]["talk"]["sections"]
    items = [item for section in sections for item in section["items"]]
    keys = {part["key"] for item in items for part in item.get("voices", [item])}
    assert keys
    assert keys <= keys_for(load("confidentiality"), "coordinator")


@pytest.mark.parametrize("form", sorted(FORMATS))
def test_a_form_is_written_in_each_format_beside_the_programme(programme, panel, form):
    reply = panel.do("write", form="midway", format=form)
    assert reply.notice.kind == "done"
    for file in reply.data["files"]:
        assert Path(programme.file.path).with_name(file["name"]).exists()
        assert file["bytes"]


def test_links_are_made_for_all_who_fill_it_in_or_for_one(programme, panel):
    everybody = panel.do("ask", form="midway", person="", days="30", by=BY)
    text = Path(everybody.data["path"]).read_text(encoding="utf-8-sig")
    assert text.count("/f/") == len(programme.questionnaires.asked_people("midway"))
    assert "rmkit serve" in everybody.data["command"]
    one = panel.do("ask", form="midway", person="P001", days="7", by=BY)
    assert Path(one.data["path"]).read_text(encoding="utf-8-sig").count("/f/") == 1
    for bad in ({"days": "x"}, {"by": ""}, {"person": "P999"}, {"form": "objective"}):
        given = {"form": "midway", "person": "P001", "days": "7", "by": BY, **bad}
        assert panel.do("ask", given).notice.kind == "wrong"


def test_what_came_through_a_link_is_shown_without_answers_and_taken_in(programme, panel):
    (link,) = programme.questionnaires.invite("midway", ["P001"], by=BY)
    with Inbox.open(inbox_path(programme.file.path)) as inbox:
        answers = Content(midway(programme))
        Desk(inbox).save(link.token, answers, save="1", device="d", base=0, keys={})
    panel.do("look")
    (row,) = panel.view["waiting"]
    assert row["who"] == programme.file.person("P001").name
    assert set(row) == {"who", "title", "wave", "at"}
    assert panel.do("take_in", by="").notice.kind == "wrong"
    done = panel.do("take_in", by=BY)
    assert done.notice.text == "Taken in: 1 answered form."
    assert panel.view["waiting"] == []
    assert panel.do("take_in", by=BY).notice.kind == "done"


def test_a_damaged_inbox_is_told_and_the_rest_goes_on(programme, panel):
    inbox_path(programme.file.path).write_bytes(b"not an inbox at all")
    panel.do("look")
    assert "six.inbox" in panel.view["inbox"]
    assert panel.view["steps"]


def test_an_empty_programme_has_its_shelf(tmp_path):
    with Programme.create(tmp_path / "p.rmkit", name="P", organisation="O") as programme:
        panel = forms.shelf(programme)
        panel.do("pick", form="midway")
        assert (panel.view["picked"]["asked"], panel.view["picked"]["people"]) == (0, [])
        told = panel.do("ask", form="midway", person="", days="30", by=BY).notice
        assert "nobody to ask" in told.text


def sent(panel, *files):
    """Send files as the page does."""
    listed = [[path.name, str(path.stat().st_size)] for path in files]
    assert panel.do("begin", files=listed).notice is None
    for number, path in enumerate(files):
        assert panel._done("part", Given({"file": number}, (path.read_bytes(),))).notice is None


def saved_form(folder, name, form, answers, version=1):
    path = folder / f"{name}.json"
    made = {"format": "rmkit answers", "instrument": form, "version": version, "answers": answers}
    path.write_text(json.dumps(made), encoding="utf-8")
    return path


def test_forms_that_came_back_are_looked_at_and_then_kept(programme, panel, tmp_path):
    form, person = saved_form(tmp_path, "one", "midway", midway(programme)), "P022"
    panel.do("pick", form="midway")
    sent(panel, form)
    looked = panel.do("read_back", form="midway", person=person)
    assert (looked.notice.kind, looked.data["ready"]) == ("note", True)
    assert programme.questionnaires.responses("midway").empty
    done = panel.do("keep_back").notice
    assert done.kind == "done"
    assert programme.questionnaires.responses("midway")["person_id"].tolist() == [person]
    assert panel.view["picked"]["came"]
    assert panel.do("keep_back").notice.kind == "wrong"


def test_a_form_with_faults_is_told_and_cannot_be_kept(programme, panel, tmp_path):
    wrong = saved_form(tmp_path, "wrong", "midway", midway(programme, level=9))
    other = saved_form(tmp_path, "other", "concern", {})
    panel.do("pick", form="midway")
    for path in (wrong, other):
        sent(panel, path)
        reply = panel.do("read_back", form="midway", person="P022")
        assert reply.notice.kind == "wrong"
        assert "ready" not in reply.data
        assert panel.do("keep_back").notice.kind == "wrong"
    assert panel.do("read_back", form="midway").notice.kind == "wrong"  # nothing was sent
    assert programme.questionnaires.responses("midway").empty
