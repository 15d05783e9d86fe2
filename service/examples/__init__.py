"""Example questions: made from the documents' own sentences, and kept if they get an answer."""
