"""1,000 one-page class sheets, PDF/A-2a + PDF/UA-1: store → PDF, against typst from PyPI and WeasyPrint, which get the data ready."""


from pypdf import PdfReader

import inputs
import sheets_input
from measure import Side, interleaved
from results import faster, row

# A fresh process and WeasyPrint take long enough for one file to be measured on few.
FRESH, WEASY = 20, 20


def compare(bench):
    count = bench.scaled(1000, 10)
    store = sheets_input.store(bench, count)
    ours_out, data, templates = bench.work / "sheets-ours", bench.work / "sheets-data", bench.project / "report-templates"
    command = [bench.vedomost, "report", "class-marksheet", "--store", store, "--all-schools", "--out"]
    inputs.fresh(data)
    inputs.vedomost(bench, *command[1:], data, "--data")
    for pdf in data.glob("*.pdf"):
        pdf.unlink()
    one_out, fresh_out, weasy_out = (bench.work / f"sheets-{name}" for name in ("one", "fresh", "weasyprint"))
    few = sorted(data.glob("*.json"))[:FRESH]
    ours, one, fresh, weasy = interleaved([
        Side("vedomost", [*command, ours_out], lambda: inputs.fresh(ours_out)),
        Side("typst, one process", bench.peer("sheets_typst", "one", templates, data, one_out), lambda: inputs.fresh(one_out), report=True),
        Side("typst, a process a file", fresh_typst(bench, templates, few, fresh_out), lambda: inputs.fresh(fresh_out)),
        Side("WeasyPrint", bench.peer("sheets_weasyprint", templates, data, weasy_out, WEASY), lambda: inputs.fresh(weasy_out), report=True),
    ], bench.runs)
    check(ours_out, one_out, fresh_out, weasy_out, count)
    for side, files in ((fresh, len(few)), (weasy, min(WEASY, count))):
        for run in side.runs:
            run.seconds *= count / files
    work = f"{count:,} one-page class sheets, PDF/A-2a + UA-1"
    equal = "pages and words of a sample equal"
    return [
        faster(work, ours, fresh, 3, equal, f"typst on {len(few)} of them"),
        faster("the same", ours, one, 1.7, equal),
        faster("the same", ours, weasy, 20, "every mark there", f"WeasyPrint on {min(WEASY, count)} of them"),
    ] + memory(bench, command, ours_out, ours, count)


def fresh_typst(bench, templates, files, out):
    """One process after the other, as a script around the compiler would run it."""
    lines = [" ".join(f"'{word}'" for word in bench.peer("sheets_typst", "fresh", templates, file, out)) for file in files]
    return ["sh", "-ec", "\n".join(lines)]


def memory(bench, command, out, ours, count):
    """Flat over many sheets: ten times the sheets, the same memory."""
    many = count * 10
    store = sheets_input.store(bench, many)
    command = [store if word == sheets_input.store(bench, count) else word for word in command]
    (large,) = interleaved([Side(f"vedomost, {many} sheets", [*command, out], lambda: inputs.fresh(out))], 1)
    ratio = large.peak_mb / ours.peak_mb
    return [row(f"{many:,} sheets: memory against {count:,}", large, None, "flat (≤ 1.25 × the memory)", ratio, ratio <= 1.25, "–")]


def words(path):
    reader = PdfReader(path)
    return len(reader.pages), sorted(" ".join(page.extract_text() for page in reader.pages).split())


def marks_of(found):
    return [word for word in found[1] if word in ("2", "3", "4", "5")]


def check(ours, one, fresh, weasy, count):
    files = sorted(ours.glob("*.pdf"))
    if len(files) != count:
        raise RuntimeError(f"{len(files)} sheets instead of {count}")
    for path in files[:: max(1, count // 10)]:
        found = words(path)
        if found[0] != 1:
            raise RuntimeError(f"{path.name} has {found[0]} pages: not a one-page sheet")
        if found != words(one / path.name):
            raise RuntimeError(f"{path.name}: typst set other words")
    for path in sorted(fresh.glob("*.pdf")):
        if words(path) != words(ours / path.name):
            raise RuntimeError(f"{path.name}: typst in a process of its own set other words")
    for path in sorted(weasy.glob("*.pdf")):
        if abs(len(marks_of(words(path))) - len(marks_of(words(ours / path.name)))) > 8:
            raise RuntimeError(f"{path.name}: WeasyPrint printed other marks")
