"""A form as one HTML file: nothing in it acts but our own script, and what comes back is read."""

import base64
import hashlib
import html
import json
import re
from pathlib import Path

import pytest

from rmkit.errors import FaultsFound, FileRefused, NotSaved, UnknownName
from rmkit.exchange.arrival import told
from rmkit.exchange.form_html import render_html_form, write_html_form
from rmkit.exchange.form_xlsx import write_form
from rmkit.exchange.limits import megabytes
from rmkit.exchange.preview import preview
from rmkit.instruments import read_instrument
from tests.hostile import TEXTS

HERE = Path(__file__).parent
SMALL = read_instrument(HERE / "instruments" / "small.yaml")
VOICED = read_instrument(HERE / "instruments" / "voices.yaml")


def data_in(text):
    found = re.search(r'<script type="application/json" id="rm-data">(.*?)</script>', text)
    return json.loads(found[1])


@pytest.mark.claim("bad-files")
@pytest.mark.parametrize("typed", TEXTS.values())
def test_what_somebody_typed_cannot_leave_the_data_of_a_sheet(typed):
    text = render_html_form(SMALL, organisation=typed, answers={"name": typed, "wish": typed})
    assert data_in(text)["answers"] == {"name": typed, "wish": typed}
    assert re.findall(r"<(/?script)", text) == ["script", "/script"] * 2
    assert "PWNED" not in re.sub(r'id="rm-data">.*?</script>|<p>[^<]*</p>', "", text)
    assert not re.search("[<>&\u2028\u2029]", text.split('id="rm-data">')[1].split("</script>")[0])


def test_the_policy_names_the_one_script_and_the_one_style_and_allows_nothing_else():
    text = render_html_form(SMALL)
    policy = html.unescape(re.search(r'Security-Policy" content="([^"]*)"', text)[1])
    for tag in ("script", "style"):
        own = text.split(f'<{tag} id="rm-{tag}">')[1].split(f"</{tag}>")[0]
        digest = base64.b64encode(hashlib.sha256(own.encode()).digest()).decode()
        assert f"{tag}-src 'sha256-{digest}'" in policy
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert "http" not in policy


@pytest.mark.parametrize("ending", [".html", ".htm"])
def test_a_sheet_with_answers_in_it_is_read_back(tmp_path, ending):
    given = {"email": "ann@example.org", "role": "mentor", "age": 28, "topics": ["ai"]}
    path = write_html_form(SMALL, tmp_path / f"form{ending}", answers=given)
    seen = preview(path, SMALL)
    assert seen.ok, seen.text()
    assert seen.layout == "rmkit_form"
    assert [dict(response.answers) for response in seen.responses] == [given]
    assert [r.answers["email"] for r in preview(tmp_path, SMALL).responses] == ["ann@example.org"]


def test_a_sheet_of_another_form_or_version_is_told(tmp_path):
    path = write_html_form(VOICED, tmp_path / "sheet.html", answers={"met": "2026-05-04"})
    assert "This is a form of voices, not of small." in preview(path, SMALL).text()
    newer = VOICED.model_copy(update={"version": 2})
    assert "version 1 of voices; now it is version 2" in preview(path, newer).text()


def test_blank_sheet_says_so(tmp_path):
    with pytest.raises(FileRefused, match="holds no responses"):
        preview(write_html_form(SMALL, tmp_path / "form.html"), SMALL)


def test_a_sheet_holds_a_form_for_each_voice_and_says_which_answers_go_back():
    data = data_in(render_html_form(VOICED, voice="mentee", language="en"))
    assert {name: form["voice"] for name, form in data["forms"].items()} == {
        "mentor": "mentor", "mentee": "mentee",
    }  # fmt: skip
    assert data["voice"] == "mentee"
    assert data["sent"] == [field.key for field in VOICED.fields]
    hidden = [i.model_copy(update={"visibility": "pair"}) for i in VOICED.items]
    section = VOICED.sections[0].model_copy(update={"items": tuple(hidden)})
    ours = VOICED.model_copy(update={"sections": (section,)})
    assert data_in(render_html_form(ours))["sent"] == []


def test_an_answer_to_nothing_that_is_asked_and_a_voice_that_is_none_are_refused():
    with pytest.raises(UnknownName, match="emial"):
        render_html_form(SMALL, answers={"emial": "x"})
    with pytest.raises(UnknownName, match="voice"):
        render_html_form(SMALL, voice="mentor")


def test_place_that_cannot_be_written_is_said(tmp_path):
    with pytest.raises(NotSaved, match="cannot be written"):
        write_html_form(SMALL, tmp_path / "nowhere" / "form.html")


@pytest.mark.claim("bad-files")
@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"<!doctype html><html><body>Hello</body></html>", "a web page"),
        (b"Some words", "named as a web form"),
        (b'{"answers": {}}', "is JSON, not a web form"),
    ],
)
def test_a_web_page_that_is_no_sheet_of_ours_is_refused(tmp_path, content, why):
    path = tmp_path / "form.html"
    path.write_bytes(content)
    with pytest.raises(FileRefused, match=why):
        preview(path, SMALL)


@pytest.mark.claim("bad-files")
@pytest.mark.parametrize(
    "data",
    ['{"answers": {', "[]", '{"answers": []}', '{"answers": {"__proto__": {"a": 1}}}', "", "7"],
)
def test_a_sheet_whose_data_was_broken_is_refused_and_nothing_is_read(tmp_path, data):
    text = render_html_form(SMALL, answers={"email": "ann@example.org"})
    broken = re.sub(r'(id="rm-data">).*?(</script>)', lambda m: m[1] + data + m[2], text)
    path = tmp_path / "form.html"
    path.write_text(broken, encoding="utf-8")
    with pytest.raises((FileRefused, FaultsFound)):
        preview(path, SMALL).checked()


def test_a_sheet_under_another_name_is_told_and_a_large_one_refused(tmp_path):
    data = render_html_form(SMALL).encode()
    with pytest.raises(FileRefused, match="a web form of rmkit, not a workbook"):
        told("form.xlsx", data)
    with pytest.raises(FileRefused, match="the limit is 10 MB"):
        told("form.html", data + b" " * (megabytes("html") * 1_000_000))
    path = write_form(SMALL, tmp_path / "form.xlsx")
    with pytest.raises(FileRefused, match="a workbook, not a web form"):
        told("form.html", path.read_bytes())
