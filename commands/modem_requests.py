"""`aduan modem at`, `ussd` and `reset`: what is asked of a modem while the daemon drives it."""

from __future__ import annotations

import re
import time
from typing import TYPE_CHECKING

import click

from commands.arguments import as_option
from commands.context import Context

if TYPE_CHECKING:
    from storage.engine import AnyRow, Database

_TAKEN_WITHIN, _ANSWERED_WITHIN = 10.0, 150.0
_LOOKS_EVERY = 0.2

_HARMFUL = {
    r"\+CPIN": "a wrong PIN may lock the SIM: `pin` in aduan.toml is entered once",
    r"\+CLCK|\+CPWD": "it changes the locks of the SIM",
    r"\+CMG[SWDC]|\+CMSS|\+CNMA": "SMS go through the outbox, and are deleted once they are stored",
    r"\+CFUN|Z|&F|\+CPMS|\+CNMI|\+CMGF|E1": "the daemon has set this up; `aduan modem reset` restarts a modem",
    r"D|A$|\+CHUP": "it makes calls",
}
_COMMAND = re.compile(r"AT(.*)", re.IGNORECASE | re.DOTALL)


@click.command("at", help="Give a command to a modem in its own language, and print what it says.")
@click.argument("line")
@click.argument("text", metavar="COMMAND")
@click.option("--force", is_flag=True, help="Even one that may do harm.")
@as_option
@click.pass_obj
def at(context: Context, line: str, text: str, *, force: bool) -> None:
    """Ask a modem; what could do harm is refused unless --force is given."""
    from storage import line_requests

    if (found := _COMMAND.fullmatch(text)) is None or not text.isascii() or not text.isprintable():
        raise click.UsageError("a command begins with AT and is one line, such as AT+CSQ")
    if context.settings().line(line).transport != "at":
        raise click.ClickException(f"{line} has another transport; only `at` takes commands")
    if not force:
        for each in found[1].upper().split(";"):
            _refuse_if_harmful(each)
    with context.database() as database:
        click.echo(_asked(context, database, line, line_requests.AT, text).answer)


@click.command(help="Dial a code of the SIM's own network, such as *888#, and print the answer; a menu asks on.")
@click.argument("line")
@click.argument("code")
@click.option("--answer", "answers", multiple=True, help="Answer its menus so, one after the other; may be repeated.")
@as_option
@click.pass_obj
def ussd(context: Context, line: str, code: str, answers: tuple[str, ...]) -> None:
    """Hold a session with the network: with the answers given, or at a prompt, where nothing ends it."""
    from storage import line_requests

    given = list(answers)
    with context.database() as database:
        row = _asked(context, database, line, line_requests.USSD, code)
        click.echo(row.answer)
        while row.is_open:
            text = given.pop(0) if answers and given else "" if answers else _typed()
            if not text:
                _asked(context, database, line, line_requests.USSD_END, "")
                return
            row = _asked(context, database, line, line_requests.USSD, text)
            click.echo(row.answer)


@click.command(help="Restart a modem: its port vanishes for a moment, and it is opened again.")
@click.argument("line")
@as_option
@click.pass_obj
def reset(context: Context, line: str) -> None:
    """Let the daemon restart a modem; what it is sending is finished first."""
    from storage import line_requests

    with context.database() as database:
        click.echo(_asked(context, database, line, line_requests.RESET, "").answer)


def _refuse_if_harmful(command: str) -> None:
    for harmful, why in _HARMFUL.items():
        if re.match(harmful, command) and not command.endswith("?"):
            raise click.ClickException(f"AT{command.partition('=')[0]}: {why} (--force)")


def _typed() -> str:
    typed: str = click.prompt("", prompt_suffix="> ", default="", show_default=False)
    return typed.strip()


def _asked(context: Context, database: Database, line: str, kind: str, text: str) -> AnyRow:
    """Ask, and wait for the answer; raises ClickException if there is none."""
    from storage import line_requests, lines

    settings = context.settings().line(line)
    with database.write() as connection:
        line_id = lines.ids_of(connection, [(settings.name, settings.transport)])[settings.name]
        request = line_requests.Request(line_id, kind, text, context.actor())
        asked = line_requests.ask(connection, request, context.clock.now())
    row = _wait(database, asked, {line_requests.ASKED}, _TAKEN_WITHIN)
    if row.state == line_requests.ASKED:
        with database.write() as connection:
            line_requests.withdraw(connection, asked, context.clock.now(), "nobody took it")
            state = lines.states(connection)[line]
        raise click.ClickException(f"no daemon drives {line} ({state['state']}): start `aduan run` and ask again")
    row = _wait(database, asked, {line_requests.TAKEN}, _ANSWERED_WITHIN)
    if row.state != line_requests.ANSWERED:
        raise click.ClickException(row.error or "the modem did not answer")
    return row


def _wait(database: Database, asked: int, while_it_is: set[str], seconds: float) -> AnyRow:
    """Look until a request is in another state, or so many seconds have passed."""
    from storage import line_requests

    deadline = time.monotonic() + seconds
    while True:
        with database.read() as connection:
            row = line_requests.find(connection, asked)
        if row.state not in while_it_is or time.monotonic() > deadline:
            return row
        time.sleep(_LOOKS_EVERY)
