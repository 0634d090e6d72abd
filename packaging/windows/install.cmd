@echo off
if exist "%~dp0files\python\python.exe" (
    "%~dp0files\python\python.exe" -X utf8 "%~dp0files\install.py" %*
    pause
    exit /b
)
echo Extract the whole archive first.
chcp 65001 >nul
echo Сначала распакуйте архив целиком: правая кнопка мыши на архиве, «Извлечь все».
pause
