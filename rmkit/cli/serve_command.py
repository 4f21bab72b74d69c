"""The command that asks people through links: it writes the links, then shows the page.

The programme is closed before anybody can reach the page. The page runs in a process of its own
(`python -m rmkit.page`) and works on the inbox alone.
"""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Sequence
from ipaddress import ip_address
from pathlib import Path
from typing import TYPE_CHECKING, Annotated
from urllib.parse import urlsplit

import typer

from rmkit.cli import screen
from rmkit.cli.opening import NamedProgramme, opened
from rmkit.errors import NotReady
from rmkit.programme.clock import now

if TYPE_CHECKING:
    from rmkit.programme.programme import Programme

__all__ = ["add_to", "serve"]

_PORT = 8765


def add_to(app: typer.Typer) -> None:
    """Add the command."""
    app.command()(serve)


def _address(text: str) -> str:
    """Refuse a base URL that is none."""
    parts = urlsplit(text)
    if text and not (parts.scheme in {"http", "https"} and parts.hostname and not parts.query):
        message = (
            "it begins with https:// and ends where /f/ will follow: https://forms.example.org"
        )
        raise typer.BadParameter(message)
    return text.rstrip("/")


def serve(
    programme: NamedProgramme,
    instrument: Annotated[
        str | None,
        typer.Option(
            help="Ask people for this first; without it, links go on.", show_default=False
        ),
    ] = None,
    people: Annotated[
        str | None,
        typer.Option(help="Ids with commas; without it, all who fill it in.", show_default=False),
    ] = None,
    wave: Annotated[
        str | None, typer.Option(help="before, kick_off, during or after.", show_default=False)
    ] = None,
    variant: Annotated[
        str | None, typer.Option(help="For example short or extended.", show_default=False)
    ] = None,
    days: Annotated[int, typer.Option(help="For how many days the links work.")] = 30,
    again: Annotated[
        bool, typer.Option("--again", help="Make new links for those who have one; those end.")
    ] = False,
    to: Annotated[
        Path | None,
        typer.Option(help="The CSV file for the links; never replaced.", show_default=False),
    ] = None,
    by: Annotated[str, typer.Option(help="Who asks; the file keeps the name.")] = "",
    base_url: Annotated[
        str,
        typer.Option(
            help="The address that people use, for example https://forms.example.org.",
            callback=_address,
        ),
    ] = "",
    host: Annotated[str, typer.Option(help="Where to listen; loopback is this machine.")] = (
        "127.0.0.1"
    ),
    port: Annotated[int, typer.Option(min=0, max=65_535, help="The port to listen on.")] = _PORT,
    links_only: Annotated[
        bool, typer.Option("--links-only", help="Write the links, and stop.")
    ] = False,
    show_links: Annotated[
        bool, typer.Option("--show-links", help="Print the links on the screen too.")
    ] = False,
) -> None:
    """Show questionnaires as a page for participants: a link each, answers into an inbox."""
    with opened(programme) as found:
        place = found.file.path.with_suffix(".inbox")
        if instrument is not None:
            whom = [p.strip() for p in people.split(",") if p.strip()] if people else None
            _ask(
                found,
                instrument,
                whom,
                asked={"wave": wave, "variant": variant, "days": days, "by": by},
                again=again,
                to=to,
                base_url=base_url or f"http://{host}:{port}",
                show_links=show_links,
            )
        path = found.file.path
    if not place.exists():
        message = "Nobody was given a link yet: name what to ask with --instrument."
        raise NotReady(message)
    if links_only:
        return
    _warn(host, base_url)
    screen.say(
        f'Answers go into {place.name}. Take them in with: {screen.command()} inbox "{path}"',
        "The page runs until you stop it with Ctrl-C; links go on working the next time.",
    )
    raise typer.Exit(_run(place, host, port, base_url))


def _ask(
    programme: Programme,
    instrument: str,
    people: Sequence[str] | None,
    *,
    asked: dict[str, object],
    again: bool,
    to: Path | None,
    base_url: str,
    show_links: bool,
) -> None:
    """Make links for those who have none yet, and write them to a file."""
    from rmkit.programme.links_file import address_of, new_links_file

    step = programme.questionnaires
    everybody = list(step.asked_people(instrument)) if people is None else list(people)
    wave = str(asked["wave"] or "")
    have = set() if again else _with_links(programme, instrument, wave)
    whom = [person for person in everybody if person not in have]
    if everybody and not whom:
        screen.say(
            f"{_count(len(everybody), 'person has', 'people have')} a link already, and those "
            "links go on working. --again makes new ones and ends the old."
        )
        return
    coordinator = programme.coordinator
    who = str(asked["by"] or (coordinator.name if coordinator else "coordinator"))
    with new_links_file(programme, to) as place:  # before anybody is asked
        links = step.invite(instrument, whom, **{**asked, "by": who})  # type: ignore[arg-type]
        written = place.write(links, base_url=base_url)
    screen.say(
        f"{_count(len(links), 'link', 'links')} in {written}, for {asked['days']} days: mail each "
        "to the person beside it, then delete the file. Whoever has a link can answer with it."
    )
    if show_links:
        screen.listed(f"{link.name} <{link.email}>: {address_of(link, base_url)}" for link in links)


def _with_links(programme: Programme, instrument: str, wave: str) -> set[str]:
    """Name those who have a link for this that works."""
    from rmkit.exchange.inbox import Inbox, inbox_path
    from rmkit.programme.invitations import invitations

    place = inbox_path(programme.file.path)
    if not place.exists():
        return set()
    kept = invitations(programme.file)
    with Inbox.open(place) as inbox:
        return {
            str(one.person_id)
            for there in inbox.invitations(instrument)
            if there.state != "revoked" and there.expires_at > now()
            if (one := kept.get(there.person_key)) is not None and (not wave or one.wave == wave)
        }


def _warn(host: str, base_url: str) -> None:
    """Say what keeps people from their forms, or lets others in."""
    if not _is_loopback(host):
        screen.complain(
            f"Listening on {host}: whoever reaches this machine reaches the page, and what they "
            "write can be read on the way. Better listen on 127.0.0.1 behind a web server with "
            "https; the README shows how."
        )
    if not base_url:
        screen.complain(
            "The links lead to this machine alone. For people elsewhere, put a web server with "
            "https before this page and name its address with --base-url."
        )
    elif not base_url.startswith("https://") and not _is_loopback(urlsplit(base_url).hostname):
        screen.complain(
            "The address has no https: answers can be read on the way, and browsers refuse to "
            "encrypt what is for a pair alone, so those sheets cannot be filled in."
        )


def _is_loopback(host: str | None) -> bool:
    try:
        return host == "localhost" or ip_address(host or "").is_loopback
    except ValueError:
        return False


def _count(n: int, one: str, many: str) -> str:
    return f"{n:,} {one if n == 1 else many}"


def _run(inbox: Path, host: str, port: int, base_url: str) -> int:
    """Run the page until it ends by itself: Ctrl-C reaches it too."""
    command = [sys.executable, "-P", "-m", "rmkit.page", str(inbox), "--host", host]
    command += ["--port", str(port), *(["--base-url", base_url] if base_url else [])]
    process = subprocess.Popen(command)  # noqa: S603 - a list, and no shell
    try:
        while True:
            try:
                return process.wait()
            except KeyboardInterrupt:
                continue
    finally:
        process.terminate()
