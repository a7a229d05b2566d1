"""`aduan chat`: talk to a running daemon as somebody, without a modem."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from typing import TYPE_CHECKING

import click

from commands.context import Context
from sms.msisdn import parse_msisdn
from sms.safe_text import mask_number, one_line

if TYPE_CHECKING:
    from datetime import datetime

    from smsd.chat import Chat
    from storage.engine import Database

_TEST_NUMBER = re.compile(r"\+628111\d{7}")

_REAL = """\
What is answered to you comes here. All else is real SMS by the lines of the settings:
news of your complaints to this number, and what officers are told of them.
"""

_WITHOUT_ANSWER = {
    "done": "(no answer)",
    "repeat": "(no answer: a long text again within minutes counts as the network's repetition)",
    "ignored": "(no answer: this number is one of our own lines)",
    "parked": "(it could not be processed: `aduan inbox parked` tells why)",
}


@click.command(help="Talk to a running daemon as somebody, without a modem; every line is an SMS.")
@click.option("--as", "who", required=True, help="The number to text from; of a citizen, or of an officer.")
@click.option("--yes", is_flag=True, help="Also as a number outside +62 811 1xxx xxxx, which may be somebody's.")
@click.option(
    "--wait", type=click.FloatRange(0), default=10.0, show_default=True, help="Seconds to wait for the daemon."
)
@click.pass_obj
def chat(context: Context, *, who: str, yes: bool, wait: float) -> None:
    """Send every line as an SMS and print what is answered to it, until the end of input."""
    from config.modem_settings import VIRTUAL
    from smsd.chat import Chat
    from storage.lines import CHAT

    phone = parse_msisdn(who)
    if not yes and not _TEST_NUMBER.fullmatch(phone):
        raise click.UsageError(
            f"{mask_number(phone)} may be somebody's, who will get the news by SMS; --yes if you mean it"
        )
    lines = context.settings().lines
    if any(line.name == CHAT for line in lines):
        raise click.ClickException(f"a line of the settings is called {CHAT}: it needs another name")
    # Without a modem nobody but the tester is there, and test numbers are nobody's.
    is_play = bool(_TEST_NUMBER.fullmatch(phone)) and all(line.address == VIRTUAL for line in lines)
    with context.database() as database:
        if not is_play:
            _refuse_circles(database, phone, context.clock.now())
        talk = Chat(database, context.clock, phone)
        click.echo(_REAL, nl=False, err=True)
        _print(talk.read())
        for text in _typed(mask_number(phone)):
            # Again each time: something delicate may have come meanwhile.
            if not is_play:
                _refuse_circles(database, phone, context.clock.now())
            _exchange(talk, text, wait)


def _refuse_circles(database: Database, phone: str, now: datetime) -> None:
    """Let nobody read as somebody else what only they or its circle read.

    Where there is anything delicate, everybody who takes part is refused alike: from a refusal of those alone who have
    reported it, or were given it, one would learn who they are.
    """
    from storage import contacts, hushed, subscribers
    from storage.contacts import INTEGRITY, LEADER, OVERSIGHT

    with database.read() as connection:
        known = subscribers.find(connection, phone)
        held = contacts.posts_of(connection, [known.id], now) if known else []
        theirs = known is not None and hushed.any_delicate(connection) and hushed.is_somebody(connection, known.id)
    posts = {row.agency for row in held} & {INTEGRITY, OVERSIGHT, LEADER}
    if posts:
        raise click.ClickException(
            f"{mask_number(phone)} is {' and '.join(sorted(posts))}'s: only that phone reads theirs"
        )
    if theirs:
        raise click.ClickException(
            f"{mask_number(phone)} texts for itself, and something here is delicate: use a number that nobody has"
        )


def _exchange(talk: Chat, text: str, seconds: float) -> None:
    """Send one text and print its answers; without a daemon there is no more to say."""
    state = talk.wait(talk.text(text), seconds)
    if state == "ready":
        raise click.ClickException(f"no answer in {seconds:g} s: is `aduan run` at work? The text is stored and waits")
    answers = talk.read()
    _print(answers)
    if not answers:
        click.echo(_WITHOUT_ANSWER[state])


def _typed(prompt: str) -> Iterator[str]:
    """Give the lines that say something: typed behind a prompt on a terminal, else those of standard input."""
    if not sys.stdin.isatty():
        yield from filter(None, map(str.strip, sys.stdin))
        return
    import readline  # noqa: F401 - lets `input` edit the line

    try:
        while True:
            if text := input(f"{prompt} > ").strip():
                yield text
    except (EOFError, KeyboardInterrupt):
        click.echo()


def _print(answers: list[str]) -> None:
    for answer in answers:
        for place, line in enumerate(answer.splitlines()):
            click.echo(f"{' ' if place else '<'} {one_line(line)}")
