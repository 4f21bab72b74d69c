"""Text is text: nothing that somebody typed acts in any view, file, letter or line of rmkit."""

from __future__ import annotations

import importlib
import inspect
import pkgutil
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

import rmkit.exchange
import rmkit.page
import rmkit.report
from rmkit import figures, forms
from rmkit.cli.app import app
from rmkit.programme.programme import Programme
from tests.hostile import make_hostile
from tests.inert_checks import CHECKS, check
from tests.views import VIEWS

# Commands that show nothing of a programme, each with the reason.
SHOW_NOTHING = {
    "demo": "plays one's own files or a sample; what it prints and writes are the other commands'",
    "lab": "starts JupyterLab; what is shown there is the notebooks'",
}
# Public functions of rooms that write, which are parts of the views listed.
PARTS = {
    "exchange.sheets": "the paper of render_pdf", "exchange.close_book": "the end of write_form",
    "exchange.form_files": "lists files", "exchange.read_pdf": "reads",
    "figures.page_svg": "the end of Picture.svg",
}  # fmt: skip


@pytest.fixture(scope="module")
def made(tmp_path_factory) -> Iterator[dict[str, Path]]:
    """Make the programme with confirmed pairs, and one before them."""
    places = {}
    for name, until in (("whole", ""), ("before", "pairing")):
        places[name] = tmp_path_factory.mktemp(name)
        make_hostile(places[name], until=until).close()
    return places


@pytest.fixture
def programme(made, request, tmp_path) -> Iterator[Programme]:
    """Open a copy of the programme, for one view alone."""
    source = made["before" if "proposal" in request.node.name else "whole"]
    shutil.copytree(source, tmp_path / "own")
    with Programme.open(tmp_path / "own" / "hostile.rmkit") as opened:
        yield opened


@pytest.mark.claim("text-inert")
@pytest.mark.parametrize("name", sorted({make: name for name, make in VIEWS.items()}.values()))
def test_nothing_that_somebody_typed_acts_in_a_view(name, programme, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    folder = tmp_path / "to"
    folder.mkdir()
    wrong, seen = [], []
    for what, kind, content in VIEWS[name](programme, folder):
        try:
            seen.append(check(kind, content))
        except AssertionError as error:
            wrong.append(f"{what} ({kind}): {str(error)[:300]}")
    assert any(seen)
    assert wrong == [], "\n".join(wrong)


def commands() -> set[str]:
    """List the commands by their words."""
    own = {command.name or command.callback.__name__ for command in app.registered_commands}
    for group in app.registered_groups:
        inner = group.typer_instance.registered_commands
        own |= {f"{group.name} {c.name or c.callback.__name__}" for c in inner}
    return {name.replace("_", "-") for name in own}


def writers(package: object, name: str) -> set[str]:
    """List what a room offers to write, draw or describe."""
    found = set()
    begin = f"{package.__name__}."  # type: ignore[attr-defined]
    for module in pkgutil.walk_packages(package.__path__, begin):  # type: ignore[attr-defined]
        loaded = importlib.import_module(module.name)
        for public in getattr(loaded, "__all__", ()):
            begins = public.startswith(("write_", "render_", "draft", "merge_"))
            if inspect.isfunction(getattr(loaded, public)) and (
                begins or public.endswith(("_page", "_view", "_draft", "_pdf", "_batch"))
            ):
                found.add(f"{name}.{public}")
    return found


@pytest.mark.claim("text-inert")
def test_no_view_is_left_out_of_the_list():
    there = {f"forms.{name}" for name in forms.__all__}
    there |= {f"figures.{name}" for name in figures.__all__}
    there |= writers(rmkit.exchange, "exchange") | writers(rmkit.report, "report")
    there |= writers(rmkit.page, "page")
    there |= {f"rmkit {name}" for name in commands() - set(SHOW_NOTHING)}
    assert sorted(there - set(VIEWS) - set(PARTS)) == [], "add them to tests/views.py"
    rooms = ("forms.", "figures.", "exchange.", "report.", "page.")
    assert sorted({name for name in VIEWS if name.startswith(rooms)} - there) == []


# What each check refuses: a check that lets these pass would prove nothing.
ACTING = {
    "sheet": ["<p>no data</p>", "<script>x</script>"],
    "html": ["<script>x</script>", "<p onclick=x>", '<a href="javascript:x">', "<img src=x>",
             '<a href="http://evil.example">', "<b>x</b>", "<p>a\u202eb</p>", "<!-- x -->",
             '<p style="background:url(x)">', "<iframe srcdoc=x>"],
    "svg": ['<svg onload="x"/>', "<svg><script/></svg>", '<svg><a href="x"/></svg>'],
    "csv": ["a,b\n=1+1,2\n", "a,b\n@x,2\n", "a,b\n\uff1d1,2\n", "a,b\n1\n", "a\n\x1b[31m\n"],
    "txt": ["\x1b[31mred", "a\u202eb", "a\rb", "a\x00b"],
    "view": [{"a": "\x1b"}, {"html": "<script>x</script>"}],
    "eml": [b"To: person1@example.org\r\nBcc: all@evil.example\r\n\r\nx"],
}  # fmt: skip


@pytest.mark.claim("text-inert")
@pytest.mark.parametrize(
    ("kind", "content"), [(kind, it) for kind, each in ACTING.items() for it in each]
)
def test_what_acts_is_noticed(kind, content):
    with pytest.raises(AssertionError):
        check(kind, content)


@pytest.mark.claim("text-inert")
def test_a_formula_a_link_and_an_action_are_noticed(tmp_path):
    import openpyxl
    import pypdf
    from pypdf.annotations import Link
    from pypdf.generic import DictionaryObject, NameObject

    for value, link in (("=1+1", None), ("x", "http://evil.example")):
        book = openpyxl.Workbook()
        book.active["A1"] = value
        if link:
            book.active["A1"].hyperlink = link
        book.save(tmp_path / "x.xlsx")
        with pytest.raises(AssertionError):
            check("xlsx", (tmp_path / "x.xlsx").read_bytes())
    for act in ("script", "link"):
        writer = pypdf.PdfWriter()
        writer.add_blank_page(100, 100)
        if act == "script":
            writer.root_object[NameObject("/AA")] = DictionaryObject()
        else:
            writer.add_annotation(0, Link(rect=(0, 0, 9, 9), url="http://evil.example"))
        writer.write(tmp_path / "x.pdf")
        with pytest.raises(AssertionError):
            check("pdf", (tmp_path / "x.pdf").read_bytes())
    assert set(CHECKS) >= {"docx", "pdf", "xlsx"}
