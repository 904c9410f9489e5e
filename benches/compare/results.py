"""The rows of all comparisons: kept as JSON beside the inputs, written as benches/RESULTS.md."""

import json
import os
import platform
import subprocess
from importlib.metadata import version
from pathlib import Path

HERE = Path(__file__).resolve().parent
PEERS = ["duckdb", "pandas", "pyarrow", "lxml", "typst", "weasyprint", "pyhanko"]


def row(work, ours, peer, aim, ratio, met, equal, note=""):
    """`ratio` as the aim states it: peer ÷ ours where more is better, ours ÷ peer for a limit."""
    return {
        "work": work, "peer_name": peer.name if peer else "–", "ours": ours.seconds, "peer": peer.seconds if peer else None,
        "ours_mb": ours.peak_mb, "peer_mb": peer.peak_mb if peer else None, "aim": aim, "ratio": ratio, "met": met,
        "equal": equal, "note": note,
    }


def faster(work, ours, peer, least, equal, note=""):
    """The aim: at least `least` times as fast as the peer."""
    ratio = peer.seconds / ours.seconds
    return row(work, ours, peer, f"≥ {least:g} ×", ratio, ratio >= least, equal, note)


def within(work, ours, peer, most, equal, note=""):
    """The aim: at most `most` times the time of the peer."""
    ratio = ours.seconds / peer.seconds
    return row(work, ours, peer, f"≤ {most:g} × its time", ratio, ratio <= most, equal, note)


def save(folder, name, rows, scale):
    path = folder / "results.json"
    kept = json.loads(path.read_text()) if path.exists() else {}
    kept[name] = {"scale": scale, "rows": rows}
    path.write_text(json.dumps(kept, ensure_ascii=False, indent=1))
    return kept


def seconds(value):
    if value is None:
        return "–"
    return f"{value * 1000:.0f} ms" if value < 1 else f"{value:.1f} s"


def table(kept, order):
    lines = [
        "| work | ours | peer or limit | its time | ratio | aim | | peak memory, ours / peer | results |",
        "|---|---|---|---|---|---|---|---|---|",
    ]
    for name in sorted(kept, key=lambda name: order.index(name) if name in order else len(order)):
        for one in kept[name]["rows"]:
            memory = f"{one['ours_mb']:.0f} / {one['peer_mb']:.0f} MB" if one["peer_mb"] else f"{one['ours_mb']:.0f} MB"
            scale = "" if kept[name]["scale"] == 1 else f" (scale {kept[name]['scale']:g})"
            note = f" – {one['note']}" if one["note"] else ""
            ratio = f"{one['ratio']:.2f}" if one["ratio"] is not None else "–"
            lines.append(
                f"| {one['work']}{scale}{note} | {seconds(one['ours'])} | {one['peer_name']} | {seconds(one['peer'])} | {ratio} "
                f"| {one['aim']} | {'met' if one['met'] else '**missed**'} | {memory} | {one['equal']} |"
            )
    return "\n".join(lines)


def machine(vedomost):
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    model = next((line.split(":", 1)[1].strip() for line in Path("/proc/cpuinfo").read_text().splitlines() if line.startswith("model name")), "")
    ours = subprocess.run([vedomost, "--version"], capture_output=True, text=True, check=True).stdout.strip()
    openssl = subprocess.run(["openssl", "version"], capture_output=True, text=True, check=True).stdout.split()[1]
    peers = ", ".join(f"{name} {version(name)}" for name in PEERS)
    cores = len(os.sched_getaffinity(0))
    return f"{cores} cores ({model or platform.machine()}), {memory:.0f} GB of memory, {platform.system()}.\n{ours}; Python {platform.python_version()}, {peers}, openssl {openssl}."


def write(kept, order, vedomost):
    text = (HERE / "results-head.md").read_text()
    (HERE.parent / "RESULTS.md").write_text(text.replace("{machine}", machine(vedomost)).replace("{table}", table(kept, order)))
