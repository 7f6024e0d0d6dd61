"""Bundles the editor for a browser and packs it as a wheel of its own in dist/: `make editor`, at a release."""

from __future__ import annotations

import base64
import hashlib
import io
import json
import shutil
import subprocess
import sys
import tempfile
import tomllib
import zipfile
from collections.abc import Mapping
from pathlib import Path

from wmebv_site.editor.bundle import PACKAGE
from wmebv_site.editor.page import PACKAGES, licences
from wmebv_site.project.archive import without_times

ROOT = Path(__file__).resolve().parent.parent
BUILD = ROOT / "editor" / "build.mjs"
DIST = ROOT / "dist"

_SUMMARY = "The program with which an editor changes the registers of wmebv-site in a browser"


def bundle() -> dict[str, bytes]:
    """The files of the bundle by their path, made by esbuild from the locked packages of npm."""
    node = shutil.which("node")
    if node is None:
        raise SystemExit("Node.js is missing: run 'make node_modules/.made'")
    with tempfile.TemporaryDirectory() as made:
        subprocess.run([node, str(BUILD), made], check=True)
        files = sorted(file for file in Path(made).rglob("*") if file.is_file())
        return {file.relative_to(made).as_posix(): file.read_bytes() for file in files}


def wheel(files: Mapping[str, bytes], version: str) -> tuple[str, bytes]:
    """The name and the bytes of the wheel: the same files give the same bytes."""
    info = f"{PACKAGE}-{version}.dist-info"
    name = PACKAGE.replace("_", "-")
    metadata = f"Metadata-Version: 2.4\nName: {name}\nVersion: {version}\nSummary: {_SUMMARY}\n"
    metadata += "License-Expression: EUPL-1.2\nLicense-File: LICENSES.txt\nRequires-Python: >=3.11\n"
    inside = {f"{PACKAGE}/__init__.py": f'"""{_SUMMARY}."""\n'.encode()}
    inside |= {f"{PACKAGE}/files/{path}": data for path, data in files.items()}
    inside[f"{info}/METADATA"] = metadata.encode()
    inside[f"{info}/WHEEL"] = (
        b"Wheel-Version: 1.0\nGenerator: wmebv-site\nRoot-Is-Purelib: true\nTag: py3-none-any\n"
    )
    inside[f"{info}/licenses/LICENSES.txt"] = licences(json.loads(files[PACKAGES])).encode()
    record = [f"{path},sha256={_digest(data)},{len(data)}" for path, data in inside.items()]
    inside[f"{info}/RECORD"] = "\n".join([*record, f"{info}/RECORD,,", ""]).encode()
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for path, data in inside.items():
            archive.writestr(zipfile.ZipInfo(path), data, zipfile.ZIP_DEFLATED)
    return f"{PACKAGE}-{version}-py3-none-any.whl", without_times(stream.getvalue())


def _digest(data: bytes) -> str:
    return base64.urlsafe_b64encode(hashlib.sha256(data).digest()).rstrip(b"=").decode()


def main() -> None:
    version = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["version"]
    name, data = wheel(bundle(), version)
    DIST.mkdir(exist_ok=True)
    (DIST / name).write_bytes(data)
    sys.stdout.write(f"dist/{name}\n")


if __name__ == "__main__":
    main()
