"""Zet wmebv op deze computer, met wat in deze map staat: `python installeer.py [MAP]`. Er wordt niets van internet gehaald."""

# Any Python 3 must be able to read this file, if only to say that it is too old.
import os
import shutil
import subprocess
import sys
import venv
from pathlib import Path
from typing import NoReturn

HERE = Path(__file__).resolve().parent
LOWEST = (3, 11)
HIGHEST = (3, 14)


def refuse(sentence: str) -> NoReturn:
    sys.stderr.write("Fout: " + sentence + "\n")
    sys.exit(2)


def look_around(target: Path) -> None:
    """Refuse whatever would fail halfway."""
    version = ".".join(map(str, sys.version_info[:3]))
    if sys.version_info < LOWEST or sys.version_info[:2] > HIGHEST:
        refuse(
            "Dit is Python " + version + ". Dit pakket werkt met Python 3.11 tot en met 3.14. Haal een "
            "daarvan op, zoals in LEESMIJ.txt staat, en voer deze opdracht opnieuw uit met die versie."
        )
    if not (HERE / "onderdelen").is_dir():
        refuse(
            "De map 'onderdelen' ontbreekt. Pak eerst de hele zip uit, en voer de opdracht daarna daar uit."
        )
    if target.is_dir():
        if any(target.iterdir()) and not (target / "pyvenv.cfg").is_file():
            refuse("In " + str(target) + " staat al iets anders. Noem een andere map achter de opdracht.")
    elif target.exists() or target.is_symlink():
        refuse(str(target) + " is een bestand. Noem een andere map achter de opdracht.")


def make(target: Path) -> Path:
    """A new environment in the folder; the Python of that environment."""
    print("Dit duurt ongeveer een minuut.", flush=True)
    try:
        venv.EnvBuilder(with_pip=True).create(str(target))
    except subprocess.CalledProcessError:
        raise Failed(
            "Bij deze Python ontbreekt het onderdeel dat een omgeving maakt. Debian en Ubuntu: typ "
            "'sudo apt install python3-venv', en voer de opdracht opnieuw uit."
        ) from None
    except OSError as error:
        raise Failed(
            "In "
            + str(target)
            + " kan niet worden geschreven ("
            + (error.strerror or "onbekend")
            + "). Noem achter de "
            "opdracht een map onder uw eigen documenten."
        ) from None
    folder, name = ("Scripts", "python.exe") if os.name == "nt" else ("bin", "python")
    return target / folder / name


def install(python: Path) -> None:
    """Put everything in the environment: every file has to be here, and to have the checksum that it should."""
    command = [str(python), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-input"]
    command += ["--no-index", "--find-links", str(HERE / "onderdelen"), "--require-hashes", "--no-deps"]
    for lock in sorted((HERE / "sloten").glob("*.txt")):
        command += ["-r", str(lock)]
    # What a person set for another pip, such as an address, is not meant for this one.
    clean = {name: value for name, value in os.environ.items() if not name.startswith("PIP_")}
    clean["PIP_CONFIG_FILE"] = os.devnull
    clean.pop("PYTHONPATH", None)
    done = subprocess.run(command, env=clean, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    if done.returncode == 0:
        return
    sys.stderr.write("Dit meldt pip, in het Engels:\n\n" + done.stdout + "\n")
    if "DO NOT MATCH THE HASHES" in done.stdout:
        raise Failed("Een bestand in dit pakket is niet zoals het hoort. Haal het pakket opnieuw op.")
    raise Failed("Installeren lukte niet. Is dit het pakket voor uw systeem, en is de hele zip uitgepakt?")


class Failed(Exception):
    """What can't be done, as a Dutch sentence."""


def put_in(target: Path) -> Path:
    """Make the environment; where that fails, what stood there is there again."""
    earlier = target.with_name(target.name + ".eerder")
    renewed = (target / "pyvenv.cfg").is_file()
    if renewed:
        shutil.rmtree(str(earlier), ignore_errors=True)
        target.rename(earlier)
    try:
        python = make(target)
        install(python)
    except BaseException:
        shutil.rmtree(str(target), ignore_errors=True)
        if renewed:
            earlier.rename(target)
        raise
    shutil.rmtree(str(earlier), ignore_errors=True)
    return python


def main() -> None:
    if len(sys.argv) > 2 or any(argument.startswith("-") for argument in sys.argv[1:]):
        refuse("Typ: python installeer.py, met daarachter de map waarin wmebv komt als u een andere wilt.")
    target = Path(sys.argv[1]).absolute() if len(sys.argv) == 2 else Path.home() / "wmebv"
    look_around(target)
    try:
        python = put_in(target)
    except Failed as failed:
        refuse(str(failed) + " Er is niets veranderd.")
    except KeyboardInterrupt:
        refuse("Afgebroken. Er is niets veranderd.")
    done = subprocess.run([str(python), "-m", "wmebv_site", "--version"], stdout=subprocess.PIPE, text=True)
    print("Klaar: " + done.stdout.strip() + " staat in " + str(target) + ".")
    print("")
    print("Zet de omgeving aan. Doe dit elke keer dat u een nieuw venster opent:")
    print("")
    if os.name == "nt":
        print("  PowerShell:       " + str(target / "Scripts" / "Activate.ps1"))
        print("  opdrachtprompt:   " + str(target / "Scripts" / "activate.bat"))
    else:
        print("  . " + str(target / "bin" / "activate"))
    print("")
    print("Typ daarna: wmebv doctor")


if __name__ == "__main__":
    main()
