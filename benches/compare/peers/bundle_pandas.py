"""What the import does, in plain pandas: read, check types, lists, references and marks, give people stable ids, merge with what is
stored, compare with what stood there, write Parquet. One school after the other, as a person would write it."""

import hashlib
import json
import sys
import time
import tomllib
from pathlib import Path

import pandas as pd
import schema

TABLES = schema.tables()
REFERENCES = {"class_id": "class", "subject_id": "subject", "student_id": "student", "teacher_id": "teacher"}


def typed(frame, columns):
    """Columns of the table with their types; rows that break a rule go to the second frame."""
    out, bad = {}, pd.Series(False, index=frame.index)
    for name, kind, choices, required in columns:
        csv_name = name.removesuffix("_hundredths")
        text = frame[csv_name] if csv_name in frame else pd.Series(pd.NA, index=frame.index, dtype="string")
        if kind == "Int":
            value = pd.to_numeric(text, errors="coerce").astype("Int64")
        elif kind == "Hundredths":
            value = (pd.to_numeric(text.str.replace(",", ".", regex=False), errors="coerce") * 100).round().astype("Int64")
        elif kind == "Date":
            value = pd.to_datetime(text, format="%Y-%m-%d", errors="coerce")
        elif kind == "Bool":
            value = text.map({"true": True, "false": False, "1": True, "0": False}).astype("boolean")
        else:
            value = text
        bad |= value.isna() & text.notna()
        if choices:
            bad |= value.notna() & ~value.isin(choices)
        if required and name not in ("seq",):
            bad |= value.isna()
        out[name] = value
    return pd.DataFrame(out), bad


def person_id(school, names, references):
    """A stable id for a person: the hash of school and name; namesakes stay apart by what the export calls them."""
    clean = names.str.lower().str.replace("ё", "е", regex=False).str.split().str.join(" ")
    clean = clean.where(~clean.duplicated(keep=False), clean + " " + references)
    return clean.map(lambda name: hashlib.sha256(f"{school}\n{name}".encode()).hexdigest()[:16])


def checked(name, frame, known):
    kind, key, columns = TABLES[name]
    out, bad = typed(frame, columns)
    for column, table in REFERENCES.items():
        if column in out and table in known and name != table:
            bad |= out[column].notna() & ~out[column].isin(known[table])
    if name == "mark":
        bad |= (out["kind"] == "score") != out["value"].notna()
        bad |= out["value"].notna() & ~out["value"].between(1, 5)
    out["src_loc"] = "row " + (out.index + 2).astype(str)
    return out[~bad], out[bad]


def merged(name, new, path, key):
    """Rows of the new export replace those of the same students, subjects and dates; returns also what was edited."""
    if not path.exists():
        return new, 0
    old = pd.read_parquet(path)
    both = old.merge(new, on=key, how="inner", suffixes=("_old", ""))
    values = [column for column in ("value", "reason", "kind", "status") if f"{column}_old" in both]
    edits = sum(int((both[column].fillna("") != both[f"{column}_old"].fillna("")).sum()) for column in values)
    kept = old.merge(new[key], on=key, how="left", indicator=True).query('_merge == "left_only"').drop(columns="_merge")
    return pd.concat([kept, new], ignore_index=True), edits


def one_school(folder, out, number, rows):
    head = tomllib.loads((folder / "bundle.toml").read_text())
    frames = {path.stem: pd.read_csv(path, dtype="string", keep_default_na=False, na_values=[""]) for path in sorted(folder.glob("*.csv"))}
    known = {table: set(frames[table][column]) for column, table in REFERENCES.items() if table in frames}
    ids = dict(zip(frames["student"]["student_id"], person_id(head["school"], frames["student"]["full_name"], frames["student"]["student_id"])))
    teachers = dict(zip(frames["teacher"]["teacher_id"], person_id(head["school"], frames["teacher"]["full_name"], frames["teacher"]["teacher_id"])))
    classes = dict(zip(frames["class"]["class_id"], frames["class"]["name"]))
    for name, frame in frames.items():
        if name not in TABLES:
            continue
        good, bad = checked(name, frame, known)
        for column, table in (("student_id", ids), ("teacher_id", teachers), ("class_id", classes)):
            if column in good:
                good[column] = good[column].map(table).astype("string")
        good["school"], good["year"] = head["school"], head["year"]
        good["source_id"] = hashlib.sha256((folder / f"{name}.csv").read_bytes()).hexdigest()[:16]
        kind, key, _ = TABLES[name]
        if kind == "Reference":
            good = good.drop_duplicates(key, keep="last")
        target = out / f"{name}-{number}.parquet"
        whole, _edits = merged(name, good, target, key)
        whole.to_parquet(target, compression="zstd", index=False)
        rows[name] = rows.get(name, 0) + len(whole)


def main():
    out, folders = Path(sys.argv[1]), [Path(word) for word in sys.argv[2:]]
    start = time.perf_counter()
    rows = {}
    for number, folder in enumerate(folders):
        one_school(folder, out, number, rows)
    print(json.dumps({"seconds": time.perf_counter() - start, "rows": rows}))


main()
