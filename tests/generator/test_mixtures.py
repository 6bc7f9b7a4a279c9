"""Dicts inside of what answers hold too, and lists of several kinds: at run time and to type checkers."""

import copy
import json
import os
import pickle
import subprocess
import sys

import attrs
import httpx
import pytest

from generator.config import ROOT
from scaleway_genapi._core import UNSET
from scaleway_genapi_mock.document import DocumentError
from tests.generator.inline_documents import operation

# A scene is sent and comes back; a report only comes, and can be sent in a scene's place.
SCHEMAS = """
Stage:
  type: object
  required: [scenes]
  properties:
    scenes: {type: array, items: {$ref: '#/components/schemas/Entry'}}
    first: {$ref: '#/components/schemas/Scene'}
    drawn: {anyOf: [{$ref: '#/components/schemas/Circle'}, {$ref: '#/components/schemas/Line'}]}
Entry:
  oneOf: [{$ref: '#/components/schemas/Scene'}, {$ref: '#/components/schemas/Pause'}]
  x-accepts: [{$ref: '#/components/schemas/Report'}]
Pause: {type: object, required: [kind], properties: {kind: {const: pause}}}
Scene:
  type: object
  required: [kind, shape]
  properties:
    kind: {const: scene}
    shape: {$ref: '#/components/schemas/Shape'}
    shapes: {type: array, items: {$ref: '#/components/schemas/Shape'}}
    by_name: {type: object, additionalProperties: {$ref: '#/components/schemas/Line'}}
    either: {anyOf: [{type: string}, {$ref: '#/components/schemas/Point'}, {type: array, items: {$ref: '#/components/schemas/Point'}}, {type: 'null'}]}
    in: {$ref: '#/components/schemas/Point'}
    an_array: {type: array, items: {type: string}}
Shape:
  oneOf: [{$ref: '#/components/schemas/Circle'}, {$ref: '#/components/schemas/Line'}, {$ref: '#/components/schemas/Text'}]
Circle: {type: object, required: [t, at], properties: {t: {const: circle}, at: {$ref: '#/components/schemas/Point'}, r: {type: number}}}
Line: {type: object, required: [t, points], properties: {t: {const: line}, points: {type: array, items: {$ref: '#/components/schemas/Point'}}}}
Text: {type: object, required: [t, text], properties: {t: {const: text}, text: {type: string}}}
Point: {type: object, required: [x], properties: {x: {type: number}, note: {type: string}}}
Report:
  type: object
  required: [kind]
  properties:
    kind: {const: scene}
    scene: {$ref: '#/components/schemas/Scene'}
    marks: {type: array, items: {$ref: '#/components/schemas/Mark'}}
Mark: {type: object, required: [at], properties: {at: {$ref: '#/components/schemas/Point'}}}
"""
REPORT = "content: {application/json: {schema: {$ref: '#/components/schemas/Report'}}}"
PLAY = operation(
    "/v1/plays",
    "post",
    "plays.make",
    f"""
    requestBody:
      required: true
      content: {{application/json: {{schema: {{$ref: '#/components/schemas/Stage'}}}}}}
    responses: {{'200': {{description: played, {REPORT}}}}}
    """,
)
CIRCLE = {"t": "circle", "at": {"x": 1}}
SCENE = {
    "kind": "scene",
    "shape": CIRCLE,
    "shapes": [CIRCLE, {"t": "line", "points": [{"x": 1}, {"x": 2, "z": 3}]}],
    "by_name": {"a": {"t": "line", "points": []}},
    "either": [{"x": 1}],
    "in": {"x": 5, "extra": {"y": 1}},
}


@pytest.fixture
def play(make):
    return make(PLAY, SCHEMAS)


@pytest.fixture
def models(play):
    return play.models


def test_dicts_given_to_the_constructor_are_the_models_that_decoding_gives(models):
    given = {**SCENE, "in_": SCENE["in"]}
    del given["in"], given["kind"]

    made = models.Scene(**given)

    assert made == models.Scene.from_dict(SCENE)
    assert made.shapes[1].points[1].additional_properties == {"z": 3}
    assert made.to_dict() == SCENE


def test_models_and_dicts_mix_at_any_depth(models):
    point = models.Point(x=1)

    made = models.Scene(
        shape={"t": "circle", "at": point},
        shapes=(models.Text(text="a"), {"t": "line", "points": [point, {"x": 2, "note": UNSET}]}),
        by_name={"a": {"t": "line", "points": (point,)}, "b": models.Line(points=[])},
        either=[point, {"x": 2}],
    )

    assert made.shape == models.Circle(at=point)
    assert made.shapes == [
        models.Text(text="a"),
        models.Line(points=[point, models.Point(x=2)]),
    ]
    assert made.by_name == {"a": models.Line(points=[point]), "b": models.Line(points=[])}
    assert made.either == [point, models.Point(x=2)]


