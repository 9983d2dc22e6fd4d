"""50 random clients, two by two in one process: nothing of one turns up in what the other runs or publishes.

Every text field bears a canary of its client: names, definitions, titles, notes, values of dimensions, people. Of a
client's own those that nobody may publish (people in the data, listed canaries) must not be on its pages either. A pair
bears its seed: one that found something is drawn again by ``--first PAIR --pairs 1``.
"""

from __future__ import annotations

import argparse
import csv
import io
import sys
import tempfile
import time
from pathlib import Path
from random import Random

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

import yaml

from diagnostics.dictionary.load import load_engagement
from diagnostics.errors import PerfloopError
from diagnostics.loop.close.publishing import page_for
from diagnostics.run.exporter import render
from diagnostics.run.leak_scan import LeakError, scan
from tests.without_kernels import loop_here

PAGES = tuple((step, who) for step in ("close", "track") for who in ("leadership", "client", "consultant"))

CHARTER = ("goal", "weak_points", "problem", "statement", "benefit_firm", "benefit_staff")


class Client:
    """One made-up client: what is its own, and what nobody may publish."""

    def __init__(self, random: Random, number: int, root: Path) -> None:
        self.random, self.folder = random, root / f"client{number}"
        self.mark = f"ZQ{random.randrange(10**5):05d}X{number}"
        self._count, self.hidden = 0, []
        self.folder.mkdir(parents=True)
        (self.folder / "data").mkdir()

    def word(self, *, hidden: bool = False) -> str:
        """Text with a canary of its own; a hidden one may stand on no page."""
        self._count += 1
        # A Chinese sign behind it: two of them beside each other are no long token.
        told = f"{'H' if hidden else 'P'}{self.mark}{self._count:03d}店"
        if hidden:
            self.hidden.append(told)
        return told

    def write(self) -> None:
        """Files of the engagement."""
        pick = self.random
        stores = [f"s{each}" for each in range(pick.randint(2, 4))]
        people = [self.word(hidden=True) for _ in range(pick.randint(1, 12))]
        settings = {
            "id": f"c{self.mark.lower()}", "client": self.word(), "title": self.word(), "language": pick.choice(["zh", "en"]),
            "sources": {"sales": {"file": "sales.csv", "time": "date", "entity": "unit", "person": "who", "owner": "li"}},
            "entities": "entities.csv", "people": {"li": self.word()}, "labels": {"region": self.word()},
            "leak_scan": {"canaries_file": "private.txt"},
            "charter": {name: self.word() for name in CHARTER} | {"sponsor": "li"},
        }  # fmt: skip
        kpi = {
            "id": "revenue", "name": {"zh": self.word(), "en": self.word()}, "definition": self.word(), "unit": "money",
            "direction": "higher", "source": "sales", "measure": "sum(revenue)", "owner": "li", "mother": True,
            "dimensions": ["region"],
        }  # fmt: skip
        card = {
            "role": "manager", "level": "store",
            "items": [{"kpi": "revenue", "weight": 1.0, "core": True, "targets": {"target": 400, "from": "history"}}],
        }  # fmt: skip
        self._yaml("engagement.yaml", settings)
        self._yaml("kpis.yaml", [kpi])
        self._yaml("scorecards.yaml", [card])
        self._csv("entities.csv", [["id", "name", "level"], *([each, self.word(), "store"] for each in stores)])
        regions = (
            [self.word(hidden=True), self.word(hidden=True)] if pick.random() < 0.3 else [self.word(), self.word()]
        )
        rows = [["date", "unit", "who", "region", "revenue"]]
        for month in range(pick.choice([2, 14])):
            day = f"{2024 + (month + 4) // 12}-{(month + 4) % 12 + 1:02d}-03"
            rows += [
                [day, store, who, pick.choice(regions), pick.randrange(50, 200)] for store in stores for who in people
            ]
        self.period = rows[-1][0][:7]
        self._csv("data/sales.csv", rows)
        self._yaml("ledger.yaml", {"events": list(self._events(stores))})
        (self.folder / "private.txt").write_text("\n".join(self.hidden), encoding="utf-8")

    def _events(self, stores):
        words = {"zh": self.word(), "en": self.word()}
        yield {
            "event": "A-1", "at": "2024-05-02", "actor": "li", "kind": "planned", "reason": self.word(),
            "intervention": {
                "id": "one", "title": words, "dimension": "process", "cause": self.word(), "kpi": "revenue",
                "entities": [stores[0]], "owner": "li", "due": "2024-07-31", "measure": self.word(), "start": "2024-06-01",
                "expected": {"relative": 0.1, "by": "li"}, "cost": 100,
            },
        }  # fmt: skip
        yield {"event": "A-2", "at": "2024-06-01", "actor": "li", "kind": "started", "id": "one", "note": self.word()}

    def _yaml(self, name: str, content: object) -> None:
        (self.folder / name).write_text(yaml.safe_dump(content, allow_unicode=True, sort_keys=False), encoding="utf-8")

    def _csv(self, name: str, rows) -> None:
        sink = io.StringIO()
        csv.writer(sink).writerows(rows)
        (self.folder / name).write_text(sink.getvalue(), encoding="utf-8", newline="")

    def published(self) -> dict[str, bytes]:
        """Pages of the run for every audience."""
        run = next(each for each in (self.folder / "runs" / self.period).iterdir() if (each / "run.json").is_file())
        return {f"{step}-{who}.html": render(page_for(run, step=step, audience=who)).encode() for step, who in PAGES}

    def outputs(self) -> dict[str, bytes]:
        """Everything that running made."""
        made = [path for room in ("runs", "reports") for path in (self.folder / room).rglob("*") if path.is_file()]
        return {path.relative_to(self.folder).as_posix(): path.read_bytes() for path in made}


