"""The settings of an installation: what may stand in `aduan.toml`, and how it is read.

Variables of the environment go before the file (see `config.environment`). `config/aduan.toml` is the sample with
every key in it.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field, PrivateAttr, StrictBool, ValidationInfo, field_validator

from config.environment import overlay
from config.errors import ConfigError, nearest
from config.field_types import Count, Rupiah, Table, Text, no_truth
from config.gateway_settings import GatewaySettings
from config.gateway_templates import Template, load_template
from config.http_settings import HttpSettings
from config.line_settings import LineSettings
from config.modem_settings import VIRTUAL, ModemSettings
from config.problems import validate, wrong_items
from config.smpp_settings import SmppSettings
from config.toml_file import read_toml
from config.toml_lines import KeyPath

Line = ModemSettings | SmppSettings | GatewaySettings
"""A line of any kind; `transport` says which."""

FILE_NAME = "aduan.toml"
_SQLITE = "sqlite:///"
_POSTGRESQL = "postgresql+psycopg://"


class LogSettings(Table):
    """What is logged, and how it is written."""

    level: Literal["debug", "info", "warning", "error"] = "info"
    format: Literal["auto", "text", "json"] = "auto"


Readers = Annotated[int, BeforeValidator(no_truth), Field(ge=0, le=64)]


class InboxSettings(Table):
    """How long a long SMS waits for its parts, when the same text again is the network's repeat, and who reads along.

    `readers` are processes that think about texts before their turn; None: as many as there are cores for them.
    """

    join_hours: Count = 24
    repeat_minutes: Count = 10
    readers: Readers | None = None


class OutboxSettings(Table):
    """How long answers wait until everybody gets one short SMS, and how long a line may be dead until others help."""

    overload_minutes: Count = 15
    line_minutes: Count = 10


class ReportSettings(Table):
    """Which reports are written when their time is over, and where to."""

    directory: Text
    weekly: StrictBool = False
    fortnightly: StrictBool = False
    monthly: StrictBool = True
    formats: Annotated[tuple[Literal["text", "md", "html", "pdf"], ...], Field(min_length=1)] = ("html", "pdf")


class Settings(Table):
    """Everything in `aduan.toml`; `path` is the file it came from, None for settings made in a program."""

    database: str = Field(default="sqlite:///aduan.db", repr=False, validate_default=True)
    regions: Annotated[tuple[Text, ...], Field(min_length=1)]
    sms_price: Rupiah = 350
    alarm_command: tuple[Text, ...] = ()
    log: LogSettings = LogSettings()
    inbox: InboxSettings = InboxSettings()
    outbox: OutboxSettings = OutboxSettings()
    lines: tuple[Annotated[Line, Field(discriminator="transport")], ...] = ()
    http: HttpSettings | None = Field(default=None, validate_default=True)
    reports: ReportSettings | None = None
    _path: Path | None = PrivateAttr(default=None)

    def model_post_init(self, context: Any, /) -> None:
        """Remember the file, which is no setting and so no field."""
        self._path = (context or {}).get("path")

    @property
    def path(self) -> Path | None:
        """The file the settings came from."""
        return self._path

    @property
    def directory(self) -> Path:
        """The directory that relative paths in the settings mean."""
        return self._path.parent if self._path else Path.cwd()

    def line(self, name: str) -> Line:
        """Find a line by its name; a `ConfigError` names the nearest one if there is none."""
        for line in self.lines:
            if line.name == name:
                return line
        raise ConfigError(f"no line {name!r}", path=self.path, hint=nearest(name, (line.name for line in self.lines)))

    @property
    def modems(self) -> tuple[ModemSettings, ...]:
        """The lines that are modems."""
        return tuple(line for line in self.lines if isinstance(line, ModemSettings))

    @property
    def http_lines(self) -> tuple[GatewaySettings, ...]:
        """The lines that are HTTP gateways."""
        return tuple(line for line in self.lines if isinstance(line, GatewaySettings))

    def template_of(self, line: GatewaySettings) -> Template:
        """Read how the gateway of a line is spoken with; raises ConfigError."""
        return load_template(line.gateway, self.directory)

    def ussd_line(self) -> Line:
        """Give the line that speaks for who dials: its region is theirs, and their answers leave by it."""
        named = self.http.ussd.line if self.http else None
        return self.line(named) if named else self.lines[0]

    def region_of(self, line: LineSettings) -> str:
        """Tell the code of the region that a text to this line is for, as long as the text names no other."""
        return line.region or region_code(self.regions[0])

    @field_validator("database")
    @classmethod
    def _database(cls, value: str, info: ValidationInfo) -> str:
        """Make the path of an SQLite file absolute: it means the same file from every working directory."""
        if value.startswith(_POSTGRESQL):
            return value
        name = value.removeprefix(_SQLITE)
        if name in (value, "", ":memory:"):
            raise ValueError(f"should begin with {_SQLITE} and name a file, or begin with {_POSTGRESQL}")
        directory = info.context["path"].parent if info.context else Path.cwd()
        return _SQLITE + str(directory / name)

    @field_validator("lines")
    @classmethod
    def _lines(cls, lines: tuple[Line, ...], info: ValidationInfo) -> tuple[Line, ...]:
        problems = [
            *_twice("name", [line.name for line in lines]),
            # The virtual modem is one for each line.
            *_twice("device", [None if line.address == VIRTUAL else line.address for line in lines]),
            *_not_loaded(lines, info.data.get("regions")),
        ]
        if problems:
            raise wrong_items(problems)
        return lines

    @field_validator("http", mode="after")
    @classmethod
    def _http(cls, http: HttpSettings | None, info: ValidationInfo) -> HttpSettings | None:
        lines = info.data.get("lines", ())
        if http is None and any(isinstance(line, GatewaySettings) for line in lines):
            raise ValueError('is missing: a line with transport "http" is called there by its gateway')
        names = [line.name for line in lines]
        if http and http.ussd.line and names and http.ussd.line not in names:
            message = f"no line {http.ussd.line!r}. {nearest(http.ussd.line, names)}"
            raise wrong_items([(("ussd", "line"), message)])
        return http


def region_code(entry: str) -> str:
    """Tell the code of a region from its entry in `regions`: the shipped name, or the file's without .toml."""
    return Path(entry).stem if entry.endswith(".toml") else entry


