"""The forms of the editor for a browser: every field of the model is in them, in Dutch, without a word about it elsewhere."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from enum import StrEnum
from typing import Annotated, Any

import pytest

from wmebv_site.editor import labels
from wmebv_site.editor.config import KINDS, collections, config, form_of, made_lists, relations
from wmebv_site.editor.fields import fields_of
from wmebv_site.project.editor_settings import EditorSettings
from wmebv_site.register import terms
from wmebv_site.register.entry import Entry, Refers, internal, named_fields, public
from wmebv_site.register.values import Date, Slug, Text, YesNo

FORGE = EditorSettings(
    forge="forgejo", address="https://git.voorbeeld.example", repository="gemeente/contact"
)


def pairs(
    model: type[Entry], form: list[dict[str, Any]]
) -> Iterator[tuple[type[Entry], str, Any, dict[str, Any]]]:
    """Each field of a model beside that of the form, further in as well."""
    inner = {field.key: field.entry for field in named_fields(model)}
    shown = {field["name"]: field for field in form}
    for name, info in model.model_fields.items():
        key = info.alias or name
        yield model, key, info, shown[key]
        entry = inner.get(key)
        if entry is not None:
            yield from pairs(entry, shown[key]["fields"])


def all_pairs() -> list[tuple[type[Entry], str, Any, dict[str, Any]]]:
    known = relations()
    return [each for kind in KINDS for each in pairs(kind.model, form_of(kind, known))]


def test_every_field_of_every_model_is_in_a_form_in_its_order_with_its_title():
    seen = 0
    for model, key, info, field in all_pairs():
        where = f"{model.__name__}.{key}"
        hidden = info.json_schema_extra["x-visibility"] == "internal"
        assert field["label"] == info.title + (" (intern)" if hidden else ""), where
        assert hidden == field["hint"].endswith("Dit komt nooit op de website."), where
        assert field["required"] == info.is_required(), where
        assert "sleutel" not in field["hint"] and "T08:15" not in field["hint"], where
        seen += 1
    for kind in KINDS:
        names = [field["name"] for field in form_of(kind, relations())]
        keys = [info.alias or name for name, info in kind.model.model_fields.items()]
        assert names == keys + (["tekst"] if kind.is_text else [])
    assert seen > 250


def test_a_reference_is_chosen_from_where_it_is_named_and_a_closed_list_has_words():
    for model, key, _, field in all_pairs():
        mark = {each.key: each.mark for each in named_fields(model)}.get(key)
        if isinstance(mark, Refers):
            assert field["widget"] == "relation", f"{model.__name__}.{key}"
        for option in field.get("options", ()):
            assert re.fullmatch(r"(?:[A-Z]|eH)[^_]+", option["label"]), option
    listed = [each for each in vars(terms).values() if isinstance(each, type) and issubclass(each, StrEnum)]
    for choice in (choice for each in listed for choice in each if each is not StrEnum):
        assert "_" not in labels.label_of_choice(choice)


def test_a_field_that_nobody_thought_of_appears_by_itself():
    class Part(Entry):
        colour: terms.Remedy = public("Kleur", "Welke.")

    class Model(Entry):
        id: Annotated[Slug, Refers("kanaal")] | None = public("Id", "Welk; zonder deze sleutel geen.", None)
        when: Date | None = internal("Wanneer", "Of 'word' dat zegt.", None)
        word: Text = public("Woord", "Het woord.")
        shut: YesNo = public("Dicht", "Of het dicht is.", False)
        many: tuple[Text, ...] = public("Veel", "Van alles.", ())
        whom: tuple[terms.Audience, ...] = public("Wie", "Voor wie.", ())
        part: Part | None = public("Deel", "Het deel.", None)

    known = {Refers("kanaal"): {"widget": "relation"}}
    assert {
        field["name"]: (field["widget"], field.get("multiple"), field["required"])
        for field in fields_of(Model, known)
    } == {
        "id": ("relation", None, False),
        "when": ("datetime", None, False),
        "word": ("string", None, True),
        "shut": ("select", None, False),
        "many": ("list", None, False),
        "whom": ("select", True, False),
        "part": ("object", None, False),
    }
    hints = {field["name"]: field["hint"] for field in fields_of(Model, known)}
    assert hints["id"] == "Welk; vult u niets in, dan geen."
    assert hints["when"] == "Of 'Woord' dat zegt. Dit komt nooit op de website."


def test_each_list_that_is_made_to_choose_from_names_a_file_and_what_exists_besides():
    known = {
        field["name"] for kind in KINDS if kind.name == "channels" for field in form_of(kind, relations())
    }
    made = made_lists()
    assert {each["of"] for each in made.values()} == {"channels", "executors"} <= known
    assert all(also["name"] for each in made.values() for also in each["also"])
    used = {field["value_field"].split(".")[0] for *_, field in all_pairs() if "value_field" in field}
    assert set(made) <= used


@pytest.mark.parametrize("texts", ["content", "docs/teksten"])
def test_the_files_are_called_what_they_are_called_in_the_project(texts: str):
    products, lists, *others = collections(texts)
    assert products["folder"] == "products" and products["extension"] == "yaml"
    assert [each["folder"] for each in others] == [
        f"{texts}/{name}".rstrip("/") for name in ("storingen", "besluiten", "hulp", "beleid", "")
    ]
    assert {each["file"] for each in lists["files"]} == {
        "channels.yaml",
        *(
            f"{texts}/{name}"
            for name in (
                "hulp/index.md",
                "index.md",
                "stappenplan.yaml",
                "woordenlijst.yaml",
                "koppelingen.yaml",
            )
        ),
    }


def test_the_settings_are_the_same_bytes_each_time_and_name_the_forge():
    told = config("content", FORGE, "Register", "https://www.voorbeeld.example/")
    assert told == config("content", FORGE, "Register", "https://www.voorbeeld.example/")
    assert json.loads(told)["backend"] == {
        "name": "gitea",
        "repo": "gemeente/contact",
        "branch": "main",
        "base_url": "https://git.voorbeeld.example",
        "api_root": "https://git.voorbeeld.example/api/v1",
        "auth_methods": ["token"],
    }
