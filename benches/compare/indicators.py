"""The five indicators over 100 schools, against the same SQL in bare DuckDB on the same files and against a pandas script."""

import json

import inputs
from measure import Side, interleaved
from results import faster, row, within

NAMES = ["standings", "performance", "attendance_by_cause", "students_without_marks", "programme_completion"]
STUDENTS = 300


def compare(bench):
    count = bench.scaled(100, 2)
    store = inputs.store(bench, count, STUDENTS)
    scope = ["--store", store, "--all-schools", "--period", "q2"]
    script, parquet = bench.work / "indicators.json", bench.work / "indicators-files.json"
    script.write_text(json.dumps([inputs.vedomost(bench, "query", name, *scope, "--show-sql") for name in NAMES]))
    parquet.write_text(json.dumps(newest(store)))
    ours, duck, pandas = interleaved([
        Side("vedomost", [bench.vedomost, "query", *NAMES, *scope, "--format", "json"]),
        Side("bare DuckDB, same SQL", bench.peer("indicators_duckdb", script, bench.work / "indicators-duckdb.json"), report=True),
        Side("pandas", bench.peer("indicators_pandas", parquet, bench.work / "indicators-pandas.json"), report=True),
    ], bench.runs)
    found = {}
    for line in ours.runs[-1].out.splitlines():
        if line.strip():
            one = json.loads(line)
            found[one["query"]] = one["rows"]
    for name, rows in json.loads((bench.work / "indicators-duckdb.json").read_text()).items():
        same(NAMES[int(name)], found[NAMES[int(name)]], rows)
    for name, rows in json.loads((bench.work / "indicators-pandas.json").read_text()).items():
        columns = rows[0].keys() if rows else []
        # The pandas script looks at the last days only, not at the last school day.
        ours_too = [one for one in found[name] if one.get("check_name", "window") == "window"]
        same(name, [{column: one[column] for column in columns} for one in ours_too], rows)
    work = f"the five indicators, {count} schools of {STUDENTS} students"
    return [
        within(work, ours, duck, 1.2, "every row equal"),
        faster("the same", ours, pandas, 10, "every row equal", "pandas computes the main columns only"),
        row("the same: memory", ours, None, "≤ 4 GB", ours.peak_mb / 4096, ours.peak_mb <= 4096, "–"),
    ]


def newest(store):
    """table → Parquet files of the newest version of every school."""
    files = {}
    for year in sorted(store.glob("school=*/year=*")):
        manifest = json.loads(max((year / "versions").glob("*.json")).read_text())
        for table in manifest["tables"]:
            files.setdefault(table["table"], []).append(str(year / "data" / table["file"]))
    return files


def same(name, ours, theirs):
    order = lambda rows: sorted(json.dumps(one, ensure_ascii=False, sort_keys=True) for one in rows)
    ours, theirs = order(ours), order(theirs)
    if ours != theirs:
        only = [one for one in theirs if one not in set(ours)][:2], [one for one in ours if one not in set(theirs)][:2]
        raise RuntimeError(f"{name}: {len(ours)} rows here, {len(theirs)} there; only there and only here: {only}")
