"""10,000 StudentTotal reports (HTML in .xls) → store, against pandas.read_html of the same files."""

import json
import shutil

import inputs
from measure import Side, interleaved
from results import faster

# One file takes pandas so long that it gets a part of them.
PEER_FILES = 500


def compare(bench):
    count = bench.scaled(10_000, 40)
    students = min(1000, count)
    folders = [folder / "student-total" for folder in inputs.schools(bench, -(-count // students), students)]
    files = [file for folder in folders for file in sorted(folder.rglob("*.xls"))]
    part = files[:: max(1, len(files) // PEER_FILES)]
    listing = bench.work / "reports-part.txt"
    listing.write_text("\n".join(map(str, part)))
    store = bench.work / "reports-store"
    ours, pandas = interleaved([
        Side("vedomost", [bench.vedomost, "import", "--school", "s1", "--store", store, *folders], lambda: prepare(bench, store), codes=(0, 1)),
        Side("pandas.read_html", bench.peer("reports_pandas", listing), report=True),
    ], bench.runs)
    check(bench, pandas, part)
    for run in pandas.runs:
        run.seconds *= len(files) / len(part)
    note = f"pandas on {len(part)} of them"
    return [faster(f"{len(files):,} StudentTotal files → store", ours, pandas, 30, "marks in the part equal", note)]


def prepare(bench, store):
    shutil.rmtree(store, ignore_errors=True)
    inputs.known_schools(bench, store, 1)


def check(bench, pandas, part):
    """The marks that pandas found in its part are those that we find in it."""
    store = bench.work / "reports-part-store"
    prepare(bench, store)
    inputs.vedomost(bench, "import", "--school", "s1", "--store", store, *part, codes=(0, 1))
    answer = inputs.vedomost(bench, "sql", "--store", store, "--format", "json", "SELECT COUNT(*) AS n, SUM(value) AS total FROM mark WHERE kind = 'score'")
    ours = json.loads(answer)["rows"][0]
    if (ours["n"], ours["total"]) != (pandas.answer["marks"], pandas.answer["total"]):
        raise RuntimeError(f"other marks: ours {ours}, pandas {pandas.answer}")
