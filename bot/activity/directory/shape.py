"""Reads a document of the directory into a model, or says that it is in another form."""

from __future__ import annotations

from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

_Model = TypeVar("_Model", bound=BaseModel)


class UnexpectedShapeError(ValueError):
    """The directory's answer is not in the form that its specification gives."""


def read_as(model: type[_Model], document: Any) -> _Model:
    """Read a JSON document.

    Raises:
        UnexpectedShapeError: it is in another form.
    """
    if not isinstance(document, dict):  # pydantic would take a list of pairs for one
        raise UnexpectedShapeError
    try:
        return model.parse_obj(document)
    except ValidationError as error:
        raise UnexpectedShapeError from error
