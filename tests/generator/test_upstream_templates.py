"""Custom templates are no stable API of openapi-python-client: what ours replace is pinned here.

A mismatch means: read what changed upstream in that template, take over what matters into ours
(escaping above all), then pin the new hash.
"""

import hashlib
from importlib.metadata import version
from importlib.resources import files

import pytest

from generator.project import TEMPLATES

UPSTREAM = files("openapi_python_client") / "templates"
PINNED = {
    "api_init.py.jinja": "f3b0290732b219be73b204cc3a44170eab0b64299a485a093306c6cc20d064cc",
    "client.py.jinja": "4eac65762f21014a7fbf59e730f1be6d28c9c85ddc1c40b458b6ff5f67a64c9e",
    "endpoint_init.py.jinja": "c1837a037fdbbd85b5dc1d49f58bd80a672fe4496cfaaf84d3b91927027b56da",
    "endpoint_macros.py.jinja": "58edb8b4913db6ed4863c633fb39365364494398c8156c77151c6676f1b28fee",
    "endpoint_module.py.jinja": "c1b2628053eb4875ba59566baa5ae907666f9cbfafa308d93f970a4404b7cd52",
    "helpers.jinja": "4e6ada7b7a8806e739faa7b1f330c1db2b924180a3003df0a4e048edcb549f02",
    "model.py.jinja": "fd1c79680d51c06cfbb89809ad123750ba9add98b688036c04cabbf1f8ba40a0",
    "models_init.py.jinja": "4f64a3d6e1b15a561be5573c1b7702eb928c0e4fa6b67107d20e57a74c44d51a",
    "package_init.py.jinja": "ac15907e32dc39bd9b83ea6f2002fb87514f2182b97f88231b5a9c47321f6210",
    "types.py.jinja": "93df9d75883a4eafac77dd21bc6907f3ef612e3f7841e08656618dcf6c4ce494",
}


@pytest.mark.parametrize("name", sorted(PINNED))
def test_the_template_that_ours_replaces_is_the_one_that_was_reviewed(name):
    digest = hashlib.sha256(UPSTREAM.joinpath(name).read_bytes()).hexdigest()

    assert digest == PINNED[name], (
        f"openapi-python-client {version('openapi-python-client')} changed {name}: review "
        f"generator/templates/{name} against it, then pin {digest}"
    )


def test_every_template_of_ours_that_replaces_one_is_pinned():
    ours = {path.name for path in TEMPLATES.iterdir()}
    upstream = {path.name for path in UPSTREAM.iterdir()}

    assert ours & upstream == set(PINNED)


def test_the_parser_is_pinned_to_the_version_that_was_reviewed():
    assert version("openapi-python-client") == "0.29.1"
