"""The inputs of the comparisons: invented schools by `vedomost sample`, made once and kept in the work folder."""

import shutil
import subprocess
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path


def vedomost(bench, *words, codes=(0,)):
    done = subprocess.run([str(bench.vedomost), *map(str, words)], capture_output=True, text=True)
    if done.returncode not in codes:
        raise RuntimeError(f"vedomost {words} ended with {done.returncode}: {done.stderr[-2000:]}")
    return done.stdout


def made(folder, make):
    """Makes a folder whole or not at all."""
    if not folder.exists():
        half = folder.with_name(folder.name + ".half")
        shutil.rmtree(half, ignore_errors=True)
        make(half)
        half.rename(folder)
    return folder


def school_name(number):
    return f"Школа № {number} города Вымышленска"


def school(bench, number, students):
    """Exports of one school; each school has a seed and a name of its own."""

    def make(folder):
        vedomost(bench, "sample", "--seed", number, "--students", students, "--out", folder)
        head = folder / "bundle" / "bundle.toml"
        lines = head.read_text().splitlines()
        head.write_text("\n".join([f'school = "{school_name(number)}"', *(line for line in lines if not line.startswith("school"))]) + "\n")
        table = folder / "bundle" / "school.csv"
        table.write_text(f'school_id,name,time_zone,short_name\ns{number},"{school_name(number)}",Asia/Yekaterinburg,\n')

    return made(bench.inputs / f"school-{number}-{students}", make)


def schools(bench, count, students):
    with ThreadPoolExecutor(bench.cores) as pool:
        return list(pool.map(lambda number: school(bench, number, students), range(1, count + 1)))


def bundles(bench, rows, students=1000):
    """As many bundles of schools as hold this number of rows."""
    found, total = [], 0
    while total < rows:
        folder = school(bench, len(found) + 1, min(students, max(10, rows // 700))) / "bundle"
        found.append(folder)
        total += rows_of(folder)
    return found, total


def rows_of(folder):
    return sum(count_lines(path) - 1 for path in folder.glob("*.csv"))


def count_lines(path):
    with open(path, "rb") as file:
        return sum(block.count(b"\n") for block in iter(lambda: file.read(1 << 20), b""))


def known_schools(bench, store, count):
    """A store that knows the schools and has no data yet."""
    shutil.rmtree(store, ignore_errors=True)
    for number in range(1, count + 1):
        vedomost(bench, "store", "school", f"s{number}", "--store", store, "--name", school_name(number), "--regulation", "neutral")


def store(bench, count, students):
    """A store with the data of so many schools."""

    def make(folder):
        folders = schools(bench, count, students)
        known_schools(bench, folder, count)
        for at in range(0, count, 10):
            vedomost(bench, "import", "--store", folder, *(one / "bundle" for one in folders[at : at + 10]), codes=(0, 1))

    return made(bench.inputs / f"store-{count}-{students}", make)


def fresh(folder):
    shutil.rmtree(folder, ignore_errors=True)
    Path(folder).mkdir(parents=True)
