"""The marks of StudentTotal reports by pandas.read_html: subject × day, each cell with any number of marks and absences."""

import json
import re
import sys
import time
from pathlib import Path

import pandas as pd

MARK = re.compile(r"^[1-5](?:\.0)?[+-]?$")


def table_of(path):
    """The wide table whose first column is the subject."""
    for encoding in ("utf-8", "cp1251"):
        try:
            tables = pd.read_html(path, encoding=encoding, flavor="lxml")
        except UnicodeDecodeError:
            continue
        for table in tables:
            first = table.columns[0][0] if isinstance(table.columns, pd.MultiIndex) else table.columns[0]
            if "Предмет" in str(first):
                return table
    raise ValueError(f"{path}: no table of marks")


def main():
    files = Path(sys.argv[1]).read_text().splitlines()
    start = time.perf_counter()
    marks, total = 0, 0
    for file in files:
        table = table_of(file)
        days = [column for column in table.columns if str(column[-1]).split(".")[0].isdigit()]
        if not days:
            continue
        long = table[days].melt()["value"].dropna().astype("string")
        tokens = long.str.split().explode().dropna()
        found = tokens[tokens.str.fullmatch(MARK)]
        marks += len(found)
        total += int(found.str[0].astype(int).sum())
    print(json.dumps({"seconds": time.perf_counter() - start, "marks": marks, "total": total}))


main()
