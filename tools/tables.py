"""Writes the pages of all tables and of the questions to them: `python tools/tables.py` after a change of a column or a question."""

from __future__ import annotations

from pathlib import Path

from wmebv_site.data.datapackage import LIST_TEXT
from wmebv_site.data.shapes import VERSION
from wmebv_site.data.sqlite_file import ABOUT, APPLICATION_ID, NUMBER, OF_A_LIST, VIEWS, version_number
from wmebv_site.data.tabular import TABLES, Column, Kind, Table
from wmebv_site.fleet.harvest.harvested import TABLES as HARVEST_TABLES
from wmebv_site.fleet.harvest.opening import PARQUET, SQLITE
from wmebv_site.fleet.harvest.question import TWENTY, Question
from wmebv_site.fleet.harvest.questions import QUESTIONS
from wmebv_site.project.load import packaged_upl
from wmebv_site.register.addresses import DATA_PACKAGE, DATA_SQLITE, table_url
from wmebv_site.register.upl import BASE

REFERENCE = Path(__file__).parent.parent / "docs" / "reference"
PAGE = REFERENCE / "data-tables.md"
QUESTIONS_PAGE = REFERENCE / "fleet-questions.md"
KINDS = {
    Kind.TEXT: "tekst",
    Kind.DAY: "datum",
    Kind.YES_NO: "ja of nee",
    Kind.NUMBER: "getal",
    Kind.LIST: "lijst",
}
ABOUT_CSV = f"""\
# De tabellen van de data

Het register als tabellen, in drie vormen met dezelfde rijen. Dit is versie {VERSION} van de data. In `mkdocs.yml` zegt
`data` welke vormen er komen: `csv` staat aan, `sqlite` alleen als u erom vraagt. De namen van de kolommen zijn die van
de JSON; van een sleutel binnen een andere staan beide namen er, met een laag streepje ertussen. Een kolom met een sterretje (*)
is nooit leeg.

## CSV

Voor programma's. UTF-8 zonder merkteken vooraan, met komma's, aanhalingstekens waar dat nodig is en CRLF aan het eind
van elke regel (RFC 4180). De eerste regel heeft de namen van de kolommen.

- Een leeg vak betekent: niet bekend, of niet van toepassing.
- Een datum is JJJJ-MM-DD. Ja en nee zijn `true` en `false`.
- Een lijst staat in één vak. {LIST_TEXT}
- Elke waarde is precies de waarde uit het register, ook als een spreadsheet er een formule in zou zien. Open deze
  bestanden daarom niet zelf in Excel: daarvoor is de variant hieronder.

`{DATA_PACKAGE}` beschrijft de tabellen als [Data Package](https://datapackage.org): van elke kolom de soort, de titel en de
uitleg, wat een rij uniek maakt, en welke kolom naar welke tabel verwijst. `frictionless validate datapackage.json`
controleert alles in een keer.

## CSV voor Excel

Naast elke tabel staat dezelfde tabel als `…-excel.csv`. Dubbelklik erop en Excel of LibreOffice opent die goed, als
het programma op Nederlands staat. Met puntkomma's, een merkteken vooraan, Nederlandse titels, en `ja` en `nee`.
Tussen de waarden van een lijst staat ` | `.

Een datum wordt een echte datum. Elke andere waarde blijft de tekst die het is: nullen vooraan, lange nummers en
artikelen als 2:14 veranderen niet in een getal of een tijd, en geen tekst wordt een formule. Een tekst die daarop lijkt, is
geschreven als `="007"`: het vak toont dan 007, als tekst.

## SQLite

`{DATA_SQLITE}` is een databestand met dezelfde tabellen. De eerste tabel heet `{ABOUT}` en heeft één rij: de gemeente, de dag
waarvoor gebouwd is (`built_for`), de versie en de licentie.

- Elke lijst is een eigen tabel: `producten_synonyms`, `geldend_channels`. Die heeft de sleutel van de rij waar de lijst bij
  hoort, en daarna `{OF_A_LIST[0]}` (1 is de eerste) en `{OF_A_LIST[1]}`.
- Een datum is tekst (JJJJ-MM-DD), ja is 1 en nee is 0.
- In `geldend` is `{NUMBER}` de sleutel, omdat `from` leeg kan zijn. `geldend_channels` verwijst daarnaar.
- `from` en `until` zijn ook woorden van SQL. Zet er dubbele aanhalingstekens omheen: `"from"`.
- `application_id` is {APPLICATION_ID} (de letters Wmeb) en `user_version` is {version_number()}, voor versie {VERSION}.
- Hetzelfde register geeft op dezelfde dag dezelfde bytes.

Twee views zeggen wat er geldt op de dag waarvoor gebouwd is:

{{views}}

Wat er geldt op een andere dag:

```sql
{{question}}
```
"""
VIEWS_TOLD = {
    "nu": "een rij per bericht en doelgroep, met de naam van het product, de toestand en de kanalen",
    "nu_kanalen": "een rij per bericht, doelgroep en kanaal, met de naam en de pagina van het kanaal",
}
QUESTION = """\
SELECT g.product, g.message, g.audience, g.state, c.value AS channel
FROM geldend g LEFT JOIN geldend_channels c ON c.number = g.number
WHERE (g."from" IS NULL OR g."from" <= '2026-01-01') AND (g."until" IS NULL OR '2026-01-01' < g."until")
ORDER BY g.number, c.position"""
"""Runs in the tests."""


