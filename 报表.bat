@echo off
rem ASCII up to the last label: behind characters of several bytes cmd can miss one. See requirements\windows.
rem No editable install: its path file cannot hold a folder with a Chinese name before Python 3.13, nor be moved.
setlocal
chcp 65001 >nul
cd /d "%~dp0"
if not exist src\responsibility\__main__.py goto unpacked
set "PATH=%LocalAppData%\Programs\Python\Launcher;%PATH%"
set "PYTHONPATH=%~dp0src"
if exist .venv\ready.txt goto menu
call :find
if defined PY goto install
for %%i in (python-3*-amd64.exe) do start "" /wait "%%i" /passive InstallAllUsers=0 Include_launcher=1
call :find
if not defined PY goto nopython
:install
type requirements\windows\installing.txt
if exist .venv rmdir /s /q .venv
%PY% -m venv .venv || goto failed
set "FROM="
if exist wheels set "FROM=--no-index --find-links wheels"
.venv\Scripts\python -m pip install -q --disable-pip-version-check --require-hashes %FROM% -r requirements\run.txt || goto failed
echo ready>.venv\ready.txt
:menu
.venv\Scripts\python -m responsibility menu %*
set "CODE=%errorlevel%"
if not %CODE%==0 pause
exit /b %CODE%
:find
set "PY="
for %%p in ("py -3.13" "py -3.12" "py -3.11" "python") do if not defined PY call :try %%p
exit /b 0
:try
%~1 requirements\windows\python.py >nul 2>nul && set "PY=%~1"
exit /b 0
:nopython
type requirements\windows\nopython.txt
pause
exit /b 2
:failed
if exist .venv rmdir /s /q .venv
type requirements\windows\failed.txt
pause
exit /b 3
:unpacked
echo Unzip the whole file first. 请先解压整个压缩包，再双击解压后的“报表.bat”。
pause
exit /b 2
