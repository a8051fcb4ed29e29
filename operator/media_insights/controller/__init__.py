"""The controller: observe builds facts from watch caches, decide is the domain's, apply makes decisions true.

Must not be here: decisions (``domain``), manifests of Argo Workflows (``compile``), calls that are not ``kube``'s.
"""
