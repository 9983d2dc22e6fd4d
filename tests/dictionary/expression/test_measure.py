"""Measures, filters and times: what is read, what is refused, and where."""

import json
import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from diagnostics.dictionary.expression import parse_filter, parse_formula, parse_measure, parse_time
from diagnostics.dictionary.expression.lexis import FUNCTIONS
from diagnostics.dictionary.expression.nodes import Aggregate, Arithmetic, Call, Column, Comparison, Literal, Logic
from diagnostics.errors import InputError, UnknownNameError

COLUMNS = ("revenue", "cost", "pay", "unit", "person_name", "person_id", "orders", "visits", "channel")
PAYLOADS = Path(__file__).parents[4] / "shared" / "acceptance" / "payloads.json"


def refused(text):
    """Refuse a text as whatever it may be: nothing of it may pass as measure, filter, time or formula."""
    for parse in (parse_measure, parse_filter, parse_time):
        with pytest.raises(InputError):
            parse(text, COLUMNS)
    with pytest.raises(InputError):
        parse_formula(text)
    return True


@pytest.mark.parametrize(
    ("text", "tree"),
    [
        ("sum(orders)", Aggregate("sum", Column("orders"))),
        ("SUM(orders)", Aggregate("sum", Column("orders"))),
        ("count(*)", Aggregate("count")),
        ("count()", Aggregate("count")),
        ("count(orders)", Aggregate("count", Column("orders"))),
        ("count_distinct(orders)", Aggregate("count_distinct", Column("orders"))),
        ("count(distinct orders)", Aggregate("count_distinct", Column("orders"))),
        ("avg(orders)", Aggregate("mean", Column("orders"))),
        ("mean(orders)", Aggregate("mean", Column("orders"))),
        ("median(订单数)", Aggregate("median", Column("订单数"))),
        ('min("省/自治区")', Aggregate("min", Column("省/自治区"))),
        ("max(-orders)", Aggregate("max", Arithmetic("-", Literal(0), Column("orders")))),
        ("sum(a) * -1.5", Arithmetic("*", Aggregate("sum", Column("a")), Literal(-1.5))),
        ("sum(abs(a))", Aggregate("sum", Call("abs", (Column("a"),)))),
        ("quantile(a, 0.9)", Aggregate("quantile", Column("a"), 0.9)),
        ("Quantile(a, 1)", Aggregate("quantile", Column("a"), 1.0)),
        ("first(a)", Aggregate("first", Column("a"))),
        ("LAST(a)", Aggregate("last", Column("a"))),
        ("sum(week(d))", Aggregate("sum", Call("week", (Column("d"),)))),
        ("count(weekday(d))", Aggregate("count", Call("weekday", (Column("d"),)))),
        ("count(date(d))", Aggregate("count", Call("date", (Column("d"),)))),
        (
            "count(nullif(a, ')')) + sum(\"(\")",
            Arithmetic(
                "+", Aggregate("count", Call("nullif", (Column("a"), Literal(")")))), Aggregate("sum", Column("("))
            ),
        ),
        (
            "count_if(a == 'x' and b = 2)",
            Aggregate(
                "count_if",
                Logic(
                    "and",
                    (Comparison("=", Column("a"), Literal("x")), Comparison("=", Column("b"), Literal(2))),
                ),
            ),
        ),
    ],
)
def test_a_measure_becomes_our_own_tree(text, tree):
    assert parse_measure(text).tree == tree


def test_single_and_double_equal_signs_mean_the_same():
    assert parse_filter("a = 1").tree == parse_filter("a == 1").tree
    assert parse_filter("a != 1").tree == parse_filter("a <> 1").tree


def test_keywords_stand_as_column_names():
    assert parse_measure("sum(date) + sum(value) + count(month)").columns == ("date", "value", "month")
    assert parse_measure("sum(first) + sum(week) + count_if(last = hour)").columns == ("first", "week", "last", "hour")


