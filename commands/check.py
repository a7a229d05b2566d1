"""`aduan check`: is this installation fit to run? One line for each finding."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from commands.arguments import counted
from commands.context import Context
from commands.output import emit, json_option

if TYPE_CHECKING:
    from sqlalchemy import RowMapping

    from config.errors import ConfigError
    from config.gateway_settings import GatewaySettings
    from config.regions import Region
    from config.settings import Settings
    from config.texts import Texts
    from storage.engine import AnyRow, Database

OUR_NAMES = ("cli", "commands", "web", "smsd", "complaints", "parsers", "routing", "storage", "config", "sms")
"""The top-level names that we import by, which no other distribution may install."""

_NAMED = 5
"""Of how many strange names of a model the first are told."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One line of the report; `level` is ok, warning or error."""

    level: str
    message: str


@click.command("check", help="Check settings, regions, texts, modems, database and contacts.")
@click.option("--texts", "show_texts", is_flag=True, help="Show what each text costs at its longest instead.")
@json_option
@click.pass_obj
def check(context: Context, *, show_texts: bool, as_json: bool) -> None:
    """Report everything that keeps the daemon from running, or will surprise its administrator."""
    if show_texts:
        _show_costs(context, as_json=as_json)
        return
    findings = list(_findings(context))
    if as_json:
        click.echo(json.dumps([asdict(finding) for finding in findings]))
    else:
        click.echo("\n".join(f"{finding.level:<8} {finding.message}" for finding in findings))
    errors = sum(finding.level == "error" for finding in findings)
    if errors:
        raise click.ClickException(f"{errors} of {len(findings)} findings must be mended")


def _findings(context: Context) -> Iterator[Finding]:
    """Walk over all checks; those of the data need settings that can be read."""
    from config.errors import ConfigError

    try:
        settings = context.settings()
    except ConfigError as error:
        yield from _told(error)
    else:
        yield Finding("ok", f"settings: {settings.path}")
        yield from _data(settings)
        yield from _lines(settings)
        yield from _alarms(settings)
        yield from _http(settings)
        yield from _reports(settings)
        yield from _database(settings, context.clock.now())
    yield from _names()
    yield from _libgammu()


def _parent(region: Region, served: Collection[str]) -> Iterator[Finding]:
    from config.errors import did_you_mean

    if region.parent and region.parent not in served:
        what = f"region {region.code}: its parent {region.parent!r} is not in regions, nothing can move there"
        meant = did_you_mean(region.parent, set(served) - {region.code})
        yield Finding("warning", f"{what}. {meant}" if meant else what)


def _told(error: ConfigError) -> Iterator[Finding]:
    return (Finding("error", line) for line in str(error).splitlines())


def _data(settings: Settings) -> Iterator[Finding]:
    from config.errors import ConfigError
    from config.menus import load_menu
    from config.regions import load_regions

    try:
        regions = load_regions(settings)
        for region in regions.values():
            yield from _parent(region, regions)
            yield Finding("ok", f"region {region.code}: {region.name}, {len(region.catalogue.agencies)} agencies")
            yield from _model(region)
            menu = load_menu(region.menu)
            yield Finding(
                "ok", f"region {region.code}: menu of {len(menu.screens)} screens in {', '.join(menu.languages)}"
            )
        yield from _shared(regions)
        for texts in _texts(regions):
            yield Finding("ok", _told_of(texts))
    except ConfigError as error:
        yield from _told(error)


def _shared(regions: Mapping[str, Region]) -> Iterator[Finding]:
    """Tell which words call several regions: who writes one is asked which is meant."""
    from complaints.life.vocabulary import calls

    for word, codes in calls(regions).items():
        if len(codes) > 1:
            yield Finding("warning", f"keyword {word} calls {', '.join(codes)}: who writes it is asked which is meant")


def _model(region: Region) -> Iterator[Finding]:
    """Look whether a model names the topics and agencies of its region: what else it says helps nobody."""
    from routing.shipped import classifier_for, classifier_of

    model = classifier_for(region).model
    told = f"region {region.code}: routing model {model.version}"
    if model.hints not in {"", classifier_of().model.version}:
        yield Finding("warning", f"{told} has learned from the hints of an older shipped model: train it again")
        return
    names = {*model.labels, *model.groups}
    strange, unlearned = _strange(region, names), _unlearned(region, names)
    if strange:
        some = ", ".join(strange[:_NAMED]) + (" and others" if len(strange) > _NAMED else "")
        level = "error" if len(strange) == len(names) else "warning"
        yield Finding(level, f"{told} knows {some}, which are no topics or agencies here")
    if unlearned and len(strange) < len(names):
        count = len(region.catalogue.agencies)
        known = f"{told} knows {count - len(unlearned)} of {count} agencies; never learned: {', '.join(unlearned)}"
        yield Finding("warning", f"{known}; train it with texts of theirs too")
    if not strange and not unlearned:
        yield Finding("ok", told)


