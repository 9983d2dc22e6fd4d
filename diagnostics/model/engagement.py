"""One client, one folder 「咨询项目」."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from pathlib import Path
from typing import Any, Literal, Self

from pydantic import Field, field_validator, model_validator

from diagnostics.errors import Place, unknown
from diagnostics.model.base import Noun
from diagnostics.model.change_request import ChangeRequest
from diagnostics.model.charter import Charter
from diagnostics.model.correction import Correction
from diagnostics.model.entity import Entities
from diagnostics.model.goal import Goal
from diagnostics.model.keeping import Keeping
from diagnostics.model.kpi import Kpi
from diagnostics.model.kpi_review import KpiReview
from diagnostics.model.leak_settings import LeakSettings
from diagnostics.model.ledger_settings import LedgerSettings
from diagnostics.model.mute import Mute
from diagnostics.model.period import Calendar
from diagnostics.model.root_cause import Hypothesis, Interview, PerceivedCost, WhyChain
from diagnostics.model.scorecard import Scorecard
from diagnostics.model.signoff import SignOff
from diagnostics.model.source import Source
from diagnostics.model.survey import Survey
from diagnostics.model.text import Text, Words
from diagnostics.model.trap import TrapRecords, TrapReview
from diagnostics.model.warning_rule import WarningRule
from diagnostics.terms import Language


class Round(Noun):
    """One turn of the loop 「轮次」.

    Parameters
    ----------
    start, end : date
        First and last day.
    decisions : tuple of date
        Days on which it is decided what continues.
    state : {"open", "signed", "closed"}
        Align, diagnose and intervene are frozen once it is signed.
    """

    id: str
    start: date
    end: date
    decisions: tuple[date, ...] = ()
    state: Literal["open", "signed", "closed"] = "open"

    @field_validator("end")
    @classmethod
    def _ordered(cls, value: date, info: Any) -> date:
        if "start" in info.data and value < info.data["start"]:
            raise ValueError(f"end {value} lies before start {info.data['start']}")
        return value


_LONGEST_CODE = 64
# On which side someone who acts stands: a plan needs the business, HR and those whose work changes.
PersonRole = Literal["management", "business", "hr", "staff"]


class Settings(Noun):
    """What engagement.yaml holds 「项目设置」.

    Parameters
    ----------
    client : Text
        Name that readers see.
    data_folder : str
        Folder of the client's files, relative to the engagement.
    focus : tuple of str
        Entities that this engagement is about; all, where empty.
    roles : dict
        On which side those who act stand, where it matters who agreed: ``{chen: staff, zhou: hr}``.
    labels : dict
        What readers call the columns and values of the sources: ``{channel: 渠道, new: 新客}``.
    min_group : int
        Fewest people behind a published figure.
    reviews : tuple of KpiReview
        What was decided when KPIs were reviewed 「指标有效性评审」.
    decomposition : {"lmdi", "chain", "shapley"}
        How gaps are shared among drivers, and so which figures the page shows.
    playbook : str
        Playbook that is followed, such as ``store-turnaround``; it may bring categories of causes 「诊断剧本」.
    playbooks : str
        Folder of the firm's own playbooks, relative to the engagement 「企业剧本」.
    cause_categories : dict
        Categories of causes beside the built-in ones, with the words readers see 「原因类别」.
    records : TrapRecords
        Sources with pay, check-ins, suggestions, reviews and days of entry, by which traps are looked for.
    ledger : LedgerSettings
        Database and key of the improvement ledger, each by the name of an environment variable.
    warnings : tuple of WarningRule
        Where early warnings differ from their defaults 「预警规则」.
    practices : str
        Folder of the firm's practice library, relative to the engagement 「实践库」.
    leak_scan : LeakSettings
        Values that must never turn up on a published page.
    codename : bool or str
        Name that everything published bears in place of the client's; ``true`` takes the engagement's id 「项目代号」.
    keeping : Keeping
        Why the client's data may be kept, and until when 「数据留存」.
    """

    id: str = Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9_-]{0,63}$")
    client: Words
    title: Words = Text()
    language: Language = "zh"
    currency: str = Field(default="CNY", pattern="^[A-Z]{3}$")
    calendar: Calendar = Calendar()
    data_folder: str = "data"
    sources: dict[str, Source] = Field(min_length=1)
    entities: str = "entities.csv"
    charter: Charter = Charter()
    goals: tuple[Goal, ...] = ()
    rounds: tuple[Round, ...] = ()
    focus: tuple[str, ...] = ()
    people: dict[str, str] = Field(default_factory=dict)
    roles: dict[str, PersonRole] = Field(default_factory=dict)
    labels: dict[str, Words] = Field(default_factory=dict)
    min_group: int = Field(default=5, ge=1)
    min_group_pay: int = Field(default=10, ge=1)
    mutes: tuple[Mute, ...] = ()
    surveys: tuple[Survey, ...] = ()
    reviews: tuple[KpiReview, ...] = ()
    decomposition: Literal["lmdi", "chain", "shapley"] = "lmdi"
    playbook: str = Field(default="", max_length=64)
    playbooks: str = Field(default="", max_length=400)
    cause_categories: dict[str, Words] = Field(default_factory=dict)
    records: TrapRecords = TrapRecords()
    ledger: LedgerSettings = LedgerSettings()
    warnings: tuple[WarningRule, ...] = ()
    practices: str = Field(default="", max_length=400)
    leak_scan: LeakSettings = LeakSettings()
    codename: bool | str = False
    keeping: Keeping = Keeping()
    synthetic: bool = False

    @field_validator("rounds")
    @classmethod
    def _one_after_another(cls, value: tuple[Round, ...]) -> tuple[Round, ...]:
        # A day in two rounds would be counted in both, and a measure be taken over before its round was over.
        turns = sorted(value, key=lambda each: (each.start, each.end))
        for before, after in pairwise(turns):
            if after.start <= before.end:
                raise ValueError(
                    f"round {after.id!r} starts {after.start}, before round {before.id!r} is over ({before.end})"
                )
        if len({each.id for each in turns}) < len(turns):
            raise ValueError(f"rounds {[each.id for each in turns]} must each have an id of their own")
        return value

    @model_validator(mode="after")
    def _code_hides_the_name(self) -> Self:
        named = [each for each in self.client_names if each.casefold() in self.code.casefold()]
        if self.code and (named or len(self.code) > _LONGEST_CODE):
            raise ValueError(
                f"codename {self.code!r} must not bear the client's name, nor exceed {_LONGEST_CODE} signs"
            )
        return self

    @property
    def code(self) -> str:
        """What published pages call the client in place of its name; empty where they bear the name 「项目代号」."""
        return self.id if self.codename is True else (self.codename or "").strip()

    @property
    def client_names(self) -> tuple[str, ...]:
        """Names of the client in either language 「客户名称」."""
        return tuple(dict.fromkeys(each for each in (self.client.zh.strip(), self.client.en.strip()) if each))


@dataclass(frozen=True, eq=False)
class Engagement:
    """One client, one folder, opened and validated 「咨询项目」.

    Parameters
    ----------
    folder : Path
        The engagement's folder.
    settings : Settings
        What engagement.yaml holds.
    kpis, scorecards, entities
        The dictionary, as read.
    ledger : tuple of mapping
        Seed entries of ledger.yaml, as read.
    places : mapping
        Where things stand in the files, by key such as ``("kpi", "net_sales")``.
    corrections : tuple of Correction
        Values found wrong in the client's files (corrections.yaml).
    changes : tuple of ChangeRequest
        Targets that were changed (changes.yaml).
    signoffs : tuple of SignOff
        Who signed what (signoffs.yaml).
    causes, interviews, whys : tuple
        Suspected causes, talks, and chains of whys (evidence/*.yaml).
    traps : tuple of TrapReview
        What became of what a trap was suspected for (evidence/traps.yaml).
    costs : tuple of PerceivedCost
        Votes for causes, and what they cost (evidence/costs.yaml).
    """

    folder: Path
    settings: Settings
    kpis: dict[str, Kpi]
    scorecards: tuple[Scorecard, ...]
    entities: Entities
    seeds: tuple[Any, ...]
    places: dict[tuple[str, ...], Place]
    corrections: tuple[Correction, ...] = ()
    changes: tuple[ChangeRequest, ...] = ()
    signoffs: tuple[SignOff, ...] = ()
    causes: tuple[Hypothesis, ...] = ()
    interviews: tuple[Interview, ...] = ()
    whys: tuple[WhyChain, ...] = ()
    traps: tuple[TrapReview, ...] = ()
    costs: tuple[PerceivedCost, ...] = ()

    @property
    def language(self) -> Language:
        """Language of the pages 「页面语言」."""
        return self.settings.language

    @property
    def calendar(self) -> Calendar:
        """How the client counts time 「日历」."""
        return self.settings.calendar

    @property
    def data_folder(self) -> Path:
        """Folder of the client's files 「数据文件夹」."""
        return (self.folder / self.settings.data_folder).resolve()

    def kpi(self, key: str) -> Kpi:
        """KPI with this id 「取指标」."""
        if key not in self.kpis:
            raise unknown("KPI", key, self.kpis)
        return self.kpis[key]

    def person(self, key: str) -> str:
        """Display name of someone who acts 「人员显示名」."""
        return self.settings.people.get(key, key)

    def round_at(self, day: date) -> Round | None:
        """Round that holds a day 「所在轮次」."""
        return next((each for each in self.settings.rounds if each.start <= day <= each.end), None)