def check(pair: int, root: Path) -> tuple[int, list[str]]:
    """Documents looked at and what was found, of two clients run and published in turn."""
    random = Random(pair)
    two = [Client(random, number, root / str(pair)) for number in (1, 2)]
    for client in two:
        client.write()
        loop_here(client.folder, client.period)
    seen, found = 0, []
    for client, other in (two, two[::-1]):
        pages = client.published()
        everything = {**client.outputs(), **pages}
        seen += len(everything)
        found += [
            f"pair {pair}: {name} of {client.mark} tells of {other.mark}"
            for name, each in everything.items()
            if other.mark.encode() in each
        ]
        leaks = scan(pages, load_engagement(client.folder))
        found += [f"pair {pair}: {each}" for each in leaks]
        found += [
            f"pair {pair}: {name} tells {one}"
            for name, each in pages.items()
            for one in client.hidden
            if one.encode() in each
        ]
    return seen, found


def main() -> int:
    """Run the pairs and print what was seen."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pairs", type=int, default=25)
    parser.add_argument("--first", type=int, default=0)
    asked = parser.parse_args()
    began, seen, found, stopped, refused = time.monotonic(), 0, [], 0, 0
    for pair in range(asked.first, asked.first + asked.pairs):
        with tempfile.TemporaryDirectory() as root:
            try:
                looked, hits = check(pair, Path(root))
            except LeakError as error:
                # A value that the client lists would have stood on the page: the gate did what it is for.
                refused += 1
                print(f"pair {pair}: {str(error)[:600]}", flush=True)
                continue
            except PerfloopError as error:
                stopped += 1
                print(f"pair {pair}: {str(error)[:300]}", flush=True)
                continue
        seen, found = seen + looked, found + hits
        for each in hits[:5]:
            print(each, flush=True)
    done, spent = 2 * (asked.pairs - stopped - refused), time.monotonic() - began
    print(f"{done} clients, {seen} documents: {len(found)} hits; {refused} pairs refused by the scan ({spent:.0f} s)")
    return 1 if found or stopped else 0


if __name__ == "__main__":
    sys.exit(main())
