Attribute VB_Name = "NastavnikLauncher"
Option Explicit

' Starts the program of the add-in's sheet on the active workbook, without a console window, and waits.
' Settings are read from the add-in's own sheet alone: a workbook that came by mail cannot name a program.
' What the program has to say it says itself; here is only what it cannot say because it did not start.

Private Const NotFound As Long = -1

Public Sub RunNastavnik(ByVal CommandName As String)
    RunNastavnikWith CommandName, ""
End Sub

Public Sub RunNastavnikOnFile(ByVal CommandName As String)
    Dim Chosen As Variant
    #If Mac Then
        Chosen = Application.GetOpenFilename()
    #Else
        Chosen = Application.GetOpenFilename(Setting("file_filter"), 1, Setting("file_title"))
    #End If
    If VarType(Chosen) = vbBoolean Then Exit Sub
    RunNastavnikWith CommandName, CStr(Chosen)
End Sub

Private Sub RunNastavnikWith(ByVal CommandName As String, ByVal FileName As String)
    Dim Code As Long
    If ActiveWorkbook Is Nothing Then
        MsgBox Setting("no_workbook"), vbInformation, Setting("title")
        Exit Sub
    End If
    On Error GoTo NotStarted
    Application.StatusBar = Setting("working")
    #If Mac Then
        AppleScriptTask "nastavnik.applescript", "runCommand", Setting("python_mac") & vbLf & CommandName & vbLf & _
            ActiveWorkbook.Name & vbLf & FileName
    #Else
        Code = StartOnWindows(CommandName, FileName)
        If Code = NotFound Then GoTo NotStarted
    #End If
    Application.StatusBar = False
    If Code <> 0 Then MsgBox Setting("stopped"), vbExclamation, Setting("title")
    Exit Sub
NotStarted:
    Application.StatusBar = False
    MsgBox Setting("not_started"), vbExclamation, Setting("title")
End Sub

#If Mac Then
#Else
' Names go beside the command line: Run would put the value of a variable in place of %NAME% in a file's name.
Private Function StartOnWindows(ByVal CommandName As String, ByVal FileName As String) As Long
    Dim Runner As Object
    Dim Python As String
    Dim CommandLine As String
    Set Runner = CreateObject("WScript.Shell")
    Python = Runner.ExpandEnvironmentStrings(Setting("python_windows"))
    If Not CreateObject("Scripting.FileSystemObject").FileExists(Python) Then
        StartOnWindows = NotFound
        Exit Function
    End If
    Runner.Environment("PROCESS").Item("NASTAVNIK_BOOK") = ActiveWorkbook.Name
    Runner.Environment("PROCESS").Item("NASTAVNIK_FILE") = FileName
    CommandLine = Quoted(Python) & " -P -X utf8 -m nastavnik_sheets.ribbon " & CommandName
    CommandLine = CommandLine & " --hwnd=" & CStr(Application.Hwnd)
    StartOnWindows = Runner.Run(CommandLine, 0, True)
End Function

Private Function Quoted(ByVal Text As String) As String
    Quoted = Chr(34) & Text & Chr(34)
End Function
#End If

Private Function Setting(ByVal Key As String) As String
    Dim Row As Long
    With ThisWorkbook.Worksheets(1)
        For Row = 1 To 20
            If .Cells(Row, 1).Value = Key Then
                Setting = .Cells(Row, 2).Value
                Exit Function
            End If
        Next Row
    End With
End Function
