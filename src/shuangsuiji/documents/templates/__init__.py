"""Papers from templates that an office edits in Word or WPS.

Every Word paper is filled in from a .docx; the placeholders are Chinese words (`{{ 计划名称 }}`), rows of
tables are repeated by `{%tr for 户 in 名单 %}`. To add a paper:

1. Its content: a frozen dataclass, one field a placeholder, made with `slot` (text, number or yes/no), `rows`
   (a tuple of another such dataclass, or of texts) or `part` (one such dataclass):

       @dataclass(frozen=True, kw_only=True)
       class Letter:
           mark: str = slot("公开标识", "公开或内部", needed=True)
           people: tuple[Member, ...] = rows("人员", "检查人员，组长在先")

2. Its form: `LETTER = Form(file="某某书.docx", content=Letter, about="…")`.
3. A pure function from what is on record to the content. It decides every word that depends on data;
   wording that an office may want to change stands in the template.
4. One line in `documents.papers.PAPERS`: for whom it is, its form, and how it is made of a draw if it is one
   of those. Its template, made in Word or laid out in `tools/templates` (`make templates`), goes into
   `shipped/`.
5. `templates.filling.render(LETTER, content, frame, templates)` gives the bytes; `templates` are an office's
   own, by file name.

`documents/drawing/commitment_letter.py` is the shortest example. `templates.checking.check` finds what is
wrong with an office's template before anything is drawn.
"""
