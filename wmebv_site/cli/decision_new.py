"""A decision to start from: ``wmebv decision new``."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import groupby
from typing import TYPE_CHECKING

import click

from wmebv_site.cli.options import (
    date_option,
    day_of,
    decisions_of,
    files_of,
    known_name,
    place_of,
    project_option,
    report_of,
    usable_id,
)
from wmebv_site.cli.terminal import Choice, Command, emit
from wmebv_site.diagnostics import Refused
from wmebv_site.dutch import enumerate_words
from wmebv_site.project.writing import write_new

if TYPE_CHECKING:
    from datetime import date

    from wmebv_site.decisions.drafting import Draft, Order
    from wmebv_site.register.register import Register


@click.command("new", cls=Command)
@click.argument("id", metavar="ID")
@click.option(
    "--variant",
    metavar="A|B",
    type=Choice(("A", "B")),
    help="A: één algemeen formulier. B: een kanaal per domein. Zonder deze optie: wat bij de registers past.",
)
@click.option(
    "--title", metavar="TITEL", help="De titel. Zonder deze optie: een titel met de gemeente en het jaar."
)
@click.option(
    "--replaces",
    metavar="ID",
    multiple=True,
    help="Het besluit dat vervalt; meer dan een mag. Zonder deze optie: uw besluiten die nu gelden.",
)
@click.option("--amends", metavar="ID", help="Het besluit dat u wijzigt. U krijgt dan een wijzigingsbesluit.")
@click.option(
    "--authorities",
    metavar="ID,ID",
    help="Wie besluit, met komma's ertussen. Zonder deze optie: elk bestuursorgaan van de gemeente dat over een product beslist.",
)
@click.option("--dry-run", is_flag=True, help="Toon de tekst en schrijf niets.")
@date_option
@project_option
def decision_new(
    id: str,
    variant: str | None,
    title: str | None,
    replaces: tuple[str, ...],
    amends: str | None,
    authorities: str | None,
    dry_run: bool,
    day: str | None,
    project: str,
) -> None:
    """Schrijf het concept van besluit ID.

    De tekst komt uit de registers. Een jurist werkt hem af. U vindt hem in content/besluiten.
    """
    from wmebv_site.decisions.drafting import Order, Variant, draft
    from wmebv_site.register.files import DECISION_TEXTS

    today = day_of(day)
    path = f"{DECISION_TEXTS}{usable_id(id)}.md"
    if place_of(path, project).exists():
        raise Refused(f"'{path}' bestaat al. Kies een andere id.")
    if amends and (replaces or variant):
        raise Refused("Een wijzigingsbesluit heeft geen variant en vervangt niets. Gebruik --amends alleen.")
    register = _register_with(id, project, today) or decisions_of(report_of(project, today)).register
    others = [each.id for each in register.decisions if each.id != id]
    order = Order(
        id=id,
        variant=Variant(variant) if variant else None,
        title=" ".join(title.split()) if title else None,
        authorities=_known(
            _split(authorities, "--authorities"), register.authority_by_id, "Het bestuursorgaan"
        ),
        replaces=_known(
            [name for given in replaces for name in _split(given, "--replaces")], others, "Het besluit"
        ),
        amends=_known([amends], others, "Het besluit")[0] if amends else None,
    )
    made = draft(register, order, today)
    if dry_run:
        emit(made.text)
        return
    write_new(place_of(path, project), made.text.encode())
    emit(f"Het concept staat in {path}.\n")
    emit(_next(register, order, made))


def _split(names: str | None, option: str) -> list[str]:
    found = [name.strip() for name in (names or "").split(",") if name.strip()]
    if names is not None and not found:
        raise Refused(f"Bij {option} staat geen enkele naam. Noem er ten minste één, of laat de optie weg.")
    return found


def _known(names: Iterable[str], known: Iterable[str], what: str) -> tuple[str, ...]:
    """The names, each once."""
    hint = f"Kies uit: {', '.join(known)}."
    return tuple(known_name(name, known, what, hint) for name in dict.fromkeys(names))


def _register_with(id: str, project: str, today: date) -> Register | None:
    """The register, also when all that is wrong is that it names the decision that is yet to be drafted."""
    from wmebv_site.register.files import DECISION_TEXTS
    from wmebv_site.rules.checking import check_project

    files = files_of(project)
    register = check_project(files, today).register
    if register is not None:
        return register
    names = _authorities_in(files.files.get("channels.yaml", b""))
    if names:
        stub = f"---\ntitle: Concept\nkind: aanwijzing\nauthorities: [{', '.join(names)}]\n---\n"
        files.files[f"{DECISION_TEXTS}{id}.md"] = stub.encode()
        return check_project(files, today).register
    return None


def _authorities_in(data: bytes) -> list[str]:
    """The ids of bodies in a register that isn't whole yet."""
    from wmebv_site.register.text import read_text
    from wmebv_site.register.yaml import YamlList, YamlMapping, read_yaml

    source, _ = read_text("channels.yaml", data)
    register = read_yaml(source)[0] if source else None
    listed = register.get("authorities") if isinstance(register, YamlMapping) else None
    found = (
        [each.get("id") for each in listed if isinstance(each, YamlMapping)]
        if isinstance(listed, YamlList)
        else []
    )
    return [name for name in found if isinstance(name, str)]


