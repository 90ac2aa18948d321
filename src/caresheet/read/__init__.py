"""A tree of files becomes a project: the only room that knows YAML, schemas and pictures."""

from caresheet.read.folder import Folder
from caresheet.read.project import read_project
from caresheet.read.schemas import KINDS, schema

__all__ = ["KINDS", "Folder", "read_project", "schema"]
