"""Makes the pictures of this folder anew, from a draw of the 舞钢 sample: python docs/pictures/make.py

Needs LibreOffice (soffice), poppler (pdftoppm), ImageMagick (convert), Chromium and Chinese fonts; nothing of
the package itself needs them.
"""

from __future__ import annotations

import contextlib
import fcntl
import os
import pty
import struct
import subprocess
import sys
import tempfile
import termios
from collections.abc import Sequence
from datetime import UTC, datetime
from html import escape
from pathlib import Path

import shuangsuiji

HERE = Path(__file__).parent
FONT = os.environ.get("PICTURE_FONT", "Noto Sans Mono CJK SC")
SEED = "44 7 71 19 33 58 2 80 26 11 65 40 9 52 14 77 30 5 61 22 23 31 4 18 27 12 8"
WHEN = datetime(2024, 5, 28, 2, 5, tzinfo=UTC)
PAGES = {  # picture -> paper inside 文书/, page, width in pixels
    "抽查结果.png": ("抽查结果.xlsx", 1, 1100),
    "抽取记录.png": ("抽取记录.docx", 1, 760),
    "名单公示.png": ("公示稿/抽查对象名单公示.docx", 1, 760),
    "检查通知书.png": ("检查通知书.docx", 1, 760),
    "检查记录表.png": ("检查记录表.docx", 1, 760),
}


def main() -> None:
    """Writes every picture."""
    with tempfile.TemporaryDirectory() as name:
        work = Path(name)
        shuangsuiji.init(work / "样例", preset="舞钢", now=WHEN)
        plan = work / "样例" / "plans" / "舞钢.yaml"
        check = terminal(plan, "check", str(plan.relative_to(work / "样例")))
        drawn = shuangsuiji.draw(plan, seed=SEED, now=WHEN, operator="经办人", witnesses=["社会监督员"])
        for picture, (paper, page, width) in PAGES.items():
            from_page(drawn.archive / "文书" / paper, page, width, HERE / picture, work)
        from_text(check, HERE / "检查计划.png", work)
        assistant(work)


def assistant(work: Path) -> None:
    """What a clerk sees who types nothing but `ssj`, and the page of usual answers of `ssj init --ask`."""
    folder = work / "双随机"
    shuangsuiji.init(folder, preset="舞钢")
    first = window(folder, ["0"])
    asked = window(folder / "registries", [*[""] * 7, "退出"], "init", "--ask")
    page = asked[asked.index("其余的先这样写") :]
    shown = {"助手.png": first.replace(f"{work}/", "D:\\"), "一问一答.png": page.partition("退出")[0]}
    for picture, text in shown.items():
        from_text(text, HERE / picture, work)


def window(folder: Path, answers: Sequence[str], *words: str) -> str:
    """What stands in a window of 80 columns and 24 lines after these answers, each typed at its question."""
    ours, theirs = pty.openpty()
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 80, 0, 0))
    environment = {**os.environ, "TERM": "dumb", "PYTHONIOENCODING": "utf-8"}
    streams = {"stdin": theirs, "stdout": theirs, "stderr": theirs}
    command = [sys.executable, "-m", "shuangsuiji", *words]
    with subprocess.Popen(command, cwd=folder, env=environment, **streams):
        os.close(theirs)
        seen, left = b"", list(answers)
        with contextlib.suppress(OSError):  # Linux says so at the end
            while more := os.read(ours, 4096):
                seen += more
                if seen.endswith(b"> ") and left:
                    os.write(ours, left.pop(0).encode() + b"\n")
    os.close(ours)
    return seen.decode("utf-8").replace("\r\n", "\n").rstrip()


def terminal(plan: Path, *words: str) -> str:
    """What a command prints in a window of 80 columns."""
    done = subprocess.run(
        [sys.executable, "-m", "shuangsuiji", *words],
        cwd=plan.parent.parent,
        env={**os.environ, "COLUMNS": "80", "PYTHONIOENCODING": "utf-8"},
        capture_output=True,
        check=True,
        encoding="utf-8",
    )
    # What stands before the preview are reminders that depend on the day.
    lines = [line.rstrip() for line in done.stdout.splitlines()]
    start = next((i for i, line in enumerate(lines) if line.startswith("2024年")), 0)
    return "\n".join([f"> ssj {' '.join(words)}", *lines[start:]])


def from_page(paper: Path, page: int, width: int, picture: Path, work: Path) -> None:
    """One page of a paper, its white margin cut off a little, in grey levels enough for reading."""
    profile = f"-env:UserInstallation=file://{work / 'office'}"
    run("soffice", profile, "--headless", "--convert-to", "pdf", "--outdir", str(work), str(paper))
    pdf = work / f"{paper.stem}.pdf"
    only = ("-singlefile", "-f", str(page), "-l", str(page))
    run("pdftoppm", "-r", "110", "-png", *only, str(pdf), str(work / "p"))
    run("convert", str(work / "p.png"), "-resize", f"{width}x", "-colors", "32", "-bordercolor", "#999999",
        "-border", "1", "-strip", f"PNG8:{picture}")  # fmt: skip


def from_text(text: str, picture: Path, work: Path) -> None:
    """A text as a window of the terminal shows it."""
    lines = text.count("\n") + 1
    path, shot = work / "text.html", work / "text.png"
    # A wide character is as wide as two others: a letter of the second font takes half an em.
    half = "@font-face{font-family:half;src:local('DejaVu Sans Mono');size-adjust:83.05%}"
    look = f"margin:0;padding:12px;background:#1e1e1e;color:#ddd;font:16px/20px half,'{FONT}'"
    body = f"<style>{half} body{{margin:0}} pre{{{look}}}</style><pre>{escape(text)}</pre>"
    path.write_text(f'<meta charset="utf-8">{body}', encoding="utf-8")
    window = ("--hide-scrollbars", f"--window-size=640,{lines * 20 + 24}", f"--screenshot={shot}")
    run("chromium", "--headless", "--no-sandbox", *window, path.as_uri())
    run("convert", str(shot), "-colors", "16", "-strip", f"PNG8:{picture}")


def run(*words: str) -> None:
    """A command that has to succeed."""
    subprocess.run(words, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)


if __name__ == "__main__":
    main()
