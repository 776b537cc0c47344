"""What is said of results, of what follows from them, and of deadlines."""

from __future__ import annotations

TEXTS = {
    "record-missing": "台账记有抽取“{archive}”，这里却没有它的档案。请把档案移回来再试。",
    "record-changed": "档案“{archive}”的 {file} 与台账记录不符，可能被改动过，或上次写到一半停了。请先运行 ssj audit 查明原因。",
}
