"""Single components run by Rasa's own graph nodes, as in training and in serving."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent, GraphNode, GraphSchema
from rasa.engine.storage.local_model_storage import LocalModelStorage
from rasa.engine.storage.resource import Resource
from rasa.shared.nlu.constants import TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData


class Graph:
    """A model's storage in a folder, and the nodes that write into it and read from it."""

    def __init__(self, folder: Path) -> None:
        """Keep what components write below a folder."""
        folder.mkdir(parents=True, exist_ok=True)
        self.folder = folder
        self._storage = LocalModelStorage.create(folder)

    def train(
        self, component: type[GraphComponent], config: dict[str, Any], data: TrainingData
    ) -> None:
        """Create a component, train it and let it keep what it learned."""
        self._run(component, "create", "train", config, training_data=data)

    def prepare(
        self, component: type[GraphComponent], config: dict[str, Any], data: TrainingData
    ) -> TrainingData:
        """Let a component, loaded from what it learned, if anything, add to the examples."""
        prepared: TrainingData = self._run(
            component,
            _constructor(component),
            "process_training_data",
            config,
            training_data=data,
        )
        return prepared

    def process(
        self,
        component: type[GraphComponent],
        config: dict[str, Any],
        message: Message,
        constructor: str | None = None,
    ) -> Message:
        """Let a component read a message, loaded from what it learned, if anything."""
        how = constructor or _constructor(component)
        return self.node(component, config, how).read(message)

    def node(
        self, component: type[GraphComponent], config: dict[str, Any], constructor: str
    ) -> Reader:
        """Give a node that reads messages one after the other."""
        return Reader(self._make(component, constructor, "process", config, "messages", eager=True))

    def load(self, component: type[GraphComponent], config: dict[str, Any]) -> Any:
        """Load a trained component, for what reads more than messages."""
        context = ExecutionContext(GraphSchema({}), model_id="invented")
        return component.load(config, self._storage, Resource(component.__name__), context)

    def _run(
        self,
        component: type[GraphComponent],
        constructor: str,
        function: str,
        config: dict[str, Any],
        training_data: TrainingData,
    ) -> Any:
        node = self._make(component, constructor, function, config, "training_data", eager=False)
        return node(("training_data", training_data))[1]

    def _make(
        self,
        component: type[GraphComponent],
        constructor: str,
        function: str,
        config: dict[str, Any],
        reads: str,
        *,
        eager: bool,
    ) -> GraphNode:
        return GraphNode(
            node_name=component.__name__,
            component_class=component,
            constructor_name=constructor,
            component_config=config,
            fn_name=function,
            inputs={reads: reads},
            eager=eager,
            model_storage=self._storage,
            resource=Resource(component.__name__),
            execution_context=ExecutionContext(GraphSchema({}), model_id="invented"),
        )


class Reader:
    """A node of the graph that reads messages."""

    def __init__(self, node: GraphNode) -> None:
        """Keep the node."""
        self._node = node

    def read(self, message: Message) -> Message:
        """Put a message through the node."""
        read: Message = self._node(("messages", [message]))[1][0]
        return read


def said(text: str, **properties: Any) -> Message:
    """Make a user's message, with what earlier components would have set."""
    return Message({TEXT: text, **properties})


def _constructor(component: type[GraphComponent]) -> str:
    """Tell how serving makes a component: those that learn nothing are created, not loaded."""
    return "load" if hasattr(component, "train") else "create"
