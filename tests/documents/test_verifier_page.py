"""复核.html as bytes: what it holds, what it must not hold, and that no registry text can break out of it."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from dataclasses import replace
from typing import Any, cast

import pytest
from small_dossier import PHONE, dossier

from shuangsuiji.core.record import record_bytes
from shuangsuiji.core.snapshot import PRIVATE_FILES
from shuangsuiji.core.substitution import EventRecord
from shuangsuiji.documents.proof.verifier_page import embedded, verifier_page

HOSTILE = {
    3: "</script><script>alert(1)</script>",
    6: "<!--<script>",
    9: "甲\u2028乙\u2029丙 & ]]> \\u003c/script>",
    12: '"><img src=x onerror=alert(1)>',
    15: "𠮷野家\ue000",
}
DATA = re.compile(r'<script type="application/json" id="data">(.*?)</script>', re.DOTALL)


def data_of(page: bytes) -> dict[str, Any]:
    """What the page holds, read as a browser reads it: up to the first end tag."""
    found = DATA.search(page.decode("utf-8"))
    assert found
    return cast(dict[str, Any], json.loads(found[1]))


def test_it_holds_the_public_files_and_the_draw_as_they_are() -> None:
    drawn = dossier()
    data = data_of(verifier_page(drawn))
    public = set(drawn.snapshot.files) - set(PRIVATE_FILES)
    assert set(data["files"]) == public
    assert all(data["files"][name].encode() == drawn.snapshot.files[name] for name in public)
    assert data["draw"].encode() == record_bytes(drawn.draw)


def test_it_holds_nothing_private() -> None:
    """Neither the private columns nor who was at the ceremony."""
    page = verifier_page(dossier()).decode("utf-8")
    for text in (PHONE, "负责人甲", "试点镇1号", "操作人甲", "公证员甲", "录像01"):
        assert text not in page


def test_no_name_breaks_out_of_the_data() -> None:
    drawn = dossier(names=HOSTILE)
    page = verifier_page(drawn).decode("utf-8")
    plain = verifier_page(dossier()).decode("utf-8")
    for mark in ("<script", "</script", "<!--", "<img", "\u2028", "\u2029"):
        assert page.count(mark) == plain.count(mark)
    names = data_of(page.encode())["files"]["objects.csv"]
    for name in ("</script><script>alert(1)</script>", "<!--<script>", "𠮷野家\ue000"):
        assert name in names


@pytest.mark.parametrize(
    "text", ["</script>", "<!--", "]]>", "&lt;", "\u2028\u2029", "\r\n\t\0", '\\"', "𠮷"]
)
def test_embedded_json_reads_back(text: str) -> None:
    written = embedded({text: [text]})
    assert json.loads(written) == {text: [text]}
    assert not set("<>&\u2028\u2029\r\n\0") & set(written)


def test_the_bytes_repeat() -> None:
    assert verifier_page(dossier()) == verifier_page(dossier())


def test_the_policy_lets_its_own_scripts_run_and_nothing_else() -> None:
    page = verifier_page(dossier(names=HOSTILE)).decode("utf-8")
    policy = re.search(r'http-equiv="Content-Security-Policy" content="([^"]*)"', page)
    assert policy and "default-src 'none'" in policy[1] and "unsafe" not in policy[1]
    for tag in ("script", "style"):
        inline = re.findall(f"<{tag}>(.*?)</{tag}>", page, re.DOTALL)
        digests = [base64.b64encode(hashlib.sha256(text.encode()).digest()).decode() for text in inline]
        assert digests and re.findall(f"{tag}-src (.*?);", policy[1]) == [
            " ".join(f"'sha256-{digest}'" for digest in digests)
        ]


def test_it_needs_nothing_from_outside() -> None:
    page = verifier_page(dossier()).decode("utf-8")
    assert not re.search(r"""\b(?:src|href)\s*=\s*["'](?!#)""", page)
    for word in ("http://", "https://", "@import", "url(", "fetch(", "XMLHttpRequest", "innerHTML", "eval("):
        assert word not in page


def test_no_page_of_a_draw_that_was_changed() -> None:
    with pytest.raises(ValueError, match=r"draw\.json"):
        verifier_page(replace(dossier(), events=(cast(EventRecord, {}),)))
