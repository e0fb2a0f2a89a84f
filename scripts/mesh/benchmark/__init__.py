"""How fast the mesh is, as ratios against what bounds it, in one run."""
