"""Functions, attributes and constructors as lines of a stub. Knows griffe and attrs, no files."""

from __future__ import annotations

import ast
import re
from typing import TYPE_CHECKING, cast

import griffe

if TYPE_CHECKING:
    from collections.abc import Iterator

_DEFINES = frozenset(
    {"attrs.define", "attrs.frozen", "attrs.mutable", "attr.define", "attr.frozen"}
)
_FIELDS = frozenset({"attrs.field", "attr.field", "attr.ib"})
_LONGEST_DEFAULT = 40
_LONGEST_LINE = 88
_UNNAMED = (griffe.ParameterKind.var_positional, griffe.ParameterKind.var_keyword)


class _Shorten(ast.NodeTransformer):
    """`builtins.list[types.X]` and `"list[X]"` are `list[X]`: where a name is kept is no promise."""

    def visit_Attribute(self, node: ast.Attribute) -> ast.AST:
        return ast.copy_location(ast.Name(node.attr), node)

    def visit_Subscript(self, node: ast.Subscript) -> ast.AST:
        value = self.visit(node.value)
        literal = isinstance(value, ast.Name) and value.id == "Literal"
        inner = node.slice if literal else self.visit(node.slice)
        return ast.copy_location(ast.Subscript(value, inner), node)

    def visit_Constant(self, node: ast.Constant) -> ast.AST:
        if not isinstance(node.value, str):
            return node
        try:
            quoted = ast.parse(node.value, mode="eval").body
        except SyntaxError:
            return node
        return cast("ast.AST", self.visit(quoted))


def shown_type(text: str) -> str:
    """An annotation in one spelling, the same whichever module its names are kept in."""
    try:
        tree = ast.parse(text, mode="eval")
    except SyntaxError:
        return text
    return ast.unparse(_Shorten().visit(tree))


def _annotation(of: griffe.Expr | str | None) -> str | None:
    return None if of is None else shown_type(str(of))


def function_text(name: str, function: griffe.Function) -> list[str]:
    """`def …: ...`, its overloads before it."""
    kinds = ("staticmethod", "classmethod")
    marks = [f"@{label}" for label in kinds if label in function.labels]
    lines: list[str] = []
    for overload in function.overloads or ():
        lines += ["@overload", *marks, *_signature(name, overload, "async" in function.labels)]
    return [*lines, *marks, *_signature(name, function, "async" in function.labels)]


def _signature(name: str, function: griffe.Function, waits: bool) -> list[str]:
    parameters = list(_parameters(function.parameters))
    returns = _annotation(function.returns)
    arrow = "" if returns is None else f" -> {returns}"
    return _laid_out(f"{'async ' if waits else ''}def {name}", parameters, arrow)


def _laid_out(start: str, parameters: list[str], arrow: str) -> list[str]:
    """On one line, or with a line for each parameter, so that a diff shows the one that changed."""
    line = f"{start}({', '.join(parameters)}){arrow}: ..."
    if len(line) <= _LONGEST_LINE:
        return [line]
    return [f"{start}(", *(f"    {parameter}," for parameter in parameters), f"){arrow}: ..."]


def _parameters(parameters: griffe.Parameters) -> Iterator[str]:
    kinds = griffe.ParameterKind
    before: griffe.ParameterKind | None = None
    starred = False
    for parameter in parameters:
        kind = parameter.kind or kinds.positional_or_keyword
        if before is kinds.positional_only and kind is not kinds.positional_only:
            yield "/"
        keywords = _unpacked(parameter) if kind is kinds.var_keyword else None
        if (kind is kinds.keyword_only or keywords is not None) and not starred:
            yield "*"
        starred = starred or kind in {kinds.var_positional, kinds.keyword_only}
        yield from [_parameter(parameter, kind)] if keywords is None else keywords
        before = kind
    if before is kinds.positional_only:
        yield "/"


def _unpacked(parameter: griffe.Parameter) -> list[str] | None:
    """The keywords that `**params: Unpack[Params]` stands for; None where that is no TypedDict of ours."""
    named = re.fullmatch(r"Unpack\[(\w+)\]", _annotation(parameter.annotation) or "")
    function = parameter.function
    if named is None or function is None:
        return None
    target = _class_at(function.modules_collection, f"{function.module.path}.{named[1]}")
    if target is None or not _is_typed_dict(target):
        return None
    keys: dict[str, str] = {}
    for one in (*reversed(target.mro()), target):
        for name, member in one.members.items():
            if isinstance(member, griffe.Attribute) and member.annotation is not None:
                wanted, _, rest = _key(one, shown_type(str(member.annotation))).partition("[")
                default = " = ..." if wanted == "NotRequired" else ""
                keys[name] = f"{name}: {rest.removesuffix(']')}{default}"
    return list(keys.values())


