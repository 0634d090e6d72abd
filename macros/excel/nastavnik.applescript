-- Excel on a Mac may start programs only through a script in the user's own folder of scripts.
-- The parameter: Python, command, name of the workbook and chosen file, each on its own line.
on runCommand(parameters)
	set python to paragraph 1 of parameters
	set theCommand to paragraph 2 of parameters
	set theBook to paragraph 3 of parameters
	set theFile to paragraph 4 of parameters
	do shell script "test -x " & quoted form of python
	set theLine to quoted form of python & " -P -X utf8 -m nastavnik_sheets.ribbon " & theCommand & " --book=" & quoted form of theBook
	if theFile is not "" then set theLine to theLine & " --file=" & quoted form of theFile
	do shell script theLine & " > /dev/null 2>&1 &"
	return "started"
end runCommand
