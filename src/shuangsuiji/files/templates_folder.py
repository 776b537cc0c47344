"""An office's own templates: the .docx files of a folder, each looked at before anybody opens it.

Those that a plan names are kept among the sources of its archives.

What no template may hold, told from its parsed parts: programs, and whatever fetches from elsewhere.

A template is data from an office, and archives carry templates to strangers. Every part that is XML is
parsed, whatever its name and its encoding, since Word goes by content types: references outside, fields other
than those that only count or name, objects, embedded documents, sources of mail merge.
Source: ECMA-376 part 1, 17.16 (fields), part 2, 9 (relationships).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from xml.parsers import expat

from shuangsuiji.core.findings import Finding, Place, error, warning
from shuangsuiji.errors import BadInput, FileTrouble
from shuangsuiji.files.archive import SOURCES, Archive, manifest_of
from shuangsuiji.files.budget import reading
from shuangsuiji.files.disk import read_bytes, trouble_at
from shuangsuiji.files.readers.zip_parts import ZipParts

MAX_PART = 20_000_000
"""Bytes of one part, inflated; a template with a large picture has about one million."""
MAX_DEPTH = 200
"""Word's own documents stay under sixty."""
_MAIN = "word/document.xml"
_PROGRAM_NAMES = ("vbaproject", "/embeddings/", "activex", "vbadata")
_PROGRAM_TYPES = ("macroenabled", "vba", "oleobject", "activex", "ms-office.control")
_MARKUP = (b"<", b"\xef\xbb\xbf<", b"\xff\xfe<\0", b"\xfe\xff\0<", b"<\0", b"\0<")
_RELATIONS_OUT = frozenset(
    {
        "attachedtemplate",
        "oleobject",
        "subdocument",
        "frame",
        "afchunk",
        "package",
        "control",
        "externallinkpath",
    }
    | {"vbaproject", "wordvbadata", "activexcontrolbinary", "mailmergesource", "mailmergeheadersource"}
)
_ELEMENTS_OUT = frozenset(
    {"object", "OLEObject", "control", "altChunk", "subDoc", "mailMerge", "dataSource", "ddeLink", "oleLink"}
    | {"attachedTemplate", "frameset", "externalData"}
)
_FIELDS = frozenset({
    "PAGE", "NUMPAGES", "SECTIONPAGES", "SECTION", "PAGEREF", "REF", "NOTEREF", "STYLEREF", "SEQ",
    "TOC", "TC", "XE", "INDEX", "LISTNUM", "EQ", "=", "SYMBOL", "ADVANCE", "DATE", "TIME",
    "CREATEDATE", "SAVEDATE", "PRINTDATE", "EDITTIME", "TITLE", "SUBJECT", "KEYWORDS", "COMMENTS",
    "AUTHOR", "LASTSAVEDBY", "FILENAME", "FILESIZE", "NUMWORDS", "NUMCHARS", "REVNUM",
    "DOCPROPERTY", "HYPERLINK", "FORMTEXT", "FORMCHECKBOX", "FORMDROPDOWN", "BIDIOUTLINE",
})  # fmt: skip
"""Fields that count, number, date or name; any other (INCLUDEPICTURE, DDE, LINK, DATABASE …) may fetch."""
_LINK = re.compile(r"(?:https?|mailto):", re.IGNORECASE)
_ELSEWHERE = re.compile(r"[A-Za-z][A-Za-z0-9+.-]{1,30}:(?://|\\\\)|\\\\|//|file:", re.IGNORECASE)


def dangers(data: bytes, place: Place) -> Iterator[Finding]:
    """The findings on the bytes of a template; none where nothing in it can do harm."""
    try:
        with reading(place.file, len(data)):
            found = list(_found(data, place))
    except BadInput as trouble:
        known = trouble.findings[0].code.startswith("input-")
        found = list(trouble.findings) if known else [error("template-not-word", place)]
    yield from {(finding.code, *finding.values.values()): finding for finding in found}.values()


def _found(data: bytes, place: Place) -> Iterator[Finding]:
    parts = ZipParts(data, place)
    names = {name.lower() for name in parts.names()}
    if _MAIN not in names:
        yield error("template-not-word", place)
    if any(mark in name for name in names for mark in _PROGRAM_NAMES):
        yield error("template-program", place)
    for name in parts.names():
        part = parts.whole(name, MAX_PART)
        markup = part.lstrip(b" \t\r\n").startswith(_MARKUP)
        if not markup and not name.lower().endswith((".xml", ".rels", ".vml")):
            continue
        scan = _Scan(place)
        try:
            scan.parse(part)
        except (_Refused, expat.ExpatError, ValueError, LookupError):
            yield error("template-not-word", place)
        yield from scan.found


class _Refused(Exception):
    """A document type, or endless depth."""


