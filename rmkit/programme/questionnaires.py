"""Every form of a programme: which there are, what was answered, and who is still asked.

What is kept is what the coordinator may see. What is for the pair or the person alone stays with
them, and what comes back says how much of it was left out.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Unpack

from rmkit.errors import NotAllowed, NotReady
from rmkit.exchange.preview import Preview
from rmkit.programme.actors import named
from rmkit.programme.answer_tables import responses_table, scores_table
from rmkit.programme.candidates import Reading
from rmkit.programme.form_files import write_form_files
from rmkit.programme.how_answered import how_they_came
from rmkit.programme.importing import Added
from rmkit.programme.incoming import keep_file, preview_file
from rmkit.programme.intake import TakenIn, Waiting, take_in, waiting
from rmkit.programme.invitations import Link, asked_people, invite
from rmkit.programme.links_file import HERE, write_links
from rmkit.programme.one_answer import wave_of
from rmkit.programme.sharing import mentee_of, shared
from rmkit.programme.taking_answers import TakingAnswers

if TYPE_CHECKING:
    import pandas as pd

    from rmkit.report.page import Page

__all__ = ["QuestionnairesStep"]


class QuestionnairesStep(TakingAnswers):
    """The forms of one programme, and what was answered in them."""

    def responses(self, instrument_id: str, wave: str | None = None) -> pd.DataFrame:
        """Lay out what was answered, one row a response.

        Parameters
        ----------
        instrument_id
            Which form.
        wave
            Only this wave; None for all.

        Returns
        -------
        DataFrame
            `response_id`, `person_id`, `wave`, `partner_id`, `pair_id`, `submitted_at`, `version`
            (of the form that was answered), `how` (how it came: a talk names who entered it),
            `counts` (whether it goes into results), then the answers by key. Oldest first.
        """
        return responses_table(self._file, instrument_id, wave, how=how_they_came)

    def scores(self, instrument_id: str, wave: str | None = None) -> pd.DataFrame:
        """Make the scores of a form, one row a response that counts.

        Returns
        -------
        DataFrame
            `response_id`, `person_id`, `wave`, `pair_id`, then one column a score; NaN where too
            little was answered. None of our scores is validated unless the form says so.
        """
        return scores_table(self._file, instrument_id, wave)

    # Files

    def preview(
        self, path: str | Path, instrument_id: str, *, wave: str = "", **how: Unpack[Reading]
    ) -> Preview:
        """Read a file of answers and say what it would bring; nothing is kept.

        Parameters
        ----------
        path
            A file of answers, a filled form, or a folder or ZIP of forms.
        instrument_id
            Which form, or the path of a questionnaire of your own.
        wave
            Of which wave the answers are, where the file does not tell.
        **how
            As for `candidates.preview`.
        """
        return preview_file(self._programme, path, instrument_id, wave=wave, **how)

    def keep(self, seen: Preview) -> Added:
        """Keep what a preview showed: all of it, or nothing.

        Raises
        ------
        FaultsFound
            The preview has faults.
        NotAllowed
            Answers to this form are not kept from a file.
        """
        return keep_file(self._programme, seen)

    def export(
        self,
        instrument_id: str,
        form: str,
        to: str | Path | None = None,
        *,
        variant: str | None = None,
    ) -> tuple[Path, ...]:
        """Write a form to a file that goes out: to print, to fill in, or for a survey tool.

        Parameters
        ----------
        instrument_id, variant
            As for `instrument`.
        form
            A name of `rmkit.exchange.form_writers.FORMATS`: pdf, fillable-pdf, xlsx, docx ...
        to
            Where; a file that is there is replaced. None is beside the programme's file, under a
            name that is free.

        Returns
        -------
        tuple of Path
            Every file that was written, the form first.

        Raises
        ------
        UnknownName
            There is no such form or format.
        NotSaved
            It cannot be written.
        """
        asked = self.instrument(instrument_id, variant)
        return write_form_files(self._programme, asked, form, to)

    def released(self, who: str) -> Page | None:
        """Describe what a mentee lets the mentor read: the answers that they ticked for them.

        It goes with the mentor's first letter, and is read from the answers that count today: what
        is ticked no more is not written again.

        Parameters
        ----------
        who
            The id of a confirmed pair, or of a mentee in one.

        Returns
        -------
        Page or None
            None where nothing is ticked.

        Raises
        ------
        NotReady
            There is no such pair or mentee.
        """
        return shared(self._programme, mentee_of(self._file, who))

    # Links

    def asked_people(self, instrument_id: str) -> tuple[str, ...]:
        """Name those who fill a form in, by id: candidates, mentors, mentees or managers.

        Whoever asked for their data not to be used for it is left out.
        """
        return asked_people(self._programme, self.instrument(instrument_id))

    def invite(
        self,
        instrument_id: str,
        people: Sequence[str] | None = None,
        *,
        by: str,
        days: int = 30,
        wave: str | None = None,
        variant: str | None = None,
    ) -> tuple[Link, ...]:
        """Ask people through a link each; the links are told once, here.

        The links work with the participants' page (`rmkit serve`). Somebody with several pairs has
        a link for each, where the form is about a pair; of a sheet for two, the one who is asked
        passes a link on to the other. A link for the same that somebody had does not work any more.

        Parameters
        ----------
        instrument_id
            Which form.
        people
            Whom, by id; None asks all of `asked_people`.
        by
            Who asks them, by name.
        days
            For how many days the links work.
        wave
            `before`, `kick_off`, `during` or `after`, where the form has several.
        variant
            As for `instrument`.

        Raises
        ------
        NotAllowed
            Somebody asked for their data not to be used for this, the wave does not fit, or `by` is
            blank. Nobody was asked.
        NotReady
            There is nobody to ask.
        UnknownName
            The form or a person is not there.
        """
        by, asked = named(by), self.instrument(instrument_id, variant)
        if asked.kind == "list" or asked.id == "objective":
            message = f"{asked.title.say()} is no form for people. Nobody was asked."
            raise NotAllowed(message)
        whom = self.asked_people(instrument_id) if people is None else tuple(people)
        if not whom:
            message = (
                f"There is nobody to ask for {asked.title.say()}: name people by id, or confirm "
                "the pairs first."
            )
            raise NotReady(message)
        which = "" if asked.id == "candidate" and not wave else wave_of(asked, wave)
        return invite(self._programme, asked, whom, wave=which, days=days, by=by)

    def write_links(
        self, links: Sequence[Link], to: str | Path | None = None, *, base_url: str = HERE
    ) -> Path:
        """Write links as a CSV file to mail from, beside the programme's file.

        Whoever has a link can answer with it: delete the file once they are out.

        Parameters
        ----------
        links
            As `invite` gave them.
        to
            Where; None is beside the programme's file. A file that is there is never replaced.
        base_url
            The address under which people reach the page.
        """
        return write_links(self._programme, links, to, base_url=base_url)

    def waiting(self) -> tuple[Waiting, ...]:
        """List what people answered through links and was not taken in yet, the oldest first."""
        return waiting(self._programme)

    def take_in(self, *, by: str) -> TakenIn:
        """Take in what people answered through links: what is sound, each once.

        What is not sound waits on, with the reason. What somebody sent who was erased, or asked for
        their data not to be used, is deleted from the inbox.

        Parameters
        ----------
        by
            Who takes it in, by name.

        Raises
        ------
        NotReady
            There is no inbox.
        NotAllowed
            `by` is blank.
        """
        return take_in(self._programme, by=named(by))
