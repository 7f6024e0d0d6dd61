"""The styles of an OpenDocument text: the names LibreOffice knows, in our own sober design."""

from __future__ import annotations

_FONT = 'fo:font-family="Arial" style:font-family-generic="swiss" fo:color="#000000" fo:font-style="normal"'


def _paragraph(
    name: str, size: float, before: float, after: float, *, bold: bool = False, keep: bool = False,
    level: int | None = None, parent: str = "Standard", more: str = "", hyphenate: bool = False,
) -> str:  # fmt: skip
    identifier = name.replace(" ", "_20_")
    outline = f' style:default-outline-level="{level}"' if level else ""
    weight = "bold" if bold else "normal"
    broken = ' fo:hyphenate="true" fo:hyphenation-remain-char-count="4" fo:hyphenation-push-char-count="4"' if hyphenate else ""
    together = ' fo:keep-with-next="always"' if keep else ""
    return (
        f'<style:style style:name="{identifier}" style:display-name="{name}" style:family="paragraph" '
        f'style:parent-style-name="{parent}"{outline}>'
        f'<style:paragraph-properties fo:margin-top="{before}pt" fo:margin-bottom="{after}pt" '
        f'fo:line-height="115%" fo:orphans="2" fo:widows="2"{together}{more}/>'
        f'<style:text-properties {_FONT} fo:font-size="{size}pt" fo:font-weight="{weight}"{broken}/></style:style>'
    )


def _levels(ordered: bool) -> str:
    made = []
    for level in range(1, 5):
        form = ("1", "a", "i", "1")[level - 1]
        kind = (
            f'text:list-level-style-number text:level="{level}" style:num-suffix="." style:num-format="{form}"'
            if ordered
            else f'text:list-level-style-bullet text:level="{level}" text:bullet-char="•"'
        )
        made.append(
            f'<{kind}><style:list-level-properties text:list-level-position-and-space-mode="label-alignment">'
            f'<style:list-level-label-alignment text:label-followed-by="listtab" fo:text-indent="-0.7cm" '
            f'fo:margin-left="{0.7 * level:.1f}cm" text:list-tab-stop-position="{0.7 * level:.1f}cm"/>'
            f"</style:list-level-properties></{kind.partition(' ')[0]}>"
        )
    return "".join(made)


def _list(name: str, ordered: bool) -> str:
    return f'<text:list-style style:name="{name.replace(" ", "_20_")}" style:display-name="{name}">{_levels(ordered)}</text:list-style>'


STYLES = (
    _paragraph("Title", 20, 0, 6, bold=True, keep=True),
    _paragraph("Subtitle", 12, 0, 12),
    *(
        _paragraph(f"Heading {level}", size, before, 4, bold=True, keep=True, level=level, parent="Heading")
        for level, size, before in ((1, 14, 18), (2, 12, 14), (3, 11, 12), (4, 10.5, 10))
    ),
    _paragraph("Text body", 10.5, 0, 6),
    _paragraph("Note", 10.5, 0, 12, more=' fo:border-left="2.5pt solid #154273" fo:padding-left="0.25cm"'),
    _paragraph("Quotations", 10.5, 0, 6, more=' fo:margin-left="0.8cm"'),
    _paragraph("List Contents", 10.5, 0, 3),
    _paragraph("Table Contents", 9, 0, 0, hyphenate=True),
    _paragraph("Table Heading", 9, 0, 0, bold=True),
    _paragraph("Caption", 9, 6, 3, bold=True, keep=True),
    _paragraph("Footer", 8.5, 0, 0),
    _list("List Bullet", ordered=False),
    _list("List Number", ordered=True),
    '<style:style style:name="Internet_20_link" style:display-name="Internet link" style:family="text">'
    '<style:text-properties fo:color="#054a91" style:text-underline-style="solid" style:text-underline-width="auto" '
    'style:text-underline-color="font-color"/></style:style>',
    '<style:style style:name="Strong_20_Emphasis" style:display-name="Strong Emphasis" style:family="text">'
    '<style:text-properties fo:font-weight="bold"/></style:style>',
    '<style:style style:name="Emphasis" style:family="text"><style:text-properties fo:font-style="italic"/></style:style>',
    '<style:style style:name="Strong_20_and_20_Emphasis" style:display-name="Strong and Emphasis" style:family="text">'
    '<style:text-properties fo:font-weight="bold" fo:font-style="italic"/></style:style>',
    '<style:page-layout style:name="Mpm1"><style:page-layout-properties fo:page-width="21cm" fo:page-height="29.7cm" '
    'style:print-orientation="portrait" fo:margin-top="2.2cm" fo:margin-bottom="1.5cm" fo:margin-left="2.5cm" '
    'fo:margin-right="2.5cm"/><style:footer-style><style:header-footer-properties fo:min-height="0.7cm" '
    'fo:margin-top="0.4cm"/></style:footer-style></style:page-layout>',
)
"""What goes into every document. The widths of columns follow from the table."""

AUTOMATIC = (
    '<style:style style:name="Row" style:family="table-row"><style:table-row-properties fo:keep-together="always"/>'
    "</style:style>",
    '<style:style style:name="Cell" style:family="table-cell"><style:table-cell-properties '
    'fo:border="0.5pt solid #767676" fo:padding="0.08cm" fo:padding-left="0.14cm"/></style:style>',
    '<style:style style:name="HeaderCell" style:family="table-cell"><style:table-cell-properties '
    'fo:border="0.5pt solid #767676" fo:padding="0.08cm" fo:padding-left="0.14cm" fo:background-color="#e8ecf1"/>'
    "</style:style>",
    '<style:style style:name="Grid" style:family="table"><style:table-properties style:width="16cm" '
    'table:align="left" table:border-model="collapsing" fo:margin-bottom="0.4cm"/></style:style>',
)
TEXT_WIDTH = 1600
"""Between the margins, in hundredths of a centimetre."""
