"""The documentation names every command, option, setting and text, and leads nowhere that is not there."""

from __future__ import annotations

import json
import re
import shlex
from collections.abc import Iterator
from datetime import time
from pathlib import Path
from typing import Any, get_args

import click
import pytest
from click.testing import CliRunner
from pydantic import BaseModel
from pydantic.fields import FieldInfo

from cli import COMMANDS, main
from complaints.life import lifecycle_page
from complaints.life.lifecycle import Action
from config.calendar import CalendarTable
from config.ladder import Rung
from config.limits import DeadlinesTable
from config.local_routing import RoutingTable
from config.region_file import RegionFile
from config.settings import Settings
from config.text_keys import DECLARATIONS
from config.text_limits import LONGEST
from config.texts import load_texts
from parsers import forms
from parsers.grammar import TABLE
from storage import contacts

ROOT = Path(__file__).parent.parent
PAGES = (ROOT / "README.md", ROOT / "CHANGELOG.md", *sorted((ROOT / "docs").rglob("*.md")))
EVERYWHERE = {"--as"}
"""The options that the head of the page of commands explains for all that have them."""
MARKS = {key for key in DECLARATIONS if key.startswith("task_")} - {"task_secret"}
"""The words in a list that tell how a task stands."""
COUNTS = {"digest_new", "digest_overdue", "digest_today", "digest_answered"}
"""What the first line of a digest counts."""
OWN = ("officer_", "digest_", "tasks_", "alert", "duty_", "leave_", "deputy_")
OFFICERS = {key for key in DECLARATIONS if key.startswith(OWN)} - COUNTS
"""The texts that officers read."""


