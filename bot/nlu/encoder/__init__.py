"""The sentence encoder: upstream weights, their ONNX graph, and the vector of a text."""

from bot.nlu.encoder.sentence_encoder import SentenceEncoder, load_encoder

__all__ = ["SentenceEncoder", "load_encoder"]
