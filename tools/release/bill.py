"""The bill of materials of the locked requirements (CycloneDX 1.5, JSON), and the texts of their licences.

A component is a line of `requirements.lock`: name, version, digests, and the licence as the installed package
states it. The same lock gives the same bytes: there is no time and no random number in it.
"""

from __future__ import annotations

import hashlib
import json
import re
import uuid
from importlib.metadata import Distribution, PackageNotFoundError, distribution
from pathlib import Path

from packaging.requirements import Requirement

from shuangsuiji.version import __version__
from tools.windows.locked import LOCK, locked_lines

_LICENCE_FILE = re.compile(r"(^|/)(LICEN[CS]E|COPYING|NOTICE|AUTHORS)[^/]*$", re.IGNORECASE)
_CLASSIFIER = "License :: OSI Approved :: "
_FIRST_LINE = 80
"""Some packages put the whole text where the name belongs: its first line is a name if it is short."""


def bill() -> bytes:
    """The bill of materials.

    Raises:
        ValueError: a locked package that this system needs states no licence.
    """
    components = [_component(Requirement(line.partition(" --hash=")[0]), line) for line in locked_lines(LOCK)]
    content = json.dumps(components, ensure_ascii=False, sort_keys=True)
    serial = uuid.uuid5(uuid.NAMESPACE_URL, hashlib.sha256(content.encode()).hexdigest())
    document = {
        "bomFormat": "CycloneDX",
        "specVersion": "1.5",
        "serialNumber": f"urn:uuid:{serial}",
        "version": 1,
        "metadata": {
            "component": {
                "type": "application",
                "bom-ref": "shuangsuiji",
                "name": "shuangsuiji",
                "version": __version__,
                "licenses": [{"license": {"id": "MIT"}}],
            }
        },
        "components": components,
        "dependencies": [{"ref": "shuangsuiji", "dependsOn": [part["bom-ref"] for part in components]}],
    }
    return (json.dumps(document, ensure_ascii=False, indent=2) + "\n").encode()


def _component(requirement: Requirement, line: str) -> dict[str, object]:
    version = str(requirement.specifier).removeprefix("==")
    purl = f"pkg:pypi/{requirement.name}@{version}"
    component: dict[str, object] = {
        "type": "library",
        "bom-ref": purl,
        "name": requirement.name,
        "version": version,
        "purl": purl,
    }
    installed = _installed(requirement)
    if installed is not None:
        component["licenses"] = [{"license": {"name": licence_of(installed)}}]
    digests = re.findall(r"sha256:([0-9a-f]{64})", line)
    component["externalReferences"] = [
        {
            "type": "distribution",
            "url": f"https://pypi.org/project/{requirement.name}/{version}/",
            "hashes": [{"alg": "SHA-256", "content": digest}],
        }
        for digest in digests
    ]
    return component


def _installed(requirement: Requirement) -> Distribution | None:
    """None of what this system does not need (a marker says so)."""
    if requirement.marker is not None and not requirement.marker.evaluate():
        return None
    try:
        return distribution(requirement.name)
    except PackageNotFoundError as error:
        raise ValueError(f"{requirement.name} is locked but not installed") from error


def licence_of(installed: Distribution) -> str:
    """The licence that a package states: expression, classifier, or the field of older packages.

    Raises:
        ValueError: none of the three.
    """
    stated = installed.metadata
    for expression in stated.get_all("License-Expression", []):
        return str(expression)
    named = [
        one.removeprefix(_CLASSIFIER)
        for one in stated.get_all("Classifier", [])
        if one.startswith(_CLASSIFIER)
    ]
    if named:
        return " / ".join(named)
    first_line = "".join(stated.get_all("License", [])).strip().partition("\n")[0]
    if not 0 < len(first_line) <= _FIRST_LINE:
        raise ValueError(f"{stated['Name']} states no licence")
    return first_line


def licences() -> str:
    """The licence texts of all locked packages that this system needs, one after another."""
    parts: list[str] = []
    for line in locked_lines(LOCK):
        requirement = Requirement(line.partition(" --hash=")[0])
        installed = _installed(requirement)
        if installed is None:
            continue
        parts.append(f"{'=' * 78}\n{requirement.name} {installed.version}　{licence_of(installed)}\n")
        files = [path for path in installed.files or [] if _LICENCE_FILE.search(str(path))]
        parts += [Path(path.locate()).read_text("utf-8", "replace") for path in sorted(files, key=str)]
    return "\n".join(parts)
