"""A person opens a form that came as a file, fills it in without any network, and saves it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from rmkit.exchange.form_html import write_html_form
from rmkit.exchange.preview import preview
from rmkit.instruments import load, read_instrument

SMALL = read_instrument(Path(__file__).parents[1] / "instruments" / "small.yaml")
VOICED = read_instrument(Path(__file__).parents[1] / "instruments" / "voices.yaml")


@pytest.fixture(autouse=True)
def offline(page: Page) -> None:
    page.context.set_offline(True)


def saved(page: Page, button: str, folder: Path) -> Path:
    """Press a button, and keep the file that the browser saves."""
    with page.expect_download() as download:
        page.get_by_role("button", name=button).click()
    path = folder / download.value.suggested_filename
    download.value.save_as(path)
    return path


def opened(page: Page, path: Path) -> None:
    page.goto(path.as_uri())


def test_a_form_filled_in_the_browser_comes_back_as_what_was_answered(page, tmp_path, shoot):
    opened(page, write_html_form(SMALL, tmp_path / "form.html", organisation="Harbour"))
    page.get_by_role("button", name="Save my answers").click()
    summary = page.locator(".rm-summary")
    expect(summary).to_be_focused()
    expect(summary).to_contain_text("One answer is to mend. Nothing was saved.")
    page.get_by_label("Your name").fill("Ann <b> </script> Иванова")
    page.get_by_label("Your e-mail address").fill("ann@example.org")
    page.get_by_label("Your department").fill("=1+1")
    page.get_by_role("radio", name="Mentor", exact=True).check()
    page.get_by_label("Your age").fill("150")
    page.get_by_role("button", name="Save my answers").click()
    expect(summary).to_contain_text("Write a number from 16 to 100.")
    page.get_by_label("Your age").fill("28")
    page.get_by_label("In this position since").fill("2024-03-31")
    for topic in ("AI, data", "Inclusion"):
        page.get_by_role("checkbox", name=topic).check()
    page.get_by_label("What do you hope for?").fill("Two\nlines")
    row = page.get_by_role("radiogroup", name="Video calls")
    row.get_by_role("radio", name="4 advanced").check()
    shoot("form-file")
    path = saved(page, "Save my answers", tmp_path)
    expect(page.locator(".rm-said")).to_contain_text("saved as small-answers.json")
    assert json.loads(path.read_text(encoding="utf-8"))["format"] == "rmkit answers"
    seen = preview(path, SMALL)
    assert seen.ok, seen.text()
    assert [dict(response.answers) for response in seen.responses] == [
        {
            "name": "Ann <b> </script> Иванова", "email": "ann@example.org", "department": "=1+1",
            "role": "mentor", "age": 28, "since": "2024-03-31", "topics": ["ai", "inclusion"],
            "wish": "Two\nlines", "know_q1": 4,
        }
    ]  # fmt: skip


def test_an_unfinished_copy_opens_with_what_was_written_and_is_read_too(page, tmp_path):
    opened(page, write_html_form(SMALL, tmp_path / "form.html"))
    name = "Ann </script><script>window.PWNED=1</script> \u2028 <!--"
    page.get_by_label("Your name").fill(name)
    copy = saved(page, "Save an unfinished copy", tmp_path)
    opened(page, copy)
    expect(page.get_by_label("Your name")).to_have_value(name)
    page.get_by_label("Your e-mail address").fill("ann@example.org")
    again = saved(page, "Save an unfinished copy", tmp_path)
    assert page.evaluate("window.PWNED") is None
    assert preview(again, SMALL).responses[0].answers["email"] == "ann@example.org"


def test_a_sheet_travels_from_one_to_the_other_with_both_voices_kept(page, tmp_path, shoot):
    opened(page, write_html_form(VOICED, tmp_path / "sheet.html", organisation="Harbour"))
    page.get_by_role("button", name="I am the mentor").click()
    page.get_by_label("When did you meet?").fill("2026-05-04")
    page.get_by_role("textbox", name="What went well?").fill("We laughed <b>a lot</b>")
    shoot("sheet-first-voice")
    passed = saved(page, "Save the sheet to pass on", tmp_path)
    expect(page.locator(".rm-said")).to_contain_text("Pass it on to the mentee")
    opened(page, passed)
    expect(page.get_by_text("Mentor wrote", exact=True)).to_be_visible()
    expect(page.get_by_text("We laughed <b>a lot</b>")).to_be_visible()
    assert page.get_by_role("textbox", name="What went well?").count() == 1
    page.get_by_role("textbox", name="What went well?").fill("I showed him how")
    shoot("sheet-second-voice")
    back = saved(page, "Save the sheet to pass on", tmp_path)
    opened(page, back)
    expect(page.get_by_role("textbox", name="What went well?")).to_have_value(
        "We laughed <b>a lot</b>"
    )
    expect(page.get_by_text("I showed him how")).to_be_visible()
    seen = preview(back, VOICED)
    assert seen.ok, seen.text()
    assert dict(seen.responses[0].answers) == {
        "met": "2026-05-04",
        "well_mentor": "We laughed <b>a lot</b>",
        "well_mentee": "I showed him how",
    }


def test_what_is_for_the_two_alone_is_not_in_the_answers_that_are_sent_back(page, tmp_path):
    asked = load("confidentiality")
    first = next(f for f in asked.fields if f.kind == "long_text" and f.visibility == "pair")
    given = {first.key: "Between us"}
    path = write_html_form(asked, tmp_path / "sheet.html", answers=given, voice="mentor")
    opened(page, path)
    page.get_by_role("textbox", name="Signature").fill("Ann Lee")
    alone = saved(page, "Save the answers that go to the programme", tmp_path)
    text = alone.read_text(encoding="utf-8")
    assert "Ann Lee" in text
    assert "Between us" not in text
