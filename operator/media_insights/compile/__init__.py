"""A plan becomes an Argo Workflow, through Hera: the only package that imports it. Pure."""
