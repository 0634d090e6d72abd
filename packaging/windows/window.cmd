@echo off
title nastavnik
set "PATH=%~dp0;%PATH%"
if "%~1"=="" (
    "%~dp0python\python.exe" -X utf8 -m nastavnik_sheets --help
    cmd /k
) else (
    "%~dp0python\python.exe" -X utf8 -m nastavnik_sheets check "%~1"
    pause
)
