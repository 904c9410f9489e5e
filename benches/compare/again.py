"""The second import of unchanged files, against `openssl dgst -sha256` of the same files: to see that nothing is new, all must be read."""

import shutil

import inputs
from measure import Side, interleaved
from results import within


def compare(bench):
    folders, rows = inputs.bundles(bench, bench.scaled(10_000_000))
    store = bench.work / f"again-store-{len(folders)}-{rows}"
    if not (store / "school=s1").exists():
        inputs.known_schools(bench, store, len(folders))
        inputs.vedomost(bench, "import", "--store", store, *folders, codes=(0, 1))
    versions = sorted(store.glob("school=*/year=*/versions/*.json"))
    files = [path for folder in folders for path in sorted(folder.iterdir())]
    ours, openssl = interleaved([
        Side("vedomost, second import", [bench.vedomost, "import", "--store", store, *folders], codes=(0, 1)),
        Side("openssl dgst -sha256", ["openssl", "dgst", "-sha256", *files]),
    ], bench.runs)
    if sorted(store.glob("school=*/year=*/versions/*.json")) != versions:
        raise RuntimeError("the second import of unchanged files made a new version")
    return [within(f"second import of {len(files)} unchanged files, {rows / 1e6:.2g} M rows", ours, openssl, 2, "no new version")]