def _next(register: Register, order: Order, made: Draft) -> str:
    """What the editor has to do before the registers and the draft agree."""
    from wmebv_site.decisions.drafting import About

    parts = []
    if made.variant:
        form = "één algemeen formulier" if made.variant == "A" else "een kanaal per domein"
        parts.append(f"Vorm: variant {made.variant}, {form}.")
    if made.replaced:
        parts.append(
            f"Het besluit trekt in: {', '.join(made.replaced)}. Klopt dat niet? Noem met --replaces wat vervalt."
        )
    sources = [note for note in made.notes if note.about is About.SOURCE]
    if sources:
        lines = _by_file((note.place.file, note.place.line, note.drafted) for note in sources)
        source = f'source: "besluit:{order.id}"'
        if made.kept_for_others:
            parts.append(
                f"Deze regels noemen dit besluit nog niet als bron. {enumerate_words(made.kept_for_others, 'en')} blijft voor een "
                f"ander bestuursorgaan gelden. Laat de regels dus staan, en zet er een regel naast met {source}.\n{lines}"
            )
        else:
            parts.append(
                f"Deze regels noemen dit besluit nog niet als bron. Schrijf daar: {source}.\n{lines}"
            )
        open_ended = [
            name
            for name in made.replaced
            if name not in register.annexes and register.decision_by_id[name].kind.designates
        ]
        if open_ended:
            parts.append(
                f"Let op: {', '.join(open_ended)} heeft geen bijlage. Maak die eerst, met 'wmebv decision freeze'. Pas "
                "daarna wijzigt u de bron: zonder bijlage zegt het register wat er nu geldt."
            )
    articles = [note for note in made.notes if note.about is About.ARTICLE]
    if articles:
        lines = _by_file((note.place.file, note.place.line, note.drafted) for note in articles)
        parts.append(
            f"Deze artikelnummers in de registers kloppen nog niet. Dit is het goede nummer.\n{lines}"
        )
    wide = [note for note in made.notes if note.about is About.VARIANT]
    if wide:
        lines = _by_file((note.place.file, note.place.line, None) for note in wide)
        parts.append(
            f"Variant A past niet bij deze regels per domein. Verwijder ze, of kies variant B.\n{lines}"
        )
    left_out = [note for note in made.notes if note.about is About.LEFT_OUT]
    if left_out:
        lines = _by_file((note.place.file, note.place.line, None) for note in left_out)
        parts.append(
            f"Deze regels noemen een ander concept. Ze staan dus niet in dit besluit. Horen ze erin? Schrijf daar: source: "
            f'"besluit:{order.id}".\n{lines}'
        )
    return "".join(f"{part}\n" for part in parts)


def _by_file(spots: Iterable[tuple[str, int, str | None]]) -> str:
    """``  channels.yaml, regel 584 tot en met 593: artikel 2, eerste lid``, one line for each article."""
    found: dict[tuple[str, str | None], list[int]] = {}
    for file, line, article in spots:
        found.setdefault((file, article), []).append(line)
    return "\n".join(
        f"  {file}, regel {_ranges(lines)}{f': artikel {article}' if article else ''}"
        for (file, article), lines in found.items()
    )


def _ranges(lines: list[int]) -> str:
    """``81, 130 en 584-593``."""

    numbers = sorted(set(lines))
    parts = []
    for _, run in groupby(enumerate(numbers), lambda pair: pair[1] - pair[0]):
        same = [number for _, number in run]
        parts.append(str(same[0]) if len(same) == 1 else f"{same[0]}-{same[-1]}")
    return enumerate_words(parts, "en")