def test_a_case_compares_a_column_or_tests_conditions():
    short = parse_measure("sum(case a when 1 then b when 2 then 0 end)")
    assert short.tree == parse_measure("sum(case when a = 1 then b when a = 2 then 0 else null end)").tree


def test_nested_cases_do_not_grow_without_bound():
    text = "a"
    for _ in range(30):
        text = f"case {text} when 1 then 2 when 3 then 4 end"
    with pytest.raises(InputError, match="takes a column"):
        parse_measure(f"sum({text})")


def test_one_and_true_and_one_point_nought_are_three_literals():
    assert len({Literal(1), Literal(1.0), Literal(value=True)}) == 3


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("sum(a) / sum(b)", ("sum(a)", "sum(b)")),
        ("mean(a)", ("sum(a)", "count(a)")),
        ("100 * sum(a) / sum(b)", ("100 * sum(a)", "sum(b)")),
        ("sum(a) / sum(b) * 100", ("sum(a) * 100", "sum(b)")),
        ("mean(a) / 100", ("sum(a) / 100", "count(a)")),
        ("1 - sum(a) / sum(b)", ("1 * sum(b) - sum(a)", "sum(b)")),
        ("(sum(a) - sum(c)) / count(*)", ("sum(a) - sum(c)", "count(*)")),
    ],
)
def test_a_division_or_mean_shows_numerator_and_denominator(text, parts):
    measure = parse_measure(text)
    assert measure.is_ratio
    assert measure.additive_pair
    assert not measure.additive
    assert (measure.numerator, measure.denominator) == tuple(parse_measure(each).tree for each in parts)


@pytest.mark.parametrize(
    "text", ["sum(a)", "count(*)", "sum(a) - sum(b)", "sum(a) / 10000", "-2 * count_if(a > 1)", "-sum(a)"]
)
def test_sums_and_counts_and_their_multiples_add_up(text):
    measure = parse_measure(text)
    assert measure.additive
    assert not measure.is_ratio
    assert measure.numerator is None
    assert measure.denominator is None


@pytest.mark.parametrize(
    "text",
    [
        "quantile(a, 0.5)",
        "first(a)",
        "last(a)",
        "last(a) - first(a)",
        "max(a)",
        "median(a)",
        "count_distinct(a)",
        "sum(a) * sum(b)",
        "sum(a) + 1",
        "sum(a) + max(a)",
        "abs(sum(a))",
    ],
)
def test_other_figures_neither_add_up_nor_divide(text):
    measure = parse_measure(text)
    assert not measure.additive
    assert not measure.is_ratio


