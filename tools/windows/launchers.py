"""What a clerk double-clicks, or drops files on: .cmd files, read by cmd.exe in the console's code page.

They start the signed python.exe: unsigned programs of our own are what virus scanners take away. No window
closes before a key has been pressed.
"""

from __future__ import annotations

_HEAD = """\
@echo off
chcp 936 >nul
title 双随机抽取工具{title}
"""
_HERE = """\
if not exist "%~dp0工作" mkdir "%~dp0工作"
cd /d "%~dp0工作"
"""
_PROGRAM = """\
set "SSJ=%~dp0python\\python.exe"
if not exist "%SSJ%" goto missing
"""
_END = """\
goto done
:missing
echo 找不到 python 文件夹。请把压缩包整个解压以后再用，不要在压缩包里直接打开。
:done
echo.
echo 按任意键关闭窗口。
pause >nul
"""
_START = f"""\
{_HEAD.format(title="")}{_PROGRAM}{_HERE}"%SSJ%" -m shuangsuiji
{_END}"""
_DROP = f"""\
{_HEAD.format(title="")}{_PROGRAM}if "%~1"=="" goto empty
{_HERE}:next
echo 【%~nx1】
"%SSJ%" -m shuangsuiji "%~f1"
echo.
shift
if not "%~1"=="" goto next
goto done
:empty
echo 请把名录库、结果录入表或者计划文件拖到这个图标上。
{_END}"""
_COMMAND = """\
@echo off
"%~dp0python\\python.exe" -m shuangsuiji %*
"""
_WINDOW = f"""\
{_HEAD.format(title="：命令窗口")}set "PATH=%~dp0;%PATH%"
{_HERE}echo 可以直接输入 ssj 和后面的命令，例如 ssj --help。输入 exit 关闭窗口。
echo.
cmd /k
"""
_README = """\
双随机抽取工具

一、怎么用
1. 把整个压缩包解压到一个文件夹（本机或者U盘都可以），不要在压缩包里直接打开。
2. 双击“双随机.cmd”，按提示输入数字，回车。文件都放在“工作”文件夹里。
3. 也可以把名录库、结果录入表拖到“把文件拖到这里.cmd”上，自动检查或者录入。
4. 会用命令的，双击“命令窗口.cmd”，输入 ssj --help。
操作说明见“说明”文件夹里的 clerk.zh.md、wall.zh.md。

二、需要什么
Windows 10、11 或者 Windows Server 2016 以后，64位。Windows 7、8 和32位的不能用。
不用安装，不要管理员权限，不联网，不改注册表。删除文件夹就是卸载。“工作”文件夹要自己保存好。

三、里面是什么
python 文件夹是 Python 官方网站发布、带数字签名的程序和所用的程序库，各自的许可在其中。
双随机.cmd 等是文本文件，用记事本打开就能看到写了什么。
版本：{version}
"""


def launchers(version: str) -> dict[str, bytes]:
    """File name -> bytes of what stands at the top of the package."""
    scripts = {
        "双随机.cmd": _START,
        "把文件拖到这里.cmd": _DROP,
        "命令窗口.cmd": _WINDOW,
        "ssj.cmd": _COMMAND,
    }
    files = {name: text.replace("\n", "\r\n").encode("gbk") for name, text in scripts.items()}
    readme = _README.format(version=version).replace("\n", "\r\n").encode("utf-8-sig")
    return {**files, "说明.txt": readme}
