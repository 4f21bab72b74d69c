"""What can speak against a pair: the rules that ship, and those that somebody chose.

A pair that breaks a hard rule is never made. A warning leaves the pair possible and is told to
whoever decides. What is unknown breaks no hard rule.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Final, cast, get_args

from rmkit.errors import Fault, FaultsFound, NotAllowed, UnknownName
from rmkit.matching.own_rules import number_of, own_rule
from rmkit.matching.rule import Rule, Strength, Told
from rmkit.people.protected import refuse_protected

__all__ = ["RULES", "chosen_rules"]

RULES: Final[tuple[Rule, ...]] = (
    Rule(
        id="same_person",
        kind="codes",
        column="person_id",
        want="different",
        strength="hard",
        told=Told(
            "Nobody is paired with themselves.",
            "being the same person",
            "They are the same person.",
        ),
        fixed=True,
    ),
    Rule(
        id="forbidden",
        kind="listed",
        column="forbidden",
        strength="hard",
        told=Told(
            "Pairs that you forbade are never made, whichever of the two is the mentor.",
            "a forbidden pair",
            "You forbade this pair.",
        ),
        fixed=True,
    ),
    Rule(
        id="former_pair",
        kind="listed",
        column="former",
        strength="hard",
        told=Told(
            "People who were a pair before are not paired again.",
            "a former pair",
            "The two were a pair before.",
        ),
    ),
    Rule(
        id="reporting_line",
        kind="listed",
        column="reporting_line",
        strength="hard",
        told=Told(
            "Nobody is paired with a manager up to {number} level{s} above them, or with somebody "
            "who reports to them over as many.",
            "their own reporting line",
            "One of them reports to the other.",
        ),
        told_at_zero=Told(
            "Nobody is paired with their manager, a manager further up, or somebody who "
            "reports to them.",
            "their own reporting line",
            "One of them reports to the other.",
        ),
        facts="managers",
        counts="levels up and down; 0 for the whole line",
    ),
    Rule(
        id="no_shared_language",
        kind="sets",
        column="languages",
        n=1,
        strength="hard",
        told=Told(
            "Both must speak at least {number} common language{s}; where it is unknown there is a "
            "warning.",
            "no shared language",
            "They share no language.",
        ),
        facts="languages",
    ),
    Rule(
        id="language_unknown",
        kind="known",
        column="languages",
        strength="warning",
        told=Told(
            "It should be known that both speak a common language.",
            "an unknown language",
            "It is not known whether they share a language.",
        ),
    ),
    Rule(
        id="same_department",
        kind="codes",
        column="department",
        want="different",
        strength="warning",
        told=Told(
            "The two should come from different departments.",
            "the same department",
            "Both work in the same department.",
        ),
        facts="departments",
    ),
    Rule(
        id="other_department",
        kind="codes",
        column="department",
        want="same",
        strength="off",
        told=Told(
            "The two should work in the same department.",
            "another department",
            "They work in different departments.",
        ),
        facts="departments",
    ),
    Rule(
        id="same_site",
        kind="codes",
        column="site",
        want="different",
        strength="off",
        told=Told(
            "The two should work at different sites.",
            "the same site",
            "Both work at the same site.",
        ),
        facts="sites",
    ),
    Rule(
        id="other_site",
        kind="codes",
        column="site",
        want="same",
        strength="off",
        told=Told(
            "The two should work at the same site, so that they can meet in person.",
            "another site",
            "They work at different sites.",
        ),
        facts="sites",
    ),
    Rule(
        id="same_organisation",
        kind="codes",
        column="organisation",
        want="different",
        strength="off",
        told=Told(
            "The two should come from different organisations.",
            "the same organisation",
            "Both come from the same organisation.",
        ),
        facts="organisations",
    ),
    Rule(
        id="other_organisation",
        kind="codes",
        column="organisation",
        want="same",
        strength="off",
        told=Told(
            "The two should come from the same organisation.",
            "another organisation",
            "They come from different organisations.",
        ),
        facts="organisations",
    ),
    Rule(
        id="same_manager",
        kind="codes",
        column="manager",
        want="different",
        strength="warning",
        told=Told(
            "The two should not report to the same manager.",
            "the same manager",
            "Both report to the same manager.",
        ),
        facts="managers",
    ),
    Rule(
        id="no_shared_slot",
        kind="sets",
        column="slots",
        n=1,
        strength="warning",
        told=Told(
            "The two should have at least {number} half-day{s} in the week on which both are free.",
            "fewer than {number} shared half-day{s}",
            "They share fewer than {number} half-day{s}.",
        ),
        facts="half-days",
        counts="shared half-days",
    ),
    Rule(
        id="nothing_to_give",
        kind="needs",
        strength="warning",
        told=Told(
            "The mentor should cover at least one need of the mentee.",
            "nothing to give",
            "The mentor covers none of the mentee's needs.",
        ),
        facts="levels",
    ),
    Rule(
        id="mentor_longer_there",
        kind="difference",
        column="seniority_years",
        want="above",
        strength="warning",
        told=Told(
            "The mentee should have been in the organisation at least {n} year{s} longer than the "
            "mentor.",
            "less than {n} year{s} more in the organisation",
            "The mentee has not been there {n} year{s} longer than the mentor.",
        ),
        told_at_zero=Told(
            "The mentor should not have been in the organisation for longer than the mentee.",
            "a mentor who has been there for longer",
            "The mentor has been there for longer than the mentee, so the roles are not reversed.",
        ),
        facts="years with the organisation",
        counts="years that the mentee should be ahead",
    ),
)
"""Every rule that ships, in the order in which they are told."""


def chosen_rules(
    wanted: Mapping[str, object] | Sequence[Rule] | None = None,
) -> tuple[Rule, ...]:
    """Give the rules that hold.

    Parameters
    ----------
    wanted
        None for `RULES` as they are. A mapping by id changes some of them: to a strength ("hard",
        "warning" or "off"), or to `{"strength": ..., "n": ...}`. An id that does not ship is a
        rule of your own and needs its kind: `{"kind": "codes", "column": "team", "want":
        "different", "strength": "hard"}`; see `Rule`. A sequence gives all the rules there are, to
        which those that always hold are added.

    Returns
    -------
    tuple of Rule
        Those that are not off, in the order of `RULES`, own ones last.

    Raises
    ------
    UnknownName
        A strength is given to a rule that does not exist, or there is no such strength.
    NotAllowed
        A rule that always holds would be weakened, or a rule looks at a protected trait.
    FaultsFound
        A rule comes twice, or an own rule cannot be read: all faults at once.
    """
    if wanted is None or isinstance(wanted, Mapping):
        every = tuple(_changed(wanted or {}))
    else:
        given = {rule.id for rule in wanted}
        every = (*(rule for rule in RULES if rule.fixed and rule.id not in given), *wanted)
    for rule in every:
        if rule.kind != "listed":
            refuse_protected(f'The rule "{rule.id}"', rule.column)
    ids = [rule.id for rule in every]
    twice = sorted({name for name in ids if ids.count(name) > 1})
    if twice:
        faults = [Fault("comes twice.", "Name each rule once.", column=name) for name in twice]
        raise FaultsFound(faults, "Nobody was paired.")
    return tuple(rule for rule in every if rule.strength != "off")


def _changed(wanted: Mapping[str, object]) -> list[Rule]:
    rules = {rule.id: rule for rule in RULES}
    faults: list[Fault] = []
    for name, given in wanted.items():
        choice = given if isinstance(given, Mapping) else {"strength": given}
        if name not in rules and "kind" not in choice:
            raise UnknownName(kind="rule", name=str(name), known=rules)
        if name not in rules:
            rule, found = own_rule(str(name), choice)
            faults += found
            if rule is not None:
                rules[name] = rule
            continue
        rules[name], found = _adjusted(rules[name], choice)
        faults += found
    if faults:
        raise FaultsFound(faults, "Nobody was paired.")
    return list(rules.values())


def _adjusted(rule: Rule, choice: Mapping[str, object]) -> tuple[Rule, list[Fault]]:
    strength = choice.get("strength", rule.strength)
    if strength not in get_args(Strength):
        raise UnknownName(kind="strength", name=str(strength), known=get_args(Strength))
    if rule.fixed and strength != "hard":
        message = f'The rule "{rule.id}" always holds. {rule.sentence}'
        raise NotAllowed(message)
    changed = replace(rule, strength=cast("Strength", strength))
    if "n" not in choice or not rule.counts:
        return changed, []
    low, whole = (1 if rule.kind == "sets" else 0), rule.kind != "difference"
    n, faults = number_of(rule.id, choice["n"], low=low, whole=whole)
    return replace(changed, n=n), faults
