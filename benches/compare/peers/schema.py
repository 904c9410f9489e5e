"""The canonical tables as the program has them: read from its own list, so that the peers check the same columns."""

import re
from pathlib import Path

TEXT = (Path(__file__).resolve().parents[3] / "src" / "model" / "schema.rs").read_text()
LISTS = {name: re.findall(r'"([^"]+)"', body) for name, body in re.findall(r"const (\w+): &\[&str\] =\s*&\[([^\]]*)\]", TEXT)}


def choices(words):
    inner = re.match(r"Choice\((.*)\)$", words, re.S)
    if not inner:
        return None
    return LISTS.get(inner.group(1)) or re.findall(r'"([^"]+)"', inner.group(1))


def tables():
    """name → (kind, key, [(column, type, choices, required)])"""
    found = {}
    for name, kind, key, columns in re.findall(r'Table \{\s*name: "(\w+)",\s*kind: (\w+),\s*key: &\[([^\]]*)\],\s*columns: &\[(.*?)\],\n    \}', TEXT, re.S):
        parsed = [
            (column, re.match(r"\w+", words).group(), choices(words), need == "req")
            for need, column, words in re.findall(r'(req|opt)\("(\w+)", (Choice\((?:&\[[^\]]*\]|\w+)\)|\w+)\)', columns)
        ]
        found[name] = (kind, re.findall(r'"(\w+)"', key), parsed)
    return found
