"""The import panel: a bad file dropped in, mended, dropped in again and kept."""

from __future__ import annotations

import base64
import csv
from pathlib import Path

import pytest
from playwright.sync_api import expect

from rmkit import forms
from rmkit.programme.programme import Programme
from tests.browser.standing import stand, wrong_with

SAMPLES = Path(__file__).parents[2] / "data_samples"
ANSWERS = SAMPLES / "six_pairs" / "raw" / "google_forms.csv"
SLOW = 60_000  # milliseconds, for a file to be read on a busy machine
DROP = """([zone, content, name]) => {
  const bytes = Uint8Array.from(atob(content), letter => letter.charCodeAt(0));
  const dataTransfer = new DataTransfer();
  dataTransfer.items.add(new File([bytes], name));
  for (const kind of ['dragenter', 'dragover', 'drop'])
    zone.dispatchEvent(new DragEvent(kind, {dataTransfer, bubbles: true, cancelable: true}));
}"""


@pytest.fixture
def pilot(tmp_path):
    with Programme.create(tmp_path / "pilot.rmkit", name="Pilot", organisation="Harbour") as made:
        yield made


def faulty(folder):
    """Write the sample's answers with a level that is none and a heading worded otherwise."""
    with ANSWERS.open(encoding="utf-8-sig", newline="") as read:
        rows = list(csv.reader(read))
    rated = next(i for i, heading in enumerate(rows[0]) if "[" in heading)
    rows[0][rated + 1] = "Hobby horses"
    for row in rows[3:6]:
        row[rated] = "6"
    file = folder / "answers (1).csv"
    with file.open("w", encoding="utf-8", newline="") as written:
        csv.writer(written).writerows(rows)
    return file


def drop(page, panel, file, name=""):
    zone = panel.locator(".rm-drop").element_handle()
    content = base64.b64encode(file.read_bytes()).decode()
    page.evaluate(DROP, [zone, content, name or file.name])


def test_list_of_candidates_shows_at_once_who_was_dropped_in(pilot, page):
    both = stand(page, forms.candidates(pilot), forms.import_file(pilot))
    people, panel = both.nth(0), both.nth(1)
    expect(people).to_contain_text("Nobody has answered yet.")
    panel.locator("input[type=file]").set_input_files(ANSWERS)
    keep = panel.get_by_role("button", name="Keep these answers")
    expect(keep).to_be_enabled(timeout=SLOW)
    keep.click()
    expect(people).to_contain_text("14 candidates", timeout=SLOW)


def kept_in(programme):
    return len(programme.file.responses("candidate"))


@pytest.mark.parametrize("theme", ["light", pytest.param("dark", marks=pytest.mark.proof)])
def test_file_is_mended_as_the_panel_says_and_then_kept(pilot, page, shoot, tmp_path, theme):
    panel = stand(page, forms.import_file(pilot), dark=theme == "dark")
    sentence = panel.locator("[data-result] h3")
    shoot(f"importing-empty-{theme}")
    panel.locator("input[type=file]").set_input_files(faulty(tmp_path))
    expect(sentence).to_have_text(
        "Nothing can be imported before 2 things are mended.", timeout=SLOW
    )
    expect(panel.locator("[data-result]")).to_be_focused()
    expect(panel.get_by_role("button", name="Keep these answers")).to_be_disabled()
    expect(panel.get_by_role("row", name="rows 4, 5, 6")).to_contain_text('"6" is not a level')
    shoot(f"importing-faults-{theme}")

    chosen = panel.get_by_label("Hobby horses, answers")
    chosen.focus()
    chosen.select_option("ignore")
    expect(sentence).to_have_text(
        "Nothing can be imported before one thing is mended.", timeout=SLOW
    )
    expect(chosen).to_be_focused()
    expect(chosen).to_have_value("ignore")
    assert kept_in(pilot) == 0

    drop(page, panel, ANSWERS, "../../answers.csv")
    expect(sentence).to_have_text("14 responses can be imported.", timeout=SLOW)
    expect(panel.locator("[data-result]")).to_contain_text("answers.csv")
    shoot(f"importing-good-{theme}")
    panel.get_by_role("button", name="Keep these answers").press("Enter")
    expect(sentence).to_contain_text("14 new", timeout=SLOW)
    expect(panel.get_by_role("link", name="03 Read the profiles")).to_be_visible()
    assert kept_in(pilot) == 14
    shoot(f"importing-kept-{theme}")


@pytest.mark.proof
@pytest.mark.context(viewport={"width": 400, "height": 800})
def test_narrow_panel_scrolls_in_one_direction_only_and_refuses_what_it_cannot_read(
    pilot, page, shoot, tmp_path
):
    panel = stand(page, forms.import_file(pilot))
    panel.locator("input[type=file]").set_input_files(faulty(tmp_path))
    expect(panel.locator("[data-result]")).to_be_visible(timeout=SLOW)
    assert wrong_with(panel) == []
    shoot("importing-narrow")
    (tmp_path / "letter.pdf").write_bytes(b"%PDF-1.7")
    drop(page, panel, tmp_path / "letter.pdf")
    expect(panel.locator(".rm-said")).to_contain_text(
        "letter.pdf is cut off or damaged", timeout=SLOW
    )
    expect(panel.locator("[data-result]")).to_have_count(0)


@pytest.mark.proof
def test_large_file_arrives_in_parts_and_one_that_is_too_large_is_not_sent(pilot, page, tmp_path):
    panel = stand(page, forms.import_file(pilot))
    many = "".join(f"Ann {i},ann{i}@example.org,Mentor,{'x' * 900}\n" for i in range(2_000))
    heads = "Your name,Your e-mail address at work,Which role would you like?,Your job title\n"
    (tmp_path / "large.csv").write_text(heads + many, encoding="utf-8")
    panel.locator("input[type=file]").set_input_files(tmp_path / "large.csv")
    expect(panel.locator("[data-result]")).to_contain_text("large.csv", timeout=SLOW)
    with (tmp_path / "huge.csv").open("wb") as huge:
        huge.truncate(51_000_000)
    panel.locator("input[type=file]").set_input_files(tmp_path / "huge.csv")
    expect(panel.locator(".rm-said")).to_contain_text("huge.csv has 51 MB; the limit is 50 MB.")


def test_questionnaire_is_written_beside_the_programme_and_can_be_downloaded(
    pilot, page, shoot, tmp_path
):
    panel = stand(page, forms.questionnaire_files(pilot))
    panel.get_by_role("button", name="An Excel form to mail").press("Enter")
    link = panel.get_by_role("link", name="Download questionnaire form.xlsx")
    expect(link).to_be_visible(timeout=SLOW)
    shoot("sending")
    with page.expect_download() as download:
        link.click()
    written = (tmp_path / "questionnaire form.xlsx").read_bytes()
    assert Path(download.value.path()).read_bytes() == written