def test_parts_of_a_ratio_over_a_distinct_count_do_not_add_up():
    measure = parse_measure("sum(a) / count_distinct(b)")
    assert measure.is_ratio
    assert not measure.additive_pair


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("", "is empty"),
        ("   ", "is empty"),
        ("sum(a", "«a»"),
        ("sum(a) +", "«[+]»"),
        ("sum('abc", "can't be read"),
        ("a", "'a' stands outside an aggregate"),
        ("sum(a) / b", "'b' stands outside an aggregate .* at character 10"),
        ("1 + 2", "needs an aggregate"),
        ("sum(sum(a))", "sum stands inside sum"),
        ("sum(1)", "needs a column"),
        ("sum(*)", "bare \\*"),
        ("*", "bare \\*"),
        ("count(a, b)", "count takes 0 or 1 arguments, got 2"),
        ("count_if(a, b)", "count_if takes 1 argument, got 2"),
        ("sum(distinct a)", "'Distinct'"),
        ("count_distinct(a, b)", "count_distinct takes 1 argument, got 2"),
        ("sum(make_date(a, 1))", "make_date takes 3 arguments, got 2"),
        ("quantile(a)", "quantile takes 2 arguments, got 1"),
        ("quantile(a, 0.5, 0.2)", "quantile takes 2 arguments, got 3"),
        ("quantile(a, 1.5)", "a number from 0 to 1"),
        ("quantile(a, -1)", "a number from 0 to 1"),
        ("quantile(a, b)", "a number from 0 to 1"),
        ("quantile(a, 'x')", "a number from 0 to 1"),
        ("first(a, b)", "first takes 1 argument, got 2"),
        ("median(a, 2)", "median takes 1 argument, got 2"),
        ("sum()", "sum takes 1 argument, got 0"),
        ("first(a ignore nulls)", "'IgnoreNulls'"),
        ("first(a order by b)", "'order by' has no meaning"),
        ("last(first(a))", "first stands inside last"),
        ("count_if(week(a, 1) = 3)", "week takes 1 argument, got 2"),
        ("count_if(date(a, 'UTC') > b)", "date takes 1 argument, got 2"),
        ("count_if(weekday() = 1)", "weekday takes 1 argument, got 0"),
        ("count_if(a = date '2025-01-01')", "'Cast'"),
        ("sum(abs(a, b))", "abs takes 1 argument, got 2"),
        ("sum(coalesce())", "coalesce takes 1 or more arguments, got 0"),
        ("last(a = 1)", "last needs numbers, got a condition|counts values"),
        ("sum(a > b)", "got a condition"),
        ("count(a > b)", "write count_if"),
        ("count_if(a)+count_if(a + 1)", "A condition such as"),
        ("sum(a) > 1", "gives a condition"),
        ("'a'", "gives a condition or a text"),
        ("sum('a' + b)", "needs numbers, got a text"),
        ("sum('a' * 10)", "needs numbers, got a text"),
        ("sum(a) -- comment", "Comments"),
        ("/* c */ sum(a)", "Comments"),
        ("sum(a); sum(b)", "one expression only"),
        ("sum(t.a)", "never qualified"),
        ("sum(a::int)", "never cast"),
        ("sum(cast(a as int))", "Unknown function 'cast'"),
        ("sum((select 1))", "subquery|can't be read"),
        ("(select max(a) from t)", "subquery"),
        ("sum(a) over (partition by b)", "Unknown function 'over'"),
        ("sum(a) filter (where b > 1)", "Unknown function 'filter'"),
        ("sum(a % 2)", "'%' has no meaning"),
        ("sum(a ** 2)", "has no meaning"),
        ("sum(a // 2)", "has no meaning"),
        ("sum(a[1])", "has no meaning"),
        ("sum({'a': 1})", "has no meaning"),
        ("sum(?)", "has no meaning"),
        ("sum($1)", "has no meaning"),
        ("sum(@a)", "has no meaning"),
        ("sum(a) || 'x'", "has no meaning"),
        ("sum(E'x')", "has no meaning"),
        ("sum($$x$$)", "has no meaning"),
        ("sum（a）", "full-width"),
        ("sum(a，b)", "full-width"),
        ("sum(reｖenue)", "compatibility characters; write 'revenue'"),
        ("sum(a\u200bb)", "U\\+200B"),
        ("sum(a\x00)", "U\\+0000"),
        ("sum(a) + 1e400", "too large"),
        ("sum(a) + " + "9" * 400, "too large"),
        ("sum(a) + 1_000", "no plain number"),
        ("sum(a) + 0x1F", "can't be read|no plain number"),
        ("'sum'(a)", "can't be read"),
        ('"sum"(a)', "Unknown function"),
        ("sum(a) b", "can't be read"),
        ("sum(a) as b", "can't be read"),
        ("sum(a like 'x')", "'Like'"),
        ("sum(case a + 1 when 2 then 3 end)", "takes a column"),
        ("count_if(a is true)", "null or not null only"),
        ("count_if(a = null)", "write 'is null'"),
        ("count_if(a in (1, null))", "numbers or texts"),
        ("count_if(a in (select b))", "takes no 'query'|lacks|subquery"),
        ("count_if(a in (b, 1))", "numbers or texts"),
        ("count_if((a > 1) = (b > 1))", "can't be compared"),
        ("count_if(1 < a < 3)", "can't be compared"),
        ("sum(interval 1 day)", "'Interval'"),
        ("sum(current_date)", "'CurrentDate'"),
        ("sum(" + "(" * 41 + "a" + ")" * 41 + ")", "deeper than 40"),
        ("sum(" + "- " * 60 + "a)", "deeper than 40"),
        ("sum(" + "+".join(["a"] * 60) + ")", "deeper than 40"),
        ("count_if(" + "not " * 300 + "a)", "deeper than 40"),
        ("sum(" + "case when a > 1 then " * 60, "deeper than 40"),
        ("count_if(a in (" + ",".join("1" * 450) + "))", "more than 400 parts"),
        ("sum(a)" + " " * 2000, "2006 characters"),
        ("'+'.join(['revenue'] * 20000)", "never qualified"),
    ],
)
def test_what_is_not_part_of_the_language_is_refused_with_its_position(text, problem):
    with pytest.raises(InputError, match=problem) as caught:
        parse_measure(text)
    assert re.search(r"at character \d+: ", str(caught.value))


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("sum(a) > 1", "takes no aggregate"),
        ("a + 1", "A condition such as"),
        ("1", "A condition such as"),
        ("'a'", "A condition such as"),
        ("a = 1 and b + 1", "A condition such as"),
        ("a = 1; drop table t", "one expression only"),
    ],
)
def test_a_filter_is_a_condition_on_single_facts(text, problem):
    with pytest.raises(InputError, match=problem):
        parse_filter(text)


