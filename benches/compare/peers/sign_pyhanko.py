"""The same files signed by pyHanko: PAdES B-B, the same key, an invisible field."""

import io
import json
import sys
import time
from pathlib import Path

from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign import fields, signers


def main():
    files, out, key, password = sys.argv[1], Path(sys.argv[2]), sys.argv[3], sys.argv[4]
    files = [Path(line) for line in Path(files).read_text().splitlines()]
    signer = signers.SimpleSigner.load_pkcs12(key, passphrase=password.encode())
    start = time.perf_counter()
    for path in files:
        # typst ends without a line end and pyHanko adds none, which breaks PDF/A: the peer is helped out.
        writer = IncrementalPdfFileWriter(io.BytesIO(path.read_bytes() + b"\n"))
        metadata = signers.PdfSignatureMetadata(field_name="Signature1", md_algorithm="sha256", subfilter=fields.SigSeedSubFilter.PADES)
        signed = signers.sign_pdf(writer, metadata, signer)
        (out / path.name).write_bytes(signed.getbuffer())
    print(json.dumps({"seconds": time.perf_counter() - start, "files": len(files)}))


main()
