"""Writes the bill of materials of a release, CycloneDX 1.6 made from the locks: `python tools/sbom.py dist`, or `make sbom`."""

from __future__ import annotations

import base64
import json
import os
import re
import sys
import tomllib
import uuid
import zipfile
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from importlib import metadata
from pathlib import Path
from typing import Any

from wmebv_site.editor.bundle import PACKAGE
from wmebv_site.editor.page import PACKAGES

ROOT = Path(__file__).resolve().parent.parent
REQUIREMENTS = ROOT / "requirements"
IN_EDITOR = ("@sveltia/cms", "yaml")
"""What we bundle the editor for a browser from; the first brings the rest. All else from npm judges, and is not delivered."""
_NAME = re.compile(r"[a-z0-9][a-z0-9._-]*")
_PIN = re.compile(r"([a-z0-9._-]+)==(\S+?)(?: ; (.+))?$")
_SPDX = frozenset(
    {"Apache-2.0", "BSD-2-Clause", "BSD-3-Clause", "EUPL-1.2", "ISC", "MIT", "MPL-2.0", "PSF-2.0"}
)
_CLASSIFIED = {
    "License :: OSI Approved :: Apache Software License": "Apache-2.0",
    "License :: OSI Approved :: MIT License": "MIT",
    "License :: OSI Approved :: Mozilla Public License 2.0 (MPL 2.0)": "MPL-2.0",
}
"""The classifiers that stand for one licence; that of BSD stands for several."""
_FONT = "font "
_NAMESPACE = uuid.UUID("6f9d1c6e-5b0e-5c39-9b1b-1d0c5f6f2f0a")

Json = dict[str, Any]


def bill(moment: int, editor: Iterable[Json] = ()) -> Json:
    """The bill of materials. It says the same for the same locks, environment and moment.

    ``editor`` are the packages in the editor for a browser, as its wheel names them.
    """
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    extras = sorted(project["optional-dependencies"])
    components: dict[str, Json] = {}
    needs: dict[str, set[str]] = {}
    for lock in ("site", *extras):
        for package in _locked(lock):
            _add(components, package, lock, "required" if lock == "site" else "optional")
            for by in package["via"]:
                needs.setdefault(by, set()).add(package["name"])
    asked = [project["dependencies"], *project["optional-dependencies"].values()]
    direct = {ref for listed in asked for each in listed for ref in _refs(_named(each), components)}
    own = f"pkg:generic/{project['name']}@{project['version']}"
    graph = {
        ref: sorted(one for need in needs.get(component["name"], ()) for one in _refs(need, components))
        for ref, component in components.items()
    }
    bundled = {component["bom-ref"]: component for component in map(_bundled, editor)}
    components |= bundled
    graph |= {ref: [] for ref in bundled}
    ours = {ref for ref, component in bundled.items() if _full_name(component) in IN_EDITOR}
    direct |= ours
    for ref in ours:
        if _full_name(bundled[ref]) == IN_EDITOR[0]:
            graph[ref] = sorted(bundled.keys() - ours)
    sorted_components = sorted(components.values(), key=lambda component: component["bom-ref"])
    made: Json = {
        "$schema": "http://cyclonedx.org/schema/bom-1.6.schema.json",
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "version": 1,
        "metadata": {
            "timestamp": datetime.fromtimestamp(moment, UTC).isoformat().replace("+00:00", "Z"),
            "lifecycles": [{"phase": "pre-build"}],
            "tools": {"components": [{"type": "application", "name": "tools/sbom.py"}]},
            "component": {
                "type": "application",
                "bom-ref": own,
                "name": project["name"],
                "version": project["version"],
                "description": project["description"],
                "licenses": [{"license": {"id": project["license"], "acknowledgement": "declared"}}],
                "purl": own,
            },
        },
        "components": sorted_components,
        "dependencies": [
            {"ref": ref, "dependsOn": below} for ref, below in sorted({own: sorted(direct), **graph}.items())
        ],
    }
    number = uuid.uuid5(_NAMESPACE, json.dumps(made, sort_keys=True))
    return {"$schema": made.pop("$schema"), "bomFormat": made.pop("bomFormat")} | {
        "specVersion": made.pop("specVersion"), "serialNumber": f"urn:uuid:{number}", **made
    }  # fmt: skip


def _locked(lock: str) -> Iterator[Json]:
    """The packages of a lock: what is pinned, its hashes, when it counts, and which others ask for it."""
    package: Json = {}
    for line in (REQUIREMENTS / f"{lock}.txt").read_text(encoding="utf-8").splitlines():
        text = line.removesuffix("\\").strip()
        if pinned := _PIN.match(text):
            if package:
                yield package
            package = {
                "name": pinned[1],
                "version": pinned[2],
                "marker": pinned[3],
                "hashes": [],
                "via": set(),
            }
        elif text.startswith("--hash=sha256:"):
            package["hashes"].append(text.removeprefix("--hash=sha256:"))
        elif package and _NAME.fullmatch(by := text.removeprefix("# via").strip("# ")):
            package["via"].add(by)
    if package:
        yield package


