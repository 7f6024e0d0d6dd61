"""Serves a built site as an administrator would: a real nginx or Apache, with the settings we give out."""

from __future__ import annotations

import http.client
import os
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from wmebv_site.site.server.headers import SHARED_HEADERS, SiteAddress
from wmebv_site.site.server.server_files import apache, nginx

HOST = "127.0.0.1"
_MODULES = "mpm_event authz_core dir alias mime headers filter deflate brotli"

# As on a municipal site, the site around ours has headers of its own.
_AROUND = {
    "X-Frame-Options": "SAMEORIGIN",
    "Access-Control-Allow-Origin": "https://intranet.voorbeeld.example",
}


@dataclass(frozen=True)
class Served:
    """A running server: its kind, the address of the site on it, and the folder it serves."""

    server: str
    url: str
    site: Path

    @property
    def path(self) -> str:
        return urlsplit(self.url).path

    def get(self, path: str, method: str = "GET", **headers: str) -> tuple[int, list[tuple[str, str]], bytes]:
        """Status, headers as they came, and body of one answer; ``path`` counts from the root of the host."""
        connection = http.client.HTTPConnection(urlsplit(self.url).netloc, timeout=10)
        try:
            connection.request(
                method, path, headers={name.replace("_", "-"): value for name, value in headers.items()}
            )
            answer = connection.getresponse()
            return answer.status, answer.getheaders(), answer.read()
        finally:
            connection.close()


def wrong_headers(answer: list[tuple[str, str]], wanted: Mapping[str, str]) -> list[str]:
    """What is missing, different, double, or there while only what is shared has it."""
    found = [
        (name, [value for other, value in answer if other.lower() == name.lower()])
        for name in dict.fromkeys((*wanted, *SHARED_HEADERS))
    ]
    return [
        f"{name}: {values}" for name, values in found if values != ([wanted[name]] if name in wanted else [])
    ]


@contextmanager
def served_by(
    server: str, site: Path, path: str, folder: Path, moved: Mapping[str, str], settings: str | None = None
) -> Iterator[str]:
    """The address, with ``path`` and its last slash, of a server that runs until the end of the block.

    ``settings`` stand in for those that we give out for a site of ours.

    Everything that the server writes goes to ``folder``, so that it needs no rights of an administrator.
    """
    program = shutil.which(server)
    assert program, f"{server} is missing: python tools/system.py {server}"
    folder.mkdir(parents=True)
    with closing(socket.socket()) as free:
        free.bind((HOST, 0))
        port = free.getsockname()[1]
    command = {"nginx": _nginx, "apache": _apache}[server](program, site, path, folder, port, moved, settings)
    with (folder / "output.log").open("wb") as log:
        process = subprocess.Popen(command, stdout=log, stderr=log)
    try:
        _wait(process, port, folder / "output.log")
        yield f"http://{HOST}:{port}{path}"
    finally:
        process.terminate()
        process.wait(timeout=30)


def _wait(process: subprocess.Popen[bytes], port: int, log: Path) -> None:
    for _ in range(100):
        logs = (log, log.with_name("error.log"))
        assert process.poll() is None, "".join(each.read_text("utf-8") for each in logs if each.exists())
        with closing(socket.socket()) as attempt:
            if attempt.connect_ex((HOST, port)) == 0:
                return
        time.sleep(0.05)
    raise AssertionError(f"the server does not answer: {log.read_text(encoding='utf-8')}")


def _nginx(
    program: str,
    site: Path,
    path: str,
    folder: Path,
    port: int,
    moved: Mapping[str, str],
    settings: str | None,
) -> list[str]:
    (folder / "wmebv.conf").write_text(
        settings or nginx(SiteAddress("https://www.voorbeeld.example", path), str(site), moved),
        encoding="utf-8",
    )
    temporary = "".join(
        f"{kind}_temp_path {folder}/{kind}; " for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    text = f"""
        daemon off;
        master_process off;
        pid {folder}/pid;
        events {{ }}
        http {{
            access_log off;
            {temporary}
            server {{
                listen {HOST}:{port};
                {"".join(f'add_header {name} "{value}" always; ' for name, value in _AROUND.items())}
                root {folder}/none;
                include {folder}/wmebv.conf;
            }}
        }}
    """
    (folder / "nginx.conf").write_text(text, encoding="utf-8")
    command = [program, "-p", str(folder), "-e", "stderr", "-c", str(folder / "nginx.conf")]
    tested = subprocess.run([*command, "-t", "-q"], capture_output=True, text=True)
    assert (tested.returncode, tested.stderr) == (0, "")
    return command


def _apache(
    program: str,
    site: Path,
    path: str,
    folder: Path,
    port: int,
    moved: Mapping[str, str],
    settings: str | None,
) -> list[str]:
    (site / ".htaccess").write_text(
        settings or apache(SiteAddress("https://www.voorbeeld.example", path), moved), encoding="utf-8"
    )
    modules = Path(os.environ.get("APACHE_MODULES", "/usr/lib/apache2/modules"))
    load = "\n".join(
        f"LoadModule {name}_module {modules}/mod_{name}.so"
        for name in _MODULES.split()
        if (modules / f"mod_{name}.so").is_file()
    )
    where = f'DocumentRoot "{site}"' if path == "/" else f'Alias "{path[:-1]}" "{site}"'
    around = "\n".join(f'Header set {name} "{value}"' for name, value in _AROUND.items())
    text = f"""
        {load}
        ServerRoot "{folder}"
        ServerName {HOST}
        Listen {HOST}:{port}
        PidFile "{folder}/pid"
        ErrorLog "{folder}/error.log"
        Mutex file:{folder}
        TypesConfig /dev/null
        KeepAliveTimeout 1
        {"" if os.geteuid() else "User #65534"}
        {"" if os.geteuid() else "Group #65534"}
        {around}
        {where}
        <Directory "{site}">
            Require all granted
            AllowOverride FileInfo Indexes Options=Indexes,MultiViews
        </Directory>
    """
    (folder / "apache.conf").write_text(text, encoding="utf-8")
    return [program, "-f", str(folder / "apache.conf"), "-D", "FOREGROUND"]
