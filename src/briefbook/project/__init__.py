"""A collection's folder -> what the stages work on: workspace, pipeline, caches, certificates."""