def tables_page() -> str:
    """The whole page, as Markdown."""
    views = "\n".join(f"- `{name}`: {VIEWS_TOLD[name]}." for name in VIEWS)
    lines = [ABOUT_CSV.replace("{views}", views).replace("{question}", QUESTION).rstrip("\n")]
    for table in TABLES:
        lines += ["", f"## {table.title}", "", *_about(table), "", *_columns(table)]
    return "\n".join(lines) + "\n"


def _about(table: Table) -> list[str]:
    unique = ", ".join(f"`{name}`" for name in table.key)
    sentences = [
        table.text,
        f"In `{table_url(table.name)}`, en voor Excel in `{table_url(table.name, spreadsheet=True)}`.",
    ]
    sentences.append(f"Geen twee rijen hebben dezelfde {unique}.")
    return [" ".join(sentences)]


def _columns(table: Table) -> list[str]:
    to = {
        reference.columns[-1]: f"{reference.table}.{reference.theirs[-1]}" for reference in table.references
    }
    lines = ["| kolom | titel | wat er staat | soort |", "|---|---|---|---|"]
    for column in table.columns:
        required = " *" if column.required else ""
        lines.append(
            f"| `{column.name}`{required} | {column.title} | {column.text} | {_kind(column, to.get(column.name))} |"
        )
    return lines


def _kind(column: Column, to: str | None) -> str:
    found = KINDS[column.kind]
    if column.words:
        found += ": " + " ".join(f"`{word}`" for word in column.words)
    return found + (f", uit `{to}`" if to else "")


_ABOUT_HARVEST = """\
# Vragen aan alle gemeenten

Wat `wmebv fleet query` leest, en hoe elke vraag precies telt. Hoe u een vraag stelt, staat in
[Alle gemeenten iets vragen](../how-to/bevragen.md).

## Hoe er wordt geteld

- Een bericht heeft een kanaal nodig als het officieel is (artikel 2:13 Awb) en niet is uitgezonderd.
- Een bericht heeft een kanaal als elke doelgroep het digitaal kan sturen. Dat kan ook bij een uitvoerder, of met een uitnodiging.
- Beslist een andere organisatie (`elders`), en is niet bekend wat zij aanwees? Dan telt het bericht als een zonder kanaal.
- Deze aantallen zijn die van `wmebv fleet check`, voor de dag waarvan de data zijn.
- Een percentage is naar beneden afgerond. Alleen wat volledig is, is 100.
- Een product is hetzelfde bij twee gemeenten als het dezelfde naam in de UPL heeft.
  Zonder die naam telt de id. Een naam die nog niet beschikbaar is, is geen naam.
- Van een gemeente die niet te lezen was, tellen de laatste data die er van haar zijn.

## De tabellen

In de map van een oogst staat een bestand van Parquet per tabel ({parquet}). Zonder DuckDB is het één bestand,
`{sqlite}`. De tabellen zijn gelijk. Een dag is tekst (JJJJ-MM-DD), ja is 1 en nee is 0. Een kolom met een sterretje (*) is nooit leeg.
"""
_ABOUT_QUESTIONS = """\
## De vragen

De SQL is gelijk voor DuckDB en voor SQLite. Achter een `$` staat wat u bij de vraag zegt.
"""
_ABOUT_TWENTY = """\
## De lijst van twintig

Zonder eigen lijst gaat `twintig` over deze producten. Het is onze eigen keuze van producten die veel mensen nodig hebben, en niet de
lijst van een onderzoek. Vergelijk de uitkomst dus niet met die van een onderzoek naar andere producten.
"""


def questions_page() -> str:
    """The whole page, as Markdown."""
    files = ", ".join(f"`{PARQUET.format(table.name)}`" for table in HARVEST_TABLES)
    parts = [_ABOUT_HARVEST.format(parquet=files, sqlite=SQLITE)]
    for table in HARVEST_TABLES:
        unique = ", ".join(f"`{name}`" for name in table.key)
        about = f"{table.text} Geen twee rijen hebben dezelfde {unique}."
        parts.append(f"### {table.title}: `{table.name}`\n\n{about}\n\n{_columns_of(table.columns)}")
    parts.append(_ABOUT_QUESTIONS)
    parts += map(_question, QUESTIONS)
    names = packaged_upl().names
    listed = "\n".join(
        f"{place}. {names[BASE + each].name} (`{each}`)" for place, each in enumerate(TWENTY, 1)
    )
    parts.append(f"{_ABOUT_TWENTY}\n{listed}\n")
    return "\n".join(parts)


def _question(question: Question) -> str:
    said = " ".join(each.shown if each.needed else f"[{each.shown}]" for each in question.parameters)
    lines = [f"### {question.title}: `{question.name}`", "", question.text, ""]
    if said:
        lines += ["| wat u zegt | in de SQL | wat het is |", "|---|---|---|"]
        lines += [f"| {each.shown} | `${each.name}` | {each.text} |" for each in question.parameters]
        lines.append("")
    return "\n".join([*lines, _columns_of(question.columns), "```sql", question.sql, "```", ""])


def _columns_of(columns: tuple[Column, ...]) -> str:
    lines = ["| kolom | titel | wat er staat | soort |", "|---|---|---|---|"]
    for column in columns:
        required = " *" if column.required else ""
        lines.append(
            f"| `{column.name}`{required} | {column.title} | {column.text} | {_kind(column, None)} |"
        )
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    QUESTIONS_PAGE.write_text(questions_page(), encoding="utf-8", newline="\n")
    PAGE.write_text(tables_page(), encoding="utf-8", newline="\n")
