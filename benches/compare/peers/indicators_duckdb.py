"""The SQL of `vedomost query --show-sql` run as it is by the duckdb module: no catalogue, no checks, nothing printed."""

import json
import sys
import time

import duckdb


def main():
    scripts = json.loads(open(sys.argv[1]).read())
    start = time.perf_counter()
    found = {}
    for at, script in enumerate(scripts):
        connection = duckdb.connect()
        connection.execute(script)
        names = [column[0] for column in connection.description]
        found[at] = [names, connection.fetchall()]
    seconds = time.perf_counter() - start
    rows = {at: [dict(zip(names, row)) for row in rows] for at, (names, rows) in found.items()}
    with open(sys.argv[2], "w") as file:
        json.dump(rows, file, default=str)
    print(json.dumps({"seconds": seconds}))


main()
