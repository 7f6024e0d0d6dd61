"""One list of products, or a file for each: nothing that anybody wrote is lost on the way there and back."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest
from command import wmebv
from hypothesis import given, settings
from hypothesis import strategies as st
from places import ROOT
from projects import decode_files, files_of, tree, write_files
from small_registers import CHANNELS

from wmebv_site.diagnostics import Refused
from wmebv_site.exchange.editing import remarks_in
from wmebv_site.exchange.splitting import INTRODUCTION, Moved, join, split
from wmebv_site.project.load import ProjectFiles
from wmebv_site.register.values import is_taken

LIST = """\
# boven

# over de lijst
not_ours: [zwembad]   # nooit gehad

products:   # onze producten

  # Burgerzaken

  # over een
  # op twee regels
  - id: een   # het eerste
    name: "Eén"
    summary: |
      Regel een.
        # geen opmerking

      Regel twee.
    domain: d
    authority: college
    synonyms: [a, 'b # b',
      c]
    # over de berichten
    messages:
      - {kind: aanvraag, channels: [post]}   # digitaal
      - kind: vraag
    # term: nog niet

  # Wonen

  - id: twee
    name: Twee
    domain: d
    authority: college
    messages: [{kind: vraag}]
  # - id: oud
  #   name: Een product van vroeger

  - {id: drie, name: Drie, domain: d,
     authority: burgemeester,   # zij beslist
     messages: [{kind: vraag}]}

# over de voorstellen
proposals:
  - {name: Zwemles, upl: "http://standaarden.overheid.nl/owms/terms/zwemles"}   # later

