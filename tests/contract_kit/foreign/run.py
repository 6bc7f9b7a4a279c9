"""Try the kit on a server that we did not write: LiteLLM's proxy, in an environment of its own.

`python tests/contract_kit/foreign/run.py` builds `build/contract-foreign/venv` (about 600 MB, from
the package index, once), starts the proxy on a loopback port and judges it twice: answering by
itself (`mock_response`), and as a gateway in front of the embedded mock. Reports stand in
`build/contract-foreign/`. Not part of CI: it measures LiteLLM, not this project.
"""

from __future__ import annotations

import json
import os
import shutil
import socket
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import httpx
from table import with_table

from scaleway_genapi_mock import MockServer

if TYPE_CHECKING:
    from collections.abc import Iterator

VERSION = "1.106.2"
FOLDER = Path(__file__).resolve().parents[3] / "build" / "contract-foreign"
README = Path(__file__).resolve().parents[1] / "README.md"
KEY = "sk-9d41f0c2b7e84a63"
ALONE, BEHIND = "litellm-alone", "mistral-small-3.2-24b-instruct-2506"
START = 120.0


def install() -> Path:
    """The proxy's command, installed if it is not there."""
    venv = FOLDER / "venv"
    command = venv / "bin" / "litellm"
    if not command.exists():
        uv = os.environ.get("UV") or shutil.which("uv")
        if uv is None:
            raise SystemExit("uv is needed to build the environment of LiteLLM")
        subprocess.run([uv, "venv", "--quiet", "--python", sys.executable, venv], check=True)
        install = [uv, "pip", "install", "--quiet", "--python", venv / "bin" / "python"]
        subprocess.run([*install, f"litellm[proxy]=={VERSION}"], check=True)
    return command


def configuration(mock: MockServer) -> Path:
    """The proxy's configuration: JSON, which is YAML."""
    behind = {"model": f"openai/{BEHIND}", "api_base": f"{mock.url}/v1", "api_key": mock.api_key}
    alone = {"model": "openai/none", "api_key": "none", "mock_response": "Hello from LiteLLM."}
    models = [
        {"model_name": name, "litellm_params": parameters}
        for name, parameters in ((ALONE, alone), (BEHIND, behind))
    ]
    path = FOLDER / "config.yaml"
    general = {"master_key": KEY}
    path.write_text(json.dumps({"model_list": models, "general_settings": general}))
    return path


def start(command: Path, config: Path, port: int) -> subprocess.Popen[bytes]:
    """The proxy, ready to answer."""
    # Nothing of this machine's settings, and no call home.
    environment = {"PATH": os.environ["PATH"], "HOME": str(FOLDER)}
    environment |= {"LITELLM_LOCAL_MODEL_COST_MAP": "True", "LITELLM_TELEMETRY": "False"}
    with (FOLDER / "litellm.log").open("wb") as log:
        server = subprocess.Popen(
            [command, "--config", config, "--host", "127.0.0.1", "--port", str(port)],
            env=environment,
            stdout=log,
            stderr=log,
        )
    for _ in attempts(START):
        try:
            httpx.get(f"http://127.0.0.1:{port}/health/liveliness").raise_for_status()
        except httpx.HTTPError:
            if server.poll() is None:
                continue
        else:
            return server
        break
    server.kill()
    raise SystemExit(f"LiteLLM did not start: see {FOLDER / 'litellm.log'}")


def attempts(seconds: float) -> Iterator[None]:
    """Turns until `seconds` have passed, four in each."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        yield
        time.sleep(0.25)


def judge(name: str, url: str, key: str, model: str) -> dict[str, Any]:
    """Run the kit as a user would; its report, whatever the verdict is."""
    report = FOLDER / name.replace(" ", "-")
    options = ["--base-url", url, "--model", model, "--quiet"]
    for form, suffix in (("markdown", "md"), ("junit", "xml"), ("json", "json")):
        options += [f"--{form}", f"{report}.{suffix}"]
    print(f"\n=== {name}", flush=True)  # noqa: T201 -- a program that prints
    code = subprocess.run(
        [sys.executable, "-m", "scaleway_genapi_contract", *options],
        env=os.environ | {"SCW_SECRET_KEY": key},
        check=False,
    ).returncode
    if code > 1:
        raise SystemExit(f"the kit came to no verdict on {name}")
    return json.loads(report.with_suffix(".json").read_text("utf-8"))


def main() -> int:
    """0 if every run came to a verdict, whatever it was."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    command = install()
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    url = f"http://127.0.0.1:{port}"
    with MockServer() as mock:
        server = start(command, configuration(mock), port)
        try:
            reports = {
                name: judge(name, *where)
                for name, where in {
                    "the embedded mock": (mock.url, mock.api_key, BEHIND),
                    "LiteLLM alone": (url, KEY, ALONE),
                    "LiteLLM in front of the embedded mock": (url, KEY, BEHIND),
                }.items()
            }
        finally:
            server.terminate()
            server.wait(20)
    README.write_text(with_table(README.read_text("utf-8"), reports), "utf-8")
    print(f"\nReports: {FOLDER}")  # noqa: T201 -- a program that prints
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
