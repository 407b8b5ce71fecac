@echo off
rem 双击生成全部报表。首次运行会在本文件夹建立 .venv(需联网)。
chcp 65001 >nul
cd /d "%~dp0"
if exist .venv\Scripts\responsibility.exe goto build
py -3 -m venv .venv || goto nopython
.venv\Scripts\python -m pip install -q --disable-pip-version-check --require-hashes -r requirements\run.txt || goto failed
.venv\Scripts\python -m pip install -q --disable-pip-version-check --no-deps --no-build-isolation -e . || goto failed
:build
.venv\Scripts\responsibility reports %*
pause
exit /b %errorlevel%
:nopython
echo 请先安装 Python 3.11 或更新版本(64 位),再双击本文件。
pause
exit /b 2
:failed
rmdir /s /q .venv
echo 安装未完成,请检查网络后重试。
pause
exit /b 3
