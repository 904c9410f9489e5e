"""A school of many classes, small ones for a class sheet of exactly one page, or full ones: what the sheets need, and nothing else."""

import csv

import inputs

SMALL = (4, 16)
FULL = (30, 20)
# The results of a period of a whole class on one page.
RESULTS = (28, 14)
SUBJECTS = [
    "Русский язык", "Литература", "Иностранный язык", "Алгебра", "Геометрия", "Вероятность и статистика", "Информатика", "История",
    "Обществознание", "География", "Биология", "Физика", "Химия", "Музыка", "Труд (технология)", "Физическая культура",
    "Изобразительное искусство", "Основы безопасности и защиты Родины", "Второй иностранный язык", "Родной язык",
]
LETTERS = "АБВГДЕЖЗИК"
LAST = ["Алексеев", "Бородин", "Васильев", "Григорьев", "Дмитриев", "Ефимов", "Захаров", "Ильин", "Ковалёв", "Лебедев", "Морозов"]
FIRST = ["Андрей", "Борис", "Виктор", "Глеб", "Денис", "Евгений", "Иван"]
MIDDLE = ["Андреевич", "Борисович", "Викторович", "Глебович", "Иванович"]


def classes(count):
    """1А1, 1А2, …: names that any number of classes can have."""
    names = [f"{level}{letter}" for level in range(5, 10) for letter in LETTERS]
    return names[:count]


def write(folder, number, count, size):
    """A bundle of one school with so many classes of so many students and subjects; a full class has exams and final marks, too."""
    inputs.fresh(folder)
    names, (students, subjects) = classes(count), size
    periods = [(period, "year" if period == "year" else "period") for period in ("q1", "q2", "q3", "q4", "year")]
    periods += [("year", "exam"), ("year", "final")] if size == FULL else []
    (folder / "bundle.toml").write_text(f'school = "{inputs.school_name(number)}"\nyear = 2025\nas_of = "2026-05-29 18:00"\ncomplete = true\n')

    def table(name, head, rows):
        with open(folder / f"{name}.csv", "w", newline="") as file:
            writer = csv.writer(file)
            writer.writerow(head)
            writer.writerows(rows)

    people = [(f"u{c}-{s}", c, s) for c in range(count) for s in range(students)]
    full = lambda c, s: f"{LAST[(c * 7 + s * 3 + number) % 11]} {FIRST[(c + s + number) % 7]} {MIDDLE[(c * students + s) % 5]}"
    table("school", ["school_id", "name", "time_zone"], [["s", inputs.school_name(number), "Asia/Yekaterinburg"]])
    table("subject", ["subject_id", "name"], [[f"p{at}", name] for at, name in enumerate(SUBJECTS[:subjects])])
    table("class", ["class_id", "name", "grade_level", "period_kind"], [[f"k{c}", name, int(name[0]), "quarter"] for c, name in enumerate(names)])
    table("student", ["student_id", "full_name"], [[one, f"{full(c, s)}"] for one, c, s in people])
    table("class_membership", ["student_id", "class_id", "from_date", "to_date"], [[one, f"k{c}", "2025-09-01", ""] for one, c, s in people])
    table("period_mark", ["student_id", "class_id", "subject_id", "period_id", "kind", "status", "value"], [
        [one, f"k{c}", f"p{p}", period, kind, "set", 3 + (c + s * 5 + p * 3 + at) % 3]
        for one, c, s in people for p in range(subjects) for at, (period, kind) in enumerate(periods)
    ])


def store(bench, sheets, size=SMALL):
    """A store of schools of up to 50 classes each, `sheets` classes in all."""

    def make(folder):
        counts = [50] * (sheets // 50) + ([sheets % 50] if sheets % 50 else [])
        inputs.known_schools(bench, folder, len(counts))
        bundles = []
        for number, count in enumerate(counts, 1):
            bundles.append(bench.work / f"sheets-bundle-{number}")
            write(bundles[-1], number, count, size)
        inputs.vedomost(bench, "import", "--store", folder, *bundles, codes=(0, 1))

    return inputs.made(bench.inputs / f"sheets-{sheets}-{size[0]}x{size[1]}", make)
