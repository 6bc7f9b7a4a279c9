"""Names that do not exist: a type checker must refuse every one. Never run."""

import scaleway_genapi
import scaleway_genapi.models
from scaleway_genapi import RateLimitErorr  # type: ignore[attr-defined]
from scaleway_genapi._core import Streem  # type: ignore[attr-defined]
from scaleway_genapi._generated.models import ModelLits  # type: ignore[attr-defined]
from scaleway_genapi.models import ChatCompletoin  # type: ignore[attr-defined]

scaleway_genapi.Cleint()  # type: ignore[attr-defined]
scaleway_genapi.models.Mesage()  # type: ignore[attr-defined]


def attributes(
    completion: scaleway_genapi.ChatCompletion, event: scaleway_genapi.ContentDeltaEvent
) -> list[object]:
    return [
        completion.choises,  # type: ignore[attr-defined]
        completion.choices[0].mesage,  # type: ignore[attr-defined]
        completion.model_dump(),  # type: ignore[attr-defined]
        event.delat,  # type: ignore[attr-defined]
    ]


__all__ = ["ChatCompletoin", "ModelLits", "RateLimitErorr", "Streem"]