def read(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def sections() -> dict[str, str]:
    """Give the sections of the page of commands: command to text."""
    _, *parts = re.split(r"^## aduan ", read("docs/commands.md"), flags=re.MULTILINE)
    return dict(part.split("\n", 1) for part in parts)


def commands(
    group: click.Group = main, path: tuple[str, ...] = (), parent: click.Context | None = None
) -> Iterator[tuple[str, click.Command]]:
    """Walk over all commands that are no groups."""
    context = click.Context(group, parent=parent)
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        assert command is not None
        if isinstance(command, click.Group):
            yield from commands(command, (*path, name), context)
        else:
            yield " ".join((*path, name)), command


def spellings(parameter: click.Parameter) -> list[str]:
    """Give how an option or argument is written in the help."""
    return parameter.opts if isinstance(parameter, click.Option) else [parameter.metavar or str(parameter.name).upper()]


def tables_of(field: FieldInfo) -> list[type[BaseModel]]:
    """Give the tables that a setting is made of: itself, or those of a list, of each kind."""

    def within(annotation: object) -> Iterator[type[BaseModel]]:
        if isinstance(annotation, type) and issubclass(annotation, BaseModel):
            yield annotation
        for part in get_args(annotation):
            yield from within(part)

    return list(within(field.annotation))


def keys(model: type[BaseModel], path: tuple[str, ...] = ()) -> Iterator[tuple[str, str]]:
    """Walk over all settings: key with dots, and default as the page writes it."""
    for name, field in model.model_fields.items():
        inner = tables_of(field)
        for table in inner:
            yield from keys(table, (*path, name))
        if not inner:
            yield ".".join((*path, name)), default_of(field)


def default_of(field: FieldInfo) -> str:
    if field.is_required():
        return "required"
    default = field.get_default(call_default_factory=True, validated_data={})
    if default is None:
        return "not set"
    if isinstance(default, BaseModel):
        assert default == type(default)()
        return "none"
    if isinstance(default, time):
        return f"`{default:%H:%M}`"
    if default and isinstance(default, tuple):
        ladder = isinstance(default[0], Rung)
        return "[below](#the-ladder)" if ladder else ", ".join(f"`{_written(each)}`" for each in default)
    return f"`{default}`" if default or isinstance(default, int | float) else "none"


def _written(value: object) -> str:
    return f"{value:%H:%M}" if isinstance(value, time) else str(value)


ALL_COMMANDS = dict(commands())


@pytest.mark.parametrize(("key", "default"), list(keys(Settings)))
def test_every_setting_is_documented_with_its_default(key: str, default: str) -> None:
    assert f"\n| `{key}` | {default} |" in read("docs/configuration.md")


@pytest.mark.parametrize(
    ("key", "default"), [(key, default_of(field)) for key, field in RegionFile.model_fields.items()]
)
def test_every_key_of_a_region_is_documented_with_its_default(key: str, default: str) -> None:
    assert f"\n| `{key}` | {default} |" in read("docs/configuration.md")


@pytest.mark.parametrize("key", RoutingTable.model_fields)
def test_every_key_of_the_table_of_routing_is_documented(key: str) -> None:
    assert f"\n| `routing.{key}` | " in read("docs/configuration.md")


@pytest.mark.parametrize(
    "key",
    [
        *(f"calendar.{key}" for key in CalendarTable.model_fields),
        *(f"deadlines.{key}" for key in DeadlinesTable.model_fields),
    ],
)
def test_every_key_of_the_calendar_and_the_limits_is_documented(key: str) -> None:
    assert re.search(rf"^\| [^|]*`{re.escape(key)}`", read("docs/configuration.md"), re.MULTILINE)


@pytest.mark.parametrize("key", DECLARATIONS)
def test_every_text_is_documented_with_its_placeholders(key: str) -> None:
    row = re.search(rf"^\| `{key}` \|([^|]*)\|([^|]*)\| (\d) \|", read("docs/configuration.md"), re.MULTILINE)
    assert row is not None
    required, optional = (set(re.findall(r"\w+", cell)) for cell in row.groups()[:2])
    declared = DECLARATIONS[key]
    assert (required, optional, int(row[3])) == (declared.required, declared.optional, declared.segments)


def test_the_page_of_commands_has_exactly_the_commands_that_there_are() -> None:
    assert sections().keys() == ALL_COMMANDS.keys()


@pytest.mark.parametrize("name", ALL_COMMANDS)
def test_every_option_and_argument_of_a_command_is_documented(name: str) -> None:
    words = [word for parameter in ALL_COMMANDS[name].params for word in spellings(parameter)]
    told = re.findall(r"^\| `([A-Z]+|--[a-z-]+)", sections()[name], re.MULTILINE)
    assert set(words) - EVERYWHERE <= set(told)


@pytest.mark.parametrize("name", ALL_COMMANDS)
def test_no_option_is_documented_that_a_command_does_not_have(name: str) -> None:
    told = set(re.findall(r"^\| `(--[a-z-]+)", sections()[name], re.MULTILINE))
    assert told <= {option for parameter in ALL_COMMANDS[name].params for option in parameter.opts}


def test_the_options_of_all_commands_are_documented() -> None:
    head = read("docs/commands.md").split("## aduan ")[0]
    options = {option for parameter in main.params for option in parameter.opts} | {"-h", "--help"} | EVERYWHERE
    assert {option for option in options if f"`{option}" not in head} == set()


def test_the_readme_names_every_command() -> None:
    rows = re.findall(r"^\| (`aduan .*?) \|", read("README.md"), re.MULTILINE)
    told = [re.findall(r"`(?:aduan )?([^`]+)`", row) for row in rows]
    names = [[first, *(f"{first.split()[0]} {other}" for other in others)] for first, *others in told]
    assert sorted(name for row in names for name in row) == sorted(ALL_COMMANDS)
    assert [row[0].split()[0] for row in names] == list(COMMANDS)


def examples() -> Iterator[str]:
    """Give the lines of the pages' shell blocks that call us, without their comments."""
    for page in PAGES:
        for block in re.findall(r"^ *```sh\n(.*?)```", page.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL):
            yield from (line.strip() for line in block.splitlines() if line.strip().startswith("aduan "))


FILLED_IN = {"N": "1445565", "INTO": "1445573", "OLD": "081110000001", "NEW": "081110000002", "0811...": "081110000003"}
"""What stands for the words that whoever reads the page puts in."""


def everyday() -> Iterator[str]:
    """Give the commands in the sentences and tables of the administrator's page, filled in."""
    for line in re.findall(r"`(aduan [^`]+)`", read("docs/admin.md")):
        words = (FILLED_IN.get(word, word) for word in shlex.split(line))
        yield shlex.join(words)


@pytest.mark.parametrize("line", dict.fromkeys([*examples(), *everyday()]))
def test_every_example_is_taken_by_its_command(line: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for name in ("talk.txt", "old.csv"):
        Path(name).touch()
    _, *words = shlex.split(line, comments=True)
    size = 1 if words[0] in ALL_COMMANDS else 2
    name, arguments = " ".join(words[:size]), words[size:]
    taken = ALL_COMMANDS[name].make_context(name, arguments).params
    # What may stand in two places is not asked for before the command runs.
    assert name != "complaint merge" or taken["reason"] or taken["option"]


@pytest.mark.parametrize("name", ALL_COMMANDS)
def test_every_command_has_an_example(name: str) -> None:
    assert re.search(rf"```sh\naduan {name}\b", sections()[name])


@pytest.fixture
def told_as_json(town: Any, settings_file: Path) -> Any:
    """Run a command of an installation in which there is one of everything, and give its JSON."""

    def run(*arguments: str) -> Any:
        done = CliRunner().invoke(main, ["-c", str(settings_file), *arguments])
        # With one officer alone a region has gaps, which are errors.
        assert done.exit_code == (1 if arguments[0] == "check" else 0), done.output
        return json.loads(done.stdout) if "--json" in arguments else done.stdout

    run("contact", "add", "bogor", "PUPR", "+6281112000001", "--name", "Budi")
    town.text("bogor jalan rusak di depan pasar")
    # It is asked where that is.
    town.text("bogor lampu jalan mati", "+6281110003333")
    run("incident", "open", "Banjir", "--topic", "banjir")
    town.quarantine("0791261811000000FF")
    return run


def test_every_field_of_the_json_is_documented(told_as_json: Any, town: Any, tmp_path: Path) -> None:
    number = str(told_as_json("complaint", "list", "--json")[0]["number"])
    calls = {name: name.split() for name, command in ALL_COMMANDS.items() if "as_json" in map(_name, command.params)}
    calls["complaint show"].append(number)
    calls["incident show"].append("Banjir")
    town.text("bogor jalan rusak di jalan mawar", "+6281110004444")
    town.text("bogor jalan rusak di jalan mawar", "+6281110005555")
    calls["complaint similar"].append(str(told_as_json("complaint", "list", "--json")[0]["number"]))
    calls["digest preview"] += ["bogor", "PUPR"]
    calls["digest leader"].append("bogor")
    calls["inbox quarantine"].append("--reveal")
    calls["modem probe"] += ["--device", "/dev/null"]
    calls["parse"].append("CEK 1234567")
    calls["route explain"].append("jalan rusak")
    texts = tmp_path / "texts.csv"
    texts.write_text("text,agency\n" + "jalan rusak,PUPR\nair mati,PDAM\n" * 10)
    calls["route eval"].append(str(texts))
    others = tmp_path / "others.csv"
    others.write_text("id,text\n1,jalan rusak\n")
    calls["complaint import"] += [str(others), "--system", "LAPOR"]
    calls["route train"] += [str(texts), "--out", str(tmp_path / "model.npz")]
    for name, arguments in calls.items():
        found = told_as_json(*arguments, "--json")
        # What is parked has the fields of everything that came in, and nothing is parked here; no answers are saved.
        fields = found if isinstance(found, dict) else next(iter(found), {})
        described = sections()[name] + (sections()["complaint list"] if name == "complaint show" else "")
        assert fields or name in {"inbox parked", "complaint answers", "agency ranking", "incident list"}, name
        assert [field for field in fields if f"`{field}`" not in described] == [], name


def test_the_sample_of_an_explained_text_is_what_comes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("commands.route_display.width", lambda: 1000)
    command, *shown = read("docs/routing.md").split("```text\n$ aduan ")[1].split("```")[0].splitlines()
    printed = CliRunner().invoke(main, shlex.split(command), prog_name="aduan").stdout.splitlines()
    # Each training gives the model another version.
    assert [line for line in printed if not line.startswith("model ")] == [
        line for line in shown if not line.startswith("model ")
    ]


def _name(parameter: click.Parameter) -> str | None:
    return parameter.name


def links() -> Iterator[tuple[Path, str]]:
    for page in PAGES:
        for target in re.findall(r"\]\(([^)\s]+)\)", page.read_text(encoding="utf-8")):
            if not re.match(r"[a-z]+:", target):
                yield page, target


def anchors(page: Path) -> set[str]:
    """Give the anchors of a page's headings, as GitHub and its like make them."""
    headings = re.findall(r"^#+ (.*)$", page.read_text(encoding="utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


@pytest.mark.parametrize(("page", "target"), [pytest.param(*link, id=f"{link[0].stem}: {link[1]}") for link in links()])
def test_every_link_leads_somewhere(page: Path, target: str) -> None:
    name, _, anchor = target.partition("#")
    found = (page.parent / name).resolve() if name else page
    assert found.exists()
    assert not anchor or anchor in anchors(found)


def pattern(key: str) -> str:
    """Give a text as a pattern, in which a placeholder is anything."""
    marks = {name: f"<{name}>" for name in LONGEST}
    placeholders = DECLARATIONS[key].placeholders
    written = load_texts("id").render(key, **{name: marks.get(name, "<status>") for name in placeholders})
    # Only a complaint that was named by its place has brackets after it, and only one that was put off a day.
    return re.sub(r"<\w+>", ".+", re.escape(written).replace("<about>", ".*").replace("<until>", ".*"))


def test_the_page_of_forms_is_what_the_grammar_makes() -> None:
    assert read("docs/texting.md") == forms.page(TABLE)


@pytest.mark.parametrize("key", sorted(OFFICERS))
def test_the_page_for_officers_quotes_what_they_read_as_it_is(key: str) -> None:
    assert re.search(rf"^ *> {pattern(key)}$", read("docs/officers.md"), re.MULTILINE)


@pytest.mark.parametrize("key", sorted(COUNTS))
def test_the_page_for_officers_shows_what_a_digest_counts(key: str) -> None:
    assert re.search(rf"^> .*: (?:.*, )?{pattern(key)}[.,]", read("docs/officers.md"), re.MULTILINE)


@pytest.mark.parametrize("key", sorted(MARKS))
def test_the_page_for_officers_shows_how_a_task_stands_in_a_list(key: str) -> None:
    assert re.search(rf"^> \d+ \d{{7}} (?:\w+ )*{pattern(key)}\b.*: ", read("docs/officers.md"), re.MULTILINE)


def test_the_page_for_officers_shows_what_stands_in_the_place_of_a_secret_text() -> None:
    assert re.search(rf"^> \d{{7}} {pattern('task_secret')}$", read("docs/officers.md"), re.MULTILINE)
    assert re.search(r"^> \d+ \d{7}$", read("docs/officers.md"), re.MULTILINE)


def test_the_page_of_the_lifecycle_is_what_its_table_makes() -> None:
    assert read("docs/lifecycle.md") == lifecycle_page.page()
    assert set(lifecycle_page.BY) == set(Action)


def test_what_the_clock_and_the_router_do_by_themselves_is_not_told_as_peoples() -> None:
    told = {(row.action, row.who): row.by for row in lifecycle_page.rows()}
    assert told["close", "system"] == "the job `closing`"
    assert told["close", "citizen, admin"] == "SUDAH; `status closed`"
    assert told["decline", "system"] == "the router"
    assert told["decline", "officer, admin"] == "BUKAN and a neighbour; `status not_ours`"


def test_the_readme_names_whoever_check_asks_for() -> None:
    for post in (contacts.ADMIN, contacts.INTEGRITY, contacts.OVERSIGHT):
        assert read("README.md").count(f"aduan contact add bogor {post} ") == 2
    assert "ADUAN_AS" in read("README.md")
