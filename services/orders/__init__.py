"""Orders: from a basket to a parcel at the door, or back to nothing."""
