"""Every indicator at once: one school of 1,000 students, and 100 such schools; what of it bare DuckDB needs for the same SQL."""

import json

import inputs
from indicators import same
from measure import Side, interleaved
from results import row, within

STUDENTS = 1000


def compare(bench):
    names = [one["name"] for one in json.loads(inputs.vedomost(bench, "list", "indicators", "--format", "json"))["indicators"]]
    found = []
    for count, seconds in ((1, 2), (bench.scaled(100, 2), 60)):
        store = inputs.store(bench, count, STUDENTS)
        scope = ["--store", store, "--all-schools", "--period", "q2"]
        ask = [bench.vedomost, "query", *names, *scope, "--format", "json"]
        work = f"all {len(names)} indicators, {count} school{'s' if count > 1 else ''} of {STUDENTS} students"
        if count > 1:
            (ours,) = interleaved([Side("vedomost", ask)], bench.runs)
            found.append(row(f"{work}: memory", ours, None, "≤ 4 GB", ours.peak_mb / 4096, ours.peak_mb <= 4096, "–"))
        else:
            script, answers = bench.work / "every.json", bench.work / "every-duckdb.json"
            script.write_text(json.dumps([inputs.vedomost(bench, "query", name, *scope, "--show-sql") for name in names]))
            duck = Side("bare DuckDB, same SQL, one after the other", bench.peer("indicators_duckdb", script, answers), report=True)
            ours, duck = interleaved([Side("vedomost", ask), duck], bench.runs)
            mine = [json.loads(line) for line in ours.runs[-1].out.splitlines() if line.strip()]
            for at, rows in json.loads(answers.read_text()).items():
                same(names[int(at)], mine[int(at)]["rows"], rows)
            found.append(within(work, ours, duck, 1, "every row equal", "what many read is computed once"))
        found.append(row(f"{work}: time", ours, None, f"≤ {seconds} s", ours.seconds / seconds, ours.seconds <= seconds, "–"))
    return found
