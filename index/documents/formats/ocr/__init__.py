"""Reads text from pictures of text, with Tesseract where the system has it, else with RapidOCR.

In: a picture, as the bytes of its file.
Out: its lines of text, with the box of each character.
Unknown here: PDF, and how lines become paragraphs.
"""
