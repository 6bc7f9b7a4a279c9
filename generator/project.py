"""openapi-python-client's `Project` with our templates and our layout of files.

Renders into `package_dir` and nothing else; what is rendered was decided by the views.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from openapi_python_client import Project

from . import names
from .api_views import api_view, client_view
from .model_views import base_views, model_exports, models_modules, type_exports, types_module
from .resource_views import resource_modules
from .views import Export

if TYPE_CHECKING:
    from collections.abc import Mapping

    from openapi_python_client.config import Config
    from openapi_python_client.parser import GeneratorData

    from .api import Api
    from .views import ParamsModule

TEMPLATES = Path(__file__).parent / "templates"


class ClientProject(Project):
    """The client's package. Each `_build` method of the base writes what ours has in its place."""

    def __init__(
        self,
        *,
        openapi: GeneratorData,
        config: Config,
        api: Api,
        mixins: Mapping[str, str],
        params: ParamsModule | None,
        source: str,
    ) -> None:
        super().__init__(openapi=openapi, config=config, custom_template_path=TEMPLATES)
        self._api = api
        self._mixins = mixins
        self._params = params
        self._types = types_module(api)
        self._source = source

    def render(self) -> None:
        """Write all files."""
        self._create_package()
        self._build_models()
        self._build_api()

    def _create_package(self) -> None:
        exports = [
            *model_exports(self._api),
            *type_exports(self._types),
            Export("AsyncClient", "client"),
            Export("Client", "client"),
        ]
        exports.sort(key=lambda export: export.name)
        self._write("__init__.py", "package_init.py.jinja", exports=exports)
        self._write("types.py", "types.py.jinja", types=self._types)
        if self._params is not None:
            self._write("params.py", "params.py.jinja", params=self._params)

    def _build_models(self) -> None:
        self._write("models/__init__.py", "models_init.py.jinja", exports=model_exports(self._api))
        for base in base_views(self._api):
            self._write(f"models/{names.module(base.name)}.py", "base.py.jinja", base=base)
        for module in models_modules(self._api):
            self._write(f"models/{module.name}.py", "model.py.jinja", module=module)

    def _build_api(self) -> None:
        self._write("api.py", "api_init.py.jinja", api=api_view(self._api))
        self._write("client.py", "client.py.jinja", client=client_view(self._api))
        self._write("resources/__init__.py", "endpoint_init.py.jinja")
        for resource in resource_modules(self._api, self._mixins):
            self._write(
                f"resources/{resource.module}.py", "endpoint_module.py.jinja", resource=resource
            )

    def _write(self, path: str, template: str, **values: object) -> None:
        target = self.package_dir / path
        target.parent.mkdir(parents=True, exist_ok=True)
        text = self.env.get_template(template).render(source=self._source, **values)
        # A lone surrogate can stand in YAML, not in UTF-8; escaped, it is the same in a docstring.
        target.write_bytes(text.encode("utf-8", "backslashreplace"))
