@echo off
rem Creates or corrects the objects around the queues of a running service.
rem Usage: webengagement_provisioning.bat -host H -port P [-user U] [-password W] -app APPLICATION [-overwrite]
node -- "%~dp0..\..\dist\cli\provision\main.js" %*
exit /b %ERRORLEVEL%
