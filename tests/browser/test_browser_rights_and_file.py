"""A person asks something, and the file is looked after: by keyboard, dark, and on a phone."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from rmkit import forms
from rmkit.programme.programme import Programme
from tests.browser.standing import stand, tab_to, wrong_with

NOTEBOOK = "rights_and_file.ipynb"
NARROW = {"width": 400, "height": 900}
LONG = 60_000


@pytest.fixture(scope="module")
def played(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Play a small programme to its end, once."""
    path = tmp_path_factory.mktemp("rights") / "six.rmkit"
    with Programme.sample("six_pairs") as programme:
        shutil.copy(programme.file.path, path)
    return path


@pytest.fixture
def six(tmp_path: Path, played: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)  # as the kernel of a notebook beside the programme
    return Path(shutil.copy(played, tmp_path / "six.rmkit"))


@pytest.fixture
def panels(page: Page, six: Path) -> Iterator[tuple[Locator, Locator]]:
    """Give the panel of rights and that of the file."""
    with Programme.open(six) as programme:
        both = stand(page, forms.rights(programme), forms.keeping(programme))
        yield both.nth(0), both.nth(1)


def chosen(rights: Locator, words: str) -> None:
    find = rights.get_by_label("Name or id")
    find.fill(words)
    find.press("Enter")
    expect(rights.get_by_role("button", name="Somebody else")).to_be_visible()


def test_somebody_is_found_reads_objects_and_is_erased_by_keyboard_alone(panels, page, six, shoot):
    rights, _ = panels
    keys = page.keyboard
    rights.get_by_label("Your name").focus()
    keys.type("Dda Rosa")
    keys.press("Tab")
    keys.type("krahen")  # the umlaut need not be typed
    keys.press("Enter")
    expect(rights.get_by_role("heading", name="Gerd Krähenkamp", exact=True)).to_be_focused()
    tab_to(rights.get_by_role("button", name="Write everything about them"))
    keys.press("Enter")
    expect(rights.get_by_role("link", name="P022.html")).to_be_visible(timeout=LONG)
    tab_to(rights.get_by_role("button", name="Finding a partner: they object"))
    keys.press("Enter")
    expect(
        rights.get_by_role("button", name="Finding a partner: they take it back")
    ).to_be_focused()
    expect(rights).to_contain_text("Confirmed pairs to look at")
    tab_to(rights.get_by_role("button", name="Erase them"))
    keys.press("Enter")
    expect(rights.get_by_role("heading", name="Erase Gerd Krähenkamp for good?")).to_be_focused()
    expect(rights).to_contain_text("talk with Kate Millstead")
    shoot("rights-erase")
    tab_to(rights.get_by_role("button", name="Erase them for good"))
    keys.press("Enter")
    expect(rights.get_by_role("heading", name="The person is erased")).to_be_focused(timeout=LONG)
    assert wrong_with(rights) == []
    with Programme.open(six) as programme:
        assert "P022" not in {person.person_id for person in programme.file.people()}
    assert not (six.parent / "six-person-files" / "person-P022").exists()


def test_the_file_is_checked_backed_up_undone_and_restored(panels, page, six, shoot):
    _, file = panels
    file.get_by_role("button", name="Check now").click()
    expect(file.locator(".rm-code")).to_be_visible(timeout=LONG)
    file.get_by_role("button", name="Back up now").click()
    restore = file.get_by_role("button", name="Restore the backup of")
    expect(restore.first).to_be_visible(timeout=LONG)
    with Programme.open(six) as programme:
        last = programme.keeping.changes[-1]
    undo = file.get_by_role("button", name=f"Undo: change {last.change_no}", exact=True)
    undo.focus()
    page.keyboard.press("Enter")
    expect(file.get_by_role("heading", name=f"Undo change {last.change_no}?")).to_be_focused()
    shoot("file-undo")
    yes = file.get_by_role("button", name="Yes, undo it")
    expect(yes).to_be_disabled()
    file.get_by_label("Your name").fill("Rosa Vidal")
    yes.click()
    expect(file.get_by_text(f"Change {last.change_no} is undone.")).to_be_visible(timeout=LONG)
    restore.first.click()
    expect(file).to_contain_text("1 change that came after it will be gone")
    file.get_by_role("button", name="No, leave it").click()
    expect(restore.first).to_be_focused()
    restore.first.click()
    file.get_by_role("button", name="Yes, restore it").click()
    expect(file.get_by_text("is what six-")).to_be_visible(timeout=LONG)
    with Programme.open(six) as programme:
        assert programme.keeping.changes[-1].actor == "Rosa Vidal"
        undone = [change.undone_by for change in programme.keeping.changes]
    assert undone == [None] * len(undone)


