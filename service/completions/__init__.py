"""OpenAI's chat completions, answered from the documents, for the clients that speak them."""