def _strange(region: Region, names: Collection[str]) -> list[str]:
    """Give what a model has learned that is no topic, agency or body of the region."""
    catalogue = region.catalogue
    known = {topic.code for topic in catalogue.topics}.union(catalogue.agencies, catalogue.bodies)
    known.update(topic.agency for topic in catalogue.topics)
    return sorted(set(names) - known)


def _unlearned(region: Region, names: Collection[str]) -> list[str]:
    """Give the agencies of which a model has learned no topic; one that lives by the region's phrases needs none."""
    owners = {topic.code: topic.agency for topic in region.catalogue.topics}
    learned = {owners.get(name, name) for name in names}
    by_phrase = {topic.agency for _, topic in region.catalogue.laws}.difference(owners.values())
    return [code for code in region.catalogue.agencies if code not in learned | by_phrase]


def _texts(regions: Mapping[str, Region]) -> Iterator[Texts]:
    """Load the texts of all languages: those that the regions speak, and those that citizens may choose."""
    from config.texts import languages, load_texts

    for language in sorted({*languages(), *(region.language for region in regions.values())}):
        yield load_texts(language)


def _told_of(texts: Texts) -> str:
    borrowed = f", {counted(len(texts.borrowed), 'text')} still in Indonesian" if texts.borrowed else ""
    return f"texts: {texts.language} ({texts.name}){borrowed}"


def _lines(settings: Settings) -> Iterator[Finding]:
    from config.gateway_settings import GatewaySettings
    from config.modem_settings import VIRTUAL, ModemSettings
    from smsd.transports.naming import BY_IMEI

    if not settings.lines:
        yield Finding("warning", "no lines: nothing can be received or sent")
    for line in settings.lines:
        if isinstance(line, GatewaySettings):
            yield from _gateway(settings, line)
        elif not isinstance(line, ModemSettings):
            yield Finding("ok", f"line {line.name}: {line.address}")
        elif line.device.startswith(BY_IMEI):
            yield Finding(
                "ok", f"line {line.name}: {line.device}, wherever it is plugged in; `aduan modem probe` looks"
            )
        elif line.device == VIRTUAL or Path(line.device).exists():
            yield Finding("ok", f"line {line.name}: {line.device}")
        else:
            yield Finding("warning", f"line {line.name}: {line.device} is not there; is the modem plugged in?")


def _gateway(settings: Settings, line: GatewaySettings) -> Iterator[Finding]:
    from config.errors import ConfigError
    from config.gateway_templates import leaves

    try:
        template = settings.template_of(line)
    except ConfigError as error:
        yield from _told(error)
        return
    yield Finding("ok", f"line {line.name}: {line.address}, which calls us at /gateways/{line.name}")
    if line.callback is None and "{callback}" in "".join(leaves(template.send.model_dump())):
        yield Finding("warning", f"line {line.name}: without `callback` nobody reports what became of an SMS")


def _alarms(settings: Settings) -> Iterator[Finding]:
    """Look whether the command that hears of alarms can be run; at night nobody sees why not."""
    if not settings.alarm_command:
        return
    program = settings.alarm_command[0]
    if shutil.which(program):
        yield Finding("ok", f"alarm_command: {program}")
    else:
        yield Finding("error", f"alarm_command: {program} is not there or cannot be executed by this user")


def _http(settings: Settings) -> Iterator[Finding]:
    """Look who may call what is served: whoever can, files reports in the name of any phone."""
    if settings.http is None:
        return
    ussd = settings.http.ussd
    if ussd.secret or ussd.allow:
        yield Finding("ok", f"http: USSD at {settings.http.listen}")
    else:
        message = "anybody may call POST /ussd in the name of any phone; set http.ussd.secret or http.ussd.allow"
        yield Finding("warning", message)


def _database(settings: Settings, now: datetime) -> Iterator[Finding]:
    from storage.engine import Database, DatabaseError
    from storage.migrate import require_current

    database = Database(settings.database)
    # Only to ask must not make an empty file.
    if database.path and not Path(database.path).exists():
        yield Finding("error", f"{database} is not there; run `aduan db upgrade`")
        return
    try:
        require_current(database)
        yield Finding("ok", f"database: {database}")
        yield from _open_to_all(settings.path, database.path)
        yield from _stored(settings, database, now)
    except DatabaseError as error:
        yield Finding("error", str(error))
    finally:
        database.close()


