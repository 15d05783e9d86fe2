"""`python generated_client.py URL QUESTION`: asks through the client that a generator made.

Runs where that lies, which is not where Pincite does. Prints what the server said.
"""

import json
import sys

from pincite_client import Client
from pincite_client.api.ask import ask
from pincite_client.api.documents import list_documents, read_document
from pincite_client.api.openai import create_chat_completion, read_model
from pincite_client.api.operation import readyz
from pincite_client.models import (
    Answer,
    AskBody,
    ChatCompletion,
    CompletionBody,
    FailureBody,
    Filters,
    UserMessage,
)


def main(url: str, question: str) -> None:
    client = Client(base_url=url, raise_on_unexpected_status=True)
    answer = ask.sync(client=client, body=AskBody(question=question, top_k=2))
    assert isinstance(answer, Answer), answer
    for citation in answer.citations:
        source = citation.source
        document = read_document.sync(source.document_id, client=client, v=source.sha256)
        assert document.text[source.start : source.end] == citation.quote
        assert answer.answer[citation.answer.start : citation.answer.end] == citation.quote
    nothing = AskBody(question=question, filters=Filters(folder="nowhere"))
    none = ask.sync(client=client, body=nothing)
    assert isinstance(none, Answer), none
    blank = ask.sync(client=client, body=AskBody(question=" "))
    assert isinstance(blank, FailureBody), blank
    unknown = read_model.sync("gpt-4o", client=client)
    assert isinstance(unknown, FailureBody), unknown
    message = UserMessage(role="user", content=question)
    body = CompletionBody(messages=[message], filters=Filters(documents=["otters.txt"]))
    completion = create_chat_completion.sync(client=client, body=body)
    assert isinstance(completion, ChatCompletion), completion
    said = {
        "answer": answer.to_dict(),
        "documents": [d.document_id for d in list_documents.sync(client=client).documents],
        "none": none.filtered.documents,
        "codes": [blank.error.code, unknown.error.code],
        "completion": completion.choices[0].message.content,
        "ready": readyz.sync(client=client).status,
    }
    sys.stdout.write(json.dumps(said))


if __name__ == "__main__":
    main(*sys.argv[1:])
