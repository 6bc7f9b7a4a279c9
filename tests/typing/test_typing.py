"""The typed surface, held by two type checkers at their strictest."""

import json
import shutil
import subprocess
import sys
from pathlib import Path

from scaleway_genapi._generated.types import ChatCompletionRequestParam
from scaleway_genapi.helpers._params import CompletionParams, ParseParams, ToolRunParams

USAGE = Path(__file__).with_name("usage.py")
ROOT = USAGE.parents[2]


def check(*command):
    result = subprocess.run(
        [sys.executable, "-m", *command], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert result.returncode == 0, result.stdout + result.stderr


def test_mypy_accepts_the_usage_and_refuses_what_must_fail():
    check("mypy", "--strict", "--warn-unused-ignores", str(USAGE))


def test_pyright_accepts_the_usage_and_refuses_what_must_fail(tmp_path):
    settings = {
        "extraPaths": [str(ROOT / "generated_client")],
        "typeCheckingMode": "strict",
        "pythonVersion": "3.11",
        "reportUnnecessaryTypeIgnoreComment": "error",
        "venvPath": str(ROOT),
        "venv": Path(sys.prefix).name,
    }
    shutil.copy(USAGE, tmp_path)
    (tmp_path / "pyrightconfig.json").write_text(json.dumps(settings))
    check("pyright", "--project", str(tmp_path / "pyrightconfig.json"))


def test_the_helpers_take_the_parameters_that_the_operation_takes():
    call = {"extra_headers", "extra_query", "extra_body", "timeout"}
    generated = ChatCompletionRequestParam.__annotations__
    for params, own in (
        (CompletionParams, {"stream"}),
        (ParseParams, {"stream", "stream_options", "response_format"}),
        (ToolRunParams, {"stream", "stream_options", "messages", "tools"}),
    ):
        assert set(params.__annotations__) - call == set(generated) - own


def test_the_helpers_parameters_have_the_operations_types():
    source = {}
    for path in ("_generated/types.py", "helpers/_params.py"):
        text = (ROOT / "generated_client" / "scaleway_genapi" / path).read_text()
        start = text.index("class ChatCompletionRequestParam") if "_generated" in path else 0
        end = text.find("\nclass ", start + 1) if "_generated" in path else len(text)
        lines = (line.partition("#")[0].strip() for line in text[start:end].splitlines())
        source[path] = {
            line for line in lines if ": " in line and line.partition(":")[0].isidentifier()
        }
    generated, written = source.values()
    ours = {line for line in written if not line.startswith(("extra_", "timeout"))}
    assert ours <= generated
