"""`aduan demo`: a city, a virtual modem and all its phones in the terminal, on the real daemon."""

from __future__ import annotations

import signal
import sys
from pathlib import Path

import click

INTRO = """\
aduan: complaints by SMS. This is Kota Bogor with a virtual modem, and all its
phones are yours. Here it is {now}, and time passes at your word.

  citizen   complains:    bogor jalan rusak di depan pasar
            and asks:     CEK 1234567
  budi      is an officer of Dinas PUPR, sari of Dinas LH; they work by SMS:
            TUGAS, TERIMA 1234567, PROSES 1234567 ..., SELESAI 1234567 ...
  admin     hears of what has no officer, and has the command aduan

Try first, with the number that you are told instead of 1234567:
  bogor jalan rusak di depan pasar
  /as budi                             now you are the officer
  TUGAS                                what is open?
  PROSES 1234567 kami tambal besok     work has begun
  /wait 15                             15 minutes later the citizen reads it
  /aduan complaint show 1234567        all that was done

Then: /as citizen, /wait 15:30 (the digest for officers), /help, /quit.
The modem starts in about 6 seconds, as real ones do; an SMS takes a second.
"""


@click.command(help="Try it: a city, a virtual modem, its phones in the terminal.")
@click.option("--script", type=click.Path(exists=True, dir_okay=False, path_type=Path), help="Play this conversation.")
@click.option("--keep", type=click.Path(file_okay=False, path_type=Path), help="Keep settings and database there.")
@click.pass_context
def demo(ctx: click.Context, script: Path | None, keep: Path | None) -> None:
    """Start the daemon on the virtual modem and connect the phones: to the terminal, a script, or standard input."""
    from commands.demo_admin import Admin
    from commands.demo_home import directory
    from commands.demo_phone import Terminal
    from commands.demo_script import play
    from commands.demo_world import World

    # As at ctrl-C: the daemon stops in order and the temporary directory goes.
    signal.signal(signal.SIGTERM, signal.default_int_handler)

    with directory(keep) as home, World(home) as world:
        admin = Admin(world, ctx.find_root().command)
        if script is None and sys.stdin.isatty():
            click.echo(INTRO.format(now=f"{world.now():%A %d/%m %H:%M}"))
            Terminal(world, admin).run()
            return
        lines = script.read_text(encoding="utf-8").splitlines() if script else sys.stdin
        wrong = play(world, admin, lines)
    if wrong:
        raise click.ClickException(f"{wrong} of the lines did not go as they are written")
