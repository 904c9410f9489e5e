"""Signing 1,000 one-page sheets with RSA-2048: against pyHanko and against the number of signatures `openssl speed` can make."""

import re
import subprocess

import inputs
import sheets_input
from measure import Run, Side, interleaved
from results import faster, row

# pyHanko takes tens of milliseconds a file.
PEER_FILES = 100


def compare(bench):
    count = bench.scaled(1000, 10)
    unsigned, keys = bench.work / "signing-sheets", bench.work / "signing-keys"
    store = sheets_input.store(bench, count)
    inputs.fresh(unsigned)
    inputs.vedomost(bench, "report", "class-marksheet", "--store", store, "--all-schools", "--out", unsigned)
    files = sorted(unsigned.glob("*.pdf"))
    make_key(keys)
    ours_out, hanko_out, listing = bench.work / "signed-ours", bench.work / "signed-pyhanko", bench.work / "signing-part.txt"
    listing.write_text("\n".join(map(str, files[:PEER_FILES])))
    password = bench.work / "signing-password"
    password.write_text("test\n")
    ours, hanko = interleaved([
        Side("vedomost", [bench.vedomost, "sign", *files, "--key", keys / "key.p12", "--password-file", password, "--out", ours_out], lambda: inputs.fresh(ours_out)),
        Side("pyHanko", bench.peer("sign_pyhanko", listing, hanko_out, keys / "key.p12", "test"), lambda: inputs.fresh(hanko_out), report=True),
    ], bench.runs)
    for folder in (ours_out, hanko_out):
        some = sorted(folder.glob("*.pdf"))[:: max(1, count // 20)]
        inputs.vedomost(bench, "verify", *some, "--trust", keys / "root.pem")
    for run in hanko.runs:
        run.seconds *= count / min(PEER_FILES, count)
    limit = openssl_speed(bench, count)
    share = 100 * limit.seconds / ours.seconds
    work = f"signing {count:,} sheets, RSA-2048 (of {sum(path.stat().st_size for path in files) / count / 1024:.0f} KiB)"
    kib = f"{count / ours.seconds:.0f} a second"
    return [
        faster(work, ours, hanko, 50, "both judged good by `vedomost verify`", f"{kib}; pyHanko on {min(PEER_FILES, count)} of them"),
        row("the same", ours, limit, "≥ 60 % of the limit", share / 100, share >= 60, "–"),
    ]


def make_key(keys):
    """A root and a signer of RSA-2048, by openssl."""
    inputs.fresh(keys)
    (keys / "signer.cnf").write_text(
        "basicConstraints=critical,CA:FALSE\nkeyUsage=critical,digitalSignature,nonRepudiation\nsubjectKeyIdentifier=hash\nauthorityKeyIdentifier=keyid\n"
    )
    script = """
    openssl req -x509 -newkey rsa:2048 -nodes -keyout root.key -out root.pem -days 3650 -subj '/CN=Root' -addext keyUsage=critical,keyCertSign,cRLSign
    openssl req -newkey rsa:2048 -nodes -keyout signer.key -out signer.csr -subj '/CN=Signer/O=School'
    openssl x509 -req -in signer.csr -CA root.pem -CAkey root.key -CAcreateserial -days 1000 -extfile signer.cnf -out signer.pem
    openssl pkcs12 -export -inkey signer.key -in signer.pem -certfile root.pem -passout pass:test -out key.p12
    """
    subprocess.run(["sh", "-ec", script], cwd=keys, check=True, capture_output=True)


def openssl_speed(bench, count):
    """The time that bare signatures would take on all cores."""
    done = subprocess.run(["openssl", "speed", "-multi", str(bench.cores), "-seconds", "3", "rsa2048"], capture_output=True, text=True, check=True)
    per_second = float(re.search(r"rsa\s+2048 bits\s+\S+\s+\S+\s+([\d.]+)", done.stdout).group(1))
    return Side(f"`openssl speed`, {per_second:.0f} a second on {bench.cores} cores", [], runs=[Run(count / per_second, 0, "")])
