"""Texts of the base templates; `building` makes the .docx files of them."""
