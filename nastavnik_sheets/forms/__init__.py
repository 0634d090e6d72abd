"""Questionnaires through forms: what to build of «Вопросы», and reading back what people answered.

`google_script` writes the script that builds Google Forms, `yandex` the list to type into Яндекс Формы; the paper
version is a document. Answers come back through `importing`: `answers` finds the sheets of answers, `forms_api` asks
Google Forms itself.
"""
