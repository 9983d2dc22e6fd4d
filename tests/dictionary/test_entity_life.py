from diagnostics.dictionary.checking import check_engagement


def findings(folder, *rows, opened="2025-01-10", closed=""):
    folder.replace("entities.csv", "武侯;Wuhou,2020-01-01,,", f"武侯;Wuhou,{opened},{closed},")
    folder.write(
        "data/visits.csv",
        "date,store,visits,orders,sales,channel\n" + "".join(f"{each},10,2,300,new\n" for each in rows),
    )
    return [(each.code, each.severity, each.message.en) for each in check_engagement(folder.open())]


def test_facts_before_the_opening_are_a_warning_and_counted(folder):
    (found,) = findings(folder, "2025-01-09,武侯店", "2025-01-08,Wuhou", "2025-01-10,武侯店", "2025-02-01,青羊店")
    assert found[:2] == ("PD218", "warning")
    assert found[2].startswith("2 facts of the source “visits” lie before")
    assert "武侯店 (2)" in found[2]


def test_a_time_in_quotes_is_the_same_column(folder):
    text = (folder.path / "engagement.yaml").read_text(encoding="utf-8")
    assert "time: date" in text
    folder.write("engagement.yaml", text.replace("time: date", """time: '"date"'"""))
    ((code, _, _),) = findings(folder, "2025-01-08,武侯店", "2025-01-09,武侯店")
    assert code == "PD218"


def test_facts_after_the_closing_are_told_too(folder):
    rows = ("2025-01-09,武侯店", "2025-01-10,武侯店", "2025-01-11,武侯店")
    ((code, _, message),) = findings(folder, *rows, opened="", closed="2025-01-10")
    assert code == "PD218"
    assert message.startswith("1 fact ")


def test_it_does_not_fire_where_a_day_stands_for_its_month(folder):
    assert findings(folder, "2025-01-01,武侯店", "2025-02-01,武侯店") == []


def test_it_does_not_fire_without_days_of_opening(folder):
    assert findings(folder, "1990-01-01,武侯店", "1990-01-02,武侯店", opened="") == []
