"""Writes the bill of materials of a release, CycloneDX 1.6 made from the locks: `python tools/sbom.py dist`, or `make sbom`."""

from __future__ import annotations

import base64
import json
import os
import re
import sys
import tomllib
import uuid
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from importlib import metadata
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
REQUIREMENTS = ROOT / "requirements"
IN_EDITOR = ("@sveltia/cms", "yaml")
"""What the editor for a browser is bundled from; everything else from npm judges or builds, and is not delivered."""
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
_NAMESPACE = uuid.UUID("6f9d1c6e-5b0e-5c39-9b1b-1d0c5f6f2f0a")

Json = dict[str, Any]


def bill(moment: int) -> Json:
    """The bill of materials. It says the same for the same locks, environment and moment."""
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
    for component, below, is_direct in _bundled():
        components[component["bom-ref"]] = component
        graph[component["bom-ref"]] = below
        if is_direct:
            direct.add(component["bom-ref"])
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


def _bundled() -> Iterator[tuple[Json, list[str], bool]]:
    """What the editor for a browser brings from npm: each package, what it needs itself, and whether we asked for it."""
    packages = json.loads((ROOT / "package-lock.json").read_text(encoding="utf-8"))["packages"]

    def found(name: str, above: str = "") -> str:
        """Where a package stands that one above it asks for: the nearest, as Node looks for it."""
        while above:
            if (path := f"{above}/node_modules/{name}") in packages:
                return path
            above = above.rpartition("/node_modules/")[0]
        return f"node_modules/{name}"

    def ref(path: str) -> str:
        name = path.rpartition("node_modules/")[2]
        return f"pkg:npm/{name.replace('@', '%40', 1)}@{packages[path]['version']}"

    roots = [found(name) for name in IN_EDITOR]
    left, seen = list(roots), set[str]()
    while left:
        path = left.pop()
        if path in seen:
            continue
        seen.add(path)
        below = [found(name, path) for name in packages[path].get("dependencies", {})]
        left += below
    for path in sorted(seen):
        entry, name = packages[path], path.rpartition("node_modules/")[2]
        algorithm, _, digest = entry["integrity"].partition("-")
        group, _, short = name.rpartition("/")
        licence = entry.get("license")
        yield (
            {
                "type": "library",
                "bom-ref": ref(path),
                **({"group": group} if group else {}),
                "name": short,
                "version": entry["version"],
                "scope": "optional",
                **({"licenses": [_said_by_npm(licence)]} if licence else {}),
                "purl": ref(path),
                "externalReferences": [
                    _files(ref(path), algorithm.replace("sha", "SHA-"), [base64.b64decode(digest).hex()])
                ],
                "properties": [{"name": "wmebv-site:lock", "value": "editor"}],
            },
            sorted({ref(found(each, path)) for each in entry.get("dependencies", {})}),
            path in roots,
        )


def _said_by_npm(licence: str) -> Json:
    if licence in _SPDX:
        return _licence({"id": licence})
    return {"expression": licence, "acknowledgement": "declared"}


def _file_name(project: str) -> str:
    """What a wheel is called by."""
    return project.replace("-", "_")


def main() -> None:
    made = bill(int(os.environ.get("SOURCE_DATE_EPOCH") or 0))
    own = made["metadata"]["component"]
    file = Path(
        sys.argv[1] if sys.argv[1:] else "dist", f"{_file_name(own['name'])}-{own['version']}.cdx.json"
    )
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(json.dumps(made, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    print(file.name)


if __name__ == "__main__":
    main()
