"""DuckDB's bare COPY of each CSV to Parquet: no check, no merge, types guessed by DuckDB itself."""

import json
import sys
import time
from pathlib import Path

import duckdb

out, folders = Path(sys.argv[1]), sys.argv[2:]
start = time.perf_counter()
connection = duckdb.connect()
connection.execute("SET preserve_insertion_order = false")
rows = {}
for number, folder in enumerate(folders):
    for csv in sorted(Path(folder).glob("*.csv")):
        target = out / f"{csv.stem}-{number}.parquet"
        count = connection.execute(f"COPY (FROM read_csv('{csv}', header = true)) TO '{target}' (FORMAT parquet, COMPRESSION zstd)").fetchone()[0]
        rows[csv.stem] = rows.get(csv.stem, 0) + count
print(json.dumps({"seconds": time.perf_counter() - start, "rows": rows}))
