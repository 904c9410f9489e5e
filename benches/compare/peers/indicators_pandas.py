"""The five indicators in plain pandas over the Parquet files of the store: the main figures of each, on the assumptions that hold for
the sample schools (absences by lessons, numbered lessons, thresholds of the neutral regulation). Less than the SQL does, never more."""

import json
import sys
import time

import pandas as pd

FILES = json.loads(open(sys.argv[1]).read())
PERIOD, MARKS_FROM_GRADE, WINDOW_DAYS, QUALITY_FROM, PASS_FROM = "q2", 2, 7, 4, 3
HELD = ["held", "substituted", "remote"]
OWN = {"quarter": "q2", "half_year": "h1"}
KEY = ["school", "class_id"]


def table(name):
    return pd.concat([pd.read_parquet(path) for path in FILES[name]], ignore_index=True)


def day(column):
    return pd.to_datetime(column)


class Data:
    def __init__(self):
        self.classes = table("class").assign(period_id=lambda c: c["period_kind"].fillna("quarter").map(OWN))
        self.members = table("class_membership").assign(
            from_date=lambda m: day(m["from_date"]).fillna(pd.Timestamp("1900-01-01")), to_date=lambda m: day(m["to_date"]).fillna(pd.Timestamp("2200-12-31"))
        )
        self.students = table("student").assign(left_date=lambda s: day(s["left_date"]))
        self.subjects = table("subject")
        self.marks = table("mark").assign(date=lambda m: day(m["date"]))
        self.attendance = table("attendance").assign(date=lambda a: day(a["date"]))
        self.lessons = table("lesson").assign(date=lambda l: day(l["date"]))
        self.period_marks = table("period_mark")
        periods = table("grading_period").assign(start_date=lambda p: day(p["start_date"]), end_date=lambda p: day(p["end_date"]))
        any_level = periods.groupby(["school", "period_id"], as_index=False).agg(start_any=("start_date", "min"), end_any=("end_date", "max"))
        self.any_level = any_level
        own = periods.dropna(subset=["grade_level"])[["school", "period_id", "grade_level", "start_date", "end_date"]]
        self.bounds = lambda frame: frame.merge(own, on=["school", "period_id", "grade_level"], how="left").merge(any_level, on=["school", "period_id"], how="left")
        assessed = self.subjects["assessed"].astype("boolean").fillna(True)
        self.assessed = self.subjects.loc[assessed, ["school", "subject_id"]]
        held = self.lessons[self.lessons["status"].isin([*HELD, "unknown"])]
        self.as_of = max(self.marks["date"].max(), self.attendance["date"].max(), held["date"].max())


def roster(data):
    classes = data.bounds(data.classes.dropna(subset=["period_id"]))
    classes["day"] = classes["end_date"].fillna(classes["end_any"])
    found = classes.merge(data.members[["school", "class_id", "student_id", "from_date", "to_date"]], on=KEY)
    found = found[(found["day"] >= found["from_date"]) & (found["day"] <= found["to_date"])]
    found = found.sort_values(["from_date", "class_id"], ascending=[False, True]).drop_duplicates(["school", "student_id"])
    found = found.merge(data.students[["school", "student_id", "left_date"]], on=["school", "student_id"])
    return found[found["left_date"].isna() | (found["left_date"] > found["day"])]


