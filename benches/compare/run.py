"""`make compare`: our work and that of the peers, side by side, in turns; writes benches/RESULTS.md."""

import argparse
import os
import sys
from dataclasses import dataclass
from pathlib import Path

import again
import bundle_import
import every
import forms
import growth
import indicators
import reports_import
import results
import sheets
import signing
import start

COMPARISONS = {
    "bundle": bundle_import, "reports": reports_import, "again": again, "indicators": indicators, "every": every, "sheets": sheets, "forms": forms,
    "signing": signing, "start": start, "growth": growth,
}


@dataclass
class Bench:
    vedomost: Path
    work: Path
    scale: float
    runs: int
    project: Path
    cores: int

    @property
    def inputs(self):
        folder = self.work / "inputs"
        folder.mkdir(parents=True, exist_ok=True)
        return folder

    def peer(self, name, *words):
        return [sys.executable, self.project / "benches" / "compare" / "peers" / f"{name}.py", *words]

    def scaled(self, count, least=1):
        return max(least, round(count * self.scale))


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--vedomost", type=Path, required=True, help="the program")
    parser.add_argument("--work", type=Path, required=True, help="folder for inputs and outputs")
    parser.add_argument("--scale", type=float, default=1, help="part of the full sizes; 0.01 is a smoke run")
    parser.add_argument("--runs", type=int, default=3, help="the median of so many")
    parser.add_argument("--only", default=",".join(COMPARISONS), help="names, by commas: " + ", ".join(COMPARISONS))
    asked = parser.parse_args()
    project = Path(__file__).resolve().parents[2]
    bench = Bench(asked.vedomost.resolve(), asked.work.resolve(), asked.scale, asked.runs, project, len(os.sched_getaffinity(0)))
    kept = {}
    for name in asked.only.split(","):
        print(f"{name}", flush=True)
        kept = results.save(bench.inputs.parent, name, COMPARISONS[name].compare(bench), bench.scale)
    results.write(kept, list(COMPARISONS), bench.vedomost)
    print((project / "benches" / "RESULTS.md").read_text())


if __name__ == "__main__":
    main()
