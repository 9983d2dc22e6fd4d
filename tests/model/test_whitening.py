"""Memory taken out of series."""

import numpy as np
import pytest

from diagnostics.model.whitening import whiten


@pytest.mark.parametrize("share", [0.0, 0.4, 0.999999, 1.0])
@pytest.mark.parametrize("kept", [slice(None), [0, 1, 4, 5, 9, 11]])
def test_whitened_products_and_determinant_are_those_of_the_whole_covariance(share, kept):
    at = np.arange(12.0)[kept]
    columns = np.random.default_rng(1).normal(size=(len(at), 3))
    white, log_determinant = whiten(columns, at, 0.6, share)
    memory = 0.6 ** np.abs(np.subtract.outer(at, at))
    covariance = share * memory + (1 - share) * np.eye(len(at))
    np.testing.assert_allclose(white.T @ white, columns.T @ np.linalg.solve(covariance, columns), atol=1e-4)
    assert log_determinant == pytest.approx(np.linalg.slogdet(covariance)[1], abs=1e-4)