@pytest.mark.proof
def test_a_damaged_file_is_mended_from_the_notebook(lab, page, played, shoot):
    six = Path(shutil.copy(played, lab.folder / "six.rmkit"))
    lab.choose(six)
    with Programme.open(six) as programme:
        programme.keeping.backup()
    content = six.read_bytes()
    six.write_bytes(content[:4096] + bytes(len(content) - 4096))
    lab.open(page, "00_start_here.ipynb")
    lab.run_all(page)
    page.get_by_role("link", name="People's rights, and your file").first.click()
    page.locator(".jp-NotebookPanel:not(.lm-mod-hidden)", has_text="may people ask").wait_for()
    lab.open(page, NOTEBOOK)
    page.get_by_role("menuitem", name="Run", exact=True).click()
    page.locator(".lm-Menu-item[data-command='runmenu:run-all']").click()
    panels = page.locator("section.rm")
    expect(panels.filter(has_text="Mend it below first")).to_be_visible(timeout=LONG)
    file = panels.filter(has_text="The file cannot be opened.")
    file.scroll_into_view_if_needed()
    shoot("file-damaged")
    file.get_by_role("button", name="Restore the backup of").first.click()
    file.get_by_label("Your name").fill("Rosa Vidal")
    file.get_by_role("button", name="Yes, restore it").click()
    expect(page.get_by_text("is kept as")).to_be_visible(timeout=LONG)
    lab.run_all(page)
    expect(panels.filter(has_text="Somebody asks you something")).to_be_visible()


@pytest.mark.proof
def test_something_is_corrected_and_looking_it_up_is_shown(panels, six, shoot):
    rights, _ = panels
    rights.get_by_label("Your name").fill("Rosa Vidal")
    chosen(rights, "P022")
    rights.locator("summary", has_text="Something about them is wrong").click()
    rights.get_by_label("What is wrong?").select_option("candidate.role")
    rights.get_by_role("button", name="Look up what stands there").click()
    expect(rights.get_by_text("It says:")).to_be_visible()
    expect(rights.get_by_role("cell", name="Rosa Vidal")).to_have_count(1)
    rights.get_by_label("What is right?").select_option("either")
    rights.get_by_role("button", name="Correct it").click()
    expect(rights.get_by_text("Write why it is corrected")).to_be_visible()
    expect(rights.get_by_label("What is right?")).to_have_value("either")
    rights.get_by_label("Why it is corrected").fill("Ticked the wrong one.")
    shoot("rights-correct")
    rights.get_by_role("button", name="Correct it").click()
    expect(rights.get_by_text("What was there before stays in the history.")).to_be_visible()
    with Programme.open(six) as programme:
        (response,) = programme.file.responses(person_id="P022")
    assert response.answers["role"] == "either"


@pytest.mark.proof
@pytest.mark.parametrize("dark", [False, True])
@pytest.mark.context(viewport=NARROW)
def test_on_a_narrow_screen_nothing_is_cut_off_and_all_can_be_hit(page, six, shoot, dark):
    with Programme.open(six) as programme:
        both = stand(page, forms.rights(programme), forms.keeping(programme), dark=dark)
        look_at_all(both.nth(0), both.nth(1), shoot, "dark" if dark else "light")


def look_at_all(rights: Locator, file: Locator, shoot: Callable[[str], None], theme: str) -> None:
    chosen(rights, "P022")
    for summary in rights.locator("summary").all():
        summary.click()
    rights.get_by_role("button", name="Erase them").click()
    expect(rights.get_by_role("heading", name="for good?")).to_be_visible()
    shoot(f"rights-narrow-{theme}")
    file.get_by_role("button", name="Undo the last change").click()
    expect(file.get_by_role("button", name="No, leave it")).to_be_visible()
    shoot(f"file-narrow-{theme}")
    for panel in (rights, file):
        assert wrong_with(panel) == []
