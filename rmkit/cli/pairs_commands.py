"""The commands for pairs that run: part, leave, places, waiting, partners, rematch, draw."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Literal

import typer

from rmkit.cli import screen
from rmkit.cli.opening import NamedProgramme, ProgrammeArgument, opened

if TYPE_CHECKING:
    from rmkit.programme.programme import Programme

__all__ = ["pairs_app"]

pairs_app = typer.Typer(
    no_args_is_help=True, help="Change pairs in mid-programme, and see who waits for a partner."
)

By = Annotated[str, typer.Option(help="Who does it; the file keeps the name.")]
PairId = Annotated[str, typer.Argument(help="The pair's id, as `match` shows it.")]
PersonId = Annotated[str, typer.Argument(help="The person's id.", show_default=False)]


@pairs_app.command()
def part(programme: NamedProgramme, pair: PairId, by: By) -> None:
    """End a pair, without blame: no reason is asked, and both are free again."""
    with opened(programme) as found:
        screen.say(*found.pairing.part(pair, by=by).sentences)
        _say_how(found)


@pairs_app.command()
def leave(
    programme: NamedProgramme,
    person: PersonId,
    by: By,
    back: Annotated[bool, typer.Option("--back", help="They take part again.")] = False,
) -> None:
    """Note that somebody leaves the programme; what they answered stays."""
    with opened(programme) as found:
        if back:
            found.pairing.come_back(person, by=by)
            screen.say(f"{person} takes part again; the next search counts them.")
        else:
            screen.say(*found.pairing.leave(person, by=by).sentences)
            _say_how(found)


@pairs_app.command()
def places(
    programme: NamedProgramme,
    person: PersonId,
    number: Annotated[int, typer.Argument(help="How many mentees they take from now on.")],
    by: By,
    end: Annotated[
        list[str] | None, typer.Option(help="A pair that ends with it (id); can be repeated.")
    ] = None,
) -> None:
    """Change how many mentees a mentor takes; with fewer places, say which pairs end."""
    with opened(programme) as found:
        done = found.pairing.change_places(person, number, by=by, ending=end or ())
        screen.say(*done.sentences)
        _say_how(found)


@pairs_app.command()
def waiting(programme: ProgrammeArgument = None) -> None:
    """Show who waits for a partner and since when, and who asked for another one."""
    with opened(programme) as found:
        wishes, waits = found.pairing.wishes, found.pairing.waiting_list
        screen.heading(f"Asked for another partner, a pause or to leave: {len(wishes)}")
        for row in wishes.to_dict("records"):
            about = f"pair {row['pair_id']}" if row["pair_id"] else "in no pair"
            screen.say(
                f"  {row['name']} ({row['person_id']}, {about}), {row['since']}: {row['wish']}; "
                f"until then: {row['until_then'] or 'not said'}; who tells the partner: "
                f"{row['telling'] or 'not said'}."
            )
        screen.heading(f"Waiting: {len(waits)}")
        for row in waits.to_dict("records"):
            first = " Comes first next time." if row["comes_first"] else ""
            screen.say(
                f"  {row['name']} ({row['person_id']}, {row['role']}), since {row['since']}: "
                f"{row['because']}{first}"
            )
        for draw in found.pairing.lotteries:
            screen.say("", draw.sentence)


@pairs_app.command()
def partners(
    programme: NamedProgramme,
    person: PersonId,
    number: Annotated[int, typer.Option("--number", help="How many to show.")] = 2,
) -> None:
    """Show the best free partners of one person; nothing is proposed or kept."""
    with opened(programme) as found:
        best = found.pairing.candidates_for(person, n=number)
        screen.heading(f"Free partners for {person}: {len(best)}")
        for row in best.to_dict("records"):
            noted = f" {row['warnings']}" if row["warnings"] else ""
            screen.say(
                f"  {row['name']} ({row['person_id']}, {row['role']}), {row['score']:.0f} of 100: "
                f"{row['reason']}{noted}"
            )
        if best.empty:
            screen.say("Nobody is free whom the rules allow.")


@pairs_app.command()
def rematch(
    programme: ProgrammeArgument = None,
    reopen: Annotated[
        list[str] | None, typer.Option(help="A running pair that may change (id).")
    ] = None,
    again: Annotated[
        list[str] | None, typer.Option(help="A former pair that may meet again: ID:ID.")
    ] = None,
    without: Annotated[
        list[str] | None, typer.Option(help="Somebody who is not matched this time (id).")
    ] = None,
) -> None:
    """Propose pairs for those who are free; the pairs that run stay. `match --confirm` confirms."""
    former = [_two(text) for text in again or ()]
    with opened(programme) as found:
        with screen.bars() as tell:
            found.pairing.rematch(
                reopen=reopen or (),
                again=former,
                without=without or None,
                on_progress=lambda done, what: tell("Pairs", done, what),
            )
        _show_new(found)


@pairs_app.command()
def draw(
    programme: NamedProgramme,
    by: By,
    number: Annotated[int | None, typer.Argument(help="How many places there are.")] = None,
    role: Annotated[
        Literal["mentee", "mentor"], typer.Option(help="Whose places are drawn.")
    ] = "mentee",
    seed: Annotated[
        str | None, typer.Option(help="What to draw with; without it, one is made and kept.")
    ] = None,
    end: Annotated[
        bool,
        typer.Option("--end", help="Put the draw away or, once pairs run, end the comparison."),
    ] = False,
) -> None:
    """Draw who gets a place, before matching; the list, the seed and the time are kept."""
    if end == (number is not None):
        message = "Give the number of places, or --end; one of the two."
        raise typer.BadParameter(message)
    with opened(programme) as found:
        if number is None:
            _end_draw(found, role, by)
            return
        kept = found.pairing.draw_places(number, role, by=by, seed=seed)
        names = found.candidates.names
        screen.say(kept.sentence)
        for title, people in (("Drawn", kept.drawn), ("Waiting", kept.waiting)):
            screen.heading(f"{title}: {len(people)}")
            screen.listed(f"{names.get(person, '')} ({person})" for person in people)


def _end_draw(programme: Programme, role: Literal["mentee", "mentor"], by: str) -> None:
    pairing = programme.pairing
    runs = any(pair.confirmed_at for pair in programme.file.pairs())
    done = (pairing.end_comparison if runs else pairing.put_away_draw)(role, by=by)
    screen.say(done.sentence)


def _show_new(programme: Programme) -> None:
    """Show those left over and those with a warning first, then what is new."""
    pairing = programme.pairing
    left, flagged = pairing.open_unmatched(), pairing.open_flagged()
    screen.heading(f"Left over: {len(left)}")
    for row in left.to_dict("records"):
        screen.say(
            f"  {row['name']} ({row['person_id']}, {row['role']}): {row['reason']} "
            f"{row['what_would_help']}"
        )
    screen.heading(f"Pairs to look at: {len(flagged)}")
    for row in flagged.to_dict("records"):
        screen.say(f"  {row['mentor']} with {row['mentee']}: {row['warnings']}")
    pairs = pairing.pairs
    for title, shown in (
        ("New pairs", pairs[pairs["state"] == "proposed"]),
        ("Pairs that would end", pairs[pairs["ends"]]),
    ):
        screen.heading(f"{title}: {len(shown)}")
        for row in shown.to_dict("records"):
            screen.say(
                f"  {row['mentor']} ({row['mentor_id']}) with {row['mentee']} "
                f"({row['mentee_id']}), {row['score']:.0f} of 100: {row['reason']}"
            )
    if not (pairs["state"].eq("proposed") | pairs["ends"]).any():
        screen.say("", "Nobody new can be paired, so there is nothing to confirm.")
        return
    stays = int((pairs["state"].eq("confirmed") & ~pairs["ends"]).sum())
    how = f'{screen.command()} match "{programme.file.path}" --confirm --by "Your name"'
    screen.say("", f"{stays} pairs run on as they are. To make the new ones definitive: {how}")


def _say_how(programme: Programme) -> None:
    how = f'{screen.command()} pairs rematch "{programme.file.path}"'
    screen.say("", f"To propose pairs for those who are free: {how}")


def _two(text: str) -> tuple[str, str]:
    one, colon, other = text.partition(":")
    if not (colon and one.strip() and other.strip()):
        message = "--again needs the ids of the two: ID:ID, for example --again M012:E034."
        raise typer.BadParameter(message)
    return one.strip(), other.strip()
