"""Notebook 05: letters are read as people get them, corrected once, and written as drafts."""

from __future__ import annotations

import email
import email.policy
import shutil
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from playwright.sync_api import expect

from rmkit.content import letter
from rmkit.forms import letters
from rmkit.programme.programme import Programme
from tests.browser.standing import stand, wrong_with

NARROW = {"width": 400, "height": 900}
TRAP = "<img src=x onerror=alert(1)>"


@pytest.fixture(scope="module")
def paired(tmp_path_factory):
    path = tmp_path_factory.mktemp("paired") / "six.rmkit"
    with Programme.sample("six_pairs", until="kickoff") as programme:
        shutil.copy(programme.file.path, path)
    return path


@pytest.fixture
def six(paired, tmp_path):
    """Give a programme with six confirmed pairs."""
    return Path(shutil.copy(paired, tmp_path / "six.rmkit"))


@pytest.fixture
def panel(page):
    """Give what opens a programme and shows its letters."""
    opened = []

    def shown(path, *, dark=False, look=lambda panel: panel):
        opened.append(Programme.open(path))
        found = stand(page, look(letters(opened[-1])), dark=dark)
        found.locator("iframe").wait_for()
        return found

    yield shown
    for programme in opened:
        programme.close()


def letter_in(found):
    return found.frame_locator("iframe").locator("body")


def correct(found, subject=None, body=None):
    edit = found.locator("details.rm-edit")
    if edit.get_attribute("open") is None:
        edit.locator("summary").first.click()
    if subject is not None:
        found.get_by_label("Subject").fill(subject)
    if body is not None:
        found.get_by_label("Text of the letter").fill(body)


def test_letters_are_read_corrected_once_and_written_as_drafts(six, panel, page, shoot):
    with Programme.open(six) as programme:
        mentors = [w.name for w in programme.kickoff.recipients() if w.side == "mentor"]
    found = panel(six)
    shown = found.get_by_label("Shown for")
    first = shown.locator("option:checked").inner_text()
    expect(letter_in(found)).to_contain_text(f"Dear {first},")
    found.get_by_role("button", name="Next").click()
    expect(found.get_by_text(f"2 of {len(mentors)}")).to_be_visible()
    second = shown.locator("option:checked").inner_text()
    expect(letter_in(found)).to_contain_text(f"Dear {second},")
    assert {first, second} <= set(mentors)
    assert first != second
    shoot("letters-light")

    correct(found, subject="Welcome, {{ nam }}")
    found.get_by_role("button", name="Keep these words").click()
    expect(found.get_by_text('Did you mean "name"?')).to_be_visible()
    shoot("letters-fault")
    correct(found, subject="Welcome, {{ name }}")
    found.get_by_role("button", name="Show it so").click()
    expect(found.get_by_text("They are not kept yet")).to_be_visible()
    found.get_by_role("button", name="Write 18 drafts").click()
    expect(found.get_by_text("words that are not kept yet")).to_be_visible()
    shoot("letters-tried")
    found.get_by_role("button", name="Keep these words").first.click()
    expect(found.get_by_text("These words are kept")).to_be_visible()
    expect(found.locator("dd", has_text=f"Welcome, {second}")).to_be_visible()
    expect(found.get_by_role("region", name="The letter")).to_be_focused()
    found.get_by_role("button", name="Previous").click()
    expect(found.locator("dd", has_text=f"Welcome, {first}")).to_be_visible()

    found.get_by_role("button", name="Write 18 drafts").click()
    folder = six.with_name("six-outbox")
    written = found.get_by_text("18 drafts are written. Nothing was sent.")
    expect(written).to_be_visible(timeout=60_000)
    expect(found.get_by_text(str(folder))).to_be_visible()
    shoot("letters-written")
    drafts = [
        email.message_from_bytes(path.read_bytes(), policy=email.policy.default)
        for path in folder.glob("*.eml")
    ]
    subjects = [str(draft["Subject"]) for draft in drafts]
    assert len(subjects) == 18
    assert {f"Welcome, {name}" for name in mentors} <= set(subjects)
    panel(six, dark=True)
    shoot("letters-dark")