# onder
"""


def project(products: str | bytes, **alone: str) -> ProjectFiles:
    text = products if isinstance(products, bytes) else products.encode()
    files = {"channels.yaml": CHANNELS.encode(), "products.yaml": text}
    return ProjectFiles(files | {f"products/{name}.yaml": text.encode() for name, text in alone.items()})


def after(files: ProjectFiles, moved: Moved) -> ProjectFiles:
    made = files.files | {change.path: change.after for change in moved.changes}
    return ProjectFiles(
        {path: data for path, data in made.items() if path not in {r.path for r in moved.removals}}
    )


def remarks(files: ProjectFiles) -> Counter[str]:
    found = Counter(
        remark.text
        for path, data in files.files.items()
        if path.startswith("products")
        for remark in remarks_in(data.decode("utf-8-sig"))
    )
    return Counter({t: n for t, n in found.items() if t != INTRODUCTION and not t.startswith("# products/")})


def said(files: ProjectFiles) -> tuple[object, ...]:
    register, wrong = decode_files(files.files)
    assert register is not None, wrong
    return register.product_by_id, register.proposals, register.not_ours


FORMS = {
    "as it is": LIST.encode(),
    "windows": b"\xef\xbb\xbf" + LIST.replace("\n", "\r\n").encode(),
    "without a last line end": LIST.split("\n# over de voorstellen", maxsplit=1)[0].rstrip().encode(),
    "windows without a last line end": LIST.split("\n# over de voorstellen", maxsplit=1)[0]
    .rstrip()
    .replace("\n", "\r\n")
    .encode(),
    "a list at the margin": "".join(
        line[2:] if line.startswith("  ") else line
        for line in LIST.split("# over de voorstellen", maxsplit=1)[0].splitlines(True)
    ).encode(),
}


@pytest.mark.parametrize("form", FORMS)
def test_there_and_back_again_gives_the_bytes_that_were(form: str) -> None:
    files = project(FORMS[form])
    apart = after(files, split(files))
    assert sorted(apart.files)[1:] == [
        "products.yaml", "products/drie.yaml", "products/een.yaml", "products/twee.yaml",
    ]  # fmt: skip
    assert said(apart) == said(files)
    assert remarks(apart) == remarks(files)
    assert after(apart, join(apart)).files == files.files
    assert split(apart) == Moved()


def test_a_product_takes_along_what_was_written_of_it_and_leaves_the_headings() -> None:
    apart = after(project(LIST), split(project(LIST))).files
    assert apart["products/een.yaml"].decode() == (
        '# over een\n# op twee regels\nid: een   # het eerste\nname: "Eén"\nsummary: |\n  Regel een.\n'
        "    # geen opmerking\n\n  Regel twee.\ndomain: d\nauthority: college\nsynonyms: [a, 'b # b',\n  c]\n"
        "# over de berichten\nmessages:\n  - {kind: aanvraag, channels: [post]}   # digitaal\n  - kind: vraag\n"
        "# term: nog niet\n"
    )
    assert apart["products.yaml"].decode() == (
        "# boven\n\n# over de lijst\nnot_ours: [zwembad]   # nooit gehad\n\nproducts:   # onze producten\n"
        f"  {INTRODUCTION}\n\n  # Burgerzaken\n\n  # products/een.yaml\n\n  # Wonen\n\n  # products/twee.yaml\n"
        "  # - id: oud\n  #   name: Een product van vroeger\n\n  # products/drie.yaml\n\n# over de voorstellen\n"
        'proposals:\n  - {name: Zwemles, upl: "http://standaarden.overheid.nl/owms/terms/zwemles"}   # later\n\n# onder\n'
    )


def test_what_colleagues_did_meanwhile_to_the_files_is_in_the_list() -> None:
    apart = after(project(LIST), split(project(LIST)))
    apart.files["products/een.yaml"] = apart.files["products/een.yaml"].replace(b"id: een", b"id: eerste")
    del apart.files["products/twee.yaml"]
    apart.files["products/zes.yaml"] = (
        b"\xef\xbb\xbf---\r\n# nieuw\r\n\r\nid: zes\r\nname: Zes\r\ndomain: d\r\nauthority: college\r\n"
        b"messages:\r\n- kind: vraag\r\n...\r\n\r\n"
    )
    together = after(apart, join(apart))
    assert said(together) == said(apart)
    assert remarks(together) == remarks(apart)
    text = together.files["products.yaml"].decode()
    assert text.index("- id: eerste   # het eerste") < text.index("# - id: oud") < text.index("{id: drie")
    assert (
        "     messages: [{kind: vraag}]}\n\n  # nieuw\n\n  - id: zes\n    name: Zes\n    domain: d\n"
        "    authority: college\n    messages:\n    - kind: vraag\n\n# over de voorstellen"
    ) in text
    assert "products/" not in text and "\r" not in text and INTRODUCTION not in text


ALONE = "# over vier\nid: vier\nname: Vier\ndomain: d\nauthority: college\nmessages: [{kind: vraag}]\n"
ITEM = "  # over vier\n  - id: vier\n    name: Vier\n    domain: d\n    authority: college\n    messages: [{kind: vraag}]\n"


@pytest.mark.parametrize(
    ("there", "becomes"),
    [
        (None, f"products:\n\n{ITEM}"),
        ("# nog niets\n", f"# nog niets\nproducts:\n\n{ITEM}"),
        ("products: []   # nog niets\nnot_ours: [x]\n", f"products:   # nog niets\n\n{ITEM}not_ours: [x]\n"),
        ("products:\nnot_ours: [x]", f"products:\n\n{ITEM}not_ours: [x]"),
        ("not_ours: [x]", f"not_ours: [x]\nproducts:\n\n{ITEM}"),
        ("not_ours: [x]\r\n", f"not_ours: [x]\r\nproducts:\r\n\r\n{ITEM}".replace("\r\n", "\n").replace("\n", "\r\n")),
    ],
)  # fmt: skip
def test_a_list_is_made_where_there_is_none(there: str | None, becomes: str) -> None:
    files = project(there or "", vier=ALONE)
    if there is None:
        del files.files["products.yaml"]
    together = after(files, join(files))
    assert together.files["products.yaml"].decode() == becomes
    assert list(together.files) == ["channels.yaml", "products.yaml"]
    assert said(together) == said(files)
    assert join(together) == Moved()


ODD = st.tuples(
    st.integers(0, 60), st.sampled_from(["", "#", "# x", "   ", "#y: z", "# - id: z"]), st.integers(0, 9)
)


@settings(max_examples=40, deadline=None)
@given(st.lists(ODD, max_size=12), st.sampled_from(["\n", "\r\n"]), st.booleans(), st.booleans())
def test_no_remark_is_lost_wherever_it_stands(
    odd: list[tuple[int, str, int]], newline: str, marked: bool, ended: bool
) -> None:
    lines = LIST.splitlines()
    for place, text, column in sorted(odd, reverse=True):
        # Within a text over several lines it would be a part of that text, or end it.
        at = min(place, len(lines))
        if at < len(lines) and not any(
            word in lines[at]
            for word in ("Regel", "# geen", "c]", "authority: b", "messages: [{kind: vraag}]}")
        ):
            lines.insert(at, " " * column + text)
    text = newline.join(lines) + (newline if ended else "")
    files = project((b"\xef\xbb\xbf" if marked else b"") + text.encode())
    if decode_files(files.files)[0] is None:
        return
    apart = after(files, split(files))
    together = after(apart, join(apart))
    assert said(apart) == said(together) == said(files)
    assert remarks(apart) == remarks(together) == remarks(files)
    assert split(apart) == Moved()
    again = after(together, split(together))
    assert after(again, join(again)).files == together.files


def test_the_example_comes_back_byte_for_byte() -> None:
    files = ProjectFiles(
        {path: data for path, data in files_of(ROOT).items() if not path.startswith("products/")}
    )
    apart = after(files, split(files))
    assert len(apart.files) > len(files.files) + 100
    assert after(apart, join(apart)).files == files.files


FLOW = "{id: a, name: A, domain: d, authority: college, messages: [{kind: vraag}]}"


@pytest.mark.parametrize(
    ("products", "alone", "told"),
    [
        (f"products: [{FLOW}]\n", {}, "regel 1, staan producten tussen haken"),
        (f"{{products: [{FLOW}]}}\n", {}, "tussen haken"),
        (LIST, {"een": ALONE}, "products/een.yaml bestaat al"),
        (LIST, {"Twee": ALONE}, "products/Twee.yaml bestaat al"),
        (LIST.replace("id: een", "id: con"), {}, "fouten"),
        (LIST.replace("name: Twee", "naam: Twee"), {}, "fouten"),
        (LIST.replace("\n", "\r"), {}, "oude computer"),
    ],
)  # fmt: skip
def test_what_can_not_be_split_is_refused_with_a_way_out(
    products: str, alone: dict[str, str], told: str
) -> None:
    with pytest.raises(Refused) as refused:
        split(project(products, **alone))
    assert told in " ".join([*refused.value.findings, str(refused.value)])


def test_a_name_that_windows_keeps_for_itself_is_no_id() -> None:
    assert all(map(is_taken, ["con", "aux", "nul", "prn", "com1", "lpt9"]))


def test_a_file_that_can_be_no_part_of_a_list_is_refused() -> None:
    with pytest.raises(Refused, match="products/vier.yaml, regel 1, staat ---"):
        join(project("products:\n", vier=f"--- # vier\n{ALONE}"))


def test_the_command_moves_all_files_or_none(tmp_path: Path) -> None:
    write_files(tmp_path, {"channels.yaml": CHANNELS, "products.yaml": LIST})
    before = tree(tmp_path)
    told = wmebv("products", "split", "--dry-run", cwd=tmp_path, code=0).stdout
    assert "nieuw       products/een.yaml\n" in told and "Er is niets gewijzigd." in told
    assert tree(tmp_path) == before
    told = wmebv("products", "split", cwd=tmp_path, code=0).stdout
    assert "Een eigen bestand voor 3 producten" in told and "wmebv check" in told
    assert "al een eigen bestand" in wmebv("products", "split", cwd=tmp_path, code=0).stdout
    (tmp_path / "products" / "een.yaml").chmod(0o444)
    there = tree(tmp_path)
    assert "alleen om te lezen" in wmebv("products", "join", cwd=tmp_path, code=2).stderr
    assert tree(tmp_path) == there
    (tmp_path / "products" / "een.yaml").chmod(0o644)
    told = wmebv("products", "join", cwd=tmp_path, code=0).stdout
    assert "verwijderd  products/twee.yaml" in told
    assert tree(tmp_path) == before and not (tmp_path / "products").exists()
    assert "geen product met een eigen bestand" in wmebv("products", "join", cwd=tmp_path, code=0).stdout


def test_what_a_municipality_says_above_a_shared_register_is_moved_and_that_register_is_not() -> None:
    files = project("products:\n  # anders dan in de regio\n  - id: vier\n    summary: Bij ons anders.\n")
    files.files["channels.yaml"] = CHANNELS.replace(
        "municipality:", "base: ../regio\nmunicipality:", 1
    ).encode()
    files.files["../regio/products.yaml"] = f"products:\n{ITEM}{ITEM.replace('vier', 'vijf')}".encode()
    apart = after(files, split(files))
    assert (
        apart.files["products/vier.yaml"] == b"# anders dan in de regio\nid: vier\nsummary: Bij ons anders.\n"
    )
    assert "products/vijf.yaml" not in apart.files and said(apart) == said(files)
    assert after(apart, join(apart)).files == files.files


def test_a_list_in_the_folder_which_nobody_reads_is_split_too() -> None:
    burgerzaken = (
        "# Burgerzaken, van Jan en Ada\r\n\r\nproducts:   # samen\r\n- id: burgerzaken\r\n  name: Vijf\r\n"
        "  domain: d\r\n  authority: college\r\n  messages:\r\n  - kind: vraag   # meer niet\r\n\r\n"
        "# boven zes\r\n- {id: zes, name: Zes, domain: d, authority: college, messages: [{kind: vraag}]}\r\n\r\n"
    )
    files = project(LIST, Burgerzaken=burgerzaken, vier=ALONE, burgerzaken="products:\n")
    assert decode_files(files.files)[0] is None
    moved = split(files)
    apart = after(files, moved)
    assert [removal.path for removal in moved.removals] == ["products/Burgerzaken.yaml"]
    assert apart.files["products/burgerzaken.yaml"].decode() == (
        "id: burgerzaken\nname: Vijf\ndomain: d\nauthority: college\nmessages:\n- kind: vraag   # meer niet\n"
    )
    assert apart.files["products/zes.yaml"].startswith(b"# boven zes\n{id: zes,")
    assert remarks(apart) == remarks(files)
    register, wrong = decode_files(apart.files)
    assert register is not None and len(register.products) == 6, wrong
    assert split(apart) == Moved() and said(after(apart, join(apart))) == said(apart)


def test_only_lists_in_the_folder_become_files_and_an_index() -> None:
    files = project("", a=f"products:\n{ITEM}", b=f"products:\n{ITEM.replace('vier', 'vijf')}")
    del files.files["products.yaml"]
    apart = after(files, split(files))
    assert sorted(apart.files)[1:] == ["products.yaml", "products/vier.yaml", "products/vijf.yaml"]
    assert remarks(apart) == remarks(files)
