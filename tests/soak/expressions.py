"""100,000 random expressions: each is read or refused by one error, in time, and nothing but our nodes is built.

Half are drawn from the grammar and then damaged, a quarter are words of the language thrown together, a quarter are
hostile texts and noise of characters. Work is cut into shards of 1,000, each with the seed it bears: a shard that
found something is drawn again by ``--first SHARD --shards 1``.
"""

from __future__ import annotations

import argparse
import sys
import time
from multiprocessing import Pool
from pathlib import Path
from random import Random

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from diagnostics.dictionary.expression import nodes, parse_filter, parse_formula, parse_measure, parse_time
from diagnostics.dictionary.expression.lexis import FUNCTIONS, MAX_DEPTH
from diagnostics.dictionary.expression.written import write
from diagnostics.errors import InputError
from tests.acceptance.payloads import all_payloads
from tests.dictionary.expression.grammar import Grammar

SHARD, LIMIT = 1_000, 2.0
OURS = (
    nodes.Aggregate, nodes.Arithmetic, nodes.Between, nodes.Call, nodes.Case, nodes.Column, nodes.Comparison,
    nodes.In, nodes.IsNull, nodes.Literal, nodes.Logic,
)  # fmt: skip
WORDS = (
    *sorted(FUNCTIONS), "a", "b", "订单", '"a b"', "'x'", "'2025-03-09'", "1", "0.5", "1e400", "9" * 30, ".5", "0x1F",
    "(", ")", ",", "+", "-", "*", "/", "=", "==", "!=", "<>", "<", "<=", ">", ">=", "and", "or", "not", "in", "is",
    "null", "between", "case", "when", "then", "else", "end", "distinct", "true", "false", "select", "from", "union",
    "over", "filter", "where", "exists", "cast", "::", ".", ";", "--", "/*", "*/", "%", "**", "//", "||", "&", "|",
    "^", "~", "?", "$1", "@a", "{", "}", "[", "]", "->", "=>", ":=", "`a`", "interval", "date", "x'41'", "lambda",
    "order by", "within group", "like", "ilike", "escape", "any", "all", "struct", "map", "copy", "attach", "pragma",
    "read_csv", "getenv", "columns", "*", "rename", "exclude", "unpivot", "qualify", "tablesample", "lateral", "\\",
)  # fmt: skip
NOISE = "'\"`()[]{}<>=!+-*/%.,;:|&^~?@#$\\ \t\n\r\0aA0é华，（）\u200b\ufeff\ud800\u2028\U0001f600"
READERS = (parse_measure, parse_filter, parse_time, parse_formula)


def drawn(random: Random, hostile: list[str]) -> str:
    """One text."""
    kind = random.random()
    if kind < 0.5:
        grammar = Grammar(random)
        text = write(grammar.measure(3) if random.random() < 0.6 else grammar.condition(4))
        return text if random.random() < 0.3 else damaged(random, text)
    if kind < 0.75:
        return random.choice((" ", "", " ")).join(random.choice(WORDS) for _ in range(random.randint(1, 25)))
    if kind < 0.95 and hostile:
        return damaged(random, random.choice(hostile))
    return "".join(random.choice(NOISE) for _ in range(random.randint(0, 60)))


def damaged(random: Random, text: str) -> str:
    """A text with some of its pieces dropped, doubled, swapped or replaced."""
    for _ in range(random.randint(1, 4)):
        at, end = sorted((random.randint(0, len(text)), random.randint(0, len(text))))
        end = min(end, at + random.choice((1, 3, 20)))
        piece = random.choice(("", random.choice(WORDS), random.choice(NOISE), text[at:end] * random.choice((2, 60))))
        text = text[:at] + piece + text[end:]
    return text[:4_000]


def judged(text: str) -> tuple[str, float]:
    """What became of a text in the slowest of the readers, and the seconds it took."""
    outcome, worst = "refused", 0.0
    for reader in READERS:
        began = time.process_time()
        try:
            tree = reader(text).tree
        except InputError as error:
            if "at character" not in str(error) or "\n" in str(error):
                return f"no place: {error}", 0.0
        except BaseException as error:  # noqa: BLE001 (that is what is looked for)
            return f"{type(error).__name__}: {error}", 0.0
        else:
            outcome = "accepted"
            if problem := foreign(tree):
                return problem, 0.0
        worst = max(worst, time.process_time() - began)
    return (outcome if worst < LIMIT else f"took {worst:.1f} s"), worst


def foreign(tree: nodes.Node) -> str:
    """What in a tree is none of our nodes, functions or values."""
    for node in tree.walk():
        if type(node) not in OURS:
            return f"foreign node {type(node).__name__}"
        if isinstance(node, nodes.Aggregate | nodes.Call) and node.function not in FUNCTIONS:
            return f"foreign function {node.function}"
        if isinstance(node, nodes.Literal) and not isinstance(node.value, str | int | float | bool | None):
            return f"foreign value {node.value!r}"
    again = parse_again(tree)
    return "" if again == tree else f"written {write(tree)!r}, read as {again!r}"


def parse_again(tree: nodes.Node) -> object:
    """Tree of the tree written out; the tree itself where that would break a limit of size."""
    from diagnostics.dictionary.expression.parse import parse_tree
    from diagnostics.dictionary.expression.refusal import Text

    text = write(tree)
    if len(text) > 2_000 or text.count("(") >= MAX_DEPTH:
        return tree
    return parse_tree(Text(text, "measure"))


def shard(number: int) -> tuple[int, int, float, list[tuple[str, str]]]:
    """Texts of a shard: how many, how many of them accepted, the worst time, what went wrong."""
    random = Random(number)
    hostile = [each.text for each in all_payloads() if each.category == "formula_expr"]
    accepted, worst, wrong = 0, 0.0, []
    for _ in range(SHARD):
        text = drawn(random, hostile)
        outcome, took = judged(text)
        accepted += outcome == "accepted"
        worst = max(worst, took)
        if outcome not in {"accepted", "refused"}:
            wrong.append((outcome, text))
    return SHARD, accepted, worst, wrong


def main() -> int:
    """Run shards on all cores and say what was counted."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--first", type=int, default=0, help="first shard, which is its seed")
    options.add_argument("--shards", type=int, default=100, help=f"how many shards of {SHARD} texts")
    options.add_argument("--jobs", type=int, default=2)
    given = options.parse_args()
    count = accepted = 0
    worst, wrong = 0.0, []
    with Pool(given.jobs) as pool:
        for number, done in enumerate(pool.imap(shard, range(given.first, given.first + given.shards)), given.first):
            count, accepted, worst = count + done[0], accepted + done[1], max(worst, done[2])
            for outcome, text in done[3]:
                wrong.append(text)
                print(f"shard {number}: {outcome}\n  {text!r}", flush=True)
    print(f"{count} expressions: {accepted} accepted, {count - accepted - len(wrong)} refused, {len(wrong)} wrong")
    print(f"worst time {worst:.3f} s of the processor")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
