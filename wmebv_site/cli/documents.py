"""Documents for an employee: what ``wmebv decision documents`` and ``wmebv policy documents`` share."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from wmebv_site.cli.options import Optioned
from wmebv_site.cli.terminal import SomeOf, emit
from wmebv_site.diagnostics import Diagnostic, printable
from wmebv_site.dutch import counted
from wmebv_site.project.writing import write_own

if TYPE_CHECKING:
    from wmebv_site.site.documents import Design


def document_options(forms: Sequence[str], styled: str) -> Callable[[Optioned], Optioned]:
    """The options for documents in some of ``forms``; ``styled`` says for which of them a template counts."""
    options = (
        click.option(
            "--dir",
            "directory",
            metavar="MAP",
            default="documenten",
            help="De map voor de bestanden. Zonder deze optie: documenten.",
        ),
        click.option(
            "--format",
            "wanted",
            metavar="VORMEN",
            type=SomeOf(forms),
            default=",".join(forms),
            help=f"Welke bestanden u wilt, met komma's ertussen. Zonder deze optie: {','.join(forms)}.",
        ),
        click.option(
            "--template", metavar="BESTAND", help=f"Een Word-bestand met uw eigen stijlen, voor {styled}."
        ),
        click.option("--force", is_flag=True, help="Vervang ook een bestand dat u zelf hebt gewijzigd."),
    )

    def with_options(command: Optioned) -> Optioned:
        for option in reversed(options):
            command = option(command)
        return command

    return with_options


def design_of(project: str, template: str | None) -> Design:
    """The settings of the site count here too; a template that was named wins."""
    from wmebv_site.project.settings import site_settings_of
    from wmebv_site.site.documents import design

    folder = Path(project)
    settings = site_settings_of(folder)
    themes = [settings.theme] if settings.theme else []
    if template is not None:
        return design(Path(), template, settings.document_styles, themes)
    return design(folder, settings.plugin.get("document_template"), settings.document_styles, themes)


def deliver(folder: Path, files: dict[str, bytes], project: str, *, force: bool) -> None:
    """Write all files, or none when one of them holds another's work."""
    write_own(folder, files, Path(project), force=force)
    emit(f"In '{printable(str(folder))}' staan nu: {', '.join(files)}.\n")


def tell_examples(files: Mapping[str, bytes], texts: Sequence[str], *, way_out: str) -> None:
    """Say that these texts still hold examples, before somebody signs them."""
    from wmebv_site.rules.placeholders import GUESSED, LEFT, left_in

    found = left_in(files, texts)
    examples = [each for each in found if each.code == LEFT.code]
    guesses = [each for each in found if each.code == GUESSED.code]
    number = counted(len(examples), "voorbeeld", "voorbeelden")
    emit(_left(examples, number, f"{way_out} 'wmebv check --all' noemt ze ({LEFT.code})."))
    number = f"{len(guesses)} keer wat wij invulden en niemand nakeek"
    emit(_left(guesses, number, f"Kijk na of dat klopt. 'wmebv check --all' noemt ze ({GUESSED.code})."))


def _left(left: Sequence[Diagnostic], number: str, way_out: str) -> str:
    if not left:
        return ""
    first = f"in {printable(left[0].place.file)}, regel {left[0].place.line}"
    where = first if len(left) == 1 else f"het eerste {first}"
    stand = "staat" if len(left) == 1 else "staan"
    return f"Let op: hierin {stand} nog {number}, {where}. {way_out}\n"
