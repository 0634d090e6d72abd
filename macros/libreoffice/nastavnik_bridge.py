"""The office's half of the bridge: carries out on UNO objects what the program asks for over its own pipes.

One message a line, as JSON. The program holds numbers of objects, never the objects; only the program that we started
ourselves can ask, since the pipes have no name. Runs in the Python of LibreOffice, from 3.7 on. The other half is
nastavnik_sheets/hosts/libreoffice/remote.py.
"""

import json

import uno


class Bridge:
    """Objects of UNO by number, and what may be done with them."""

    def __init__(self, *roots):
        self._objects = dict(enumerate(roots))
        self._next = len(roots)

    def read(self, line):
        """Return a message of the program: a question is a list, something it only tells is a dict."""
        return json.loads(line.decode("utf-8"), object_hook=self._found)

    def answer(self, question):
        """Return the answer to a question, as a line."""
        what, number, name, given = question
        try:
            answer = {"value": getattr(self, "_" + what)(self._objects[number], name, given)}
        except Exception as error:  # noqa: BLE001  # the program hears of everything that UNO refuses
            answer = {"error": type(error).__name__, "message": str(getattr(error, "Message", error))}
        return json.dumps(answer, default=self._told).encode() + b"\n"

    @staticmethod
    def _get(found, name, _given):
        return getattr(found, name)

    @staticmethod
    def _set(found, name, given):
        setattr(found, name, _sequences(given))

    @staticmethod
    def _call(found, name, given):
        return getattr(found, name)(*_sequences(given))

    @staticmethod
    def _each(found, _name, given):
        """Return these properties of everything a container holds: one question instead of hundreds."""
        items = [found.getByIndex(place) for place in range(found.getCount())]
        return [[getattr(item, name) for name in given] for item in items]

    def _drop(self, _found, _name, given):
        for number in given:
            self._objects.pop(number, None)

    def _found(self, told):
        """Return what a JSON object stands for: an object of ours, a struct to be made."""
        if "object" in told:
            return self._objects[told["object"]]
        if "struct" in told:
            made = uno.createUnoStruct(told["struct"])
            for name, value in told["fields"].items():
                setattr(made, name, _sequences(value))
            return made
        return told

    def _told(self, value):
        """Return how a value of UNO that JSON does not know is told."""
        kind = type(value)
        if kind.__name__ == "pyuno":
            self._objects[self._next] = value
            self._next += 1
            return {"object": self._next - 1}
        if hasattr(kind, "__pyunostruct__"):
            fields = dir(value.__dict__["value"])
            return {"struct": kind.__pyunostruct__, "fields": {name: getattr(value, name) for name in fields}}
        if isinstance(value, uno.Enum):
            return {"enum": value.value}
        raise TypeError("%s cannot be told to the program" % kind.__name__)


def _sequences(value):
    """Return tuples for lists: UNO knows no lists."""
    return tuple(map(_sequences, value)) if isinstance(value, list) else value