def cells(data, people):
    """A row for every mark of the period that is set or expected."""
    marks = data.period_marks[data.period_marks["kind"] == "period"].merge(data.assessed, on=["school", "subject_id"])
    taught = marks.merge(data.classes[[*KEY, "period_id"]], on=[*KEY, "period_id"])[[*KEY, "subject_id"]].drop_duplicates()
    older = people[people["grade_level"] >= MARKS_FROM_GRADE]
    expected = older[[*KEY, "student_id", "period_id", "day"]].merge(taught, on=KEY)
    groups = table("group_membership").merge(table("study_group")[["school", "group_id", "subject_id", "class_id"]], on=["school", "group_id"])
    groups["from_date"], groups["to_date"] = day(groups["from_date"]).fillna(pd.Timestamp("1900-01-01")), day(groups["to_date"]).fillna(pd.Timestamp("2200-12-31"))
    groups = older[[*KEY, "student_id", "day"]].merge(groups, on=["school", "student_id"], suffixes=("", "_group"))
    groups = groups[groups["class_id_group"].isna() | (groups["class_id_group"] == groups["class_id"])]
    groups["in_group"] = (groups["day"] >= groups["from_date"]) & (groups["day"] <= groups["to_date"])
    inside = groups.groupby([*KEY, "student_id", "subject_id"], as_index=False)["in_group"].max()
    split = inside[[*KEY, "subject_id"]].drop_duplicates().assign(split=True)
    expected = expected.merge(split, on=[*KEY, "subject_id"], how="left").merge(inside, on=[*KEY, "student_id", "subject_id"], how="left")
    expected = expected[expected["split"].isna() | expected["in_group"].eq(True)][[*KEY, "student_id", "period_id", "subject_id"]]
    own = marks.merge(older[["school", "student_id", "period_id", "class_id"]], on=["school", "student_id", "period_id"], suffixes=("_mark", ""))
    own["foreign"], own["blank"] = own["class_id_mark"] != own["class_id"], own["status"] == "empty"
    own = own.sort_values(["foreign", "blank", "set_at"], ascending=[True, True, False]).drop_duplicates(["school", "student_id", "subject_id"])
    own = own[own["status"] != "empty"][[*KEY, "student_id", "subject_id", "status", "value"]]
    found = expected.drop(columns="period_id").merge(own, on=[*KEY, "student_id", "subject_id"], how="outer")
    return found.assign(status=found["status"].fillna("empty"), value=found["value"].astype("Float64"))


def standings(data, people, found):
    key = ["school", "student_id"]
    tally = found.assign(
        n5=found["value"].eq(5), low=found["value"].lt(QUALITY_FROM), fail=found["value"].lt(PASS_FROM) | found["status"].eq("no_credit"),
        mark=found["value"].notna(), absent=found["status"].eq("not_assessed"), empty=found["status"].eq("empty"),
    )
    columns = ["n5", "low", "fail", "mark", "absent", "empty"]
    tally[columns] = tally[columns].fillna(False).astype(int)
    all_of = people[[*KEY, "student_id", "grade_level"]].merge(tally.groupby(key, as_index=False)[columns].sum(), on=key, how="left").fillna({column: 0 for column in columns})

    def standing(row):
        if row.grade_level < MARKS_FROM_GRADE:
            return "not_applicable"
        if row.mark == 0 and row.fail == 0 and row.absent == 0:
            return "no_data"
        if row.fail:
            return {1: "failing_one", 2: "failing_two"}.get(row.fail, "failing_many")
        if row.absent:
            return "not_certified"
        if row.empty:
            return "incomplete"
        if row.n5 == row.mark:
            return "all_fives"
        return {0: "fours_and_fives", 1: "one_three"}.get(row.low, "with_threes")

    all_of["standing"] = [standing(row) for row in all_of.itertuples()]
    names = ["all_fives", "fours_and_fives", "one_three", "with_threes", "failing_one", "failing_two", "failing_many", "not_certified", "incomplete", "no_data", "not_applicable"]
    counts = all_of.pivot_table(index=KEY, columns="standing", aggfunc="size", fill_value=0).reindex(columns=names, fill_value=0)
    counts["roster"] = counts.sum(axis=1)
    return counts.reset_index()


def performance(found):
    for mark in (5, 4, 3, 2):
        found[f"n{mark}"] = found["value"].eq(mark).fillna(False).astype(int)
    return found.groupby([*KEY, "subject_id"], as_index=False)[["n5", "n4", "n3", "n2"]].sum()


