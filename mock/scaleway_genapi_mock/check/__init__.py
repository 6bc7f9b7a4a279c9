"""A request against the document: who asks, what is asked, and in which words it is refused.

`_checks` holds the order; each other module is one of its questions. Knows operations as they
were compiled, and nothing of how answers are made or sent.
"""