@pytest.mark.proof
def test_our_words_come_back_after_a_second_question(six, panel):
    found = panel(six)
    found.get_by_label("Welcome letter to a mentee").check()
    correct(found, body="Come, {{ name }}.")
    found.get_by_role("button", name="Keep these words").click()
    expect(letter_in(found)).to_contain_text("Come, ")
    found.get_by_role("button", name="Our words again").click()
    found.get_by_role("button", name="No, leave mine").click()
    expect(letter_in(found)).to_contain_text("Come, ")
    found.get_by_role("button", name="Our words again").click()
    found.get_by_role("button", name="Yes, our words again").click()
    expect(letter_in(found)).to_contain_text("You will be a mentee")
    with Programme.open(six) as programme:
        assert not programme.kickoff.is_edited("welcome_mentee")


def test_what_is_typed_stays_while_one_looks_elsewhere_and_faults_lead_to_their_line(six, panel):
    found = panel(six)
    text = found.get_by_label("Text of the letter")
    correct(found, body="\nDear {{ name }},\n\n{{ partner }} is your mentee.")
    found.get_by_label("First steps of a mentor").check()
    expect(text).to_have_value(letter("first_steps_mentor").body)
    found.get_by_label("Welcome letter to a mentor").check()
    expect(text).to_have_value("\nDear {{ name }},\n\n{{ partner }} is your mentee.")
    found.get_by_role("button", name="Show it so").click()
    found.get_by_role("button", name="Line 4").click()
    expect(text).to_be_focused()
    chosen = text.evaluate("n => n.value.slice(n.selectionStart, n.selectionEnd)")
    assert chosen == "{{ partner }} is your mentee."
    found.get_by_role("button", name="Insert Go through partners").click()
    assert "{% for partner in partners %}" in text.input_value()
    found.get_by_role("button", name="Show it so").click()
    expect(letter_in(found).locator("li")).not_to_have_count(0)


def test_what_people_typed_never_runs(six, panel, page, shoot):
    with Programme.open(six) as programme:
        who = next(w for w in programme.kickoff.recipients() if w.side == "mentor")
        person = replace(programme.file.person(who.person_id), name=TRAP)
        now = datetime.now(UTC)
        with programme.file.change(actor="coordinator", action="Test", now=now) as change:
            change.save_people([person])
    dialogs, asked = [], []
    page.on("dialog", lambda dialog: (dialogs.append(dialog.message), dialog.dismiss()))
    page.on("request", lambda request: asked.append(request.url))
    found = panel(six)
    found.get_by_label("Shown for").select_option(label=TRAP)
    expect(letter_in(found)).to_contain_text(f"Dear {TRAP},")
    expect(found.locator("dd", has_text=TRAP)).to_be_visible()
    marked = "<script>alert(2)</script><b>{{ name }}</b>"
    correct(found, subject=marked, body=f"{marked} <img src=y> ![p](z.png) [l](http://q.example)")
    found.get_by_role("button", name="Keep these words").click()
    expect(found.locator("dd", has_text=marked.replace("{{ name }}", TRAP))).to_be_visible()
    expect(letter_in(found)).to_contain_text("<script>alert(2)</script>")
    letter_in(found).get_by_role("link", name="l", exact=True).click()
    expect(letter_in(found)).to_contain_text("<img src=y>")
    shoot("letters-trap")
    assert dialogs == []
    assert [url for url in asked if url.rsplit("/", 1)[-1] in {"x", "y", "z.png"}] == []
    assert letter_in(found).locator("img, script, b").count() == 0