@pytest.mark.parametrize("text", ["year(a) + 1", "year(a)", "abs(a)", "a = 1", "max(a)", "1"])
def test_a_time_is_a_column_or_a_date(text):
    with pytest.raises(InputError, match="time"):
        parse_time(text)


def test_a_time_may_be_a_column_with_blanks_and_signs():
    assert parse_time("订单 日期", ["订单 日期"]).columns == ("订单 日期",)
    with pytest.raises(InputError, match="can't be read"):
        parse_time("订单 日期", ["日期"])


def test_an_unknown_function_is_named_with_the_nearest_known_one():
    with pytest.raises(UnknownNameError, match="Unknown function 'cout_if'.*«cout_if».*Did you mean 'count_if'"):
        parse_measure("cout_if(a > 1)")


def test_an_unknown_column_is_named_with_the_nearest_column():
    with pytest.raises(UnknownNameError, match=r"column 'order' .*character 5: sum\(«order»\).*Did you mean 'orders'"):
        parse_measure("sum(order)", COLUMNS)


def test_names_of_columns_keep_their_case():
    with pytest.raises(UnknownNameError, match="Did you mean 'orders'"):
        parse_measure("sum(Orders)", COLUMNS)


def test_an_error_says_where_the_expression_stands():
    with pytest.raises(InputError, match=r"measure of KPI 'net_sales' \(kpis.yaml:12\) at character 1"):
        parse_measure("a", place="KPI 'net_sales' (kpis.yaml:12)")


def test_an_error_is_one_line_whatever_the_text():
    with pytest.raises(InputError) as caught:
        parse_measure("sum(a)\n+\n\x07")
    assert "\n" not in str(caught.value)
    assert "\\x07" in str(caught.value)


@pytest.mark.parametrize("text", [None, 5, ["sum(a)"]])
def test_an_expression_is_text(text):
    with pytest.raises(InputError, match="is text, got"):
        parse_measure(text)


def test_an_exception_inside_the_parser_is_a_refusal(monkeypatch):
    from sqlglot.parser import Parser

    def fail(*_args, **_options):
        raise AttributeError("inside the parser")

    monkeypatch.setattr(Parser, "parse_into", fail)
    with pytest.raises(InputError, match="can't be read"):
        parse_measure("sum(never_seen_before)")