def load_settings(path: Path | None = None, environ: Mapping[str, str] = os.environ) -> Settings:
    """Read the settings from a file, `aduan.toml` of the working directory if none is named.

    Raises one `ConfigError` that tells everything that is wrong in it.
    """
    path = _find(path)
    file = read_toml(path)
    data, origins = overlay(file.data, environ, Settings)

    def locate(key_path: KeyPath) -> tuple[Path | str, int | None]:
        return (origins[key_path], None) if key_path in origins else file.locate(key_path)

    return validate(Settings, data, locate, {"path": path.absolute()})


def _find(path: Path | None) -> Path:
    if path is None and not Path(FILE_NAME).exists():
        raise ConfigError(f"no {FILE_NAME} here; `aduan init` writes one, or name it with -c FILE")
    return path or Path(FILE_NAME)


def _twice(key: str, values: Sequence[str | None]) -> Iterator[tuple[KeyPath, str]]:
    """Find the values of a key that two lines share."""
    for index, value in enumerate(values):
        if value is not None and value in values[:index]:
            yield (index, key), f"{value!r} is the {key} of another line too"


def _not_loaded(lines: Sequence[LineSettings], regions: tuple[str, ...] | None) -> Iterator[tuple[KeyPath, str]]:
    codes = [region_code(entry) for entry in regions or ()]
    for index, line in enumerate(lines):
        if codes and line.region and line.region not in codes:
            yield (index, "region"), f"{line.region!r} is not in regions. {nearest(line.region, codes)}"
