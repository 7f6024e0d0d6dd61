"""Websites of made-up municipalities with their data, over https on this machine, and every way in which one can be no good."""

from __future__ import annotations

import gzip
import json
import shutil
import socket
import ssl
import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from fleets import DAY, municipality
from misbehaving import World, answer, misbehave, sent_on, serving
from projects import register_from
from small_registers import product

from wmebv_site.data.json_files import json_files
from wmebv_site.data.whole import Data
from wmebv_site.designation.decisions import Decisions
from wmebv_site.register.addresses import DATA_IN_FORCE, DATA_REGISTER
from wmebv_site.site.site import Site

DOMAIN = "voorbeeld.example"
Files = tuple[bytes, bytes]
"""``register.json`` and ``geldend.json``."""
Behave = Callable[[socket.socket, str, str], None]


@cache
def data_of(code: str, day: str = DAY, products: int = 2) -> Files:
    """The data of a small municipality on a day."""
    told = "".join(
        product(f"P{each}", "{kind: klacht}, {kind: ingebrekestelling}") for each in range(products)
    )
    files = {path: text.encode() for path, text in municipality(code, code, told).items()}
    register = register_from(files)
    day_ = date.fromisoformat(day)
    made = {
        file.path: file.data
        for file in json_files(Data(Site(Decisions(register, day_), url="https://x.nl/")))
    }
    return made[DATA_REGISTER], made[DATA_IN_FORCE]


def altered(data: bytes, change: Callable[[Any], object]) -> bytes:
    """Data of which a change was made in its JSON."""
    found = json.loads(data)
    change(found)
    return json.dumps(found).encode()


@dataclass
class Websites:
    """What each host answers, by what was put there; ``requests`` are those that came, by host and path."""

    world: World
    folder: Path
    hosts: dict[str, dict[str, bytes | Behave]] = field(default_factory=dict)
    requests: list[tuple[str, str, str]] = field(default_factory=list)
    """The host, the path, and the whole request."""

    @property
    def paths(self) -> list[str]:
        return sorted(f"{host.partition('.')[0]}{path}" for host, path, _ in self.requests)

    def put(self, code: str, files: Files, **headers: str) -> None:
        """The website of a municipality, whose server knows when nothing changed."""
        paths = (f"/{DATA_REGISTER}", f"/{DATA_IN_FORCE}")
        self.hosts[host_of(code)] = {
            path: _knowing(data, headers) for path, data in zip(paths, files, strict=True)
        }

    def put_behaviour(self, code: str, behave: bytes | Behave, rest: bytes | Behave | None = None) -> None:
        self.hosts[host_of(code)] = {
            f"/{DATA_REGISTER}": behave,
            f"/{DATA_IN_FORCE}": behave if rest is None else rest,
        }

    def list_of(self, *codes: str, more: str = "") -> Path:
        lines = [f'  - {{url: "{url_of(code)}", code: {code}}}\n' for code in codes]
        (self.folder / "fleet.yaml").write_text(f"{more}municipalities:\n{''.join(lines)}", encoding="utf-8")
        return self.folder

    def behave(self, line: socket.socket, path: str, request: str) -> None:
        heads = dict(each.split(": ", 1) for each in request.split("\r\n")[1:] if ": " in each)
        host = heads["Host"]
        self.requests.append((host, path, request))
        found = self.hosts.get(host, {}).get(path)
        if found is None:
            line.sendall(answer("niets", "404 Not Found"))
        elif isinstance(found, bytes):
            line.sendall(found)
        else:
            found(line, path, request)


def host_of(code: str) -> str:
    return f"{code}.{DOMAIN}"


def url_of(code: str) -> str:
    return f"https://{host_of(code)}/"


def _knowing(data: bytes, headers: dict[str, str]) -> Behave:
    """Gives a file compressed, with an ETag, or says that it is still the same."""
    etag = f'"{hash(data) & 0xFFFFFFFF:x}"'
    whole = answer(gzip.compress(data, 1), Content_Encoding="gzip", ETag=etag, **headers)
    same = f"HTTP/1.1 304 Not Modified\r\nETag: {etag}\r\n\r\n".encode()

    def behave(line: socket.socket, path: str, request: str) -> None:
        line.sendall(same if f"If-None-Match: {etag}\r\n" in request else whole)

    return behave


def like(path: str) -> Behave:
    """As the misbehaving server does at a path."""
    return lambda line, _, request: misbehave(line, path, request)


def zeros(line: socket.socket, path: str, request: str) -> None:
    """Ten gigabytes of nothing, as long as somebody takes it."""
    line.sendall(b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 10000000000\r\n\r\n")
    part = bytes(1_000_000)
    for _ in range(10_000):
        line.sendall(part)


def bomb(megabytes: int) -> bytes:
    """A small answer that unpacks into so much."""
    return answer(gzip.compress(bytes(megabytes * 1_000_000), 1), Content_Encoding="gzip")


def sent_to(to: str) -> bytes:
    return sent_on(to, "301 Moved Permanently")


def certificate(folder: Path, hosts: str = f"*.{DOMAIN}") -> Path | None:
    """A certificate for hosts, all of those here, with its key beside it; None on a machine without OpenSSL."""
    if shutil.which("openssl") is None:
        return None
    made = folder / "alle.crt"
    command = [
        "openssl",
        "req",
        "-x509",
        "-newkey",
        "ec",
        "-pkeyopt",
        "ec_paramgen_curve:prime256v1",
        "-nodes",
    ]
    command += ["-days", "30000", "-subj", f"/CN={DOMAIN}", "-addext", f"subjectAltName=DNS:{hosts}"]
    subprocess.run(
        [*command, "-keyout", made.with_suffix(".key"), "-out", made], check=True, capture_output=True
    )
    return made


@contextmanager
def websites(folder: Path, made: Path) -> Iterator[Websites]:
    """Websites that answer over https, and a network that leads to them and nowhere else."""
    tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    tls.load_cert_chain(made, made.with_suffix(".key"))
    found = Websites(World(9), folder)
    found.world.tls = ssl.create_default_context(cafile=made)
    found.world.tls.verify_flags &= ~ssl.VERIFY_X509_STRICT
    with serving(found.behave, tls) as secured:
        found.world.secured = secured
        yield found
