"""The names of the operator contract, and that the SDK of operators, a distribution of its own, spells them alike."""

import re
from pathlib import Path

import pytest

from media_insights.domain.running import contract
from media_insights.domain.running.contract import ExitCode, Variable, signal_of

REPOSITORY = Path(contract.__file__).parents[4]
SDK = REPOSITORY / "operators-images/_sdk/media_operator"


@pytest.mark.parametrize(
    ("code", "signal"), [(0, 0), (1, 0), (128, 0), (129, 1), (137, 9), (143, 15), (192, 64), (193, 0), (255, 0)]
)
def test_the_signal_of_an_exit_code(code: int, signal: int) -> None:
    assert signal_of(code) == signal


def test_the_sdk_ends_with_the_codes_of_the_contract() -> None:
    written = re.findall(
        r"^class (\w+)\(OperatorError\):.*?exit_code = (\d+)", _sdk("errors.py"), re.DOTALL | re.MULTILINE
    )

    assert {name: int(code) for name, code in written} == {
        "BadParameters": ExitCode.BAD_PARAMETERS,
        "UnusableInput": ExitCode.UNUSABLE_INPUT,
        "TryAgain": ExitCode.TRY_AGAIN,
    }


def test_the_sdk_reads_no_variable_that_the_contract_does_not_name() -> None:
    read = {name for path in SDK.glob("*.py") for name in _variables(path.read_text("utf-8"))}

    assert read == {
        Variable.IN,
        Variable.OUT,
        Variable.MODELS,
        Variable.MOUNTED_MODELS,
        Variable.MOUNTED_DIGEST,
        Variable.MOUNTED_MODE,
        Variable.GPU,
        Variable.TERMINATION_LOG,
        Variable.PROGRESS_FILE,
        Variable.CPUS,
        Variable.CPU_TIME,
        Variable.MEMORY,
        Variable.TRACEPARENT,
    }


def test_without_variables_the_sdk_uses_the_folders_of_a_container() -> None:
    source = _sdk("operators.py") + _sdk("running.py") + _sdk("verdicts.py")

    for folder in (contract.IN, contract.OUT, contract.TERMINATION_LOG):
        assert f'"{folder}"' in source
    assert f'"{contract.PARAMETERS_FILE}"' in source
    assert f'"{contract.GPU_FILE}"' in source
    assert f'"{contract.GPU_IDLE}"' in source
    assert f'"{contract.CONTEXT_FILE}"' in source


def test_the_sdk_lays_out_many_items_as_the_contract_says() -> None:
    source = _sdk("items.py")

    for folder in (contract.ITEMS, contract.VERDICTS, contract.LOGS):
        assert f'"{folder}"' in source


def test_the_package_spells_the_variables_once() -> None:
    package = Path(contract.__file__).parents[2]
    others = [path for path in package.rglob("*.py") if path != Path(contract.__file__)]

    spelled = {
        str(path.relative_to(package)): found
        for path in others
        if (found := _variables(path.read_text("utf-8")) & {*Variable})
    }
    assert spelled == {}


def _sdk(file: str) -> str:
    return (SDK / file).read_text("utf-8")


def _variables(source: str) -> set[str]:
    return set(re.findall(r'"(MEDIA_INSIGHTS_\w+|ARGO_PROGRESS_FILE|TRACEPARENT)"', source))
