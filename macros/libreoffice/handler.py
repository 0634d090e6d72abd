"""Buttons of LibreOffice: a click starts the program as a process and lends it the workbook until it is done.

The work runs in a thread beside the office's own, so that its windows stay alive; the window of the workbook takes no
input meanwhile. What the program says at the end is one message. Runs in the Python of LibreOffice, from 3.7 on.
"""

import os
import subprocess
import threading
from xml.etree import ElementTree as ET

import uno
import unohelper
from com.sun.star.awt import XCallback, XMenuListener
from com.sun.star.beans import NamedValue
from com.sun.star.frame import (
    ControlCommand,
    DispatchResultEvent,
    FeatureStateEvent,
    XDispatchProvider,
    XNotifyingDispatch,
    XPopupMenuController,
)
from com.sun.star.lang import XInitialization, XServiceInfo
from nastavnik_bridge import Bridge

HANDLER = "nastavnik.sheets.Handler"
MENU = "nastavnik.sheets.Menu"
PROTOCOL = "nastavnik:"
DOCUMENTS = "documents"
FIRST_LINE = 100
"""The number of the first line of a menu, above those of its titles."""
FOLDER = os.path.dirname(os.path.abspath(__file__))
SPREADSHEET = "com.sun.star.sheet.SpreadsheetDocument"
RUNNING = threading.Lock()
"""One command at a time."""
ANSWERS = ("File", "Today")
"""What a macro may say beforehand."""
NO_CONSOLE = 0x08000000
SUCCESS, FAILURE = 1, 0


def settings():
    """Return the sentences and the places of Python that the extension was built with."""
    with open(os.path.join(FOLDER, "settings.txt"), encoding="utf-8") as file:
        lines = [line.partition("=") for line in file if "=" in line]
    return {key.strip(): text.strip() for key, _, text in lines}


class Handler(unohelper.Base, XServiceInfo, XInitialization, XDispatchProvider, XNotifyingDispatch):
    """Gets every click on «nastavnik:…» in one window."""

    def __init__(self, context, *arguments):
        self._context = context
        self._frame = arguments[0] if arguments else None

    def initialize(self, arguments):
        self._frame = arguments[0] if arguments else None

    def queryDispatch(self, url, _target, _flags):
        return self if url.Protocol == PROTOCOL else None

    def queryDispatches(self, requests):
        return tuple(self.queryDispatch(one.FeatureURL, one.FrameName, one.SearchFlags) for one in requests)

    def dispatch(self, url, arguments):
        self.dispatchWithNotification(url, arguments, None)

    def dispatchWithNotification(self, url, arguments, listener):
        given = {one.Name: one.Value for one in arguments if one.Name in ANSWERS}  # a toolbar tells of keys held down
        Click(self._context, self._frame, listener).start(url.Path.split("/"), given)

    def addStatusListener(self, listener, url):
        """Tell a button its tip; without it LibreOffice repeats the label."""
        said = ControlCommand("SetQuickHelpText", (NamedValue("HelpText", tip_of(url.Path)),))
        listener.statusChanged(FeatureStateEvent(self, url, "", True, False, said))

    def removeStatusListener(self, listener, url):
        pass

    def getImplementationName(self):
        return HANDLER

    def supportsService(self, name):
        return name in self.getSupportedServiceNames()

    def getSupportedServiceNames(self):
        return (HANDLER, "com.sun.star.frame.ProtocolHandler")


