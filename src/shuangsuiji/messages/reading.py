"""What is said of reading files and spreadsheets."""

from __future__ import annotations

TEXTS = {
    "file-empty": "文件是空的，里面没有任何内容。请检查是不是选错了文件，或者保存时没有存完。",
    "file-encrypted": (
        "文件设了打开密码，读不了。请用 WPS 或 Excel 打开，取消密码后另存为 .xlsx，再用新文件。"
    ),
    "file-html": (
        "文件其实是网页（HTML），多半是从网上系统直接导出的，已按网页里的表格读取。"
        "请核对户数；如有出入，请用 WPS 或 Excel 打开后另存为 .xlsx。"
    ),
    "html-no-table": (
        "文件其实是网页（HTML），里面没有可读的表格（可能是登录页或出错提示）。请重新导出，"
        "或用 WPS 或 Excel 打开，看到表格后另存为 .xlsx。"
    ),
    "file-mhtml": (
        "文件其实是“单个文件网页”，读不了。请用 WPS 或 Excel 打开，"
        "另存为“Excel 工作簿（.xlsx）”，再用新文件。"
    ),
    "xls-irregular": (
        "这个 .xls 文件的内部结构不规范，已尽量读取。请核对行数和内容；如有出入，"
        "请用 WPS 或 Excel 打开，另存为 .xlsx 再用。"
    ),
    "xls-too-slow": (
        "读取这个 .xls 文件用时过长，已经停止，文件可能已损坏。请用 WPS 或 Excel 打开，"
        "另存为“Excel 工作簿（.xlsx）”，再用新文件。"
    ),
    "file-xml": (
        "这是 XML 文件，不是表格。请用 WPS 或 Excel 打开，另存为“Excel 工作簿（.xlsx）”，再用新文件。"
    ),
    "file-pdf": "这是 PDF 文件，不是表格。请向提供者要表格原件（.xlsx），或把内容录入到表格里。",
    "file-picture": "这是图片，不是表格。请向提供者要表格原件（.xlsx），或把内容录入到表格里。",
    "file-word": (
        "这是 Word（文字）文档，不是表格。请把其中的表格复制到 WPS 表格或 Excel 里，保存为 .xlsx。"
    ),
    "file-archive": "这是压缩包，不是表格。请先解压，再使用里面的表格文件（.xlsx）。",
    "file-not-spreadsheet": (
        "认不出这是什么文件，它不是表格，也不是文本。如果它能用 WPS 或 Excel 打开，"
        "请打开后另存为 .xlsx，再用新文件。"
    ),
    "file-encoding": (
        "文本的编码认不出来（既不是 UTF-8，也不是 GB18030），或者文件已损坏。请用 WPS 或 Excel 打开，"
        "看文字正常后另存为 .xlsx。"
    ),
    "file-utf8-damaged": (
        "文件是 UTF-8 文本，但从这一行起有损坏的字符，可能没有保存完整。请向提供者重新要一份，"
        "或用 WPS 或 Excel 打开改正后另存为 .xlsx。"
    ),
    "file-encodings-mixed": (
        "文件是 UTF-8 文本，其中有 {count} 行却是国标码（第 {lines} 行），多半是用别的程序添上的，读出来会是乱码。"
        "请在 WPS 或 Excel 里重新录入这几行，另存为 .xlsx 再用。"
    ),
    "file-gb18030": "文件按 GB18030（国标码）读取。如果看到乱码，请用 WPS 或 Excel 打开后另存为 .xlsx。",
    "csv-quotes": (
        '从这一行附近起，英文双引号（"）不成对，分不清各格的界限。请用 WPS 或 Excel 打开，'
        "核对后另存为 .xlsx。"
    ),
    "cell-too-long": (
        "这一格的文字超过 32767 个字，超出了 Excel 的上限，文件可能有问题。请删减或拆分这一格的内容。"
    ),
    "book-damaged": (
        "这个表格文件已损坏或不完整，可能没有下载完或保存完。请先重新取得原文件；"
        "如果它能用 WPS 或 Excel 打开，请另存为新的 .xlsx 再用。"
    ),
    "book-too-big": (
        "这个表格文件展开后大得不正常，为安全起见不再读取。请用 WPS 或 Excel 打开，"
        "只留下需要的工作表和内容，另存为新的 .xlsx。"
    ),
    "book-doctype": (
        "这个表格文件里夹有正常表格不会有的声明（DTD），可能有安全风险，已拒绝读取。"
        "请确认文件来源可靠，再用 WPS 或 Excel 打开，另存为新的 .xlsx。"
    ),
    "book-unusual": (
        "这个表格文件的写法很少见，直接读会丢内容。请用 WPS 或 Excel 打开，"
        "另存为“Excel 工作簿（.xlsx）”，再用新文件。"
    ),
    "book-sparse": (
        "工作表“{sheet}”的内容一直铺到 {cell}，中间绝大部分是空的，表太大。"
        "请按 Ctrl+End 找到最后一格，删除多余的行和列，保存后再用。"
    ),
    "book-no-sheet": "文件里没有可读的工作表（可能只有图表）。请检查是不是选错了文件。",
    "cell-error": "这一格是错误值（如 #N/A、#REF!），没有内容可读。请改正公式，或直接填上正确内容。",
    "cell-long-number": (
        "这一格是超过 15 位的数字，Excel 只保留前 15 位，后面的已变成 0，找不回来了。"
        "请把单元格格式改为“文本”，再对照原始资料重新录入。"
    ),
    "cell-formula-empty": (
        "这一格是公式，但文件里没有存下计算结果。请用 WPS 或 Excel 打开，等算完后保存；或直接填上结果。"
    ),
    "cell-scientific": (
        "这一格是科学记数法（如 9.14E+17），原来的数字已经不全。请把单元格格式改为“文本”，"
        "再对照原始资料重新录入。"
    ),
}
