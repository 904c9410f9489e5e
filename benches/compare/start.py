"""Start-up: what a user waits for before anything happens."""

from measure import Side, interleaved
from results import row

# A tenth of a second is what people feel as "at once".
AT_ONCE = 0.1


def compare(bench):
    rows = []
    for words in (["--help"], ["list"]):
        (ours,) = interleaved([Side("vedomost " + " ".join(words), [bench.vedomost, *words])], max(bench.runs, 9))
        rows.append(row(f"`vedomost {' '.join(words)}`", ours, None, "no visible wait (≤ 100 ms)", None, ours.seconds <= AT_ONCE, "–"))
    return rows
