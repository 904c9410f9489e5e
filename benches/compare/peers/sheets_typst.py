"""The same template, fonts and data with typst from PyPI: `one` process for all files, or `fresh` for a single one."""

import json
import shutil
import sys
import time
from pathlib import Path

import typst

STANDARDS = ["a-2a", "ua-1"]


def main():
    how, templates, data, out = sys.argv[1], *map(Path, sys.argv[2:5])
    files = sorted(data.glob("*.json")) if data.is_dir() else [data]
    if not (out / "root").exists():
        shutil.copytree(templates, out / "root")
    root = out / "root"
    templates = [root / f"{json.loads(file.read_text())['template']}.typ" for file in files]
    start = time.perf_counter()
    compiler = typst.Compiler(root=str(root), font_paths=[str(root / "fonts")], ignore_system_fonts=True)
    for file, template in zip(files, templates):
        shutil.copyfile(file, root / "data.json")
        compiler.compile(str(template), output=str(out / f"{file.stem}.pdf"), pdf_standards=STANDARDS)
    print(json.dumps({"seconds": time.perf_counter() - start, "how": how, "files": len(files)}))


main()
