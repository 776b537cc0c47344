"""What is said of an office's own templates."""

from __future__ import annotations

TEXTS = {
    "template-not-word": "打不开这份模板。请用 Word 或 WPS 打开，另存为 .docx 后再试。",
    "template-folder-missing": "找不到模板目录。请检查计划里“模板目录”的写法：路径从计划文件所在的文件夹算起。",
    "template-not-docx": "这不是 .docx 文件，不能作模板。请在 Word 或 WPS 里另存为 .docx，或移出模板目录。",
    "template-inner-folder": "这是文件夹，里面的模板不会用到。请把要用的 .docx 直接放在模板目录里，把文件夹移到别处。",
    "template-program": "这份模板里有宏或嵌入的程序、文件，不能使用。请另存为不带宏的 .docx，删去嵌入的对象。",
    "template-outside": "这份模板引用了别处的文件（例如链接的图片），打不开时文书就不完整。请把图片直接插入模板。",
    "template-full-width": "这里用了全角的花括号或百分号。占位符请用英文的符号，例如 {{{{ 计划名称 }}}}。",
    "template-broken-tag": "这里的花括号不成对，或占位符被分在两段里。请在同一段里重新输入整个占位符，例如 {{{{ 计划名称 }}}}。",
    "template-single-brace": "“{name}”只有一层花括号，不会替换。请写成两层：{{{{ {name} }}}}。",
    "template-mixed-format": "占位符 {tag} 里的字有几种格式，输出时按第一个字的格式。请选中整个占位符，统一格式。",
    "template-syntax": "看不懂 {tag}。花括号里只写占位符的名称，名称中间不能有空格；名称见“占位符说明.txt”。",
    "template-unknown": "这份文书没有“{name}”这个占位符。可用的名称见“占位符说明.txt”（ssj template export）。",
    "template-unknown-likely": "这份文书没有“{name}”这个占位符，是不是“{likely}”？可用的名称见“占位符说明.txt”。",
    "template-unknown-tag": "不认识 {tag}。可用的只有 for、endfor、if、elif、else、endif。",
    "template-unknown-tag-likely": "不认识 {tag}，是不是“{likely}”？可用的只有 for、endfor、if、elif、else、endif。",
    "template-refused": "模板里不能用“{what}”：模板只填写内容，不运行程序。请删去这一处。",
    "template-prints-table": "“{name}”是{what}，不能直接写出来。请用 for 逐行写，写法见“占位符说明.txt”。",
    "template-prints-flag": "“{name}”只表示是或否，只能写在 if 里，例如 {{% if {name} %}}。",
    "template-not-a-table": "“{name}”不是表，不能用 for 逐行写。请直接写 {{{{ {name} }}}}。",
    "template-not-open": "{tag} 前面没有对应的 {word}。请检查是否多写了一个，或顺序写反。",
    "template-not-closed": "{tag} 后面没有对应的 end{word}。请在要重复或选用的内容后面补上。",
    "template-levels-differ": "{tag} 与开头的 {begun} 不是同一种。开头用 tr（表格的行）、p（段落）的，结尾也要用同样的字母。",
    "template-level-missing": "{tag} 的结尾在另一段或另一格。跨段请在两头都写 p（例如 {{%p if 文号 %}}），跨表格的行请都写 tr。",
    "template-needed": "模板里没有“{name}”（{about}），这份文书不能缺少它。请补上 {{{{ {name} }}}}。",
    "template-floating": (
        "模板里有浮动的图形或图片（浮于文字上方、衬于文字下方等），可能盖住文字。"
        "请把环绕方式改成“嵌入型”，或者删去。"
    ),
    "template-withholds": (
        "“{name}”（{about}）没有如实印出：有的内容看不到，或者只在某种情况下、某几行才印。请用 for 把每一行都印出来，"
        "不加条件，用看得清的字写在正文里，不写在文本框、隐藏文字或首页的页眉里。"
    ),
    "template-unknown-file": "没有用这个名称的文书。模板按文件名对应，文书的名称见“占位符说明.txt”（ssj template export）。",
    "template-unknown-file-likely": "没有用这个名称的文书，是不是“{likely}”？请改正文件名，或移出模板目录。",
    "template-own": "{count} 份文书用本单位自己的模板：{files}。模板里的话由本单位负责，复核时会指明这些文书不是程序原来的写法。",
    "template-revised": "模板里有没有接受的修订，输出的文书也会带修订痕迹。请在 Word 或 WPS 里接受或拒绝全部修订。",
    "template-field": "模板里有域代码“{what}”，它可能从别处取内容，或内容由占位符拼成，不能使用。请在 Word 里删除这个域，改为普通文字。",
    "template-endless": "这份模板重复的内容太多，写不完。请检查 for 是否套错了层。",
    "template-cannot-fill": "这份模板填不进内容。请检查 for、if 与 endfor、endif 是否放对了行，或从原样重新改起。",
}
