"""The same tables as an HTML page with the same font, by WeasyPrint, tagged."""

import json
import sys
import time
from html import escape
from pathlib import Path

import weasyprint
from weasyprint.text.fonts import FontConfiguration

STYLE = """
@font-face {{ font-family: PT; src: url({fonts}/PTS55F.ttf) }}
@font-face {{ font-family: PT; font-weight: bold; src: url({fonts}/PTS75F.ttf) }}
@page {{ size: A4 landscape; margin: 15mm 10mm 15mm 30mm }}
body {{ font: 8pt PT }} h1 {{ font-size: 14pt; text-align: center }}
table {{ border-collapse: collapse; width: 100% }} th, td {{ border: 0.3pt solid #787878; padding: 0.6mm; vertical-align: top }}
th {{ font-weight: normal }} .mark {{ text-align: center }} th.mark {{ writing-mode: vertical-rl }}
"""


def html_table(table):
    head = "".join(f'<th class="{column["kind"]}" scope="col">{escape(column["title"])}</th>' for column in table["columns"])
    spans = {}
    for row in table["rows"]:
        spans[row["group"]] = spans.get(row["group"], 0) + 1
    rows, open_group = [], None
    for row in table["rows"]:
        cells = []
        for column, cell in zip(table["columns"], row["cells"]):
            if column["merge"] and row["group"] == open_group:
                continue
            span = f' rowspan="{spans[row["group"]]}"' if column["merge"] else ""
            cells.append(f'<td class="{column["kind"]}"{span}>{escape(cell["text"])}</td>')
        open_group = row["group"]
        rows.append(f'<tr>{"".join(cells)}</tr>')
    return f"<table><thead><tr>{head}</tr></thead><tbody>{''.join(rows)}</tbody></table>"


def page(data):
    tables = "".join(html_table(table) for table in data["tables"])
    fields = "".join(f"<p>{escape(one['label'])}: {escape(one['value'])}</p>" for one in data["head"])
    notes = "".join(f"<li>{escape(note)}</li>" for note in data["notes"])
    lines = "".join(f"<p>{escape(who['label'])} ____________ / {escape(who['value'])} /</p>" for who in data["signatories"])
    facts = " · ".join(escape(str(value)) for value in data["provenance"].values())
    return (
        f'<html lang="ru"><head><title>{escape(data["title"])}</title></head><body><h1>{escape(data["title"])}</h1>{fields}'
        f"{tables}<ol>{notes}</ol>{lines}<p>{facts}</p></body></html>"
    )


def main():
    templates, data, out, count = Path(sys.argv[1]), Path(sys.argv[2]), Path(sys.argv[3]), int(sys.argv[4])
    files = sorted(data.glob("*.json"))[:count]
    start = time.perf_counter()
    fonts = FontConfiguration()
    style = weasyprint.CSS(string=STYLE.format(fonts=(templates / "fonts").as_uri()), font_config=fonts)
    for file in files:
        html = weasyprint.HTML(string=page(json.loads(file.read_text())))
        html.write_pdf(out / f"{file.stem}.pdf", stylesheets=[style], font_config=fonts, pdf_variant="pdf/ua-1")
    print(json.dumps({"seconds": time.perf_counter() - start, "files": len(files)}))


main()