class _Scan:
    """One part, element by element."""

    def __init__(self, place: Place) -> None:
        self.found: list[Finding] = []
        self._place = place
        self._depth = 0
        self._fields: list[_Field] = []
        self._inside_code = False

    def parse(self, part: bytes) -> None:
        """Raises `_Refused` or what expat raises, if it is no XML that may stand in a template."""
        parser = expat.ParserCreate(namespace_separator=" ")
        parser.buffer_text = True
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._text
        parser.StartDoctypeDeclHandler = self._doctype
        parser.Parse(part, True)
        while self._fields:
            self._fields.pop().judge(self.found, self._place)

    def _doctype(self, *_: object) -> None:
        raise _Refused

    def _start(self, name: str, given: dict[str, str]) -> None:
        self._depth += 1
        if self._depth > MAX_DEPTH:
            raise _Refused
        local = _local(name)
        attributes = {_local(key): value for key, value in given.items()}
        if local in _ELEMENTS_OUT:
            self.found.append(error("template-outside", self._place))
        if local == "Relationship":
            self._relation(attributes)
        elif local in ("Default", "Override"):
            kind = attributes.get("ContentType", "").lower()
            if any(mark in kind for mark in _PROGRAM_TYPES):
                self.found.append(error("template-program", self._place))
        elif any(_ELSEWHERE.match(attributes.get(key, "").strip()) for key in ("src", "href", "link")):
            self.found.append(error("template-outside", self._place))
        if local == "fldSimple":
            _Field(attributes.get("instr", "")).judge(self.found, self._place)
        elif local == "fldChar":
            self._field(attributes.get("fldCharType", ""))
        elif local in ("instrText", "delInstrText"):
            self._inside_code = True

    def _field(self, kind: str) -> None:
        if kind == "begin":
            self._fields.append(_Field())
        elif self._fields and kind == "separate":
            self._fields[-1].in_result = True
        elif self._fields and kind == "end":
            self._fields.pop().judge(self.found, self._place)

    def _end(self, name: str) -> None:
        self._depth -= 1
        if _local(name) in ("instrText", "delInstrText"):
            self._inside_code = False

    def _text(self, text: str) -> None:
        if not self._inside_code:
            return
        if not self._fields:
            self._fields.append(_Field())  # the code of a field that never began: judged at the end
        self._fields[-1].code += text

    def _relation(self, attributes: dict[str, str]) -> None:
        kind = attributes.get("Type", "").rstrip("/").rpartition("/")[2].lower()
        target = attributes.get("Target", "").strip()
        outside = attributes.get("TargetMode", "").strip().lower() == "external"
        if kind in _RELATIONS_OUT:
            self.found.append(error("template-outside", self._place))
        elif kind == "hyperlink" and outside:
            if not _LINK.match(target):
                self.found.append(error("template-outside", self._place))
        elif outside or _ELSEWHERE.match(target):
            self.found.append(error("template-outside", self._place))


class _Field:
    """A field of Word in the making: its code, and whether what follows is its result already."""

    def __init__(self, code: str = "") -> None:
        self.code = code
        self.in_result = False

    def judge(self, found: list[Finding], place: Place) -> None:
        """Adds what is wrong with it: a field that may fetch, or one whose code a placeholder would write."""
        words = self.code.split()
        name = words[0].upper() if words else ""
        name = "=" if name.startswith("=") else name
        known = name in _FIELDS and "{{" not in self.code and "{%" not in self.code
        if name == "HYPERLINK" and known:
            targets = re.findall(r'"([^"]*)"', self.code)
            known = all(_LINK.match(target) or not _ELSEWHERE.match(target) for target in targets)
        if not known:
            found.append(error("template-field", place, what=name[:40] or "（空）"))


def _local(name: str) -> str:
    return name.rpartition(" ")[2]


SUFFIX = ".docx"
_PASSED_OVER = re.compile(r"^(~\$|\.)|^(Thumbs\.db|desktop\.ini)$|\.(txt|md|pdf)$", re.IGNORECASE)


def read_templates(folder: Path) -> tuple[dict[str, bytes], list[Finding]]:
    """File name -> bytes of every template in a folder, by name; findings on files that cannot be one.

    Raises:
        FileTrouble: there is no such folder, or a file in it cannot be read.
    """
    if not folder.is_dir():
        raise FileTrouble(error("template-folder-missing", Place(file=str(folder))))
    with trouble_at(folder):
        paths = sorted(path for path in folder.iterdir() if not _PASSED_OVER.search(path.name))
    templates: dict[str, bytes] = {}
    findings: list[Finding] = []
    for path in paths:
        name = path.name
        if not path.is_file():
            inner = path.is_dir()
            make, code = (warning, "template-inner-folder") if inner else (error, "file-not-regular")
            findings.append(make(code, Place(file=name)))
            continue
        if not name.lower().endswith(SUFFIX):
            findings.append(error("template-not-docx", Place(file=name)))
            continue
        data = read_bytes(path)
        wrong = list(dangers(data, Place(file=name)))
        findings += wrong
        if not wrong:
            templates[name] = data
    return templates, findings


def templates_among(sources: Mapping[str, bytes]) -> dict[str, bytes]:
    """The templates among the sources of a plan, by file name."""
    return {
        name.replace("\\", "/").rsplit("/", 1)[-1]: data
        for name, data in sources.items()
        if name.lower().endswith(SUFFIX)
    }


def templates_of(archive: Archive) -> dict[str, bytes]:
    """The templates that the papers of an archive were made from, by file name.

    Raises:
        BadInput: one of them holds what no template may hold: an archive may come from anywhere.
    """
    manifest = manifest_of(archive)
    if manifest is None:
        return {}
    stored = archive.part(SOURCES)
    kept = {path: stored[own] for path, own in manifest["sources"].items() if own in stored}
    templates = templates_among(kept)
    found = [finding for name, data in templates.items() for finding in dangers(data, Place(file=name))]
    if found:
        raise BadInput(*found)
    return templates
