Attribute VB_Name = "NastavnikRibbon"
Option Explicit

' The buttons of the tab in customUI14.xml, in the order of the year: one Sub for each.
' Strings here are ASCII; Russian words live in customUI14.xml, on the add-in's own sheet and in Python.

Public Sub Nastavnik_Check(control As IRibbonControl)
    RunNastavnik "check"
End Sub

Public Sub Nastavnik_Import(control As IRibbonControl)
    RunNastavnikOnFile "import"
End Sub

Public Sub Nastavnik_Suggest(control As IRibbonControl)
    RunNastavnik "suggest"
End Sub

Public Sub Nastavnik_Confirm(control As IRibbonControl)
    RunNastavnik "confirm"
End Sub

Public Sub Nastavnik_Monitor(control As IRibbonControl)
    RunNastavnik "monitor"
End Sub

' The tag of the menu's line is the kind of document, as in: nastavnik documents list
Public Sub Nastavnik_Documents(control As IRibbonControl)
    RunNastavnik "documents " & control.Tag
End Sub

Public Sub Nastavnik_Remind(control As IRibbonControl)
    RunNastavnik "remind"
End Sub

Public Sub Nastavnik_Sync(control As IRibbonControl)
    RunNastavnik "sync"
End Sub

Public Sub Nastavnik_Undo(control As IRibbonControl)
    RunNastavnik "undo"
End Sub

Public Sub Nastavnik_Help(control As IRibbonControl)
    RunNastavnik "help"
End Sub

' The lines of the menu of other commands.
Public Sub Nastavnik_Fix(control As IRibbonControl)
    RunNastavnik "fix"
End Sub

Public Sub Nastavnik_Roadmap(control As IRibbonControl)
    RunNastavnik "roadmap"
End Sub

Public Sub Nastavnik_Consents(control As IRibbonControl)
    RunNastavnik "consents"
End Sub

Public Sub Nastavnik_Mentors(control As IRibbonControl)
    RunNastavnik "mentors"
End Sub

Public Sub Nastavnik_Plan(control As IRibbonControl)
    RunNastavnik "plan"
End Sub

Public Sub Nastavnik_Journal(control As IRibbonControl)
    RunNastavnik "journal"
End Sub

Public Sub Nastavnik_Pair(control As IRibbonControl)
    RunNastavnik "pair"
End Sub

Public Sub Nastavnik_Awards(control As IRibbonControl)
    RunNastavnik "awards"
End Sub

Public Sub Nastavnik_Grant(control As IRibbonControl)
    RunNastavnik "grant"
End Sub

Public Sub Nastavnik_Publish(control As IRibbonControl)
    RunNastavnik "publish"
End Sub

Public Sub Nastavnik_Privacy(control As IRibbonControl)
    RunNastavnik "privacy"
End Sub
