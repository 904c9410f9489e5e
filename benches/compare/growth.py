"""How the cost grows with the number of schools: import and the five indicators over 1, 10, 100, 1,000 schools; drawn by benches/growth.rs."""

import json
import math
import shutil

import inputs
from indicators import NAMES
from measure import Side, interleaved
from results import row

# Small schools, so that a thousand of them fit on a disk.
STUDENTS = 25


def compare(bench):
    counts = [count for count in (1, 10, 100, 1000) if count <= bench.scaled(1000, 10)]
    points = {"import": [], "query": []}
    for count in counts:
        folders = [folder / "bundle" for folder in inputs.schools(bench, count, STUDENTS)]
        empty, store = bench.work / "growth-empty", bench.work / "growth-store"
        inputs.known_schools(bench, empty, count)

        def fresh():
            shutil.rmtree(store, ignore_errors=True)
            shutil.copytree(empty, store)

        runs = 1 if count >= 1000 else bench.runs
        (imported,) = interleaved([Side(f"import, {count} schools", [bench.vedomost, "import", "--store", store, *folders], fresh, codes=(0, 1))], runs)
        asked = [bench.vedomost, "query", *NAMES, "--store", store, "--all-schools", "--period", "q2", "--format", "csv"]
        (queried,) = interleaved([Side(f"query, {count} schools", asked)], runs)
        points["import"].append((count, imported))
        points["query"].append((count, queried))
    data = {name: [[count, side.seconds, side.peak_mb] for count, side in one] for name, one in points.items()}
    (bench.work / "growth.json").write_text(json.dumps(data))
    rows = []
    for name, one in points.items():
        power = exponent([(count, side.seconds) for count, side in one])
        text = ", ".join(f"{count}: {side.seconds:.1f} s, {side.peak_mb:.0f} MB" for count, side in one)
        last = one[-1][1]
        limit_mb = 2048 if name == "import" else 4096
        met = power <= 1.1 and last.peak_mb <= limit_mb
        rows.append(row(f"growth of {name} with schools of {STUDENTS} students", last, None, f"exponent ≤ 1.1, ≤ {limit_mb // 1024} GB", power, met, text))
    return rows


def exponent(points):
    """The slope of a line through the points on two logarithmic axes, without the first: there the start of the program weighs."""
    points = points[1:] if len(points) > 2 else points
    xs, ys = [math.log(x) for x, _ in points], [math.log(y) for _, y in points]
    mean_x, mean_y = sum(xs) / len(xs), sum(ys) / len(ys)
    spread = sum((x - mean_x) ** 2 for x in xs)
    return sum((x - mean_x) * (y - mean_y) for x, y in zip(xs, ys)) / spread if spread else 0.0