def attendance_by_cause(data):
    asked = data.bounds(data.classes.assign(period_id=PERIOD))
    asked["from_day"], asked["to_day"] = asked["start_date"].fillna(asked["start_any"]), asked["end_date"].fillna(asked["end_any"])
    entries = data.attendance.merge(asked[[*KEY, "from_day", "to_day"]], on=KEY)
    entries = entries[(entries["date"] >= entries["from_day"]) & (entries["date"] <= entries["to_day"])]
    gravity = {"unexcused": 4, "unset": 3, "illness": 2, "excused": 1, "late": 0}
    entries = entries.assign(gravity=entries["reason"].map(gravity)).dropna(subset=["gravity"])
    gravest = entries.groupby([*KEY, "student_id", "subject_id", "date", "lesson_number"], as_index=False)["gravity"].max()
    for name, number in gravity.items():
        gravest[name] = (gravest["gravity"] == number).astype(int)
    counted = gravest.groupby(KEY, as_index=False)[list(gravity)].sum()
    there = data.members.merge(asked[[*KEY, "from_day", "to_day"]], on=KEY)
    there = there[(there["from_date"] <= there["to_day"]) & (there["to_date"] >= there["from_day"])][KEY].drop_duplicates()
    counted = there.merge(counted, on=KEY, how="outer").fillna(0)
    counted["absent"] = counted[["unexcused", "unset", "illness", "excused"]].sum(axis=1)
    return counted.astype({name: int for name in [*gravity, "absent"]})


def students_without_marks(data):
    to_date, from_date = data.as_of - pd.Timedelta(days=1), data.as_of - pd.Timedelta(days=WINDOW_DAYS)
    people = data.members[(data.members["from_date"] <= to_date) & (data.members["to_date"] >= to_date)]
    people = people.sort_values(["from_date", "class_id"], ascending=[False, True]).drop_duplicates(["school", "student_id"])[[*KEY, "student_id"]]
    seen = [table(name)[[*KEY, "subject_id"]] for name in ("curriculum", "teaching_assignment")]
    seen += [frame[[*KEY, "subject_id"]] for frame in (data.lessons, data.marks, data.period_marks)]
    seen = pd.concat(seen).drop_duplicates().merge(data.assessed, on=["school", "subject_id"])
    scores = data.marks[(data.marks["kind"] == "score") & data.marks["date"].between(from_date, to_date)]
    marked = scores[["school", "student_id", "subject_id"]].drop_duplicates().assign(marked=True)
    grid = people.merge(seen, on=KEY).merge(marked, on=["school", "student_id", "subject_id"], how="left")
    return grid[grid["marked"].isna()][[*KEY, "student_id", "subject_id"]].assign(check_name="window")


def programme_completion(data):
    key = [*KEY, "group_id", "subject_id"]
    plan = table("planned_lesson").assign(planned_date=lambda p: day(p["planned_date"]))
    plan["to_date"] = plan["hours_hundredths"].where(plan["planned_date"] <= data.as_of, 0)
    planned = plan.groupby(key, as_index=False, dropna=False).agg(planned_hours_hundredths=("hours_hundredths", "sum"), planned_to_date_hundredths=("to_date", "sum"))
    held = data.lessons[data.lessons["status"].isin(HELD) & (data.lessons["date"] <= data.as_of)]
    given = held.assign(given_hours_hundredths=held["hours_hundredths"].fillna(100)).groupby(key, as_index=False, dropna=False)["given_hours_hundredths"].sum()
    grid = pd.concat([planned[key], table("curriculum")[key], data.lessons[key]]).drop_duplicates()
    found = grid.merge(planned, on=key, how="left").merge(given, on=key, how="left")
    found["given_hours_hundredths"] = found["given_hours_hundredths"].fillna(0)
    found["lag_hundredths"] = found["planned_to_date_hundredths"] - found["given_hours_hundredths"]
    return found


def main():
    start = time.perf_counter()
    data = Data()
    people = roster(data)
    found = cells(data, people)
    results = {
        "standings": standings(data, people, found), "performance": performance(found), "attendance_by_cause": attendance_by_cause(data),
        "students_without_marks": students_without_marks(data), "programme_completion": programme_completion(data),
    }
    seconds = time.perf_counter() - start
    with open(sys.argv[2], "w") as file:
        json.dump({name: json.loads(frame.to_json(orient="records", double_precision=0)) for name, frame in results.items()}, file)
    print(json.dumps({"seconds": seconds}))


main()
