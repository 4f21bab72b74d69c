"""The script and style of forms: whole, shared by every host, and asking nobody for anything."""

import re
import shutil
import subprocess

import pytest

from rmkit.report.drawn import elements_script, form_script, form_style, house_style


def test_a_host_gets_all_it_needs_in_one_script_and_one_style():
    whole = form_script()
    assert whole.startswith(elements_script())
    assert "function drawForm(panel)" in whole
    assert form_style().startswith(house_style())
    assert ".rm-form" in form_style()


def test_a_host_that_has_the_common_parts_gets_the_others_alone():
    assert "function el(" not in form_script(elements=False)
    assert "function drawForm(panel)" in form_script(elements=False)
    assert ".rm-button {" not in form_style(house=False)


def test_no_form_asks_another_machine_or_makes_markup_of_text():
    told = form_script() + form_style()
    for way in (
        "http:",
        "https:",
        "fetch(",
        "XMLHttpRequest",
        "@import",
        "url(",
        "innerHTML",
        "eval(",
    ):
        assert way not in told
    assert "</" not in told  # it can stand inside a page


def test_comments_for_its_readers_do_not_travel_with_every_form():
    assert not re.search(r"^\s*//", form_script(), flags=re.M)
    assert "/*" not in form_style()
    assert form_style().count("{") == form_style().count("}")


def test_names_of_the_script_stand_once():
    whole = form_script().replace("const drawForm = (() =>", "")
    names = re.findall(r"^(?:function|const|let|class) (\w+)", whole, flags=re.M)
    assert sorted(names) == sorted(set(names))


def test_only_the_elements_and_the_form_have_names_that_a_host_cannot_use():
    outside = re.sub(r"^const drawForm = .*?^}\)\(\);$", "", form_script(), flags=re.M | re.S)
    assert outside.strip() == elements_script().strip()


@pytest.mark.skipif(shutil.which("node") is None, reason="no Node.js here to read the script")
def test_the_script_can_be_read_as_a_script(tmp_path):
    (tmp_path / "form.js").write_text(f'"use strict";\n{form_script()}', encoding="utf-8")
    subprocess.run(["node", "--check", str(tmp_path / "form.js")], check=True)
