"""perfloop new --role: the templates as files that check and observe."""

import pytest

import diagnostics as dx
from diagnostics.cli import main
from diagnostics.dictionary.linting import lint_engagement
from diagnostics.dictionary.scoring.cards import score_scorecards
from diagnostics.errors import InputError, UnknownNameError
from diagnostics.run.roles.engagement import chosen_roles, library
from diagnostics.run.roles.example import POSTS, example_csv
from diagnostics.run.roles.listing import role_lines, roles_lines
from diagnostics.run.scaffold import scaffold


@pytest.fixture(scope="module")
def everyone(tmp_path_factory):
    folder = tmp_path_factory.mktemp("roles") / "acme"
    scaffold(folder, roles=[each.id for each in library()])
    return dx.open_engagement(folder)


def test_an_engagement_of_all_roles_has_no_error(everyone):
    # Six roles have six mother metrics, one too many: the client chooses.
    assert [each.code for each in lint_engagement(everyone) if each.severity == "error"] == []


def test_its_kpis_and_scorecards_are_those_of_the_templates(everyone):
    roles = library()
    assert list(everyone.kpis) == [kpi.id for role in roles for kpi in role.kpis]
    assert everyone.kpis == {kpi.id: kpi for role in roles for kpi in role.kpis}
    assert everyone.scorecards == tuple(role.scorecard for role in roles)
    text = (everyone.folder / "scorecards.yaml").read_text(encoding="utf-8")
    assert text.count("rule:") == sum(len(role.items) for role in roles)


def test_its_example_data_runs_and_everyone_is_scored(everyone):
    seen = dx.observe(everyone, levels=["post"])
    totals = score_scorecards(everyone, seen, periods=["2025-05", "2025Q2"]).totals
    assert totals.groupby("card")["entity"].nunique().to_dict() == {each.id: POSTS for each in library()}
    assert totals["missing"].eq("").all()
    assert totals["points"].between(60, 140).all()


def test_posts_are_people_and_never_published_by_name(everyone):
    assert {each.person for each in everyone.entities if each.level == "post"} == {True}
    assert {each.person for each in everyone.settings.sources.values()} == {"post"}
    assert everyone.settings.min_group <= POSTS


def test_example_data_are_the_same_every_time():
    role = library()[0]
    assert example_csv(role) == example_csv(role)
    assert example_csv(role) != example_csv(role, seed=1)


def test_a_role_named_twice_is_taken_once():
    assert [each.id for each in chosen_roles(["销售岗", "sales", "行政岗"])] == ["sales_b2b", "administration"]


def test_what_was_corrected_is_noted(everyone):
    notes = (everyone.folder / "roles.md").read_text(encoding="utf-8")
    assert "完成率＝实际交付周期÷30天" in notes
    assert "taking longer scores more" in notes


def test_an_unknown_role_makes_nothing(tmp_path):
    with pytest.raises(UnknownNameError, match="Unknown role '销受岗'. Did you mean '销售岗'"):
        scaffold(tmp_path / "acme", roles=["销受岗"])
    assert list(tmp_path.iterdir()) == []


def test_roles_and_a_table_at_once_are_refused(tmp_path):
    with pytest.raises(InputError, match="--role and --from are given"):
        scaffold(tmp_path / "acme", tmp_path / "sales.csv", roles=["sales"])


def test_the_command_takes_several_roles(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("sys.argv", ["perfloop", "new", "acme", "--role", "销售岗", "--role", "R&D engineer"])
    with pytest.raises(SystemExit) as ended:
        main()
    assert not ended.value.code
    assert [each.id for each in dx.open_engagement(tmp_path / "acme").scorecards] == ["sales_b2b", "engineer"]


def test_the_list_names_every_role():
    lines = list(roles_lines())
    assert len(lines) == len(library())
    assert "研发工程师岗 · R&D engineer  (5 KPIs)" in lines[-1]


def test_a_role_is_listed_with_points_corrections_and_known_findings():
    text = "\n".join(role_lines("engineer"))
    assert (
        "40%  项目交付及时率 · Time to deliver projects  target 30 a quarter, inverse_ratio: 125/111/100/91/83, core"
        in text
    )
    assert "corrected: delivery_time: The formula is turned round" in text
    assert "check will say: PD110" in text
