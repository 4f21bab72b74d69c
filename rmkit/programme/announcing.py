"""What goes out before the pairs are made: announcement, poster, guides of talks, roll-out kit."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any

from rmkit.content.announcement import PLACES, announcement_text, filled, refuse_words
from rmkit.definitions.discreet import discreet
from rmkit.errors import NotReady, UnknownName
from rmkit.exchange.html import render_html
from rmkit.exchange.owned_folder import write_folder
from rmkit.exchange.pdf import render_pdf
from rmkit.exchange.poster import render_poster_html, render_poster_pdf
from rmkit.instruments import load
from rmkit.programme.actors import named
from rmkit.programme.clock import now
from rmkit.programme.days import in_words
from rmkit.programme.places import PAGES, note_written
from rmkit.report.admission import announcement_page, relationship_page, talk_page
from rmkit.report.answered import said
from rmkit.report.poster import Poster
from rmkit.report.sheet import sheet_page

if TYPE_CHECKING:
    from rmkit.programme.programme import Programme
    from rmkit.records.store import ProgrammeFile
    from rmkit.report.page import Page

__all__ = ["Announcement", "Announcing"]

_KIND = "announcement"
_ANSWER_WITHIN = timedelta(days=14)
_KIT = ("appointment", "reflection")


@discreet("parts", "missing")
@dataclass(frozen=True, slots=True)
class Announcement:
    """The announcement with the programme's data in it.

    `parts` has (id, title, text); `missing` says what was not known and stands in brackets.
    """

    parts: tuple[tuple[str, str, str], ...]
    poster: Poster
    missing: tuple[str, ...] = ()

    @property
    def text(self) -> str:
        """All texts, to copy into the intranet."""
        return "\n\n".join(f"{title}\n\n{text}" for _, title, text in self.parts)


class Announcing:
    """The part of the candidates' step that writes to the house."""

    _programme: Programme
    _file: ProgrammeFile

    def announcement(self, *, answer_by: date | None = None, where: str = "") -> Announcement:
        """Fill the announcement with what the programme knows.

        Parameters
        ----------
        answer_by
            The day by which to answer; two weeks from today where none is given.
        where
            Where to answer: an address, or a place in the house.
        """
        values, missing = self._values(answer_by, where)
        text, own = announcement_text(), self._own_words()
        parts = tuple(
            (one.id, one.title.say(), filled(own.get(one.id, one.text.say()).strip(), values))
            for one in text.parts
        )
        it = text.poster
        head = own.get("poster", it.head.say())
        one = {name: filled(getattr(it, name).say(), values) for name in
               ("lead", "plan", "answer", "where", "ask")}  # fmt: skip
        lines = tuple(filled(line.say(), values) for line in it.lines)
        poster = Poster(head=filled(head.strip(), values), lines=lines, **one)
        return Announcement(parts, poster, missing)

    def announcement_words(self, part: str) -> str:
        """Give the words of a part as they stand now, with its placeholders; also of `poster`.

        Raises
        ------
        UnknownName
            There is no such part.
        """
        ours = self._our_words()
        if part not in ours:
            raise UnknownName(kind="part of the announcement", name=part, known=ours)
        return self._own_words().get(part, ours[part])

    def keep_announcement(self, part: str, text: str | None, *, by: str) -> None:
        """Say a part of the announcement in your own words; None goes back to ours.

        Of the poster it is the headline, `poster`.

        Raises
        ------
        UnknownName
            There is no such part.
        FaultsFound
            Something in braces is not known, or nothing is written. Nothing was saved.
        NotAllowed
            `by` is blank.
        """
        by = named(by)
        self.announcement_words(part)
        if text is not None:
            refuse_words(text)
        words = {name: it for name, it in self._own_words().items() if name != part}
        words |= {part: text} if text is not None else {}
        action = "Changed the announcement"
        with self._file.change(actor=by, action=action, now=now()) as change:
            change.save_document(_KIND, "", {"words": words})

    def write_announcement(
        self, folder: str | Path, *, answer_by: date | None = None, where: str = ""
    ) -> list[Path]:
        """Write announcement and poster, each as HTML and PDF, and the texts to copy.

        Raises
        ------
        NotAllowed
            The folder holds other files.
        NotSaved
            It cannot be written.
        FileRefused
            The poster has more words than fit.
        """
        made = self.announcement(answer_by=answer_by, where=where)
        texts = [(title, text) for _, title, text in made.parts]
        name = self._programme.organisation
        page = announcement_page(
            self._programme.name, texts, organisation=name, missing=made.missing
        )
        poster = made.poster
        return _write(
            folder,
            {
                "announcement.html": render_html(page).encode(),
                "announcement.pdf": render_pdf(page),
                "poster.html": render_poster_html(poster).encode(),
                "poster.pdf": render_poster_pdf(poster),
                "texts to copy.txt": made.text.encode(),
            },
        )

    def write_rollout_kit(
        self, folder: str | Path, *, answer_by: date | None = None, where: str = ""
    ) -> list[Path]:
        """Write what a whole organisation needs: poster, appointment form, reflection sheet.

        The checklist on relationships lies with them. Errors are those of `write_announcement`.
        """
        name = self._programme.organisation
        poster = self.announcement(answer_by=answer_by, where=where).poster
        pages: dict[str, Page] = {
            f"{one}.pdf": sheet_page(load(one), organisation=name) for one in _KIT
        }
        pages["relationship checklist.pdf"] = relationship_page(organisation=name)
        files = {file: render_pdf(page) for file, page in pages.items()}
        return _write(folder, {"poster.pdf": render_poster_pdf(poster), **files})

    def write_interview_guides(
        self, folder: str | Path, people: Iterable[str] | None = None
    ) -> list[Path]:
        """Write the guide of the talk with each candidate, and all of them in one file to print.

        In it stands what they answered that the coordinator may see, and what advises on
        admission.

        Parameters
        ----------
        folder
            Where to write to; absent, empty or written here before.
        people
            Whose; None for everybody who answered and has no record of a talk.

        Raises
        ------
        NotReady
            There is nobody to talk to.
        UnknownName
            Somebody named is not there. Nothing was written.
        NotAllowed, NotSaved
            The folder holds other files, or cannot be written.
        """
        step = self._programme.candidates
        wanted = list(dict.fromkeys(step.not_interviewed if people is None else people))
        if not wanted:
            message = "Everybody who answered was talked to, so there is no guide to write."
            raise NotReady(message)
        names = {i: self._file.person(i).name or i for i in wanted}
        listed = step.checklist(wanted).to_dict("records")
        given = self._answered(set(wanted))
        lists = {str(row["person_id"]): row for row in listed}
        guides = {i: self._guide(names[i], lists[i], given.get(i, [])) for i in wanted}
        files = {f"{_safe(i)}.pdf": guide for i, guide in guides.items()}
        files["all, to print.pdf"] = _together(guides.values())
        written = _write(folder, files)
        action = "Wrote guides of talks"
        with self._file.change(
            actor="coordinator", action=action, now=now(), kind="note"
        ) as change:
            note_written(change, PAGES, Path(folder).resolve(), file=self._file.path)
        return written

    def _guide(self, name: str, row: Mapping[Any, Any], answers: list[tuple[str, str]]) -> bytes:
        known = {"candidate": name}
        sheet = sheet_page(
            load("interview"), organisation=self._programme.organisation, filled=known
        )
        advice = [(one.text, row[one.id]) for one in self._programme.candidates.criteria]
        return render_pdf(talk_page(sheet, name, answers=answers, criteria=advice))

    def _answered(self, wanted: set[str]) -> dict[str, list[tuple[str, str]]]:
        found = {}
        for response in self._file.counting("candidate", ""):
            if response.person_id is None or response.person_id not in wanted:
                continue
            fields = {
                field.key: field
                for field in self._file.asked_in(response).fields
                if field.visibility == "coordinator"
            }
            found[response.person_id] = [
                (fields[key].heading(), said(fields[key], answer))
                for key, answer in ((key, response.answers.get(key)) for key in fields)
                if answer is not None
            ]
        return found

    def _own_words(self) -> Mapping[str, str]:
        return dict((self._file.document(_KIND) or {}).get("words", {}))

    def _our_words(self) -> dict[str, str]:
        text = announcement_text()
        return {one.id: one.text.say() for one in text.parts} | {"poster": text.poster.head.say()}

    def _values(self, answer_by: date | None, where: str) -> tuple[dict[str, str], tuple[str, ...]]:
        """Give what stands in each place, and what is missing."""
        it = self._programme
        objective, who = it.objective.record, it.coordinator
        plan = ""
        if objective and objective.sessions and objective.session_minutes:
            plan = f"{objective.sessions} meetings of {objective.session_minutes} minutes"
            plan += f" over {objective.months} months" if objective.months else ""
        values = {
            "organisation": it.organisation,
            "programme": it.name,
            "objective": (objective.sentence or "") if objective else "",
            "plan": plan,
            "coordinator": who.name if who else "",
            "coordinator_email": who.email if who else "",
            "answer_by": in_words(answer_by or it.today + _ANSWER_WITHIN),
            "where": where.strip(),
        }
        missing = tuple(name.replace("_", " ") for name in PLACES if not values[name])
        return {
            n: v or f"[to be completed: {n.replace('_', ' ')}]" for n, v in values.items()
        }, missing


def _safe(person_id: str) -> str:
    """Give a name for a file that any system takes."""
    kept = "".join(c if c.isalnum() and c.isascii() else "-" for c in person_id)[:60]
    return f"talk {kept}"


def _write(folder: str | Path, contents: Mapping[str, bytes]) -> list[Path]:
    def fill(place: Path) -> list[str]:
        for name, content in contents.items():
            (place / name).write_bytes(content)
        return list(contents)

    return write_folder(folder, fill)


def _together(guides: Iterable[bytes]) -> bytes:
    from pypdf import PdfWriter

    writer, out = PdfWriter(), BytesIO()
    for guide in guides:
        writer.append(BytesIO(guide))
    writer.write(out)
    return out.getvalue()
