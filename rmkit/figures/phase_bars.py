"""The phases of a programme as bars in time, and the days to keep in mind."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import TYPE_CHECKING, Protocol

from rmkit.figures.board import LINE, Board
from rmkit.figures.labels import wrapped
from rmkit.figures.picture import Picture, nothing_to_draw, sized
from rmkit.figures.style import SMALL, WIDTH, Palette

if TYPE_CHECKING:
    from matplotlib.figure import Figure

__all__ = ["Span", "Spot", "timeline"]

_LEFT, _RIGHT = 162.0, WIDTH - 14.0
_TOP, _ROW, _SPOT = 34.0, 34.0, 22.0
_THICK = 14.0
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


class Span(Protocol):
    """A phase, as a picture needs it."""

    @property
    def title(self) -> str: ...  # noqa: D102
    @property
    def from_month(self) -> float: ...  # noqa: D102
    @property
    def to_month(self) -> float: ...  # noqa: D102
    @property
    def begins(self) -> date | None: ...  # noqa: D102
    @property
    def ends(self) -> date | None: ...  # noqa: D102
    @property
    def lasts(self) -> str: ...  # noqa: D102


class Spot(Protocol):
    """A day to keep in mind, as a picture needs it."""

    @property
    def title(self) -> str: ...  # noqa: D102
    @property
    def month(self) -> float: ...  # noqa: D102
    @property
    def day(self) -> date | None: ...  # noqa: D102


def timeline(
    phases: Sequence[Span], spots: Sequence[Spot] = (), *, today: date | None = None
) -> Picture:
    """Draw the phases one below the other, each from its beginning to its end.

    Parameters
    ----------
    phases
        In their order; months count from the first day, dates are told where they are known.
    spots
        Days to keep in mind, drawn as diamonds below.
    today
        Drawn as a line where it lies within; None draws none.

    Returns
    -------
    Picture
        With a sentence that tells the dates.
    """
    if not phases:
        return nothing_to_draw("There is no plan yet, so there is no timeline.")
    dated = all(phase.begins and phase.ends for phase in phases)
    ends = [phase.to_month for phase in phases] + [spot.month for spot in spots]
    low, high = min(phase.from_month for phase in phases), max(ends)
    said = _said(phases, spots, dated=dated)
    told = "; ".join(f"{p.title}: {_when(p, dated=dated)}" for p in phases)
    told += "".join(f"; {s.title}: {_at(s, dated=dated)}" for s in spots)
    height = _TOP + len(phases) * _ROW + len(spots) * _SPOT + 10
    first = phases[0].begins if dated else None

    def paint(figure: Figure, palette: Palette) -> None:
        board = Board.on(figure, palette)
        scale = _Scale(low, high, first)
        _axis(board, scale, height)
        _bars(board, scale, phases, dated=dated)
        _diamonds(board, scale, spots, _TOP + len(phases) * _ROW, dated=dated)
        _today(board, scale, today, height)

    return Picture(said, f"Bars in time. {told}.", sized(height), paint)


class _Scale:
    """Where a month, counted from the first day, or a date lies on the sheet."""

    def __init__(self, low: float, high: float, first: date | None) -> None:
        self.low, self.high, self.first = low, high, first

    def at(self, month: float) -> float:
        return _LEFT + (_RIGHT - _LEFT) * (month - self.low) / (self.high - self.low)

    def month_of(self, day: date) -> float:
        """Give a day in months; a month is as long as it is."""
        if self.first is None:
            return self.low
        whole = (day.year - self.first.year) * 12 + day.month - self.first.month
        return self.low + whole + (day.day - self.first.day) / 30.4


def _axis(board: Board, scale: _Scale, height: float) -> None:
    palette = board.palette
    ticks = list(_ticks(scale))
    for month, words in ticks[:: max(1, -(-len(ticks) // 12))]:
        x = scale.at(month)
        board.line((x, _TOP - 10), (x, height - 8))
        board.text(x, _TOP - 15, words, size=SMALL, colour=palette.soft, side="center")
    since = f"from {_day(scale.first)}" if scale.first else "months from the first day"
    board.text(0, _TOP - 15, since, size=SMALL, colour=palette.soft)


def _ticks(scale: _Scale) -> Iterator[tuple[float, str]]:
    """Give the first of every month within, or every month counted from the first day."""
    if scale.first is None:
        for month in range(round(scale.low), int(scale.high) + 1):
            yield month, "first day" if month == 0 else f"{month:+d}".replace("-", "\u2212")
        return
    for number in range(round(scale.high - scale.low) + 2):
        years, month = divmod(scale.first.month - 1 + number, 12)
        at = scale.month_of(date(scale.first.year + years, month + 1, 1))
        if scale.low <= at <= scale.high:
            yield at, _MONTHS[month]


def _bars(board: Board, scale: _Scale, phases: Sequence[Span], *, dated: bool) -> None:
    first = board.palette.categories[0]
    for row, phase in enumerate(phases):
        middle = _TOP + row * _ROW + _ROW / 2
        board.lines(0, middle - LINE / 2, wrapped(phase.title, _LEFT - 10, lines=1))
        words = _when(phase, dated=dated, short=True)
        board.text(0, middle + LINE * 0.85, words, size=SMALL, colour=board.palette.soft)
        left, right = scale.at(phase.from_month), scale.at(phase.to_month)
        board.bar(left, middle - _THICK / 2, max(right - left, 3.0), _THICK, fill=first)


def _diamonds(
    board: Board, scale: _Scale, spots: Sequence[Spot], top: float, *, dated: bool
) -> None:
    for row, spot in enumerate(spots):
        middle = top + row * _SPOT + _SPOT / 2 + 4
        x = scale.at(spot.month)
        board.text(0, middle + 3.5, spot.title)
        board.mark(x, middle, "diamond", radius=5)
        right = x > (_LEFT + _RIGHT) / 2
        board.text(
            x - 10 if right else x + 10, middle + 3.5, _at(spot, dated=dated), size=SMALL,
            colour=board.palette.soft, side="right" if right else "left",
        )  # fmt: skip


def _today(board: Board, scale: _Scale, today: date | None, height: float) -> None:
    if today is None or scale.first is None:
        return
    month = scale.month_of(today)
    if not scale.low <= month <= scale.high:
        return
    x, colour = scale.at(month), board.palette.categories[1]
    board.line((x, _TOP - 10), (x, height - 14), colour=colour, width=1.4, dashed=True)
    board.text(x, height - 4, "today", size=SMALL, colour=board.palette.ink, side="center")


def _said(phases: Sequence[Span], spots: Sequence[Spot], *, dated: bool) -> str:
    total = round(phases[-1].to_month - phases[0].from_month)
    if not dated:
        return (
            f"About {total} months from the first plans to the end of the evaluation. With a first "
            "day, the phases have dates. All durations are estimates."
        )
    longest = max(phases, key=lambda phase: phase.to_month - phase.from_month)
    last = spots[-1] if spots else None
    after = f" {last.title}: {_at(last, dated=True)}." if last else ""
    return (
        f"About {total} months, from {_day(phases[0].begins)} to {_day(phases[-1].ends)}. "
        f"{longest.title}: {_when(longest, dated=True)}.{after} All durations are estimates."
    )


def _when(phase: Span, *, dated: bool, short: bool = False) -> str:
    if not dated:
        return phase.lasts
    return f"{_day(phase.begins, year=not short)} – {_day(phase.ends, year=not short)}"


def _at(spot: Spot, *, dated: bool) -> str:
    return _day(spot.day) if dated else f"month {spot.month:g}"


def _day(day: date | None, *, year: bool = True) -> str:
    if day is None:
        return ""
    words = f"{day.day} {_MONTHS[day.month - 1]}"
    return f"{words} {day.year}" if year else words