def payloads():
    if not PAYLOADS.is_file():
        return [pytest.param(None, marks=pytest.mark.skip(reason="../shared/acceptance is not there"))]
    found = [each for each in json.loads(PAYLOADS.read_text(encoding="utf-8")) if each["category"] == "formula_expr"]
    return [pytest.param(each["input"], id=each["id"]) for each in found]


@pytest.mark.parametrize("text", payloads())
def test_hostile_expressions_are_refused_before_anything_is_evaluated(text, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    made = {
        "GEN:repeat('not ',400)+'true'": "not " * 400 + "true",
        "'+'.join(['revenue']*20000) [expanded]": "+".join(["revenue"] * 20000),
    }
    refused(made.get(text, text))
    assert not list(tmp_path.iterdir())


WORDS = st.sampled_from(
    [
        *sorted(FUNCTIONS),
        *[
            "a",
            "b",
            "销售额",
            "'t'",
            "1",
            "2.5",
            "1e3",
            "null",
            "true",
            "and",
            "or",
            "not",
            "in",
            "between",
            "is",
            "case",
            "when",
            "then",
            "else",
            "end",
            "(",
            ")",
            ",",
            "+",
            "-",
            "*",
            "/",
            "=",
        ],
        *[
            "==",
            "!=",
            "<",
            ">=",
            ".",
            ";",
            "::",
            "--",
            "/*",
            "%",
            "select",
            "from",
            "where",
            "over",
            "filter",
            "cast",
            "exists",
            "distinct",
            "interval",
            "date",
            "as",
        ],
        *["[", "]", "{", "}", "?", "\\", '"x"'],
    ]
)


def outcome(parse, text):
    """Size of the tree, or the refusal; any other exception fails the test."""
    try:
        return len(list(parse(text).tree.walk()))
    except InputError as error:
        return str(error)


@settings(max_examples=200, deadline=None)
@given(
    st.one_of(
        st.lists(WORDS, max_size=40).map(" ".join), st.lists(WORDS, max_size=30).map("".join), st.text(max_size=60)
    )
)
def test_any_text_is_either_read_or_refused_in_one_line(text):
    for parse in (parse_measure, parse_filter, parse_time, parse_formula):
        found = outcome(parse, text)
        assert "\n" not in found if isinstance(found, str) else 0 < found <= 400


def expressions():
    column = st.sampled_from(["a", "b", '"x y"'])
    number = st.recursive(
        column | st.integers(0, 99).map(str),
        lambda inner: st.tuples(inner, st.sampled_from("+-*/"), inner).map(lambda each: f"({' '.join(each)})"),
        max_leaves=6,
    )
    aggregate = st.tuples(st.sampled_from(["sum", "mean", "min", "max", "median"]), column, number).map(
        lambda each: f"{each[0]}({each[1]} + {each[2]})"
    )
    return st.tuples(aggregate, st.sampled_from("+-*/"), aggregate).map(" ".join)


@settings(max_examples=60, deadline=None)
@given(expressions())
def test_every_expression_of_the_grammar_is_read(text):
    measure = parse_measure(text, ["a", "b", "x y"])
    assert set(measure.columns) <= {"a", "b", "x y"}
    assert measure.is_ratio == (" / " in re.sub(r"\([^()]*\)", "", strip_brackets(text)))


def strip_brackets(text):
    """Text outside all brackets."""
    shown, depth = "", 0
    for each in text:
        depth += (each == "(") - (each == ")")
        shown += each if not depth and each != ")" else ""
    return shown


@pytest.mark.parametrize(("name", "written"), [("客流", '"客流"'), ('客"流', '"客""流"'), ("客流", "客流")])
def test_the_quotes_of_a_missing_column_are_marked_with_it(name, written):
    with pytest.raises(UnknownNameError, match=re.escape(f"sum(«{written}»)")):
        parse_measure(f"sum({written})", ["visits"])
    with pytest.raises(InputError, match=re.escape(f"«{written}» + sum(a)")):
        parse_measure(f"{written} + sum(a)")
