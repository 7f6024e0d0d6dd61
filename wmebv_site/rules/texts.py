"""Rules about the municipality's own texts: whether their links lead to a page or a file that is there."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator

from wmebv_site.diagnostics import Diagnostic, Place, did_you_mean
from wmebv_site.register.front_matter import Document
from wmebv_site.rules.base import Context, Finder, rule

_LINK = re.compile(r"\]\(\s*<?([^)\s>]+)>?(?:\s+[\"'][^)]*)?\)")
_FENCE = re.compile(r"^ {0,3}(```|~~~)")
_CODE = re.compile(r"(`+)(?!`).+?(?<!`)\1(?!`)")
_CONTENT = "content/"


@rule("WMEBV216")
def dead_link(find: Finder, context: Context) -> Iterator[Diagnostic]:
    """Een link in een tekst leidt nergens heen.

    Een link naar een andere tekst noemt het bestand, gezien vanaf het bestand waarin de link staat. Vanuit
    'content/hulp/balie.md' leidt 'bibliotheek.md' naar de tekst ernaast, en '../index.md' naar de startpagina. Een
    plaatje of een document staat ook in de map 'content'. Een pagina uit de registers noemt u zo:
    '../producten/paspoort/index.md'.

    Grondslag: goede praktijk.
    """
    known = {path.removeprefix(_CONTENT) for path in context.register.content_paths} | _made(context)
    hidden = _hidden(context)
    for document in context.register.documents:
        there = known if document.file.removeprefix(_CONTENT) in hidden else known - hidden
        folder = posixpath.dirname(document.file.removeprefix(_CONTENT))
        for number, line in _lines_of_text(document):
            for found in _LINK.finditer(_CODE.sub(lambda code: " " * len(code[0]), line)):
                target = found[1].partition("#")[0].partition("?")[0]
                if not target or target.startswith("/") or ":" in target:
                    continue
                where = posixpath.normpath(posixpath.join(folder, target))
                if where in there or f"{where}/index.md" in there:
                    continue
                place = Place(document.file, number, found.start(1) + 1, found.end(1) + 1)
                hint = _why_not(where, hidden) or did_you_mean(where, there) or "Controleer de naam van het bestand en de map."
                yield find.warning(place, f"De link naar '{target}' leidt nergens heen.", hint)


def _hidden(context: Context) -> set[str]:
    """The texts that get no page today: what is a draft, and help that is not there."""
    register, public = context.register, {decision.id for decision in context.decisions.public}
    texts = {f"besluiten/{decision.id}.md" for decision in register.decisions if decision.id not in public}
    texts |= {f"beleid/{each.id}.md" for each in register.policies if not each.adopted or each.adopted > context.today}
    return texts | {f"hulp/{each.id}.md" for each in register.support if not each.there_on(context.today)}


def _why_not(where: str, hidden: set[str]) -> str | None:
    return "Deze tekst staat vandaag niet op de website. Verwijder de link, of wacht ermee." if where in hidden else None


def _made(context: Context) -> set[str]:
    """The pages that come from the registers and that a text may well link to."""
    register = context.register
    pages = ["producten", "bezwaar", "klacht", "andere-berichten", "kanalen", "besluiten", "wijzigingen", "over", "storingen", "welk-kanaal"]
    pages += ["inwoners", "ondernemers", "hulp"]
    pages += ["beleid"] if any(each.adopted and each.adopted <= context.today for each in register.policies) else []
    pages += [f"producten/{product.id}" for product in register.products]
    pages += [f"kanalen/{channel.id}" for channel in register.channels]
    pages += [f"producten/domein/{domain.id}" for domain in register.domains]
    return {f"{page}/index.md" for page in pages}


def _lines_of_text(document: Document) -> Iterator[tuple[int, str]]:
    """The lines of a text with their numbers in the file, without blocks of code."""
    fence: str | None = None
    for number, line in enumerate(document.body.split("\n"), document.body_line):
        mark = _FENCE.match(line)
        if mark and fence in (None, mark[1]):
            fence = None if fence else mark[1]
        elif fence is None:
            yield number, line