def test_models_that_are_given_stay_the_same_objects(models):
    shapes = [models.Text(text="a"), models.Circle(at=models.Point(x=1))]

    made = models.Scene(shape=shapes[0], shapes=shapes, either="text")

    assert made.shape is shapes[0]
    assert made.shapes is shapes
    assert made.either == "text"


def test_what_is_left_out_is_none(models):
    made = models.Scene(shape=CIRCLE)

    assert (made.shapes, made.by_name, made.either, made.in_) == (None, None, None, None)
    assert models.Scene(shape=CIRCLE, shapes=None) == made


def test_a_mapping_of_an_unknown_kind_stays_one(models):
    new = {"t": "spiral", "turns": 3}

    assert models.Scene(shape=new, shapes=[new]).shapes == [new]


@pytest.mark.parametrize(
    ("given", "fault"),
    [
        ({"shape": {"t": "circle"}}, "shape.at is missing"),
        ({"shape": {"t": "circle", "at": [1]}}, "shape.at is array, expected object"),
        ({"shape": CIRCLE, "shapes": [CIRCLE, {"t": "line"}]}, r"shapes\[1\].points is missing"),
        ({"shape": CIRCLE, "shapes": CIRCLE}, "shapes is object, expected array"),
        ({"shape": CIRCLE, "by_name": {"a": {"t": "line"}}}, "by_name.a.points is missing"),
        ({"shape": CIRCLE, "in_": {}}, "in.x is missing"),
    ],
)
def test_a_dict_that_does_not_fit_is_a_type_error_that_says_where(models, given, fault):
    with pytest.raises(TypeError, match=rf"^Scene\(\) was given a mapping .*: {fault}$"):
        models.Scene(**given)


def test_a_keyword_that_does_not_exist_is_refused_as_everywhere(models):
    with pytest.raises(TypeError, match="shap"):
        models.Scene(shap=CIRCLE)
    with pytest.raises(TypeError, match="positional"):
        models.Scene("scene", CIRCLE)
    with pytest.raises(TypeError, match="shape"):
        models.Scene()


def test_such_a_model_is_copied_pickled_and_evolved_as_every_other(models):
    made = models.Scene(shape=CIRCLE, shapes=[{"t": "text", "text": "a"}])

    for twin in (copy.copy(made), copy.deepcopy(made), pickle.loads(pickle.dumps(made))):
        assert twin == made
        assert repr(twin) == repr(made)
    evolved = attrs.evolve(made, shape={"t": "text", "text": "b"})
    assert evolved.shape == models.Text(text="b")
    assert evolved.shapes == made.shapes
    assert repr(evolved).startswith("Scene(kind='scene', shape=Text(t='text', text='b')")


def test_a_model_of_answers_takes_dicts_where_it_can_be_sent(play, models):
    report = models.Report(
        scene={"kind": "scene", "shape": models.Circle(at={"x": 1})}, marks=[{"at": {"x": 1}}]
    )
    client, sent = play.client(httpx.Response(200, json=report.to_dict()))

    answer = client.plays.make(scenes=[report, {"kind": "pause"}, models.Scene(shape=CIRCLE)])

    assert answer == report
    assert report.marks[0].at.x == 1
    assert sent.body["scenes"][0] == report.to_dict()


def test_the_classes_of_a_union_that_is_sent_have_a_base_of_their_own(models):
    assert models.Scene.__bases__ == (models.AnyEntry,)
    assert issubclass(models.Report, models.AnyEntry)
    assert not issubclass(models.Point, models.AnyEntry | models.AnyShape)
    with pytest.raises(TypeError):
        models.AnyEntry()
    with pytest.raises(TypeError, match="no values of its own"):
        models.AnyEntry(None)


def test_a_union_within_another_has_its_base_below_the_others(models):
    assert models.AnyCircleOrLine.__bases__ == (models.AnyShape,)
    assert models.Circle.__bases__ == (models.AnyCircleOrLine,)
    assert models.Text.__bases__ == (models.AnyShape,)


OVERLAPPING = """
Question:
  type: object
  properties:
    one: {type: array, items: {$ref: '#/components/schemas/One'}}
    two: {type: array, items: {$ref: '#/components/schemas/Two'}}
One: {oneOf: [{$ref: '#/components/schemas/A'}, {$ref: '#/components/schemas/B'}, {$ref: '#/components/schemas/C'}]}
Two: {oneOf: [{$ref: '#/components/schemas/B'}, {$ref: '#/components/schemas/C'}, {$ref: '#/components/schemas/D'}]}
A: {type: object, required: [t], properties: {t: {const: a}}}
B: {type: object, required: [t], properties: {t: {const: b}}}
C: {type: object, required: [t], properties: {t: {const: c}}}
D: {type: object, required: [t], properties: {t: {const: d}}}
"""


def test_what_two_unions_share_has_a_base_below_both(asking):
    models = asking(OVERLAPPING).models

    assert models.AnyBOrC.__bases__ == (models.AnyOne, models.AnyTwo)
    assert models.B.__bases__ == (models.AnyBOrC,)
    assert (models.A.__bases__, models.D.__bases__) == ((models.AnyOne,), (models.AnyTwo,))


