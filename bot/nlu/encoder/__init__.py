"""The sentence encoders: upstream weights, their ONNX graphs, and the vector of a text."""

from bot.nlu.encoder.sentence_encoder import KINDS, Kind, SentenceEncoder, load_encoder

__all__ = ["KINDS", "Kind", "SentenceEncoder", "load_encoder"]
