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
                | coalesce(number, …) | nullif(number, number) | abs(number)
                | (year | quarter | month | week | day | weekday | hour)(day)
                | days_between(day, day)
                | case when condition then number … [else number] end
    aggregate  := sum(number) | mean(number) | avg(number) | min(number) | max(number) | median(number)
                | quantile(number, share) | first(number) | last(number)
                | count(*) | count() | count(value) | count_distinct(value) | count(distinct value)
                | count_if(condition)
    condition  := value (= | == | != | <> | < | <= | > | >=) value | condition (and | or) condition | not condition
                | value [not] in (literal, …) | value [not] between value and value | value is [not] null
                | true | false | column of true and false | ( condition )
    day        := column | date(day) | make_date(number, number, number) | 'YYYY-MM-DD' | 'YYYY-MM-DD HH:MM[:SS]'
    column     := name | 名称 | "a name with blanks or signs"

Rules
-----
- Text stands in single quotes, a column's name in double quotes. Keywords and functions are not case-sensitive,
  columns are.
- A measure has an aggregate around every column, never one inside another; a filter and a time have none.
- ``mean(x)`` is ``sum(x) / count(x)``; what divides is divided last: a ratio is a sum over a sum.
- x / 0 is missing, never infinite; whole numbers divide as any others: 1 / 2 is 0.5. A missing value is left out of
  aggregates.
- A condition on a missing value does not hold, and neither does its ``not``: ``channel != 'test'`` and
  ``not channel = 'test'`` both leave out facts without a channel. ``coalesce(channel, '') != 'test'`` keeps them.
- ``case`` takes the first branch that holds; without one that does, and without ``else``, it is missing.
- ``count(x)`` counts facts that have an x; a column of true and false has one where it is false too, so conditions and
  such columns are counted by ``count_if``.
- ``quantile(x, share)`` is the value below which that share of the facts lies, 0 to 1, linear between the two nearest;
  ``median(x)`` is ``quantile(x, 0.5)``.
- ``first(x)`` and ``last(x)`` are for balances such as stock: for each entity x at the earliest or latest moment of
  the period that has one, added up over entities and never over time.
- Only sums and counts add up: ``min``, ``max``, medians, quantiles, distinct counts, ``first`` and ``last`` are made
  from facts at every level asked for.
- A moment beside a day is compared as a day: ``sold <= '2025-03-31'`` holds all through the last of March.
- ``week`` is that of ISO 8601, Monday first, and belongs to the year of its Thursday: it is 1 on 2024-12-30 and 53 on
  2027-01-01. ``weekday`` is 1 on Monday and 7 on Sunday. ``days_between(opened, closed)`` counts midnights: 0 on
  the same day, below 0 where the second comes first.
- A text beside a number is read as a number, beside a day as a day, and refused where it is none. Texts are equal or
  not; which of two comes first is asked only of periods and codes such as ``month >= '2025-03'``.
- At most 2,000 characters, 40 levels, 400 parts. Comments, qualified names, casts, subqueries, windows, strings in
  arithmetic and any function not named above are refused, with the position marked.

Examples
--------
>>> from diagnostics.dictionary.expression import parse_filter, parse_formula, parse_measure, parse_time

Sums and counts add up over parts; a division keeps its two sides:

>>> parse_measure("sum(orders) / sum(visits)").denominator
Aggregate(function='sum', argument=Column(name='visits'), share=None)
>>> parse_measure("mean(basket)").is_ratio
True
>>> parse_measure("count_if(actual >= targeted) / count(actual)").columns
('actual', 'targeted')
>>> parse_measure('sum("销售额 (元)") - sum(退款)').additive
True
>>> parse_measure("count(*) + count(refund)").additive
True

What does not add up is made from facts at every level:

>>> [parse_measure(text).additive for text in ("count_distinct(member)", "median(wait)", "quantile(wait, 0.9)")]
[False, False, False]
>>> [parse_measure(text).additive for text in ("min(price)", "max(price)", "first(stock)", "last(stock)")]
[False, False, False, False]
>>> parse_measure("sum(sold) / ((first(stock) + last(stock)) / 2)").columns
('sold', 'stock')

Values of single facts:

>>> parse_measure("sum(case when kind = 'return' then 0 - amount else amount end)").columns
('kind', 'amount')
>>> parse_measure("mean(nullif(MONTHLY_TARGET, 0))").columns
('MONTHLY_TARGET',)
>>> parse_measure("sum(abs(coalesce(counted, 0) - booked))").columns
('counted', 'booked')

Filters:

>>> parse_filter("region in ('华东', '华南') and status is not null and not cancelled").columns
('region', 'status', 'cancelled')
>>> parse_filter("price between 10 and 20 or price > 100").columns
('price',)

Days:

>>> parse_filter("year(sold) = 2025 and quarter(sold) = 1 and month(sold) <= 2 and day(sold) > 1").columns
('sold',)
>>> parse_filter("week(sold) = 1 and weekday(sold) in (6, 7) and hour(sold) between 18 and 21").columns
('sold',)
>>> parse_measure("sum(days_between(opened, closed)) / count(closed)").columns
('opened', 'closed')
>>> parse_filter("date(opened) < '2025-03-09'").columns
('opened',)
>>> parse_time("make_date(PERIOD_YEAR, PERIOD_MONTH, 1)").columns
('PERIOD_YEAR', 'PERIOD_MONTH')

Formulas over KPIs:

>>> parse_formula("traffic * conversion_rate * basket").factors()
(('traffic', 1), ('conversion_rate', 1), ('basket', 1))

Whatever else is refused, and where is marked:

>>> parse_measure("sum(orders) / visits")  # doctest: +ELLIPSIS
Traceback (most recent call last):
diagnostics.errors.InputError: Column 'visits' stands outside an aggregate ... character 15: sum(orders) / «visits».
>>> parse_measure("summ(orders)")  # doctest: +ELLIPSIS
Traceback (most recent call last):
diagnostics.errors.UnknownNameError: Unknown function 'summ' in ... «summ»(orders). Did you mean 'sum'? Known: ...
>>> parse_measure("quantile(wait, 90)")  # doctest: +ELLIPSIS
Traceback (most recent call last):
diagnostics.errors.InputError: quantile takes a number from 0 to 1, such as quantile(x, 0.9), in ... «90»).
"""

from diagnostics.dictionary.expression.formula import Formula, parse_formula
from diagnostics.dictionary.expression.measure import Expression, Measure, parse_filter, parse_measure, parse_time

__all__ = ["Expression", "Formula", "Measure", "parse_filter", "parse_formula", "parse_measure", "parse_time"]
