"""The public package of a draw: what anybody needs to recompute it, and nothing private (LAW-3, LZ-10).

Until the visits are over only the commitment and the counts are public; the package holds the drawn list, so
it is made when the embargo of the plan (名单公布) has ended, and the caller says so.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import cast

from shuangsuiji.core.canonical import Json, canonical_json, sha256
from shuangsuiji.core.dossier import Manifest
from shuangsuiji.core.findings import Finding, Place, error
from shuangsuiji.core.ledger import Event
from shuangsuiji.core.lottery.records import COMMITMENT
from shuangsuiji.core.lottery.tables import FRAME, OBJECTS
from shuangsuiji.core.publicity import list_is_public
from shuangsuiji.errors import BadInput, BadUsage
from shuangsuiji.files.archive import (
    DRAW,
    EVENT,
    MANIFEST,
    SNAPSHOT,
    VERIFIER,
    VERIFIER_PAGE,
    Archive,
    read_archive,
    stored_snapshot,
)
from shuangsuiji.files.disk import write_folder
from shuangsuiji.files.ledger import Ledger
from shuangsuiji.workflows.auditing.audit import audit

GUIDE = "说明.txt"


@dataclass(frozen=True, kw_only=True)
class PublishReport:
    """The folder to publish, the files in it, and what they let out."""

    folder: Path
    files: tuple[str, ...]
    findings: tuple[Finding, ...] = ()


def publish_verify(archive_folder: Path, *, embargo_over: bool, now: datetime) -> PublishReport:
    """Writes the public package into 文书/公开复核包 of an archive, and a line 公开 into its ledger.

    Raises:
        BadInput: the archive does not pass its audit.
        BadUsage: the list is still embargoed.
        FileTrouble: the package is there already, or cannot be written.
    """
    archive = read_archive(archive_folder)
    if not audit(archive.folder).passed:
        raise BadInput(error("publish-audit-failed", Place(file=archive.folder.name)))
    manifest = cast(Manifest, json.loads(archive.sealed[MANIFEST]))
    if "platform" in manifest:
        raise BadInput(error("platform-no-verify", Place(file=archive.folder.name)))
    plan = stored_snapshot(archive).pool.plan
    if not (embargo_over or list_is_public(plan, now.date())):
        raise BadUsage(error("publish-embargo", when=plan.publication.list_published))
    files = {SNAPSHOT + name: archive.sealed[SNAPSHOT + name] for name in (COMMITMENT, FRAME, OBJECTS)}
    files[DRAW] = archive.sealed[DRAW]
    for name in (VERIFIER, VERIFIER_PAGE):
        if name in archive.sealed:
            files[name] = archive.sealed[name]
    for name in archive.events():
        files[f"{name}/{EVENT}"] = archive.sealed[f"{name}/{EVENT}"]
    files[GUIDE] = _GUIDE.encode("utf-8-sig")
    folder = archive.folder / "文书" / "公开复核包"
    folder.parent.mkdir(exist_ok=True)
    write_folder(folder, files)
    _record(archive, manifest, files, now)
    return PublishReport(folder=folder, files=tuple(sorted(files)))


_GUIDE = (
    "公开复核包\r\n\r\n"
    "用浏览器打开“复核.html”，或用 Python 运行 verify_ssj.py，就能由封存的编号表和种子重新抽取一遍，"
    "核对结果。\r\n"
    "收到检查通知书的单位，凭上面的编号、校验码和代码，能在“复核.html”里找到自己的一行；"
    "没有抽中的单位可以向本机关索取。\r\n"
    "snapshot 文件夹是抽取前封存的内容，一个字节都不能改，改了就与承诺书公布的封存摘要不符。\r\n"
    "这里只有编号，没有名称、等级、人员和事由。\r\n"
)


def _record(archive: Archive, manifest: Manifest, files: Mapping[str, bytes], now: datetime) -> None:
    """A line 公开, where the archive still lies beside its ledger: what was published when."""
    ledger = Ledger(archive.folder.resolve().parent)
    if manifest["rehearsal"] or not ledger.path.exists():
        return
    listed: Json = {name: str(sha256(files[name])) for name in sorted(files)}
    with ledger.locked():
        ledger.append(
            Event.PUBLISHED,
            {
                "plan": manifest["plan"],
                "batch": manifest["batch"],
                "attempt": manifest["attempt"],
                "archive": archive.folder.resolve().name,
                "time": now.isoformat(timespec="seconds"),
                "files": sha256(canonical_json(listed)),
            },
        )
