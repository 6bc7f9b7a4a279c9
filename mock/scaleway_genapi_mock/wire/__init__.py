"""Sockets, connections and threads: requests come in here, and answers go out as they say.

Knows what an answer is made of, and nothing of what it means.
"""
