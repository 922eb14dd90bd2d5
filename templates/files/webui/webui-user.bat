@echo off
rem SD.Next's webui.bat reads no settings of the user, so start this file instead of it.
rem It names the environment and adds the switch that the environment needs at every start.
rem Another environment: set VENV_DIR=.venv-openvino before calling it.
setlocal
cd /d "%~dp0"
if not defined VENV_DIR set "VENV_DIR=%~dp0venv"

for %%v in (openvino directml zluda) do (
  findstr /r /c:".variant.: *.%%v." "%VENV_DIR%\sdn-environment.json" >nul 2>nul && set "SDN_SWITCH=--use-%%v"
)

call webui.bat %SDN_SWITCH% %*
exit /b %errorlevel%
