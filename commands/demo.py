"""`aduan demo`: a city, a virtual modem and a phone in the terminal, on the real daemon."""

from __future__ import annotations

import signal
import sys
from pathlib import Path

import click

INTRO = """\
aduan: complaints by SMS. This is Kota Bogor with a virtual modem, and a phone in your hands.
The modem starts in about 6 seconds, as real ones do; an SMS takes a second.

Try first:
  bogor jalan rusak di depan pasar     a complaint; the answer has its number
  CEK 1234567                          how it stands (use your number)
  lampu jalan mati sejak senin         no keyword: still a complaint
  BANTUAN                              what can be texted
/as 0812... is another phone, /quit ends. To look at it as an admin, in another terminal:
  {admin} complaint list
"""


@click.command(help="Try it: a city, a virtual modem, and a phone in the terminal.")
@click.option("--script", type=click.Path(exists=True, dir_okay=False, path_type=Path), help="Play this conversation.")
@click.option("--keep", type=click.Path(file_okay=False, path_type=Path), help="Keep settings and database there.")
def demo(script: Path | None, keep: Path | None) -> None:
    """Start the daemon on the virtual modem and connect a phone: to the terminal, a script, or standard input."""
    from commands.demo_phone import Terminal, play
    from commands.demo_world import SETTINGS, World, directory

    # As at ctrl-C: the daemon stops in order and the temporary directory goes.
    signal.signal(signal.SIGTERM, signal.default_int_handler)

    with directory(keep) as home, World(home) as world:
        if script is None and sys.stdin.isatty():
            click.echo(INTRO.format(admin=f"{sys.argv[0]} -c {home / SETTINGS}"))
            Terminal(world).run()
            return
        lines = script.read_text(encoding="utf-8").splitlines() if script else sys.stdin
        missing = play(world, lines)
    if missing:
        raise click.ClickException(f"{missing} of the expected answers did not come")
