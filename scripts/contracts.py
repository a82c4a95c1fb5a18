"""Two kinds of import contract that import-linter does not bring."""

from __future__ import annotations

from typing import Any

import grimp
from importlinter import Contract, ContractCheck, fields, output
from importlinter.contracts.layers import LayersContract


class SlicesContract(LayersContract):
    """Layers inside each container; a container may be named before it exists."""

    type_name = "slices"

    def check(self, graph: grimp.ImportGraph, verbose: bool) -> ContractCheck:
        expressions: Any = self.containers
        self.containers: Any = [name for name in expressions if found(graph, [name])]
        if not self.containers:
            return ContractCheck(kept=True, metadata={})
        return super().check(graph, verbose)


class FacadeContract(Contract):
    """For each import whose target lies in another slice: the first name after that slice must be an open one."""

    type_name = "facade"

    slices = fields.ListField(subfield=fields.ModuleExpressionField())
    open = fields.SetField(subfield=fields.StringField())
    open_to_all = fields.SetField(subfield=fields.StringField())
    starters = fields.ListField(subfield=fields.ModuleExpressionField())
    startable = fields.SetField(subfield=fields.StringField())

    def check(self, graph: grimp.ImportGraph, verbose: bool) -> ContractCheck:
        illegal = [
            (importer, imported)
            for slice_ in sorted(found(graph, self.slices))
            for imported in sorted({slice_, *graph.find_descendants(slice_)})
            for importer in sorted(graph.find_modules_that_directly_import(imported))
            if not is_within(importer, slice_) and not self.is_open(importer, imported, slice_)
        ]
        return ContractCheck(kept=not illegal, metadata={"illegal": illegal})

    def is_open(self, importer: str, imported: str, slice_: str) -> bool:
        face = imported.removeprefix(slice_).lstrip(".").partition(".")[0]
        starters: Any = self.starters
        return (
            face in as_set(self.open)
            or f"{slice_}.{face}" in as_set(self.open_to_all)
            or (face in as_set(self.startable) and any(is_within(importer, str(name)) for name in starters))
        )

    def render_broken_contract(self, check: ContractCheck) -> None:
        for importer, imported in check.metadata["illegal"]:
            output.print_error(f"{importer} imports {imported}, which is not open to it", bold=False)


def found(graph: grimp.ImportGraph, expressions: Any) -> set[str]:
    """The modules of the graph that the expressions name; a name of nothing is left out."""
    return {
        name
        for expression in expressions
        for name in (
            graph.find_matching_modules(str(expression))
            if expression.has_wildcard_expression()
            else {str(expression)} & graph.modules
        )
    }


def is_within(module: str, package: str) -> bool:
    return module == package or module.startswith(f"{package}.")


def as_set(field: Any) -> set[str]:
    return set(field)
