"""The package's own names: what `dir()` lists is there, in a process that has imported nothing else."""

import inspect
import subprocess
import sys

import pytest

import scaleway_genapi
import scaleway_genapi.models


def run(program):
    result = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=False
    )
    assert result.returncode == 0, result.stderr


@pytest.mark.parametrize("module", ["scaleway_genapi", "scaleway_genapi.models"])
def test_every_name_that_is_listed_is_there(module):
    run(f"import {module} as m\nfor name in dir(m): getattr(m, name)")


def test_the_modules_of_models_and_types_need_no_import_of_their_own():
    run(
        "import scaleway_genapi as g\n"
        "assert g.types.ToolParam.__name__ == 'ToolParam'\n"
        "assert g.models.UserMessage is g.UserMessage"
    )


@pytest.mark.parametrize("module", [scaleway_genapi, scaleway_genapi.models], ids=str)
def test_a_name_that_is_not_there_is_an_attribute_error(module):
    with pytest.raises(AttributeError, match="has no attribute 'Cleint'"):
        _ = module.Cleint


def test_the_version_is_the_distributions():
    assert scaleway_genapi.__version__[0].isdigit()


@pytest.mark.parametrize("client", [scaleway_genapi.Client, scaleway_genapi.AsyncClient])
def test_the_chat_helpers_say_what_they_do_and_take(client):
    completions = client("key").chat.completions

    assert "Raises:" in inspect.getdoc(completions.stream)
    assert "LengthFinishReasonError" in inspect.getdoc(completions.parse)
    assert "ToolLoopError" in inspect.getdoc(completions.run_tools)
    assert {"messages", "tools", "max_turns"} <= {
        *inspect.signature(completions.run_tools).parameters
    }