class Click(unohelper.Base, XCallback):
    """One click: what is asked, what comes of it."""

    def __init__(self, context, frame, listener):
        self._context, self._frame, self._listener = context, frame, listener
        self._settings = settings()
        self._window = frame.getContainerWindow() if frame is not None else None
        self._indicator = None
        self._said = {}

    def start(self, words, given):
        """Start the command, or say why it cannot be.

        Given beforehand may be which File to take in, which day is Today.
        """
        document = self._document()
        if document is None:
            return self._say(self._sentence("no_workbook"))
        if words[0] == "import" and "File" not in given:
            given = {"File": self._chosen(document), **given}
            if not given["File"]:
                return self._say({})
        if not RUNNING.acquire(False):
            return self._say(self._sentence("busy"))
        self._finish_input()
        self._let_input(False)
        self._indicator = self._frame.createStatusIndicator()
        self._indicator.start(self._settings["working"], 0)
        words = words + ["--office"] + ["--%s=%s" % (name.lower(), value) for name, value in given.items()]
        threading.Thread(target=self._work, args=(words, document), daemon=True).start()
        return None

    def notify(self, _nothing):
        """Finish in the office's own thread: the only one that may show messages."""
        self._indicator.end()
        self._let_input(True)
        RUNNING.release()
        self._say(self._said)

    def _document(self):
        controller = self._frame and self._frame.getController()
        model = controller and controller.getModel()
        return model if model and model.supportsService(SPREADSHEET) else None

    def _chosen(self, document):
        """Ask for a file, beginning in the folder of the workbook; return its path, or nothing."""
        picker = self._service("com.sun.star.ui.dialogs.FilePicker")
        picker.setTitle(self._settings["file_title"])
        title, _, kinds = self._settings["file_filter"].partition(" (")
        picker.appendFilter(title, kinds.partition(")")[0])
        if document.getURL():
            picker.setDisplayDirectory(document.getURL().rpartition("/")[0])
        if not picker.execute():
            return ""
        return uno.fileUrlToSystemPath(picker.getFiles()[0])

    def _work(self, words, document):
        try:
            self._said = self._lent(words, document)
        except OSError:
            self._said = self._sentence("not_started")
        except Exception:  # noqa: BLE001  # whatever it is, the window must come back to life
            self._said = self._sentence("broken")
        self._service("com.sun.star.awt.AsyncCallback").addCallback(self, None)

    def _lent(self, words, document):
        """Run the program and answer it until it has said its last word; return that."""
        bridge = Bridge(self._context, document)
        said, heard = None, False
        with started(self._settings, words) as program:
            for line in program.stdout:
                message, heard = bridge.read(line), True
                if isinstance(message, list):
                    program.stdin.write(bridge.answer(message))
                    program.stdin.flush()
                elif message["told"] == "said":
                    said = message
                else:
                    self._indicator.setText(message["text"])
        if said is None:
            self._unfreeze()
        return said or self._sentence("broken" if heard else "not_started")

    def _sentence(self, key):
        return {"text": self._settings[key], "failed": True}

    def _say(self, said):
        if said.get("text"):
            kind = uno.Enum("com.sun.star.awt.MessageBoxType", "ERRORBOX" if said.get("failed") else "INFOBOX")
            toolkit = self._service("com.sun.star.awt.Toolkit")
            toolkit.createMessageBox(self._window, kind, 1, self._settings["title"], said["text"]).execute()
        if said.get("folder"):
            self._service("com.sun.star.system.SystemShellExecute").execute(
                uno.systemPathToFileUrl(said["folder"]), "", 0
            )
        if self._listener is not None:
            state = FAILURE if said.get("failed") else SUCCESS
            self._listener.dispatchFinished(DispatchResultEvent(None, state, said.get("text", "")))

    def _unfreeze(self):
        """Let the windows show changes again: a program that was ended in the middle could not."""
        components = self._service("com.sun.star.frame.Desktop").Components.createEnumeration()
        while components.hasMoreElements():
            document = components.nextElement()
            while getattr(document, "hasControllersLocked", bool)():
                document.unlockControllers()

    def _finish_input(self):
        """Take over what is being typed into a cell: the command reads the workbook as the person sees it."""
        helper = self._service("com.sun.star.frame.DispatchHelper")
        helper.executeDispatch(self._frame, ".uno:Calculate", "", 0, ())

    def _let_input(self, allowed):
        if self._window is not None:
            self._window.setEnable(allowed)

    def _service(self, name):
        return self._context.ServiceManager.createInstanceWithContext(name, self._context)


