"""What the documents say that the tests of evidence ask about."""

ROWS = "\n".join(f"| Pike {n} | {n} kg |" for n in range(1, 41))
TEXTS = {
    "otters.md": (
        "---\ntitle: Otters of the valley\ndate: 2021-05-04\n---\n# Otters of the valley\n\n"
        "## Rules\n\nWho keeps otters keeps to these rules:\n\n"
        "1. The otter 🦦 dives eight metres deep.\n2. Its fur keeps the cold water out.\n"
        "3. Nobody feeds it by day.\n\n## In the valley\n\nThey sleep by day."
    ),
    "fish.md": f"# Fish\n\nWeights of all pikes:\n\n| Fish | Weight |\n|---|---|\n{ROWS}\n",
    "code.md": "# Code\n\nTo start the pump, run this:\n\n```python\npump.start(level=7)\n```\n",
    "a/mills.md": "# Mills\n\nThe old mill grinds barley twice a week. Seven mills stood there.",
    "b/mills.md": "# Mills\n\nThe windmill on the hill pumps water for the barley every Monday.",
}
QUESTION = "How deep does the otter dive?"
DEEP = "The otter 🦦 dives eight metres deep."
