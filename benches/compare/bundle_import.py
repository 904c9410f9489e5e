"""10 M rows of CSV bundles → store, against DuckDB's bare COPY to Parquet and a pandas script that does the same work."""

import json
import shutil

import inputs
from measure import Side, interleaved
from results import faster


# The store keeps the school itself in its own list, and adds to the aliases the ids under which an export calls a student.
OWN_BOOKS = ["school", "student_alias"]


def compare(bench):
    folders, rows = inputs.bundles(bench, bench.scaled(10_000_000))
    store, copied, frames = bench.work / "import-store", bench.work / "import-duckdb", bench.work / "import-pandas"
    empty = bench.work / "import-empty"
    inputs.known_schools(bench, empty, len(folders))

    def fresh_store():
        shutil.rmtree(store, ignore_errors=True)
        shutil.copytree(empty, store)

    ours, duck, pandas = interleaved([
        Side("vedomost", [bench.vedomost, "import", "--store", store, *folders], fresh_store, codes=(0, 1)),
        Side("DuckDB COPY", bench.peer("bundle_duckdb", copied, *folders), lambda: inputs.fresh(copied), report=True),
        Side("pandas", bench.peer("bundle_pandas", frames, *folders), lambda: inputs.fresh(frames), report=True),
    ], bench.runs)
    kept = rows_kept(bench, store)
    for peer in (duck, pandas):
        different = {name: (count, kept.get(name)) for name, count in peer.answer["rows"].items() if name not in OWN_BOOKS and count != kept.get(name)}
        if different:
            raise RuntimeError(f"{peer.name} kept other rows than vedomost (peer, ours): {different}")
    work = f"{rows / 1e6:.2g} M rows of CSV bundles of {len(folders)} schools → store"
    equal = "rows of each table equal"
    return [faster(work, ours, duck, 0.5, equal), faster("the same", ours, pandas, 4, equal)]


def rows_kept(bench, store):
    """Rows of each table over all schools, as the manifests have them."""
    kept = {}
    for manifest in store.glob("school=*/year=*/versions/*.json"):
        for table in json.loads(manifest.read_text())["tables"]:
            kept[table["table"]] = kept.get(table["table"], 0) + table["rows"]
    return kept
