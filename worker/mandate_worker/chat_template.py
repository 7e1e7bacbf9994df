"""A chat template is a program that somebody else wrote. Only those are run that only spell messages."""

import re
from typing import Any

from jinja2 import Environment, TemplateSyntaxError, nodes

LONGEST = 64 << 10

_FILTERS = frozenset(
    """default first items join last length list lower map reject select selectattr rejectattr replace string tojson
    trim upper title int count unique sort dictsort safe indent""".split()
)
_FUNCTIONS = frozenset("namespace raise_exception range strftime_now".split())
_METHODS = frozenset(
    """append endswith find format get items join keys lower lstrip replace rstrip split splitlines startswith strip
    title upper values capitalize rfind index count""".split()
)
_REFUSED_NODES = (nodes.Include, nodes.Import, nodes.FromImport, nodes.Extends, nodes.Block, nodes.CallBlock)
# An extension of transformers, which marks what the assistant says and changes nothing.
_GENERATION = re.compile(r"\{%-?\s*(?:end)?generation\s*-?%\}")


class TemplateRefused(Exception):
    """A template does something other than spell messages."""


def check_chat_template(template: Any) -> None:
    """Read it as a tree and refuse what has no business in a chat."""
    if not isinstance(template, str) or len(template) > LONGEST:
        raise TemplateRefused(f"the chat template is no text of at most {LONGEST} signs")
    try:
        tree = Environment(extensions=["jinja2.ext.loopcontrols"]).parse(_GENERATION.sub("", template))
    except (TemplateSyntaxError, RecursionError) as error:
        raise TemplateRefused(f"the chat template cannot be read: {str(error)[:200]}") from error
    macros = {node.name for node in tree.find_all(nodes.Macro)}
    for node in tree.find_all(nodes.Node):
        _check_node(node, macros)


def _check_node(node: nodes.Node, macros: set[str]) -> None:
    if isinstance(node, _REFUSED_NODES):
        raise TemplateRefused(f"the chat template uses {type(node).__name__.lower()}")
    if isinstance(node, (nodes.Getattr, nodes.Name)) and _name_of(node).startswith("_"):
        raise TemplateRefused(f"the chat template reaches for {_name_of(node)[:80]}")
    if isinstance(node, nodes.Const) and isinstance(node.value, str) and re.search(r"__\w+__", node.value):
        raise TemplateRefused(f"the chat template reaches for {node.value[:80]}")
    if isinstance(node, nodes.Filter) and node.name not in _FILTERS:
        raise TemplateRefused(f"the chat template uses the filter {str(node.name)[:80]}")
    if isinstance(node, nodes.Call):
        _check_call(node, macros)
    if isinstance(node, nodes.Pow) or _multiplies_texts(node):
        raise TemplateRefused("the chat template multiplies without bound")


def _check_call(node: nodes.Call, macros: set[str]) -> None:
    called = node.node
    if isinstance(called, nodes.Name) and called.name in _FUNCTIONS | macros:
        return
    if isinstance(called, nodes.Getattr) and called.attr in _METHODS:
        return
    raise TemplateRefused(f"the chat template calls {_name_of(called)[:80] or 'what it has made itself'}")


def _name_of(node: nodes.Node) -> str:
    return getattr(node, "attr", None) or getattr(node, "name", None) or ""


def _multiplies_texts(node: nodes.Node) -> bool:
    return isinstance(node, nodes.Mul) and not all(
        isinstance(side, nodes.Const) and isinstance(side.value, int) and side.value < 1000
        for side in (node.left, node.right)
    )
