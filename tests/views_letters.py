"""The views of letters: the panel, the file to print, what mentors get to send, and the folder."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from rmkit import forms
from tests.viewing import Output, files_in, panel_of, view

if TYPE_CHECKING:
    from rmkit.programme.programme import Programme


@view("forms.letters")
def letterspanel_of(programme: Programme, folder: Path) -> Iterator[Output]:
    panel = forms.letters(programme)
    yield from panel_of(panel)
    for occasion, _ in panel.view["occasions"]:
        panel.do("turn", occasion=occasion)
        yield from panel_of(panel)
        for choice in panel.view["letters"]:
            for person, _ in panel.view["people"][str(choice["side"])][:8]:
                given = {"letter": choice["id"], "person": person}
                yield f"{choice['id']} {person}", "view", dict(panel.do("show", given).data)


@view("exchange.letter_pdf", "exchange.print_batch")
def letters_on_paper(programme: Programme, folder: Path) -> Iterator[Output]:
    from rmkit.content import fill
    from rmkit.exchange.letter_pdf import letter_pdf, print_batch

    text = programme.letters.letter("welcome_mentor")
    person = programme.letters.recipients("welcome_mentor").readers[0]
    filled = programme.letters.preview("welcome_mentor", person.person_id)
    assert fill(text, text.examples()).markdown
    staff = programme.file.person(person.person_id).staff
    address = [person.name, *(str(staff.get(name)) for name in ("department", "site"))]
    made = letter_pdf(
        filled.subject, filled.markdown, address=address, sender=programme.organisation,
        day="2 November 2026",
    )  # fmt: skip
    yield "letter", "pdf", made
    yield "batch", "pdf", print_batch([(made, made)], title=programme.name)


@view("programme.write_letters")
def letters_to_mentors(programme: Programme, folder: Path) -> Iterator[Output]:
    mentor = programme.letters.recipients("mentor_pack").readers[0].person_id
    yield from files_in(programme.letters.write("mentor_pack", [mentor], folder=folder / "pack"))
