"""A question -> a cited answer, over HTTP, in the terminal and in the browser."""
