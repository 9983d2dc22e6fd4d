"""The language of measures, filters, times, targets and formulas 「度量表达式」.

One expression says what a figure means, the same on every engine. The text is parsed by sqlglot, checked against a
whitelist and made into a small tree of our own; Ibis expressions are built from that tree alone. Nothing is evaluated
as Python, and no text is handed to an engine.

Grammar
-------
::

    measure    := number made of aggregates      sum(orders) / sum(visits)
    filter     := condition on single facts      channel != 'test' and visits > 0
    time       := column | make_date(y, m, d)    make_date(PERIOD_YEAR, PERIOD_MONTH, 1)
    target     := as a measure                   mean(nullif(MONTHLY_TARGET, 0))
    formula    := KPIs and numbers, + - * /      traffic * conversion_rate * basket

    number     := 12 | 0.5 | 1e3 | column | aggregate | number (+ | - | * | /) number | - number | ( number )
                | coalesce(number, …) | nullif(number, number) | abs(number) | year(day) | month(day) | day(day)
                | case when condition then number … [else number] end
    aggregate  := sum(number) | mean(number) | avg(number) | min(number) | max(number) | median(number)
                | count(*) | count() | count(value) | count_distinct(value) | count(distinct value)
                | count_if(condition)
    condition  := value (= | == | != | <> | < | <= | > | >=) value | condition (and | or) condition | not condition
                | value [not] in (literal, …) | value [not] between value and value | value is [not] null
                | true | false | column of true and false | ( condition )
    day        := column | make_date(number, number, number) | 'YYYY-MM-DD'
    column     := name | 名称 | "a name with blanks or signs"

Rules
-----
- Text stands in single quotes, a column's name in double quotes. Keywords and functions are not case-sensitive,
  columns are.
- A measure has an aggregate around every column, never one inside another; a filter and a time have none.
- ``mean(x)`` is ``sum(x) / count(x)``; what divides is divided last: a ratio is a sum over a sum.
- x / 0 is missing, never infinite. A missing value is left out of aggregates; a condition on a missing value does
  not hold, so ``channel != 'test'`` leaves out facts without a channel.
- At most 2,000 characters, 40 levels, 400 parts. Comments, qualified names, casts, subqueries, windows, strings in
  arithmetic and any function not named above are refused, with the position marked.

Examples
--------
>>> from diagnostics.dictionary.expression import parse_filter, parse_formula, parse_measure
>>> parse_measure("sum(orders) / sum(visits)").denominator
Aggregate(function='sum', argument=Column(name='visits'))
>>> parse_measure("count_if(actual >= targeted) / count(actual)").columns
('actual', 'targeted')
>>> parse_measure('sum("销售额 (元)") - sum(退款)').additive
True
>>> parse_filter("region in ('华东', '华南') and status is not null").columns
('region', 'status')
>>> parse_formula("traffic * conversion_rate * basket").factors()
(('traffic', 1), ('conversion_rate', 1), ('basket', 1))
>>> parse_measure("sum(orders) / visits")  # doctest: +ELLIPSIS
Traceback (most recent call last):
diagnostics.errors.InputError: Column 'visits' stands outside an aggregate ... character 15: sum(orders) / «visits».
>>> parse_measure("summ(orders)")  # doctest: +ELLIPSIS
Traceback (most recent call last):
diagnostics.errors.UnknownNameError: Unknown function 'summ' in ... «summ»(orders). Did you mean 'sum'? Known: ...
"""

from diagnostics.dictionary.expression.formula import Formula, parse_formula
from diagnostics.dictionary.expression.measure import Expression, Measure, parse_filter, parse_measure, parse_time

__all__ = ["Expression", "Formula", "Measure", "parse_filter", "parse_formula", "parse_measure", "parse_time"]
