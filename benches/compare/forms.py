"""Class sheets, signed, a second: F5 of a class on one page, full F1 (30 students × 20 subjects × 7 marks, A3); F1 beside typst and WeasyPrint."""

import inputs
import sheets_input
from measure import Side, interleaved
from results import faster, row
from sheets import marks_of, words
from signing import make_key

FEW = 5


def compare(bench):
    count = bench.scaled(200, 10)
    keys, password = bench.work / "signing-keys", bench.work / "signing-password"
    make_key(keys)
    password.write_text("test\n")
    found = []
    forms = [
        ("class-results", "F5", sheets_input.RESULTS, 40, ["--period", "q4"]),
        ("class-marksheet", "F1", sheets_input.FULL, 10, []),
    ]
    for kind, form, size, least, more in forms:
        store = sheets_input.store(bench, count, size)
        out = bench.work / f"forms-{form}"
        command = [bench.vedomost, "report", kind, "--store", store, "--all-schools", *more, "--out", out]
        signing = f"'{bench.vedomost}' sign '{out}'/*.pdf --key '{keys / 'key.p12'}' --password-file '{password}' > '{bench.work / 'forms.log'}'"
        line = " ".join(f"'{word}'" for word in command)
        sides = [Side(f"vedomost, {form}", ["sh", "-ec", f"{line} > '{bench.work / 'forms.log'}'\n{signing}"], lambda: inputs.fresh(out))]
        if form == "F1":
            sides += peers(bench, command)
        ours, *others = interleaved(sides, bench.runs)
        files = sorted(out.glob("*.pdf"))
        if len(files) != count:
            raise RuntimeError(f"{len(files)} sheets instead of {count}")
        pages = words(files[0])[0]
        rate = count / ours.seconds
        students, subjects = size
        work = f"{count:,} {form} of {students} students and {subjects} subjects ({pages} {'page' if pages == 1 else 'pages'}), typeset and signed"
        found.append(row(f"{work}: {rate:.1f} a second", ours, None, f"≥ {least} a second", rate / least, rate >= least, "–"))
        for other, least in zip(others, (1.7, 20)):
            check(out, bench.work / other.name.split(",")[0].lower())
            for run in other.runs:
                run.seconds *= count / FEW
            found.append(faster(f"the same {form}, which the peer does not sign", ours, other, least, "every mark there", f"the peer on {FEW} of them"))
    return found


def peers(bench, command):
    data, templates = bench.work / "forms-data", bench.project / "report-templates"
    inputs.fresh(data)
    inputs.vedomost(bench, *command[1:-1], data, "--data")
    for file in [*data.glob("*.pdf"), *sorted(data.glob("*.json"))[FEW:]]:
        file.unlink()
    typst, weasy = bench.work / "typst", bench.work / "weasyprint"
    return [
        Side("typst, one process", bench.peer("sheets_typst", "one", templates, data, typst), lambda: inputs.fresh(typst), report=True),
        Side("WeasyPrint", bench.peer("sheets_weasyprint", templates, data, weasy, FEW), lambda: inputs.fresh(weasy), report=True),
    ]


def check(ours, theirs):
    for path in sorted(theirs.glob("*.pdf")):
        if abs(len(marks_of(words(path))) - len(marks_of(words(ours / path.name)))) > 8:
            raise RuntimeError(f"{path.name}: the peer printed other marks")