def started(known, words):
    """Start the program without a console window and without what LibreOffice tells its own Python."""
    system = {"win32": "windows", "darwin": "mac"}.get(os.sys.platform, "linux")
    python = os.path.expandvars(known["python_" + system])
    clean = {name: text for name, text in os.environ.items() if not name.startswith("PYTHON")}
    command = [python, "-P", "-X", "utf8", "-m", "nastavnik_sheets.ribbon", *words]
    if system != "windows":  # with windows on the screen and no locale, LibreOffice's Python would lose Russian letters
        command = [word.encode("utf-8") for word in command]
    return subprocess.Popen(  # noqa: S603  # our own program, named when the extension was built
        command,
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env=clean,
        creationflags=NO_CONSOLE if system == "windows" else 0,
    )  # fmt: skip


class Menu(unohelper.Base, XServiceInfo, XInitialization, XPopupMenuController, XMenuListener):
    """What opens under a button of the toolbar, as the menu of the ribbon groups it."""

    def __init__(self, context, *arguments):
        self._context, self._frame, self._command, self._words = context, None, "", {}
        self.initialize(arguments)

    def initialize(self, arguments):
        for one in arguments:
            if getattr(one, "Name", "") == "Frame":
                self._frame = one.Value
            if getattr(one, "Name", "") == "CommandURL":
                self._command = one.Value.partition(":")[2]

    def setPopupMenu(self, menu):
        menu.clear()
        if self._command == DOCUMENTS:
            return self._titled(menu)
        for number, (_, lines) in enumerate(groups(self._command)):
            if number:
                menu.insertSeparator(menu.getItemCount())
            self._add(menu, lines)
        menu.addMenuListener(self)
        return None

    def _titled(self, menu):
        """Put the many kinds of documents into a menu of their own under each title."""
        for number, (title, lines) in enumerate(groups(self._command), start=1):
            inner = self._context.ServiceManager.createInstanceWithContext("com.sun.star.awt.PopupMenu", self._context)
            menu.insertItem(number, title, 0, number - 1)
            menu.setPopupMenu(number, inner)
            self._add(inner, lines)
            inner.addMenuListener(self)

    def _add(self, menu, lines):
        for words, label in lines:
            number = FIRST_LINE + len(self._words)
            self._words[number] = words
            menu.insertItem(number, label, 0, menu.getItemCount())

    def updatePopupMenu(self):
        pass

    def itemSelected(self, event):
        Click(self._context, self._frame, None).start(self._words[event.MenuId], {})

    def itemHighlighted(self, event):
        pass

    def itemActivated(self, event):
        pass

    def itemDeactivated(self, event):
        pass

    def disposing(self, event):
        pass

    def getImplementationName(self):
        return MENU

    def supportsService(self, name):
        return name in self.getSupportedServiceNames()

    def getSupportedServiceNames(self):
        return (MENU,)


def groups(command):
    """Return the titles in a menu with the words and labels of the lines under them, from the ribbon's own text."""
    text = ET.parse(os.path.join(FOLDER, "customUI14.xml"))  # noqa: S314  # our own text
    found = []
    for one in next(menu for menu in text.iter() if command_of(menu) == command):
        if one.tag.endswith("}menuSeparator"):
            found.append((one.get("title"), []))
        else:
            words = [command, one.get("tag")] if one.get("tag") else [command_of(one)]
            found[-1][1].append((words, one.get("label")))
    return found


def tip_of(command):
    """Return what the ribbon says of a button or a line of a menu."""
    text = ET.parse(os.path.join(FOLDER, "customUI14.xml"))  # noqa: S314  # our own text
    return next((one.get("supertip", "") for one in text.iter() if command_of(one) == command), "")


def command_of(control):
    """Return the command of a control of the ribbon."""
    return control.get("id", "").replace("nastavnik", "", 1).lower()


g_ImplementationHelper = unohelper.ImplementationHelper()
g_ImplementationHelper.addImplementation(Handler, HANDLER, (HANDLER, "com.sun.star.frame.ProtocolHandler"))
g_ImplementationHelper.addImplementation(Menu, MENU, (MENU,))
