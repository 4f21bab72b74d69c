"""Every form on a page of its own: drawn, filled in by keyboard, and what nobody may lose."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

import rmkit
from rmkit.instruments.answers import check_answers
from rmkit.instruments.fields import Field
from tests.browser.axe import violations
from tests.browser.drawn import ADDRESS, answer_by_keyboard, draw
from tests.hostile import TEXTS, marks_of

FORMS = [
    it.id for it in rmkit.instruments.catalogue() if rmkit.instruments.load(it.id).kind == "form"
]
# One of each kind in every run, all of them in the long one.
KINDS = {"confidentiality", "empathy_map", "goal_setting", "learning_needs", "session_worksheet"}
EACH = [pytest.param(name, marks=() if name in KINDS else pytest.mark.proof) for name in FORMS]
TOO_WIDE = "document.documentElement.scrollWidth > document.documentElement.clientWidth"
SMALL = """() => [...document.querySelectorAll('label:has(input), button, select, input, textarea')]
  .filter(n => n.offsetParent && n.getBoundingClientRect().height < 20).length"""


def told(field: Field) -> object:
    """Make up what the other of the two answered."""
    if field.options:
        value = str(field.options[0].value)
        return [value] if field.kind == "multiple_choice" else value
    return {"date": "2026-11-22", "number": 2}.get(field.kind, "A word of mine.")


@pytest.mark.parametrize("name", EACH)
def test_every_form_is_answered_by_keyboard_alone(page, name):
    instrument = rmkit.instruments.load(name)
    form = draw(page, instrument)
    reached = answer_by_keyboard(page, form, instrument)
    expect(form.locator(".rm-state")).to_contain_text("Saved ")
    sent = page.evaluate("window.sent")
    assert set(sent) <= reached
    hidden = {field.key for field in instrument.fields} - set(sent)
    assert all(instrument.field(key).item.roles for key in hidden), hidden
    assert [fault for fault in check_answers(instrument, sent)[1] if fault.level == "error"] == []


@pytest.mark.context(viewport={"width": 360, "height": 780})
def test_every_form_fits_a_phone_for_either_voice(page):
    for name in FORMS:
        instrument = rmkit.instruments.load(name)
        for voice in (None, *instrument.voices):
            others = {f.key: told(f) for f in instrument.fields if not instrument.is_for(f, voice)}
            draw(page, instrument, voice=voice, others=others)
            assert not page.evaluate(TOO_WIDE), (name, voice)
            assert page.evaluate(SMALL) == 0, (name, voice)


def test_the_other_voice_is_read_and_cannot_be_changed(page):
    sheet = rmkit.instruments.load("session_worksheet")
    others = {"objective": "To try out a chat.", "highlights_mentor": "<b>We laughed.</b>"}
    form = draw(page, sheet, voice="mentee", others=others)
    expect(form.locator(".rm-whose")).to_contain_text("You write as mentee")
    expect(form.get_by_text("Mentor wrote this part")).to_be_visible()
    beside = form.locator(".rm-field", has_text="What was good between you today?")
    expect(beside.locator(".rm-theirs")).to_have_text("Mentor wrote<b>We laughed.</b>")
    names = form.locator("[data-name]").evaluate_all("all => all.map(n => n.dataset.name)")
    assert names
    assert all(name.endswith("_mentee") for name in names)
    mine = form.get_by_role("textbox", name="What was good between you today? You, the mentee")
    mine.fill("I dared to ask.")
    form.get_by_role("button", name="Save answers").click()
    expect(form.locator(".rm-state")).to_contain_text("Saved ")
    assert page.evaluate("window.sent") == {"highlights_mentee": "I dared to ask."}


def test_an_answer_is_shared_by_the_box_that_stands_at_it(page):
    candidate = rmkit.instruments.load("candidate", variant="extended")
    (item,) = [item for item in candidate.items if item.shares]
    form = draw(page, candidate, answers={"role": "mentee"})
    boxes = form.get_by_role("checkbox", name="My mentor may read this")
    expect(boxes).to_have_count(len(item.shares))
    form.get_by_role("checkbox", name="My mentor may read this What is difficult").check()
    expect(form.locator(".rm-shared")).to_contain_text(f"Shared now: 1 of {len(item.shares)}.")
    form.get_by_role("button", name="Save answers").click()
    assert page.evaluate("window.sent")[item.id] == ["challenges"]
    form.get_by_role("radio", name="Mentor", exact=True).check()
    expect(boxes.first).to_be_hidden()


def test_a_hundred_thousand_characters_stay_whole_and_are_counted(page):
    goals = rmkit.instruments.load("goal_setting", variant="smart")
    form = draw(page, goals, draft="rmkit test")
    area = form.get_by_label("Five minutes of ideas")
    area.focus()
    page.keyboard.insert_text("x" * 100_000)
    assert area.evaluate("it => it.value.length") == 100_000
    expect(form.get_by_text("100,000 of 4,000 characters. Too long by 96,000")).to_be_visible()
    expect(form.locator(".rm-state")).to_contain_text(re.compile("too long", re.I))
    form.get_by_role("button", name="Save answers").click()
    assert page.evaluate("window.sent.ideas.length") == 100_000


def test_lines_pasted_into_one_line_become_one_line_and_lose_no_word(page):
    candidate = rmkit.instruments.load("candidate", variant="short")
    name = draw(page, candidate).get_by_label("Your name")
    paste = """it => { const data = new DataTransfer(); data.setData('text', 'Ana\\r\\nRuiz');
      const event = { clipboardData: data, bubbles: true, cancelable: true };
      it.focus(); return it.dispatchEvent(new ClipboardEvent('paste', event)); }"""
    assert name.evaluate(paste) is False  # or the browser would paste it a second time
    expect(name).to_have_value("Ana Ruiz")


def put_draft(page, name: str, **draft: object) -> None:
    page.route(ADDRESS, lambda route: route.fulfill(body="<title>x</title>"))
    page.goto(ADDRESS)
    keep = (
        "([name, draft]) => { localStorage[name] = JSON.stringify({ at: Date.now(), ...draft }); }"
    )
    page.evaluate(keep, [name, draft])


def test_a_draft_of_an_older_form_comes_back_and_what_no_longer_fits_is_shown(page):
    candidate = rmkit.instruments.load("candidate", variant="short")
    answers = {"name": "Ana Ruiz", "fax": "04711", "level_ai_assistants": 9, "role": "queen"}
    words = {"fax": "Your fax number", "name": "Your name"}
    put_draft(page, "rmkit a", version=0, answers=answers, words=words)
    form = draw(page, candidate, draft="rmkit a")
    expect(form.get_by_label("Your name")).to_have_value("Ana Ruiz")
    note = form.locator(".rm-changed")
    expect(note).to_contain_text("This form has changed since you began.")
    expect(note).to_contain_text("3 answers in your draft no longer fit")
    assert note.locator("li").all_text_contents()[0] == "Your fax number: 04711"
    expect(note).to_contain_text("9")
    form.get_by_label("Your name").fill("Ana R.")
    expect(form.locator(".rm-state")).to_contain_text("Draft kept")
    page.reload()
    expect(form.locator(".rm-changed")).to_contain_text("04711")
    form.get_by_role("button", name="Save answers").click()
    expect(form.locator(".rm-state")).to_contain_text("Saved ")
    assert page.evaluate("window.sent") == {"name": "Ana R."}


def test_nobody_answering_and_a_full_store_are_told_and_the_answers_stay(page):
    candidate = rmkit.instruments.load("candidate", variant="short")
    form = draw(page, candidate, draft="rmkit b")
    page.evaluate("() => { Storage.prototype.setItem = () => { throw new Error('full'); }; }")
    page.evaluate("() => { window.reply = () => Promise.reject(new Error('gone')); }")
    form.get_by_label("Your name").fill("Ana Ruiz")
    expect(form.locator(".rm-state")).to_have_text("Not saved yet.")
    form.get_by_role("button", name="Save answers").click()
    expect(form.locator(".rm-summary")).to_contain_text("nothing was saved")
    expect(form.locator(".rm-summary")).to_be_focused()
    expect(form.get_by_label("Your name")).to_have_value("Ana Ruiz")
    assert form.get_attribute("data-unsaved")


def test_a_choice_can_be_taken_back_and_enter_in_a_line_saves_nothing(page):
    sheet = rmkit.instruments.load("session_worksheet")
    form = draw(page, sheet)
    group = form.get_by_role("radiogroup", name="Did you take a moment to arrive")
    group.get_by_role("radio").first.check()
    group.get_by_role("button").click()
    expect(group.get_by_role("radio").first).not_to_be_checked()
    form.get_by_label("Session number").fill("3")
    page.keyboard.press("Enter")
    assert page.evaluate("window.sent ?? null") is None
    form.get_by_role("button", name="Save answers").click()
    assert page.evaluate("window.sent") == {"session_number": "3"}


def test_what_is_wrong_is_listed_with_links_and_stands_beside_its_question(page):
    sheet = rmkit.instruments.load("confidentiality")
    form = draw(page, sheet, voice="mentee")
    faults = [{"key": "signature_mentee", "text": "x", "short": "This is required."}]
    notice = {"kind": "wrong", "text": "One answer is to mend.", "faults": faults}
    page.evaluate("notice => { window.reply = async () => ({ notice }); }", notice)
    form.get_by_role("button", name="Save answers").click()
    summary = form.locator(".rm-summary")
    expect(summary).to_be_focused()
    summary.get_by_role("link", name="Signature – Mentee").press("Enter")
    name = form.get_by_role("textbox", name="Signature You, the mentee")
    expect(name).to_be_focused()
    expect(name).to_have_accessible_description(re.compile("counts as your signature.*required"))
    expect(name).to_have_attribute("aria-invalid", "true")
    name.fill("Ben Abel")
    expect(name).to_have_attribute("aria-invalid", "false")


def test_a_form_that_is_drawn_anew_keeps_what_is_being_typed(page):
    form = draw(page, rmkit.instruments.load("empathy_map"))
    form.get_by_label("Says").fill("We have always done it so.")
    page.evaluate("panel.redraw()")
    expect(form.get_by_label("Says")).to_have_value("We have always done it so.")
    again = form.get_by_role("button", name="Start again")
    again.click()
    form.get_by_role("button", name="Throw away what is not saved?").click()
    expect(form.get_by_label("Says")).to_have_value("")


@pytest.mark.parametrize("edits", [False, True])
def test_nothing_leaves_the_screen_at_one_press(page, edits):
    form = draw(page, rmkit.instruments.load("empathy_map"), answers={})
    page.evaluate("edits => { panel.view.edits = edits; panel.redraw(); }", edits)
    form.get_by_label("Says").fill("We have always done it so.")
    form.get_by_role("button", name="Save answers").click()
    expect(form.locator(".rm-state")).to_contain_text("Saved ")
    again = form.get_by_role("button", name="Start again")
    again.click()
    expect(form.get_by_label("Says")).to_have_value("We have always done it so.")
    sure = form.get_by_role("button", name="It is saved. Take it off the screen?")
    if edits:  # one record: what is saved is what it begins with, so nothing vanishes
        assert sure.count() == 0
        return
    sure.click()
    expect(form.get_by_label("Says")).to_have_value("")


@pytest.mark.context(viewport={"width": 360, "height": 780})
def test_what_sticks_on_a_phone_is_one_line_high(page):
    form = draw(page, rmkit.instruments.load("empathy_map"), draft="rmkit bar")
    bar = form.locator(".rm-foot")
    assert bar.bounding_box()["height"] <= 60
    form.get_by_label("Says").fill("We have always done it so.")
    expect(form.locator(".rm-state")).to_contain_text("Draft kept")
    assert bar.bounding_box()["height"] <= 70
    assert bar.get_by_role("button").count() == 1
    expect(bar.get_by_text("1 of")).to_be_visible()


ACTED = """() => [window.PWNED ?? null, [...document.querySelectorAll(
  'main script, main img, main a[href^="javascript:"], main [onload], main svg')].length]"""


@pytest.mark.parametrize("voice", ["mentor", "mentee"])
def test_hostile_words_stay_words_in_every_place_of_a_form(page, voice):
    sheet = rmkit.instruments.load("session_worksheet")
    words = [f"{mark} {text}" for mark, text in TEXTS.items()]
    kinds = {"text", "long_text"}
    said = {f.key: words[n % len(words)] for n, f in enumerate(sheet.fields) if f.kind in kinds}
    lost = {f"gone{n}": word for n, word in enumerate(words)}
    asked = {key: marks_of("Zscript", "Zquote") for key in lost}
    put_draft(page, "rmkit c", version=0, answers={**said, **lost}, words=asked)
    form = draw(page, sheet, voice=voice, others=said, draft="rmkit c")
    for n, mark in enumerate(("Zscript", "Zimage", "Zclose", "Zquote")):
        expect(form.locator(".rm-changed li").nth(n)).to_contain_text("Zscript")
        expect(form.get_by_text(mark).first).to_be_attached()
    fault = {"key": "highlights_" + voice, "text": words[0], "short": words[2]}
    notice = {"kind": "wrong", "text": words[3], "faults": [fault, {**fault, "key": "no"}]}
    page.evaluate("notice => { window.reply = async () => ({ notice }); }", notice)
    form.get_by_role("button", name="Save answers").click()
    expect(form.locator(".rm-summary")).to_contain_text("Zclose")
    assert page.evaluate(ACTED) == [None, 0]


@pytest.mark.parametrize("width", [1280, 800, 360])
def test_two_things_asked_of_the_same_rows_stand_in_one_row(page, width):
    page.set_viewport_size({"width": width, "height": 900})
    form = draw(page, rmkit.instruments.load("learning_needs"))
    row = form.locator(".rm-line", has_text="Spreadsheets")
    row.get_by_role("radiogroup", name="Spreadsheets").nth(0).get_by_label("2 basic").check()
    wanted = row.get_by_role("radiogroup", name="the level you want")
    wanted.get_by_label("4 advanced").check()
    form.get_by_role("button", name="Save answers").click()
    expect(form.locator(".rm-state")).to_contain_text("Saved ")
    assert page.evaluate("window.sent") == {"level_spreadsheets": "2", "target_spreadsheets": "4"}
    wanted.get_by_role("radio", checked=True).press("Delete")
    form.get_by_role("button", name="Save answers").click()
    assert page.evaluate("window.sent") == {"level_spreadsheets": "2"}
    assert violations(page) == []