def _add(components: dict[str, Json], package: Json, lock: str, scope: str) -> None:
    name, version = package["name"], package["version"]
    purl = f"pkg:pypi/{name}@{version}"
    if known := components.get(purl):
        known["properties"].append({"name": "wmebv-site:lock", "value": lock})
        return
    properties = [{"name": "wmebv-site:lock", "value": lock}]
    if package["marker"]:
        properties.append({"name": "wmebv-site:marker", "value": package["marker"]})
    components[purl] = {
        "type": "library",
        "bom-ref": purl,
        "name": name,
        "version": version,
        "scope": scope,
        **_licensed(name, version),
        "purl": purl,
        "externalReferences": [_files(purl, "SHA-256", package["hashes"])],
        "properties": properties,
    }


def _files(purl: str, algorithm: str, hashes: Iterable[str]) -> Json:
    """A package has a file for each kind of machine; the hash of any of them is right. No lock says where they are."""
    return {
        "type": "distribution",
        "url": purl,
        "comment": "one hash for each file of this version",
        "hashes": [{"alg": algorithm, "content": each} for each in sorted(hashes)],
    }


def _named(requirement: str) -> str:
    """The name of a package that is asked for, as a lock writes it."""
    return re.sub(r"[-_.]+", "-", re.split(r"[\s\[<>=!~;]", requirement, maxsplit=1)[0]).lower()


def _refs(name: str, components: dict[str, Json]) -> list[str]:
    """A package; where a lock has a version for older Pythons, both."""
    return [ref for ref, component in components.items() if component["name"] == name]


def _licensed(name: str, version: str) -> Json:
    """The licence that a package declares, as far as the one that is installed here is the one of the lock."""
    try:
        said = metadata.metadata(name)
    except metadata.PackageNotFoundError:
        return {}
    if said["Version"] != version:
        return {}
    if "License-Expression" in said:
        expression = said["License-Expression"]
        return {"licenses": [{"expression": expression, "acknowledgement": "declared"}]}
    if "License" in said and said["License"] in _SPDX:
        return {"licenses": [_licence({"id": said["License"]})]}
    classified = [each for each in said.get_all("Classifier", []) if each.startswith("License ::")]
    return {
        "licenses": [
            _licence({"id": _CLASSIFIED[each]} if each in _CLASSIFIED else {"name": each.rpartition(" :: ")[2]})
            for each in classified
        ]
    } if classified else {}  # fmt: skip


def _licence(said: Json) -> Json:
    return {"license": said | {"acknowledgement": "declared"}}


def in_editor(folder: Path, version: str) -> list[Json]:
    """The packages in the editor for a browser; none where its wheel is not in the folder, since it isn't delivered then."""
    for wheel in folder.glob(f"{PACKAGE}-{version}-*.whl"):
        with zipfile.ZipFile(wheel) as archive:
            found: list[Json] = json.loads(archive.read(f"{PACKAGE}/files/{PACKAGES}"))
            return found
    return []


def _bundled(package: Json) -> Json:
    """A package in the editor. One that the lock has comes with its checksum; the others came inside of it."""
    name, version, licence = package["name"], package["version"], package["license"]
    said = {"id": licence} if licence in _SPDX else None
    licences = [_licence(said)] if said else [{"expression": licence, "acknowledgement": "declared"}]
    properties = [{"name": "wmebv-site:lock", "value": "editor"}]
    if name.startswith(_FONT):
        ref = name.replace(" ", ":")
        made: Json = {"type": "data", "bom-ref": ref, "name": name, "version": version, "scope": "optional"}
        return made | {"licenses": licences, "properties": properties}
    group, _, short = name.rpartition("/")
    purl = f"pkg:npm/{name.replace('@', '%40', 1)}@{version}"
    locked = json.loads((ROOT / "package-lock.json").read_text(encoding="utf-8"))["packages"]
    entry = locked.get(f"node_modules/{name}", {})
    made = {"type": "library", "bom-ref": purl, **({"group": group} if group else {}), "name": short}
    made |= {"version": version, "scope": "optional", "licenses": licences, "purl": purl}
    if entry.get("version") == version:
        algorithm, _, digest = entry["integrity"].partition("-")
        hashes = [base64.b64decode(digest).hex()]
        made["externalReferences"] = [_files(purl, algorithm.replace("sha", "SHA-"), hashes)]
    return made | {"properties": properties}


def _full_name(component: Json) -> str:
    return f"{component['group']}/{component['name']}" if "group" in component else str(component["name"])


def _file_name(project: str) -> str:
    """What a wheel is called by."""
    return project.replace("-", "_")


def main() -> None:
    folder = Path(sys.argv[1] if sys.argv[1:] else "dist")
    version = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["version"]
    made = bill(int(os.environ.get("SOURCE_DATE_EPOCH") or 0), in_editor(folder, version))
    own = made["metadata"]["component"]
    file = folder / f"{_file_name(own['name'])}-{own['version']}.cdx.json"
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(json.dumps(made, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    print(file.name)


if __name__ == "__main__":
    main()
