"""Builds the templates that we ship anew: `python -m shuangsuiji.documents.templates.build`."""

from __future__ import annotations

from pathlib import Path

SHIPPED = Path(__file__).parent / "shipped"


def build() -> dict[str, bytes]:
    """File name -> bytes of every shipped template."""
    from shuangsuiji.documents.templates.catalog import FORMS

    return {form.file: form.layout() for form in FORMS}


def main() -> None:
    """Writes them into `shipped/` and takes away what no paper uses any more."""
    made = build()
    SHIPPED.mkdir(exist_ok=True)
    for path in SHIPPED.glob("*.docx"):
        if path.name not in made:
            path.unlink()
    for name, data in made.items():
        (SHIPPED / name).write_bytes(data)


if __name__ == "__main__":
    main()
