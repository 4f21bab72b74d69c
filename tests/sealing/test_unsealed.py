"""A pair's own answers are not kept while it has no key, wherever they come from."""

import logging
from dataclasses import asdict

import pytest

from rmkit.errors import FaultsFound, NotAllowed, NotReady
from rmkit.forms.questions_panel import questionnaire as questionnaire_form
from rmkit.instruments import load
from rmkit.instruments.model import Instrument
from rmkit.programme.clock import now
from rmkit.programme.sealing import SealingStep
from rmkit.records.model import Response
from tests.sealing.rig import GOALS, SECRETS, traces


def with_a_pairs_item():
    """The short questionnaire, and two questions that are not for the coordinator."""
    content = load("candidate", variant="short").model_dump(mode="json")
    more = {"kind": "long_text", "privacy": "free_text"}
    content["sections"][0]["items"] += [
        {"id": "between_us", "text": "Between us", "visibility": "pair", **more},
        {"id": "note_to_me", "text": "Note to me", "visibility": "self", **more},
    ]
    return Instrument.model_validate(content)


ROW = {"name": "Dee Orr", "email": "dee@example.org", "role": "mentee", "between_us": SECRETS[0]}


@pytest.fixture
def asking(programme):
    chosen = with_a_pairs_item()
    programme.save_document("questionnaire", chosen.model_dump(mode="json"), action="Chose")
    required = [f for f in chosen.fields if f.required and f.key not in ROW]
    return {**ROW, **{f.key: f.options[0].value for f in required if f.options}}


@pytest.mark.claim("sealed")
def test_import_keeps_the_coordinators_items_only_and_says_so(
    programme, asking, tmp_path, caplog, handed_over
):
    caplog.set_level(logging.DEBUG)
    chosen = programme.candidates.questionnaire
    headings = {f.key: f.heading() for f in chosen.fields}
    answers = {**asking, "note_to_me": SECRETS[1]}
    file = tmp_path / "arrived" / "answers.csv"
    file.parent.mkdir()
    rows = [[headings[key] for key in answers], [str(value) for value in answers.values()]]
    file.write_text("\n".join(";".join(f'"{cell}"' for cell in row) for row in rows))
    seen = programme.candidates.preview(file)
    said = "2 answers to 2 items are for the pair or the person alone and were not kept."
    assert seen.ok, seen.text()
    assert said in seen.notes
    assert said in seen.text()
    assert not {"between_us", "note_to_me"} & set(seen.table().columns)
    assert said in str(programme.candidates.keep(seen))
    programme.file.backup(now=now())
    file.unlink()
    assert len(programme.file.responses("candidate")) == 1
    assert traces(tmp_path, SECRETS) == []
    assert any("Dee Orr" in one for one in handed_over)
    told = [caplog.text, repr([asdict(r) for r in seen.responses]), *handed_over]
    assert not any(secret in one for secret in SECRETS for one in told)


@pytest.mark.claim("sealed")
def test_form_and_python_keep_the_coordinators_items_only_and_say_so(
    programme, asking, tmp_path, handed_over
):
    added = programme.candidates.answer(asking)
    said = "1 answer to 1 item is for the pair alone and was not kept."
    assert added.not_kept == said
    assert said in str(added)
    panel = questionnaire_form(programme)
    assert panel.view["draft"] is None
    assert not any(SECRETS[0] in one for one in [str(panel.get_state()), *handed_over])
    assert traces(tmp_path, SECRETS) == []


@pytest.mark.claim("sealed")
def test_fault_in_a_pairs_item_does_not_tell_its_value(programme, goals):
    with pytest.raises(FaultsFound) as said:
        SealingStep(programme).answer("1-0001", "8", goals, {**GOALS, "session_number": 777777})
    assert "777777" not in str(said.value)


def test_nothing_of_the_pair_is_kept_while_it_has_no_key(programme, sealed, goals, tmp_path):
    with pytest.raises(NotReady, match="has no key"):
        sealed.answer("1-0001", "8", goals, GOALS)
    assert programme.file.responses() == []
    assert traces(tmp_path, SECRETS) == []


def test_second_barrier_stands_too(programme, goals):
    with programme.file.change(actor="me", action="Tried.", now=now()) as change:
        change.save_instrument(goals)
        with pytest.raises(NotAllowed, match="never kept in clear"):
            change.save_response(Response("8", "goal_setting", 2, {"ideas": SECRETS[0]}))
    assert programme.file.responses() == []