def test_by_keyboard_alone(six, panel, page):
    found = panel(six)
    keys = page.keyboard
    found.get_by_label("Welcome letter to a mentor").focus()
    keys.press("ArrowDown")
    expect(found.get_by_label("First steps of a mentor")).to_be_focused()
    expect(letter_in(found)).to_contain_text("you make the first move")
    keys.press("Tab")
    expect(found.get_by_label("Shown for")).to_be_focused()
    keys.press("Tab")
    keys.press("Tab")
    next_one = found.get_by_role("button", name="Next")
    expect(next_one).to_be_focused()
    keys.press("Enter")
    expect(found.get_by_text("2 of ")).to_be_visible()
    expect(next_one).to_be_focused()
    keys.press("Tab")
    keys.press("Enter")
    expect(found.locator("details.rm-plain pre")).to_be_visible()
    keys.press("Tab")
    expect(found.get_by_role("button", name="Copy this text")).to_be_focused()
    keys.press("Tab")
    keys.press("Enter")
    keys.press("Tab")
    expect(found.get_by_label("Subject")).to_be_focused()
    keys.press("End")
    keys.type(" ddaa")
    expect(found.get_by_text("Changed, not kept yet.")).to_be_visible()
    assert wrong_with(found) == []


def test_another_occasion_asks_what_its_letters_need_and_writes_one_or_all(six, panel, shoot):
    found = panel(six)
    found.get_by_label("Occasion").select_option(label="Briefing, training and circle")
    found.get_by_label("Invitation to the mentor circle").check()
    expect(letter_in(found)).to_contain_text("Once a month")
    found.get_by_label("The day and hour").fill("8 December, 10:00")
    found.get_by_label("The room, or the address of a video call").fill("Room 7.7")
    found.get_by_label("The room, or the address of a video call").press("Tab")
    expect(letter_in(found)).to_contain_text("Room 7.7")
    found.get_by_role("button", name="Write only the one that is shown").click()
    expect(found.get_by_text("One draft is written. Nothing was sent.")).to_be_visible(
        timeout=60_000
    )
    shoot("letters-occasion")
    assert wrong_with(found) == []
    (draft,) = six.with_name("six-letters").glob("circle_invitation/*.eml")
    assert b"Room 7.7" in draft.read_bytes()


@pytest.mark.proof
def test_among_many_a_name_is_found_by_a_part_of_it(six, panel, shoot):
    def among_many(panel):
        people, many = panel.view["people"], [[f"X{i}", f"Žofie {i}"] for i in range(400)]
        panel.view = {**panel.view, "people": {**people, "mentor": many + people["mentor"]}}
        return panel

    with Programme.open(six) as programme:
        wanted = [w.name for w in programme.kickoff.recipients() if w.side == "mentor"][2]
    found = panel(six, look=among_many)
    search = found.get_by_label("Find a name")
    search.fill("zofie 39")
    expect(found.get_by_text("11 names found")).to_be_visible()
    search.fill(wanted[1:].upper())
    expect(found.get_by_text("1 name found")).to_be_visible()
    shoot("letters-many")
    search.press("Enter")
    expect(letter_in(found)).to_contain_text(f"Dear {wanted},")
    expect(found.get_by_label("Shown for").locator("option")).to_have_count(2)


@pytest.mark.proof
@pytest.mark.context(viewport=NARROW)
def test_an_empty_programme_on_a_narrow_screen(panel, shoot, tmp_path):
    path = tmp_path / "own.rmkit"
    Programme.create(path, name="Own", organisation="Firm").close()
    found = panel(path)
    expect(letter_in(found)).to_contain_text("Own")
    expect(found.get_by_text("Shown with an example")).to_be_visible()
    expect(found.get_by_role("link", name="01 Objective").first).to_be_visible()
    expect(found.get_by_role("link", name="04 Pairs")).to_be_visible()
    expect(found.get_by_role("button", name="Write")).to_have_count(0)
    correct(found)
    assert wrong_with(found) == []
    shoot("letters-empty-narrow")
    found.get_by_role("button", name="Look again").click()
    expect(found.get_by_text("Before letters can be written")).to_be_visible()
