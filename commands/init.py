"""`aduan init`: a settings file and a database to begin with."""

from __future__ import annotations

from pathlib import Path

import click

from commands.context import Context
from sms.errors import UserError


@click.command(help="Write aduan.toml and make the database.")
@click.option("--device", help="The modem, such as /dev/serial/by-id/...; `aduan modem probe` finds it.")
@click.option("--msisdn", help="The number of its SIM, such as +628111000001.")
@click.pass_obj
def init(context: Context, device: str | None, msisdn: str | None) -> None:
    """Copy the sample settings, never over a file that is there, and upgrade the database they name."""
    from config.sample import sample
    from config.settings import FILE_NAME
    from storage.migrate import upgrade

    path = context.config or Path(FILE_NAME)
    if path.exists():
        raise click.ClickException(f"{path} is there already; change it, or name another with -c FILE")
    context.config = path
    _write(context, path, sample(device=device, msisdn=msisdn))
    click.echo(f"wrote {path}")
    with context.database(current=False) as database:
        upgrade(database)
        click.echo(f"made {database}")
    if device is None:
        click.echo("its line has a virtual modem; `aduan modem probe` finds a real one to name as its device")
    click.echo("next: `aduan check`, then `aduan run`")


def _write(context: Context, path: Path, text: str) -> None:
    """Write the settings; what cannot be used does not stay behind, so that the next try can write it."""
    try:
        path.write_text(text, encoding="utf-8")
    except OSError as error:
        raise click.ClickException(f"{path}: cannot be written: {error.strerror}") from error
    try:
        context.settings()
    except UserError:
        path.unlink()
        raise
