"""Runs commands and takes their time and peak memory as the system's account has them."""

import json
import os
import statistics
import subprocess
import tempfile
import time
from dataclasses import dataclass, field
from typing import Callable


@dataclass
class Run:
    seconds: float
    peak_mb: float
    out: str


@dataclass
class Side:
    """One of those compared. `report`: its last line is JSON with its own `seconds` (a peer in Python: its start is not counted)."""

    name: str
    command: list
    before: Callable[[], None] = lambda: None
    report: bool = False
    codes: tuple = (0,)
    threads: int | None = None
    runs: list = field(default_factory=list)

    @property
    def seconds(self):
        return statistics.median(run.seconds for run in self.runs)

    @property
    def peak_mb(self):
        return max(run.peak_mb for run in self.runs)

    @property
    def answer(self):
        return json.loads(self.runs[-1].out.strip().splitlines()[-1])


def once(side):
    side.before()
    environment = dict(os.environ, LC_ALL="C.UTF-8")
    if side.threads:
        environment["RAYON_NUM_THREADS"] = str(side.threads)
    with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err:
        start = time.perf_counter()
        process = subprocess.Popen([str(word) for word in side.command], stdout=out, stderr=err, env=environment)
        _, status, usage = os.wait4(process.pid, 0)
        seconds = time.perf_counter() - start
        process.returncode = code = os.waitstatus_to_exitcode(status)
        out.seek(0)
        err.seek(0)
        text = out.read().decode()
        if code not in side.codes:
            raise RuntimeError(f"{side.name} ended with {code}: {err.read().decode()[-2000:]}")
    run = Run(seconds, usage.ru_maxrss / 1024, text)
    if side.report:
        run.seconds = json.loads(text.strip().splitlines()[-1])["seconds"]
    return run


def interleaved(sides, runs):
    """A B C, A B C, …: whatever the machine does meanwhile befalls all of them."""
    for _ in range(runs):
        for side in sides:
            side.runs.append(once(side))
            print(f"    {side.name}: {side.runs[-1].seconds:.2f} s, {side.runs[-1].peak_mb:.0f} MB", flush=True)
    return sides
