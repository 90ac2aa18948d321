"""Proof: the only room that reads PDFs."""

from caresheet.prove.objects import objects_sha256
from caresheet.prove.preview import Raster, contact_sheet, png, render
from caresheet.prove.proof import prove

__all__ = ["Raster", "contact_sheet", "objects_sha256", "png", "prove", "render"]
