"""What does not change from message to message: regions, their routers, the texts, the key of the numbers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cached_property
from zoneinfo import ZoneInfo

from complaints.life.vocabulary import keywords_of, own_texts_of
from complaints.time.deadlines import date_of
from complaints.time.hours import is_quiet, when_awake
from config.compensation import load_compensation
from config.delicate import load_delicate
from config.field_types import AGENCY_SHORT, REGION_NAME
from config.limits import Which
from config.menus import Menu, load_menu
from config.quality import load_quality
from config.regions import Region, load_regions
from config.settings import ReportSettings, Settings
from config.texts import Texts, languages, load_texts
from parsers.keywords import Keywords
from parsers.own_texts import OwnTexts
from parsers.reading import Vocabulary
from routing.compensation import Compensation
from routing.decide import Router
from routing.delicate import Delicate
from routing.quality import Grader
from routing.shipped import router_of
from storage.contacts import ADMIN, INTEGRITY, OVERSIGHT
from storage.engine import AnyRow


@dataclass(frozen=True)
class Office:
    """An installation as its handlers see it; made anew when the settings are loaded again."""

    regions: Mapping[str, Region]
    default_regions: Mapping[str, str]
    number_key: bytes
    own_numbers: frozenset[str]
    own_regions: Mapping[str, str] = field(default_factory=dict)
    """The lines that the settings give to a region, each with that region."""
    reports: ReportSettings | None = None
    """Which reports are written by the clock; their directory is absolute."""
    patience: timedelta = timedelta(minutes=15)
    """How long an answer may wait for its turn until a line counts as overloaded."""

    @classmethod
    def of(cls, settings: Settings, number_key: bytes) -> Office:
        """Build it from settings; raises ConfigError if a region, its topics, its menu or its texts are wrong."""
        office = cls(
            regions=load_regions(settings),
            default_regions={line.name: settings.region_of(line) for line in settings.lines},
            number_key=number_key,
            own_numbers=frozenset(line.msisdn for line in settings.lines if line.msisdn),
            own_regions={line.name: line.region for line in settings.lines if line.region},
            reports=_reports(settings),
            patience=timedelta(minutes=settings.outbox.overload_minutes),
        )
        # Whatever is wrong with the data shows at the start, not at the first message.
        _ = office.texts, office.menus, office.routers, office.grader, office.compensation, office.delicate
        _ = office._vocabularies
        return office

    @cached_property
    def routers(self) -> Mapping[str, Router]:
        """The router of each region, over the agencies that it has."""
        return {code: router_of(region) for code, region in self.regions.items()}

    @cached_property
    def grader(self) -> Grader:
        """What tells whether an SMS is likely to be a complaint."""
        return Grader(load_quality())

    @cached_property
    def delicate(self) -> Mapping[str, Delicate]:
        """What tells threats, and reports about this service, for each region."""
        words = load_delicate()
        return {code: Delicate(words, region.admin or "", region.name) for code, region in self.regions.items()}

    @cached_property
    def compensation(self) -> Compensation:
        """What hears whether somebody asks for compensation."""
        return Compensation(load_compensation())

    @cached_property
    def texts(self) -> Mapping[str, Texts]:
        """The texts by language: a citizen may choose any that is shipped, and a region speaks one of them."""
        spoken = {region.language for region in self.regions.values()}
        return {language: load_texts(language) for language in sorted(spoken.union(languages()))}

    @cached_property
    def menus(self) -> Mapping[str, Menu]:
        """The menu of each region."""
        return {code: load_menu(region.menu) for code, region in self.regions.items()}

    @cached_property
    def keywords(self) -> Keywords:
        """What calls the regions."""
        return keywords_of(self.regions)

    @cached_property
    def _own_texts(self) -> OwnTexts:
        return own_texts_of(self.texts.values())

    @cached_property
    def _vocabularies(self) -> Mapping[str, Vocabulary]:
        lines = self.default_regions.items()
        return {
            line: Vocabulary(self.keywords, own, self.own_regions.get(line), self._own_texts) for line, own in lines
        }

    def vocabulary(self, line: str) -> Vocabulary:
        """Give the words that count on a line; on one that has left the settings, those of the first region."""
        known = self._vocabularies.get(line)
        return known or Vocabulary(self.keywords, next(iter(self.regions)), ours=self._own_texts)

    def texts_for(self, region: str, language: str | None = None) -> Texts:
        """Give the texts in the language that somebody has chosen, else in the region's."""
        return self.texts.get(language or "") or self.texts[self.region(region).language]

    def agency_name(self, region: str, agency: str | None) -> str:
        """Give the name of an agency as an SMS writes it; a code the region no longer has stands for itself.

        While no agency has a complaint, the office that runs the system speaks.
        """
        if region not in self.regions:
            return agency or "-"
        known = self.regions[region].catalogue.agencies.get(agency or "")
        return known.short if known else _post_name(self.regions[region], agency or ADMIN)

    def agency_there(self, region: str, agency: str | None) -> str:
        """Give the name of an agency, with its region's where another region has one of that name.

        For whoever reported to the one and is helped by the other.
        """
        name = self.agency_name(region, agency)
        if region not in self.regions or all(
            self.agency_name(other, agency) != name for other in self.regions if other != region
        ):
            return name
        calls = self.region_name(region), self.regions[region].keyword.upper()
        return next((each for call in calls if len(each := f"{name} {call}") <= AGENCY_SHORT), name)

    def run_by(self, region: str) -> frozenset[str]:
        """Give the agencies of a region that run this very service, by their codes: what is about it accuses them."""
        known = self.regions[region]
        return frozenset(
            code for code, each in known.catalogue.agencies.items() if known.admin in {each.short, each.name}
        )

    def region_name(self, region: str) -> str:
        """Give the name of a region as an SMS writes it; one that has left the settings is called by its code."""
        return self.regions[region].name[:REGION_NAME] if region in self.regions else region

    def zone(self, region: str) -> ZoneInfo:
        """Give the time zone of a region."""
        return ZoneInfo(self.region(region).timezone)

    def region(self, region: str) -> Region:
        """Find a region; for one that has left the settings while its complaints live on, the first stands in."""
        return self.regions.get(region) or next(iter(self.regions.values()))

    def quiet_regions(self, now: datetime) -> frozenset[str]:
        """Tell in which regions it is night now: there nobody is texted who did not text first."""
        return frozenset(code for code, region in self.regions.items() if is_quiet(region, now))

    def news_at(self, complaint: AnyRow) -> datetime | None:
        """Tell when a complaint's reporter hears what is new; None if nothing is."""
        due: datetime | None = complaint.news_due_at
        return due and self.awake_at(complaint.region, due)

    def awake_at(self, region: str, at: datetime) -> datetime:
        """Tell when people of a region may be texted: then, or when its quiet hours end."""
        return when_awake(self.region(region), at)

    def silence(self, region: str) -> timedelta:
        """Tell how long a phone says nothing until it may be somebody else's."""
        return timedelta(days=self.region(region).silent_days)

    def closes_at(self, complaint: AnyRow, since: datetime) -> datetime | None:
        """Tell when a complaint that is solved closes by itself, if nobody says anything; None if it never does."""
        region = self.region(complaint.region)
        return date_of(region, region.limits.of(Which.CLOSE, complaint.kind, complaint.agency), since)

    def news_window(self, region: str) -> timedelta:
        """Tell how long news are gathered; a region that has left the settings has none to wait for."""
        known = self.regions.get(region)
        return timedelta(minutes=known.update_minutes if known else 0)


def _reports(settings: Settings) -> ReportSettings | None:
    """Give the settings of reports, their directory seen from the file they stand in."""
    if settings.reports is None:
        return None
    directory = settings.directory / settings.reports.directory
    return settings.reports.model_copy(update={"directory": str(directory)})


def _post_name(region: Region, post: str) -> str:
    """Give the name of what stands in the place of an agency; a code that is none of these stands for itself."""
    watchdog = region.catalogue.agencies.get(region.catalogue.accusations.watchdog)
    names = {
        ADMIN: region.admin or region.name,
        INTEGRITY: region.integrity or (watchdog.short if watchdog else "Petugas Integritas"),
        OVERSIGHT: region.oversight,
    }
    return names.get(post, post)[:AGENCY_SHORT]