def test_unions_that_only_come_need_no_base(answering):
    generated = answering("""
    Answer: {oneOf: [{$ref: '#/components/schemas/A'}, {$ref: '#/components/schemas/B'}]}
    A: {type: object, required: [t], properties: {t: {const: a}}}
    B: {type: object, required: [t], properties: {t: {const: b}}}
    """)

    assert set(generated.models.__all__) == {"A", "Answer", "B"}


def test_a_schema_called_like_a_base_is_refused(asking):
    with pytest.raises(DocumentError, match="AnyPet is the class that several kinds"):
        asking("""
        Question: {type: object, properties: {pet: {$ref: '#/components/schemas/Pet'}, any: {$ref: '#/components/schemas/AnyPet'}}}
        AnyPet: {type: object, properties: {name: {type: string}}}
        Pet: {oneOf: [{$ref: '#/components/schemas/A'}, {$ref: '#/components/schemas/B'}]}
        A: {type: object, required: [t], properties: {t: {const: a}}}
        B: {type: object, required: [t], properties: {t: {const: b}}}
        """)


# What the checker must say nothing of, but for the lines that are marked.
PROGRAM = """
from typing import assert_type

from {package}.client import Client
from {package}.models import Circle, Line, Mark, Pause, Point, Report, Scene, Text


def service(client: Client, report: Report, flag: bool) -> None:
    scene = Scene(shape={{"t": "circle", "at": {{"x": 1}}}}, in_={{"x": 1}}, either=[Point(x=1), {{"x": 2}}])
    assert_type(scene.in_, Point | None)
    Scene(shape=scene.shape, in_={{"y": 1}})  # wrong
    Scene(shape=Mark(at=Point(x=1)))  # wrong
    scene.in_ = {{"x": 1}}  # wrong
    shapes = [Circle(at=Point(x=1)), Text(text="a")]
    Scene(shape=shapes[0], shapes=shapes)
    Report(marks=[Mark(at={{"x": 1}}), {{"at": Point(x=1)}}])
    entries = [Pause(), scene, report]
    client.plays.make(scenes=entries)
    client.plays.make(scenes=[*entries, {{"kind": "pause"}}])
    drawn = [Circle(at=Point(x=1)), Line(points=[])]
    client.plays.make(scenes=[Pause() if flag else scene], drawn=drawn[0])
    client.plays.make(scenes=shapes)  # wrong
    client.plays.make(scenes=[], drawn=shapes[1])  # wrong
    client.plays.make(scenes=[Point(x=1)])  # wrong
"""
SHARED = """
from {package}.client import Client
from {package}.models import A, B, C, D


def service(client: Client) -> None:
    shared = [B(), C()]
    client.things.make(one=shared)
    client.things.make(two=shared)
    client.things.make(two=[D(), *shared])
    more = [D(), *shared]
    client.things.make(two=more)
    client.things.make(one=more)  # wrong
    client.things.make(one=[A(), D()])  # wrong
"""


def mypy(folder, program):
    command = ["mypy", "--strict", "--config-file=", f"--cache-dir={folder / 'cache'}", program]
    found = run(folder, *command)
    return {int(line.split(":")[1]) for line in found.splitlines() if ": error:" in line}


def pyright(folder, program):
    settings = {"typeCheckingMode": "strict", "include": [program]}
    settings |= {"extraPaths": [str(ROOT / "generated_client")], "reportUnusedImport": False}
    (folder / "pyrightconfig.json").write_text(json.dumps(settings))
    command = ["pyright", "--project", str(folder), "--pythonpath", sys.executable, "--outputjson"]
    found = json.loads(run(folder, *command))["generalDiagnostics"]
    return {item["range"]["start"]["line"] + 1 for item in found}


def run(folder, *command):
    environment = {**os.environ, "MYPYPATH": str(ROOT / "generated_client")}
    command = [sys.executable, "-m", *command]
    done = subprocess.run(
        command, cwd=folder, env=environment, capture_output=True, text=True, check=False
    )
    return done.stdout


def expected(source):
    return {n for n, line in enumerate(source.splitlines(), 1) if "# wrong" in line}


CHECKERS = pytest.mark.parametrize("checker", [mypy, pytest.param(pyright, marks=pytest.mark.node)])


@CHECKERS
def test_a_type_checker_takes_every_mixture_and_nothing_else(play, tmp_path, checker):
    source = PROGRAM.format(package=play.package)
    (tmp_path / "service.py").write_text(source)

    assert checker(tmp_path, "service.py") == expected(source)


@CHECKERS
def test_a_type_checker_takes_what_two_unions_share_for_either(asking, tmp_path, checker):
    source = SHARED.format(package=asking(OVERLAPPING).package)
    (tmp_path / "service.py").write_text(source)

    assert checker(tmp_path, "service.py") == expected(source)
