"""What single commands show: questionnaires and pairs."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from rmkit.cli import screen
from rmkit.programme.days import in_words
from rmkit.programme.programme import Programme

if TYPE_CHECKING:
    from rmkit.programme.rules_file import RulesRead

__all__ = [
    "choose_questions",
    "confirm_pairs",
    "show_pairs",
    "write_rules_down",
]


def choose_questions(programme: Programme, variant: str, rows: Mapping[str, str]) -> None:
    """Keep a variant with its rows, and show what is asked then."""
    entries = {
        item: [n.strip() for n in named.split(",") if n.strip()] for item, named in rows.items()
    }
    chosen = programme.candidates.choose(variant, entries)
    screen.say(f"The {variant} questionnaire, {len(chosen.fields)} answers. It rates:")
    asked = {f.row.id: f.row.text.say() for f in chosen.fields if f.row}
    screen.listed(f"{name}: {words}" for name, words in asked.items())
    how = f'{screen.command()} instruments export candidate --programme "{programme.file.path}"'
    screen.say("", f"As an Excel form to send out: {how} --to questionnaire.xlsx")


def show_pairs(
    programme: Programme,
    *,
    chosen: RulesRead,
    locked: Sequence[tuple[str, str]],
    forbidden: Sequence[tuple[str, str]],
) -> None:
    """Propose pairs; show what the rules cost, those left over and those with a warning first."""
    pairing = programme.pairing
    costs = pairing.rule_costs(**chosen, forbidden=forbidden)
    with screen.bars() as tell:
        pairing.solve(
            **chosen,
            locked=locked,
            forbidden=forbidden,
            on_progress=lambda done, what: tell("Pairs", done, what),
        )
    screen.heading("What the rules cost")
    screen.say(f"  {costs.summary}")
    sentences = {rule.id: rule.sentence for rule in pairing.choices.rules}
    screen.listed(
        f"{sentences[name]} {costs.sentence(name)}"
        for name, cost in costs.rules.items()
        if cost.strength == "hard" and cost.pairs and name in sentences
    )
    unmatched = pairing.open_unmatched()
    screen.heading(f"Left over: {len(unmatched)}")
    for row in unmatched.to_dict("records"):
        screen.say(
            f"  {row['name']} ({row['person_id']}, {row['role']}): {row['reason']} "
            f"{row['what_would_help']}"
        )
    flagged = pairing.open_flagged()
    screen.heading(f"Pairs to look at: {len(flagged)}")
    for row in flagged.to_dict("records"):
        screen.say(f"  {row['mentor']} with {row['mentee']}: {row['warnings']}")
    pairs = pairing.pairs
    screen.heading(f"Proposed pairs: {len(pairs)}")
    for row in pairs.to_dict("records"):
        screen.say(
            f"  {row['mentor']} ({row['mentor_id']}) with {row['mentee']} ({row['mentee_id']}), "
            f"{row['score']:.0f} of 100: {row['reason']}"
        )
    screen.heading("Checked")
    screen.listed(_checked(row) for row in pairing.audit.to_dict("records"))
    how = f'{screen.command()} match "{programme.file.path}" --confirm --by "Your name"'
    screen.say("", f"To make them definitive: {how}")


def write_rules_down(programme: Programme, path: Path) -> None:
    """Write the rules and criteria to a file, and say how it is used."""
    written = programme.pairing.write_rules(path)
    screen.say(f"{written} holds the rules and criteria as they are now. Change it, then:")
    screen.listed([f'{screen.command()} match "{programme.file.path}" --rules "{written}"'])


def _checked(row: Mapping[Hashable, str]) -> str:
    found = "; ".join(part.rstrip(".") for part in (row["outcome"], row["detail"]) if part)
    return f"{row['check'].rstrip('.')}: {found}."


def confirm_pairs(programme: Programme, by: str) -> None:
    """Confirm the pairs that were proposed last."""
    made_at = in_words(datetime.fromisoformat(programme.pairing.proposal.made_at).date())
    pairs = programme.pairing.confirm(by=by)
    n_new, n_all = int(pairs["new"].sum()), len(pairs)
    told = f"{n_all} pairs, as proposed on {made_at}, are confirmed by {by}."
    if 0 < n_new < n_all:
        noun, verb = ("pair", "is") if n_new == 1 else ("pairs", "are")
        told = (
            f"{n_new} new {noun}, as proposed on {made_at}, {verb} confirmed by {by}; {n_all} run."
        )
    screen.say(f"{told} Next:")
    command, path = screen.command(), programme.file.path
    screen.listed(step.told(command, path) for step in programme.status().next_steps)
