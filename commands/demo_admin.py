"""The admin of the demo: the commands of `aduan`, in its installation and by its clock."""

from __future__ import annotations

import shlex

import click

from commands.context import Context
from commands.demo_world import World
from config.settings import Settings

_LOGIN = "admin"
"""Who types in the demo, also where root tries it."""

_WITHOUT_END = {"demo", "run", "virtual-modem", "virtual-smsc", "chat"}


class _Here(Context):
    """The demo's settings, whatever the environment says."""

    def __init__(self, world: World) -> None:
        super().__init__(world.settings.path, world.clock, _LOGIN)
        self._settings = world.settings

    def settings(self) -> Settings:
        """Give the settings of the demo."""
        return self._settings


class Admin:
    """Types commands of `aduan`, which print as ever; whatever comes of one, the demo goes on."""

    def __init__(self, world: World, aduan: click.Command) -> None:
        self._world = world
        self._aduan = aduan

    def run(self, line: str) -> int:
        """Run a command, its words as in a shell, and give its exit status."""
        try:
            words = shlex.split(line)
        except ValueError as error:
            click.echo(f"Error: {error}; a text with an apostrophe needs quotes around it", err=True)
            return 2
        if _WITHOUT_END.intersection(words[:1]):
            click.echo(f"Error: `aduan {words[0]}` does not end by itself; it needs a terminal of its own", err=True)
            return 2
        try:
            return self._call(words)
        finally:
            # Some commands log where an admin sees it.
            self._world.take_log()

    def _call(self, words: list[str]) -> int:
        try:
            self._aduan.main(words, prog_name="aduan", obj=_Here(self._world))
        except SystemExit as ended:
            return ended.code if isinstance(ended.code, int) else int(ended.code is not None)
        except Exception as error:  # noqa: BLE001 - not even a bug in a command ends the demo
            click.echo(f"Error: {type(error).__name__}: {error}", err=True)
            return 1