def _parameter(parameter: griffe.Parameter, kind: griffe.ParameterKind) -> str:
    stars = {griffe.ParameterKind.var_positional: "*", griffe.ParameterKind.var_keyword: "**"}
    text = stars.get(kind, "") + parameter.name
    annotation = _annotation(parameter.annotation)
    if annotation is not None:
        text += f": {annotation}"
    if parameter.default is None or kind in _UNNAMED:
        return text
    return f"{text}{' = ' if annotation else '='}{_default(parameter.default)}"


def _default(value: griffe.Expr | str) -> str:
    text = str(value)
    return text if len(text) <= _LONGEST_DEFAULT and "(" not in text else "..."


def attribute_text(name: str, attribute: griffe.Attribute) -> list[str]:
    """`name: type`, a property, or `name = value` for constants and unions."""
    annotation = _annotation(attribute.annotation)
    if "property" in attribute.labels:
        return ["@property", f"def {name}(self) -> {annotation or 'Any'}: ..."]
    parent = attribute.parent
    if isinstance(parent, griffe.Class) and _is_typed_dict(parent):
        return [f"{name}: {_key(parent, annotation or 'Any')}"]
    value = None if attribute.value is None else str(attribute.value)
    if annotation is None or annotation.endswith("TypeAlias"):
        if value is None:
            return [f"{name}: Any"]
        alias = annotation is not None or "|" in value or "[" in value
        said = shown_type(value) if alias else _default(value)
        return [f"{name}{': TypeAlias' if annotation else ''} = {said}"]
    return [f"{name}: {annotation}"]


def _is_typed_dict(of: griffe.Class) -> bool:
    bases = [str(base).rpartition(".")[2] for base in of.bases]
    try:
        inherited = [str(base) for above in of.mro() for base in above.bases]
    except ValueError:
        inherited = []
    return any(base.rpartition(".")[2] == "TypedDict" for base in (*bases, *inherited))


def _key(of: griffe.Class, annotation: str) -> str:
    """A key's type with `Required` or `NotRequired` said, however the class says it."""
    if annotation.startswith(("Required[", "NotRequired[")):
        return annotation
    total = str(getattr(of, "keywords", {}).get("total", "True")) != "False"
    return f"{'Required' if total else 'NotRequired'}[{annotation}]"


def owner_of(attribute: griffe.Attribute) -> griffe.Class | None:
    """The class that an attribute's annotation names, if it names just one that was read."""
    annotation = attribute.annotation
    path = getattr(annotation, "canonical_path", None)
    if isinstance(annotation, str):
        path = f"{attribute.module.path}.{annotation}"
    if path is None:
        return None
    return _class_at(attribute.modules_collection, path)


def _class_at(modules: griffe.ModulesCollection, path: str) -> griffe.Class | None:
    try:
        found = modules[path]
        target = found.final_target if found.is_alias else found
    except (KeyError, griffe.AliasResolutionError, griffe.CyclicAliasError):
        return None
    return target if isinstance(target, griffe.Class) else None


def constructor(of: griffe.Class) -> list[str]:
    """The `__init__` that attrs writes: fields without a default are required."""
    arguments: list[str] = []
    keywords_only = False
    try:
        line = [*reversed(of.mro()), of]
    except ValueError:
        line = [of]
    fields: dict[str, str] = {}
    for one in line:
        named = any(str(base).rpartition(".")[2] == "NamedTuple" for base in one.bases)
        decorator = "" if named else _attrs(one)
        if decorator is None:
            continue
        keywords_only = keywords_only or "kw_only=True" in decorator
        for name, member in one.members.items():
            if isinstance(member, griffe.Attribute) and member.annotation is not None:
                text = _field(name, member)
                if text is not None:
                    fields[name] = text
    if not fields:
        return []
    arguments = ["self", *(["*"] if keywords_only else []), *fields.values()]
    return _laid_out("def __init__", arguments, " -> None")


def _attrs(of: griffe.Class) -> str | None:
    for decorator in of.decorators:
        if decorator.callable_path in _DEFINES:
            return str(decorator.value)
    return None


def _field(name: str, member: griffe.Attribute) -> str | None:
    annotation = _annotation(member.annotation) or "Any"
    if annotation.startswith("ClassVar"):
        return None
    text = f"{name.lstrip('_')}: {annotation}"
    value = member.value
    if isinstance(value, griffe.ExprCall) and value.canonical_path in _FIELDS:
        given = [str(argument) for argument in value.arguments]
        if any(argument.replace(" ", "") == "init=False" for argument in given):
            return None
        has_default = any(a.split("=")[0].strip() in {"default", "factory"} for a in given)
        return f"{text} = ..." if has_default else text
    return text if value is None else f"{text} = {_default(value)}"
