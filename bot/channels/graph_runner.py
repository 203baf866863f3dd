"""Run the graph of a trained model: its nodes one after the other, in an order that is found once.

Rasa's own runner hands the graph to Dask, which cuts it, orders it and keeps account of it anew for
each run, and a turn has three: one to understand the message and two to choose what comes next.
"""

from __future__ import annotations

from functools import lru_cache
from graphlib import TopologicalSorter
from typing import Any

from rasa.engine.runner.dask import DaskGraphRunner

_TARGETS = 8  # different sets of them whose order is kept; Rasa asks for two


class OrderedGraphRunner(DaskGraphRunner):
    """Gives what Rasa's runner gives, from the nodes that it loaded."""

    def __init__(self, loaded: DaskGraphRunner) -> None:
        """Take over the nodes of a runner."""
        # Its own __init__ would load the whole model again.
        self._graph_schema = loaded._graph_schema
        self._instantiated_nodes = loaded._instantiated_nodes
        self._execution_context = loaded._execution_context
        self._order = lru_cache(_TARGETS)(self._ordered)

    def run(
        self, inputs: dict[str, Any] | None = None, targets: list[str] | None = None
    ) -> dict[str, Any]:
        """Run the nodes that the targets need.

        Args:
            inputs: values for the names that nodes need and that are no nodes themselves.
            targets: nodes whose outputs are wanted; those of the model where none are named.

        Returns:
            The output of each target.
        """
        wanted = tuple(targets or self._graph_schema.target_names)
        # A node takes and gives pairs of a name and a value.
        outputs = {name: (name, value) for name, value in (inputs or {}).items()}
        for name in self._order(wanted):
            needs = self._graph_schema.nodes[name].needs.values()
            given = [outputs.get(need, need) for need in needs]
            outputs[name] = self._instantiated_nodes[name](*given)
        return dict(outputs[name] for name in wanted)

    def _ordered(self, targets: tuple[str, ...]) -> list[str]:
        nodes = self._graph_schema.minimal_graph_schema(list(targets)).nodes
        needs = {name: node.needs.values() for name, node in nodes.items()}
        return [name for name in TopologicalSorter(needs).static_order() if name in nodes]
