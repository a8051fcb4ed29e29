import dataclasses
import re

import pytest

from dev.cluster import builder, versions
from dev.cluster.home import SOURCE, Home
from dev.cluster.products import ARGO_SERVER, PRODUCTS, Product

ALL = (*PRODUCTS, ARGO_SERVER)
OWN = [product for product in ALL if product.module and product.name != "pause"]
REQUIRED = {
    "kubernetes": ("k8s.io/kubernetes", versions.KUBERNETES),
    "argo": ("github.com/argoproj/argo-workflows/v3", versions.ARGO),
    "etcd": ("go.etcd.io/etcd/server/v3", versions.ETCD),
    "issuer": ("github.com/zitadel/oidc/v3", versions.OPENID),
}


@pytest.mark.parametrize("product", OWN, ids=lambda product: product.name)
def test_go_mod_requires_the_version_that_is_announced(product: Product) -> None:
    module, version = REQUIRED[str(product.module)]
    text = (SOURCE / "tools" / str(product.module) / "go.mod").read_text()
    assert re.search(rf"^\s*(require )?{re.escape(module)} v{re.escape(version)}( // indirect)?$", text, re.MULTILINE)


@pytest.mark.parametrize("product", ALL, ids=lambda product: product.name)
def test_a_product_is_built_when_a_program_is_missing_or_anything_about_it_changed(
    product: Product, home: Home
) -> None:
    assert not builder.is_built(product, home)
    home.bin.mkdir(parents=True)
    for program in product.programs:
        (home.bin / program).touch()
    (home.bin / f".{product.name}.built").write_text(product.fingerprint())
    assert builder.is_built(product, home)
    assert not builder.is_built(dataclasses.replace(product, version="0"), home)
    (home.bin / product.programs[-1]).unlink()
    assert not builder.is_built(product, home)


def test_a_changed_go_mod_changes_the_fingerprint(monkeypatch: pytest.MonkeyPatch) -> None:
    product = next(product for product in PRODUCTS if product.module == "etcd")
    before = product.fingerprint()
    monkeypatch.setattr(Product, "_sources", lambda _: [])
    assert product.fingerprint() != before
