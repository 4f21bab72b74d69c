"""The commands for pairs: activities, starters, the lexicon, the guide to meetings, and kits."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from rmkit.cli import screen
from rmkit.cli.opening import ProgrammeArgument, opened

if TYPE_CHECKING:
    from rmkit.content.activities import Activity
    from rmkit.content.suggesting import Need, Suggestion
    from rmkit.programme.library import LibraryStep
    from rmkit.programme.programme import Programme

__all__ = ["activities", "add_to", "goals", "guide", "kits", "lexicon", "starters"]

_Topics = Annotated[
    list[str] | None, typer.Option("--topic", help="Only of this topic (id); may be repeated.")
]


def add_to(app: typer.Typer) -> None:
    """Add the commands."""
    for command in (activities, starters, kits, goals, guide, lexicon):
        app.command()(command)


@contextmanager
def _perhaps(path: Path | None) -> Iterator[Programme | None]:
    """Open the programme that is named or chosen; None where there is none, for it needs none."""
    from rmkit.programme.programme import Programme

    if path is None and Programme.chosen() is None:
        yield None
        return
    with opened(path) as programme:
        yield programme


def activities(
    programme: ProgrammeArgument = None,
    words: Annotated[str, typer.Option(help="Words to look for.")] = "",
    topic: _Topics = None,
    skill: Annotated[str, typer.Option(help="A competence or tool (id).")] = "",
    target: Annotated[int, typer.Option(min=1, max=5, help="The level wanted in it.")] = 5,
    minutes: Annotated[int | None, typer.Option(help="Minutes at most.")] = None,
    mentee: Annotated[str, typer.Option(help="For this mentee (id) of the programme.")] = "",
    show: Annotated[str, typer.Option(help="Show one activity whole (id).")] = "",
    add: Annotated[
        Path | None, typer.Option(help="Take over your own from YAML, Excel or CSV.")
    ] = None,
    export: Annotated[Path | None, typer.Option(help="Write your own to .xlsx or .yaml.")] = None,
    remove: Annotated[str, typer.Option(help="Take one of your own out again (id).")] = "",
) -> None:
    """Find activities for a pair, with the reasons; take over those of your own."""
    from rmkit.content.suggesting import Need

    with _perhaps(programme) as found:
        if add or export or remove or mentee:
            _own(_library(found), add=add, export=export, remove=remove)
            if not mentee:
                return
        if show:
            _show(_named(found, show))
            return
        _check(topic or (), [skill] if skill else [])
        need = Need({skill: (None, target)} if skill else {}, tuple(topic or ()), minutes, words)
        if mentee:
            need = _also(need, _library(found).need_of(mentee))
        _list(_found(found, need))


def _check(topics: Iterable[str], skills: Iterable[str]) -> None:
    """Refuse a topic or skill that is not there."""
    from rmkit.content.activities import known_skills
    from rmkit.content.topics import known_topics
    from rmkit.errors import UnknownName

    for kind, names, known in (
        ("topic", topics, sorted(known_topics())),
        ("skill", skills, sorted(known_skills())),
    ):
        for name in names:
            if name not in known:
                raise UnknownName(kind=kind, name=name, known=known)


def _library(programme: Programme | None) -> LibraryStep:
    if programme is None:
        message = "Name the programme: own activities and mentees belong to one."
        raise typer.BadParameter(message)
    return programme.library


def _own(library: LibraryStep, *, add: Path | None, export: Path | None, remove: str) -> None:
    if add is not None:
        screen.say(library.add(add).told)
    if remove:
        library.remove(remove)
        screen.say(f"Took {remove} out; `{screen.command()} undo` brings it back.")
    if export is not None:
        screen.say(f"Wrote {library.export(export)}.")


def _also(need: Need, theirs: Need) -> Need:
    from dataclasses import replace

    skills = {**theirs.skills, **need.skills}
    return replace(need, skills=skills, topics=(*need.topics, *theirs.topics))


def _found(programme: Programme | None, need: Need) -> tuple[Suggestion, ...]:
    from rmkit.content.activities import shipped_activities
    from rmkit.content.suggesting import suggested
    from rmkit.programme.library import skill_words

    if programme is not None:
        return programme.library.find(need)
    return suggested(shipped_activities(), need, skill_words=skill_words())


def _named(programme: Programme | None, name: str) -> Activity:
    from rmkit.content.activities import shipped_activities
    from rmkit.errors import UnknownName

    every = programme.library.activities if programme else shipped_activities()
    known = {one.id: one for one in every}
    if name not in known:
        raise UnknownName(kind="activity", name=name, known=known)
    return known[name]


def _list(found: tuple[Suggestion, ...]) -> None:
    if not found:
        screen.say("None fits. Take a word or a topic away, or give more time.")
        return
    for one in found:
        activity = one.activity
        screen.say(f"{activity.id}: {activity.title.say()} ({activity.minutes} minutes)")
        screen.listed(one.why)
    screen.say("", f"{len(found)} in all. One of them whole: --show {found[0].activity.id}")


def _show(one: Activity) -> None:
    from rmkit.content.activities import LEVELS

    screen.heading(one.title.say())
    lowest, highest = (LEVELS[level] for level in one.level)
    screen.say(
        f"{one.minutes} minutes, level {lowest} to {highest}", f"You need: {one.bring.say()}"
    )
    for number, step in enumerate(one.steps, start=1):
        screen.say(f"  {number}. {step.who.capitalize()}: {step.do.say()}")
    screen.say(f"Until next time: {one.challenge.say()}", f"Beyond the tool: {one.beyond.say()}")


def starters(
    programme: ProgrammeArgument = None,
    many: Annotated[int, typer.Option(min=1, max=20, help="How many.")] = 3,
    theme: Annotated[str | None, typer.Option(help="Only of this theme (id).")] = None,
    topic: _Topics = None,
    pair: Annotated[str, typer.Option(help="For this pair (id), which is remembered.")] = "",
    seed: Annotated[int | None, typer.Option(help="Decides the draw.")] = None,
) -> None:
    """Draw questions to begin a conversation with."""
    import secrets

    from rmkit.content.starters import discussion_starters, draw_starters

    draw = secrets.randbelow(1 << 30) if seed is None else seed
    if pair:
        with opened(programme) as found:
            drawn = found.library.draw(pair, many, seed=draw, theme=theme)
    else:
        drawn = draw_starters(many, seed=draw, theme=theme, topics=topic or ()).starters
    titles = {one.id: one.title.say() for one in discussion_starters().themes}
    for one in drawn:
        screen.heading(one.ask.say())
        screen.say(one.then.say(), f"({titles[one.theme]})")


def kits(
    to: Annotated[Path, typer.Option(help="The folder for the kits.")],
    programme: ProgrammeArgument = None,
    pair: Annotated[list[str] | None, typer.Option(help="Only this pair (id).")] = None,
    theme: Annotated[str | None, typer.Option(help="The theme of the questions (id).")] = None,
    goals: Annotated[Literal["smart", "real"], typer.Option(help="Of the goal sheet.")] = "smart",
) -> None:
    """Write a kit for each pair: dates, guides, sheets, activities and questions that fit."""
    with opened(programme) as found, screen.bars() as tell:
        done = found.library.write_kits(
            to,
            pairs=pair,
            theme=theme,
            goals=goals,
            on_progress=lambda share, what: tell("Kits", share, what),
        )
    screen.say(*done.left_out)
    n = len(done.pairs)
    screen.say(f"{'1 kit is' if n == 1 else f'{n} kits are'} in {done.folder}.")


def goals(
    sheets: Annotated[
        list[Path], typer.Argument(help="Filled goal sheets: one of both, or one of each.")
    ],
) -> None:
    """Say which goals on filled goal sheets count: those to which both have said yes."""
    from rmkit.programme.goal_sheets import goals_on

    standings = goals_on(sheets)
    screen.say(*(one.told for one in standings))
    raise typer.Exit(0 if all(one.counts for one in standings) else 1)


def guide(to: Annotated[Path, typer.Option(help="The folder for the two pages.")]) -> None:
    """Write the guide to the meetings, one page for each side."""
    from rmkit.programme.library_papers import guide_to

    screen.say(*(f"Wrote {path}." for path in guide_to(to)))


def lexicon(
    term: Annotated[list[str] | None, typer.Argument(help="A word, or a part of one.")] = None,
    to: Annotated[Path | None, typer.Option(help="Write all of it to .pdf or .html.")] = None,
) -> None:
    """Say what a word means here, and where it comes from."""
    from rmkit.content.lexicon import explained_term, lexicon_terms, looked_up
    from rmkit.programme.library_papers import lexicon_to

    if to is not None:
        screen.say(f"Wrote {lexicon_to(to)}.")
        return
    wanted = " ".join(term or ())
    found = looked_up(wanted) or (explained_term(wanted),)
    for one in found:
        screen.heading(one.term)
        screen.say(one.text.say(), f"({lexicon_terms().source_of(one)})")
        if one.see:
            screen.say(f"See also {', '.join(one.see)}.")
