"""What a coordinator looks after beside the pairs: who asks for help, risks, reviews, the pulse.

Whoever asks for a call stands here with days and states; what they wrote is read in a view of its
own, which is logged. Of the pulse there are means over five people or more, and no answers.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pandas as pd

from rmkit.errors import NotAllowed
from rmkit.meetings.drift import Drift, drifting
from rmkit.programme.concerns import (
    Concern,
    ConcernRead,
    ConcernState,
    concerns_of,
    note_outcome,
    read_concern,
)
from rmkit.programme.due_now import to_place
from rmkit.programme.pair_progress import progress_now
from rmkit.programme.pulses import LowPulse, low_pulses, pulse_trend
from rmkit.programme.reviews import REVIEW, reviews_table
from rmkit.programme.risk_register import RATING, RiskNow, risks_now

if TYPE_CHECKING:
    from rmkit.programme.programme import Programme

__all__ = ["LookingAfter"]


class LookingAfter:
    """The part of the meetings of one programme that is about people and the programme itself."""

    def __init__(self, programme: Programme) -> None:
        self._programme = programme
        self._file = programme.file

    def _day(self, today: date | None) -> date:
        return today or self._programme.today

    # Who asks for something

    @property
    def concerns(self) -> tuple[Concern, ...]:
        """Who asks for a call, the longest waiting first: days and states, and nothing of why."""
        return concerns_of(self._programme)

    def read_concern(self, concern_id: str, *, by: str) -> ConcernRead:
        """Open what somebody wrote; the access log keeps who opened it and when.

        Raises
        ------
        UnknownName
            There is no such concern.
        NotAllowed
            `by` is blank.
        """
        return read_concern(self._programme, concern_id, by=by)

    def note_outcome(
        self,
        concern_id: str,
        state: ConcernState,
        *,
        by: str,
        on: date | None = None,
        outcome: str | None = None,
        agreed: str = "",
        back_on: date | None = None,
    ) -> Concern:
        """Note where a concern stands, as an answer to `concern_outcome`; earlier notes stay.

        Parameters
        ----------
        concern_id
            Which; `concerns` has the ids.
        state
            `open`, `talk` or `settled`.
        by
            Who handles it, by name.
        on
            On which day; None is the programme's today.
        outcome, agreed, back_on
            As `concern_outcome` asks: how it ended, what was agreed, when to come back to it.

        Raises
        ------
        UnknownName
            There is no such concern.
        FaultsFound
            Something does not fit the form. Nothing was saved.
        NotAllowed
            `by` is blank, or the day to come back lies before. Nothing was saved.
        """
        return note_outcome(
            self._programme,
            concern_id,
            state,
            by=by,
            on=self._day(on),
            outcome=outcome,
            agreed=agreed,
            back_on=back_on,
        )

    @property
    def wishes_to_part(self) -> pd.DataFrame:
        """Who asked for another partner, a pause or to leave: as `pairing.wishes`, no reason."""
        return self._programme.pairing.wishes

    @property
    def joiners(self) -> pd.DataFrame:
        """Who joined or became free since pairs were made: rows of `pairing.waiting_list`.

        For two candidates each, ask `pairing.candidates_for`.
        """
        waits = self._programme.pairing.waiting_list
        return waits[waits["person_id"].isin(to_place(self._programme))].reset_index(drop=True)

    # The programme as a whole

    @property
    def risks(self) -> tuple[RiskNow, ...]:
        """The register of risks with the last rating of each and what shows; see `rate`."""
        return risks_now(self._programme, self._programme.today)

    def rate(
        self,
        risk: str,
        *,
        likely: int,
        harm: int,
        by: str,
        measure: str = "",
        own: str = "",
        on: date | None = None,
    ) -> RiskNow:
        """Rate a risk, as an answer to `risk_rating`; earlier ratings stay.

        Parameters
        ----------
        risk
            An id of the register, or `own` with its name in `own`.
        likely, harm
            1 to 3.
        by
            Who rates it, by name.
        measure
            What you do about it, and who does it.
        own
            In a few words, where it is one of your own.
        on
            On which day; None is the programme's today.

        Raises
        ------
        FaultsFound
            There is no such risk, or a number is not from 1 to 3. Nothing was saved.
        NotAllowed
            `by` is blank, or a risk of your own has no name.
        """
        if risk == "own" and not own.strip():
            message = "Name the risk of your own in a few words: own=... Nothing was saved."
            raise NotAllowed(message)
        answers = {
            "risk": risk,
            "own": own.strip() or None,
            "day": self._day(on).isoformat(),
            "likely": likely,
            "harm": harm,
            "measure": measure.strip() or None,
        }
        given = {key: value for key, value in answers.items() if value is not None}
        self._programme.questionnaires.answer(RATING, given, by=by)
        key = f"own {own.strip()}" if risk == "own" else risk
        return next(one for one in self.risks if one.risk_id == key)

    @property
    def reviews(self) -> pd.DataFrame:
        """The reviews of the programme, the newest first: the answers of `programme_review`."""
        return reviews_table(self._programme)

    def note_review(self, answers: dict[str, object], *, by: str) -> None:
        """Keep a review: what was looked at, what is changed and why, and when the next is due.

        Parameters
        ----------
        answers
            By the keys of `programme_review`; without a `day` it is the programme's today.
        by
            Who made it, by name.

        Raises
        ------
        FaultsFound
            Something does not fit the form, or it is not said what is changed. Nothing was saved.
        NotAllowed
            `by` is blank.
        """
        given = {"day": self._programme.today.isoformat(), **answers}
        self._programme.questionnaires.answer(REVIEW, given, by=by)

    @property
    def pulse(self) -> pd.DataFrame:
        """How the relationship pulse goes by month; groups under five are hidden.

        `month`, `side` (mentors, mentees, both), `people`, `pulse` (1 to 5, one decimal).
        """
        return pulse_trend(self._programme)

    @property
    def low_pulses(self) -> tuple[LowPulse, ...]:
        """The pairs that are worth a word, by id: not who of the two, and no answers."""
        return low_pulses(self._programme)

    @property
    def drift(self) -> tuple[Drift, ...]:
        """The pairs that ticked tools or questions every time lately, for a friendly prompt."""
        return drifting(progress_now(self._programme, self._programme.today).values())
