"""The page and the widget where other people have put them: behind a proxy, in another site."""
