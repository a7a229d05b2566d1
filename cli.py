"""The `aduan` command: a table of subcommands, each loaded only when it is called.

Nothing but click is imported here, so that `aduan --help` answers at once even on a small computer.
"""

from __future__ import annotations

import os
from importlib import import_module
from pathlib import Path
from typing import Any

import click

COMMANDS: dict[str, tuple[str, str]] = {
    # name: (module:command, help in one line)
    "demo": ("commands.demo:demo", "Try it: a city, a virtual modem, its phones in the terminal."),
    "init": ("commands.init:init", "Write aduan.toml and make the database."),
    "run": ("commands.run:run", "Run the daemon in the foreground."),
    "check": ("commands.check:check", "Check settings, regions, texts, modems, database and contacts."),
    "db": ("commands.db:db", "The database: upgrade, status."),
    "modem": ("commands.modem:modem", "Modems: list, status, balance, probe, reset, at, ussd."),
    "virtual-modem": ("commands.virtual_modem:virtual_modem", "Run a modem without hardware, for tests."),
    "virtual-smsc": ("commands.virtual_smsc:virtual_smsc", "Run an SMSC without a network, for tests."),
    "chat": ("commands.chat:chat", "Talk to a running daemon as somebody, without a modem."),
    "send": ("commands.send:send", "Send an SMS."),
    "inbox": ("commands.inbox:inbox", "What came in: list, parked, retry."),
    "outbox": ("commands.outbox:outbox", "What goes out: list, retry, cancel."),
    "session": ("commands.session:session", "Questions and menus that are open with a phone: list, end."),
    "mute": ("commands.mute:mute", "Answer a number no more."),
    "unmute": ("commands.mute:unmute", "Answer a number again."),
    "complaint": (
        "commands.complaint:complaint",
        "Complaints: list, show, new, import, export, assign and more.",
    ),
    "triage": ("commands.triage:triage", "Hand out what no agency has, one key for each decision."),
    "incident": (
        "commands.incident:incident",
        "A flood and the like: open, list, show, tell and more.",
    ),
    "agency": ("commands.agency:agency", "The agencies of a region: list, topics, ranking, report."),
    "contact": (
        "commands.contact:contact",
        "Officers and their phones: add, replace, deputy and more.",
    ),
    "deadline": ("commands.deadline:deadline", "Until when things must be done: recompute."),
    "digest": (
        "commands.digest:digest",
        "What officers and leaders are told: preview, send, leader.",
    ),
    "parse": ("commands.parse:parse", "Tell how a text is understood."),
    "route": ("commands.route:route", "Where a text would go, and why: explain, eval, train, drift."),
    "job": ("commands.job:job", "What the daemon does by the clock: list, run."),
    "report": ("commands.report:report", "What a region or an agency has done in a week or month."),
    "stats": ("commands.stats:stats", "How many complaints came, where they are, what is waiting."),
}


class LazyGroup(click.Group):
    """A group whose commands are named in a table and imported when called."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's signature
        """Name the commands in the order of the table: from first use to daily work."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        """Import a command."""
        if cmd_name not in COMMANDS:
            return None
        module, _, name = COMMANDS[cmd_name][0].partition(":")
        command: click.Command = getattr(import_module(module), name)
        return command

    def invoke(self, ctx: click.Context) -> Any:
        """Run a command; what a person can put right is told without a traceback."""
        try:
            return super().invoke(ctx)
        except Exception as error:
            from sms.errors import UserError  # noqa: PLC0415 - only when something went wrong

            if isinstance(error, UserError):
                raise click.ClickException(str(error)) from error
            raise

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002
        """Write the list of commands from the table, without importing any."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, line) for name, (_, line) in COMMANDS.items()])


@click.group("aduan", cls=LazyGroup, context_settings={"help_option_names": ["-h", "--help"]})
@click.option("-c", "--config", type=click.Path(path_type=Path), help="The settings; aduan.toml here if not given.")
@click.version_option(package_name="aduan", prog_name="aduan")
@click.pass_context
def main(ctx: click.Context, /, **options: Any) -> None:
    """Complaints to the government by SMS, from any phone."""
    from commands.context import Context  # noqa: PLC0415 - loaded lazily like everything else

    # Databases, settings and exports have citizens' words in them, or a PIN: they are nobody else's to read.
    os.umask(0o027)
    # Whoever calls from inside the program, the demo, brings its own.
    ctx.obj = ctx.obj or Context(options["config"])
