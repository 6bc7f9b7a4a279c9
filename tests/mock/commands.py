"""The command `scaleway-genapi-mock` as tests run it: as a process that serves, or until it refuses."""

from __future__ import annotations

import contextlib
import os
import subprocess
import sys

from scaleway_genapi_mock import FULL_ACCESS_KEY
from scaleway_genapi_mock.__main__ import main

COMMAND = [sys.executable, "-m", "scaleway_genapi_mock"]
KEY = {"authorization": f"Bearer {FULL_ACCESS_KEY}"}


@contextlib.contextmanager
def served(*options):
    """The command as a process; yields it and its URL."""
    process = subprocess.Popen(
        [*COMMAND, "serve", "--port", "0", *options],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        yield process, process.stdout.readline().strip()
    finally:
        if process.poll() is None:
            process.kill()
        process.communicate()


def ended(process, number):
    process.send_signal(number)
    _, err = process.communicate(timeout=5)
    return process.returncode, err


def refused(capfd, *arguments):
    """The one line that the command fails with."""
    assert main([*arguments]) == 1
    out, err = capfd.readouterr()
    assert not out
    assert err.startswith("error: ")
    return err.strip()


@contextlib.contextmanager
def nobody_reads():
    """The writing end of a pipe that nobody reads from any more: `| head` that has ended."""
    reading, writing = os.pipe()
    os.close(reading)
    try:
        yield writing
    finally:
        os.close(writing)
