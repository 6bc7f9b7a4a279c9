"""Chat conveniences that the document cannot say: accumulated streams, typed output, tools.

Know the models and the core, no transport. `chat` is what the generated resource is joined with;
the rest loads when it is used.
"""
