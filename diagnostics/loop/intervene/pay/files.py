"""Scenarios as files of an engagement 「情景文件」."""

from __future__ import annotations

from pathlib import Path

import yaml

from diagnostics.data.durable import write_whole
from diagnostics.dictionary.noun_reader import read_noun
from diagnostics.dictionary.problems import Problems
from diagnostics.dictionary.yaml_file import Document, parse_yaml, read_yaml
from diagnostics.errors import InputError, SurroundingsError, unknown
from diagnostics.model.engagement import Engagement
from diagnostics.model.pay_plan import PayPlan
from diagnostics.model.pay_scenario import PayScenario

FOLDER = "scenarios"
# By this name the plan that is in force stands beside those that are tried out.
IN_FORCE = "in_force"


def pay_scenarios(engagement: Engagement) -> dict[str, PayScenario]:
    """Pay scenarios of an engagement by name, the plan in force first 「全部薪酬情景」.

    Raises
    ------
    InputError
        When one of the files breaks a rule.
    """
    found, broken = sound_scenarios(engagement)
    for error in broken.values():
        raise error
    return found


def sound_scenarios(engagement: Engagement) -> tuple[dict[str, PayScenario], dict[str, InputError]]:
    """Pay scenarios that break no rule, the plan in force first, and why others are none 「可用的薪酬情景」.

    Returns
    -------
    dict of str to PayScenario
        By name.
    dict of str to InputError
        What is wrong with the others, by name.
    """
    found, broken = {}, {}
    for path in sorted((engagement.folder / FOLDER).glob("*.yaml")):
        try:
            data = read_yaml(path, engagement.folder).data
            # Other kinds of scenario may lie beside these, and say so.
            if not isinstance(data, dict) or data.get("kind", "pay") == "pay":
                found[path.stem] = open_scenario(engagement, path.stem)
        except InputError as error:
            broken[path.stem] = error
    return dict(sorted(found.items(), key=lambda each: (each[0] != IN_FORCE, each[0]))), broken


def open_scenario(engagement: Engagement, name: str) -> PayScenario:
    """Scenario ``scenarios/<name>.yaml`` of an engagement, held to its KPIs and entities 「读取情景」.

    Parameters
    ----------
    name : str
        Name of the file, with or without folder and ending.

    Raises
    ------
    InputError
        When there is no such file, it breaks a rule, or it names a KPI or an entity that the engagement lacks, or
        a direction that is not the KPI's.
    """
    stem = name.removeprefix(f"{FOLDER}/").removesuffix(".yaml")
    folder = engagement.folder / FOLDER
    known = sorted(each.stem for each in folder.glob("*.yaml"))
    if stem not in known:
        raise unknown("scenario", stem, known, f"{FOLDER}/")
    found = read_scenario(folder / f"{stem}.yaml", engagement.folder)
    _fit(found, engagement)
    return found


def read_scenario(path: str | Path, root: str | Path | None = None) -> PayScenario:
    """Scenario of a yaml file 「读取情景文件」.

    Parameters
    ----------
    path : str or Path
        The file; its name without the ending is the scenario's id.
    root : str or Path, optional
        Folder relative to which errors name the file.

    Raises
    ------
    InputError
        When the file is absent or breaks a rule: what was got, the rule, file and line.
    """
    file = Path(path)
    return _noun(read_yaml(file, Path(root) if root else file.parent), file.stem)


def save_scenario(scenario: PayScenario, folder: str | Path) -> Path:
    """Write a scenario as ``<id>.yaml``, so that reading it gives the same scenario 「保存情景」.

    Parameters
    ----------
    folder : str or Path
        Folder, such as ``scenarios`` of an engagement; it is made where it is absent. A file that is there is replaced.

    Returns
    -------
    Path
        The file.

    Raises
    ------
    InputError
        When a text can't be written so that it is read back as it is.
    SurroundingsError
        When the disk refuses.
    """
    path = Path(folder) / f"{scenario.id}.yaml"
    text = scenario_text(scenario)
    if _noun(parse_yaml(text, path.name), scenario.id) != scenario:
        raise InputError(f"Scenario {scenario.id!r} holds what yaml can't bring back; use plain texts and numbers.")
    try:
        write_whole(path, text.encode())
    except OSError as error:
        raise SurroundingsError(f"{path.name} can't be written: {error.strerror}.") from error
    return path


def scenario_text(scenario: PayScenario) -> str:
    """Scenario as yaml: what differs from the defaults 「情景文本」."""
    content = scenario.model_dump(mode="json", by_alias=True, exclude_defaults=True)
    return yaml.safe_dump({"id": scenario.id, **content}, allow_unicode=True, sort_keys=False, width=110)


def _noun(document: Document, stem: str) -> PayScenario:
    if not isinstance(document.data, dict):
        raise InputError(f"{document.file}:1:1: the file holds no mapping; it must hold fields such as 'plan:'.")
    document.data.setdefault("id", stem)
    if document.data["id"] != stem:
        place = document.place(("id",))
        raise InputError(f"id == {document.data['id']!r:.60} ({place}), must be the name of the file, {stem!r}.")
    problems = Problems()
    found = read_noun(PayScenario, document, (), lambda _: f"scenario {stem!r}", problems)
    problems.raise_any()
    assert found is not None
    return found


def _fit(scenario: PayScenario, engagement: Engagement) -> None:
    """Refuse names that the engagement lacks, and directions that are not the KPIs'."""
    place = f"{FOLDER}/{scenario.id}.yaml"
    plan = scenario.plan
    margin = (scenario.margin.kpi,) if scenario.margin else ()
    levels = scenario.outlook.levels if scenario.outlook else {}
    for kpi in (*plan.kpis, *scenario.effects, *margin, *levels):
        if kpi not in engagement.kpis:
            raise unknown("KPI", kpi, engagement.kpis, place)
    stated = [each.target for each in plan.items if isinstance(each.target, dict)]
    stated += [each.mean for each in levels.values() if isinstance(each.mean, dict)]
    harder = plan.difficulty.factors if plan.difficulty else {}
    named = (scenario.entities, scenario.people, scenario.departments, plan.fixed_of, harder, *stated)
    for entity in (name for each in named for name in each):
        if entity not in engagement.entities:
            raise unknown("entity", entity, [each.id for each in engagement.entities], place)
    _fit_directions(plan, engagement, place)


def _fit_directions(plan: PayPlan, engagement: Engagement, place: str) -> None:
    """Refuse pay that falls when a KPI gets better."""
    for share in plan.commissions:
        if engagement.kpis[share.kpi].direction != "higher":
            raise InputError(
                f"commission on {share.kpi!r} ({place}), whose direction is {engagement.kpis[share.kpi].direction!r}:"
                " it would pay more for a worse result; a share is paid of KPIs that are better higher."
            )
    for item in plan.items:
        direction = engagement.kpis[item.kpi].direction
        if direction != item.direction:
            why = "" if direction in {"higher", "lower"} else "; pay follows KPIs that are better higher or lower"
            raise InputError(
                f"direction == {item.direction!r} of {item.kpi!r} ({place}), the KPI has {direction!r}{why}."
            )