def _reports(settings: Settings) -> Iterator[Finding]:
    """Look whether the daemon, if this user runs it, can leave its reports where they should be."""
    if settings.reports is None:
        return
    folder = settings.directory / settings.reports.directory
    there = next(each for each in (folder, *folder.parents) if each.exists())
    if there.is_dir() and os.access(there, os.W_OK):
        yield Finding("ok", f"reports: {folder}")
    else:
        yield Finding("error", f"[reports] directory: {folder} cannot be written by this user; name another")


def _open_to_all(*paths: Path | str | None) -> Iterator[Finding]:
    """Find files with citizens' words or a PIN in them that every user of the machine may read."""
    for path in paths:
        if path is not None and Path(path).stat().st_mode & 0o004:
            yield Finding("warning", f"{path}: every user of this machine may read it; chmod o-rwx {path}")


def _stored(settings: Settings, database: Database, now: datetime) -> Iterator[Finding]:
    """Look who hears of complaints, and at those of lost regions; regions that cannot be read are told of elsewhere."""
    from complaints.life.lifecycle import DONE
    from config.errors import ConfigError
    from config.regions import load_regions
    from storage import counts, inbound, pdus
    from storage.contacts import listing, of_region

    try:
        regions = load_regions(settings)
    except ConfigError:
        return
    with database.read() as connection:
        held = {code: of_region(connection, code, now) for code in regions}
        registered = listing(connection, now)
        unfinished = counts.by_region(connection, DONE)
        unread = pdus.counts_by_state(connection).get(pdus.QUARANTINED, 0)
        waiting, numbers = inbound.counts_by_state(connection).get(inbound.FLOOD, 0), inbound.flooding(connection)
    if waiting:
        told = f"{waiting} SMS of {counted(numbers, 'number')} came in a flood and are not processed"
        yield Finding("warning", f"{told}: `aduan inbox list --status flood`, then `aduan inbox retry` or `aduan mute`")
    if unread:
        yield Finding("warning", f"{unread} SMS came that nobody can read: `aduan inbox quarantine`")
    yield from _contacts(regions, held, registered, now)
    yield from _orphans(regions, unfinished)


def _contacts(
    regions: Mapping[str, Region], held: Mapping[str, Sequence[AnyRow]], registered: Sequence[RowMapping], now: datetime
) -> Iterator[Finding]:
    """Look who hears of complaints; `held` are each region's contacts now, `registered` all that are or will be."""
    from commands.check_contacts import absences, gaps, strange, strangers

    for region in regions.values():
        rows = held[region.code]
        # A region without anybody is a new one.
        found = [Finding("error" if rows else "warning", message) for message in gaps(region, rows, now)]
        found += [Finding("warning", message) for message in strange(region, rows)]
        found += [Finding("warning", message) for message in absences(region, registered, now)]
        yield from found or [Finding("ok", f"region {region.code}: every agency has a contact, and each post too")]
    yield from (Finding("warning", message) for message in strangers(regions, {row["region"] for row in registered}))


def _orphans(regions: Mapping[str, Region], unfinished: Mapping[str, int]) -> Iterator[Finding]:
    """Look for complaints that nobody can hand to an agency: their region is not in the settings."""
    from complaints.life.deeds import gone

    for code in sorted(unfinished.keys() - regions.keys()):
        yield Finding("warning", f"{counted(unfinished[code], 'open complaint')} of {gone(code)}")


def _names() -> Iterator[Finding]:
    """Look for another distribution that installs a module by one of our names: which is imported is chance."""
    from importlib.metadata import packages_distributions

    owners = packages_distributions()
    foreign = [(name, owner) for name in OUR_NAMES for owner in sorted(set(owners.get(name, ())) - {"aduan"})]
    for name, owner in foreign:
        yield Finding(
            "error", f"the distribution {owner} has a module {name} too; install aduan in its own environment"
        )
    if not foreign:
        yield Finding("ok", "no other distribution uses our names")


def _libgammu() -> Iterator[Finding]:
    from smsd.transports.libgammu import OLDEST_LIBGAMMU, libgammu_version, libgammu_will_do

    needed = "" if libgammu_will_do() else f", but {OLDEST_LIBGAMMU} or newer is needed: older ones crash"
    yield Finding("error" if needed else "ok", f"libgammu {libgammu_version()}{needed}")


def _show_costs(context: Context, *, as_json: bool) -> None:
    from commands.check_texts import costs
    from config.errors import ConfigError
    from config.regions import load_regions

    try:
        settings = context.settings()
        rows = [asdict(cost) for cost in costs(_texts(load_regions(settings)), settings.sms_price)]
    except ConfigError as error:
        raise click.ClickException(str(error)) from error
    emit(rows, ("language", "text", "characters", "sms", "may_take", "cost"), as_json=as_json)
