"""Finished parcels leave the house: whole, or not at all."""

from caresheet.deliver.folder import deliver, put

__all__ = ["deliver", "put"]
