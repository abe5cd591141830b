"""Weights of a logistic regression with a ridge, by Newton's method; the same input gives the same weights."""

import numpy as np

CONSTANT_RIDGE = 1e-3
"""The ridge of the constant, which is hardly held back."""


def logistic_weights(matrix, target, *, ridge, rounds, largest_step):
    """Fit the chance that a row's target is 1.

    Args:
        matrix: The features; float array (rows, 1 + features), the first column ones, for the constant.
        target: 1.0 or 0.0 for each row.
        ridge: How much weights are held back to 0.
        rounds: How many steps are taken.
        largest_step: How far a weight moves in one step at most.

    Returns:
        Float array (1 + features,), the constant first.
    """
    held = np.full(matrix.shape[1], ridge)
    held[0] = CONSTANT_RIDGE
    weights = np.zeros(matrix.shape[1])
    for _ in range(rounds):
        chance = 1 / (1 + np.exp(-np.clip(matrix @ weights, -30, 30)))
        gradient = matrix.T @ (target - chance) - held * weights
        curvature = (matrix * (chance * (1 - chance) + 1e-6)[:, None]).T @ matrix + np.diag(held)
        weights += np.clip(np.linalg.solve(curvature, gradient), -largest_step, largest_step)
    return weights
