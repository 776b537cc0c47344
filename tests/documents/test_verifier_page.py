"""复核.html as bytes: what it holds, and that no text of a file or label can break out of it."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from typing import Any, cast

import pytest

from shuangsuiji.documents.proof.verifier_page import embedded, verifier_page

FILES = {"draw.json": '{"plan":"甲"}'.encode(), "递补-001/event.json": b"{}", "objects.csv": b"number\n1\n"}
WORDS: dict[str, object] = {"title": "随机抽取复核", "objects": ["同心药店"]}
HOSTILE = ["</script><script>alert(1)</script>", "<!--<script>", "甲\u2028乙\u2029丙 & ]]> \\u003c/script>",
           '"><img src=x onerror=alert(1)>', "𠮷野家\ue000", "@@DATA@@ @@SCRIPT@@"]  # fmt: skip
DATA = re.compile(r'<script type="application/json" id="data">(.*?)</script>', re.DOTALL)


def data_of(page: bytes) -> dict[str, Any]:
    """What the page holds, read as a browser reads it: up to the first end tag."""
    found = DATA.search(page.decode("utf-8"))
    assert found
    return cast(dict[str, Any], json.loads(found[1]))


def test_it_holds_files_and_labels_as_they_are() -> None:
    data = data_of(verifier_page(FILES, WORDS))
    assert {name: text.encode() for name, text in data["files"].items()} == FILES
    assert data["words"] == WORDS


@pytest.mark.parametrize("content", [b"\xff\xfe", b"\xed\xa0\x80", b"a\x80", bytes(range(256))])
def test_a_file_that_is_no_text_keeps_its_bytes(content: bytes) -> None:
    held = data_of(verifier_page({"draw.json": content}, {}))["files"]["draw.json"]
    assert base64.b64decode(held["base64"]) == content


def test_line_ends_and_a_byte_order_mark_stay() -> None:
    content = b"\xef\xbb\xbfnumber\r\n1\n\0"
    assert data_of(verifier_page({"objects.csv": content}, {}))["files"]["objects.csv"].encode() == content


def test_no_text_breaks_out_of_the_data() -> None:
    plain = verifier_page(FILES, WORDS).decode("utf-8")
    files = {**FILES, **{text: text.encode() for text in HOSTILE}}
    page = verifier_page(files, {"objects": HOSTILE, "title": HOSTILE[0]}).decode("utf-8")
    for mark in ("<script", "</script", "<!--", "<img", "\u2028", "\u2029"):
        assert page.count(mark) == plain.count(mark)
    data = data_of(page.encode())
    assert data["words"]["objects"] == HOSTILE and set(HOSTILE) < set(data["files"])


@pytest.mark.parametrize(
    "text", ["</script>", "<!--", "]]>", "&lt;", "\u2028\u2029", "\r\n\t\0", '\\"', "𠮷"]
)
def test_embedded_json_reads_back(text: str) -> None:
    written = embedded({text: [text]})
    assert json.loads(written) == {text: [text]}
    assert not set("<>&\u2028\u2029\r\n\0") & set(written)


def test_half_a_pair_of_surrogates_does_not_stop_it() -> None:
    assert "title" in data_of(verifier_page({}, {"title": "甲\ud83d"}))["words"]


def test_the_same_input_gives_the_same_bytes() -> None:
    swapped = {name: FILES[name] for name in reversed(FILES)}
    assert verifier_page(FILES, WORDS) == verifier_page(swapped, dict(reversed(WORDS.items())))


def test_the_policy_lets_its_own_script_run_and_nothing_else() -> None:
    page = verifier_page({"draw.json": HOSTILE[0].encode()}, {"title": HOSTILE[0]}).decode("utf-8")
    policy = re.search(r'http-equiv="Content-Security-Policy" content="([^"]*)"', page)
    assert policy and "default-src 'none'" in policy[1] and "unsafe" not in policy[1]
    for tag in ("script", "style"):
        inline = re.findall(f"<{tag}>(.*?)</{tag}>", page, re.DOTALL)
        digests = [base64.b64encode(hashlib.sha256(text.encode()).digest()).decode() for text in inline]
        assert len(digests) == 1 and re.findall(f"{tag}-src (.*?);", policy[1]) == [f"'sha256-{digests[0]}'"]


def test_it_needs_nothing_from_outside() -> None:
    page = verifier_page(FILES, WORDS).decode("utf-8")
    assert not re.search(r"""\b(?:src|href)\s*=\s*["'](?!#)""", page)
    assert "@@" not in page
    for word in ("http://", "https://", "@import", "url(", "fetch(", "XMLHttpRequest", "innerHTML", "eval("):
        assert word not in page
