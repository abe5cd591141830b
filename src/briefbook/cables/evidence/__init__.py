"""One reader for the headings of every service: what stands on the paper is evidence, and what fits best is taken.

``labels`` finds the words that introduce a value, ``candidates`` the values that typed grammars allow, each with the
features that speak for it or against it, and ``reader`` weighs them. Forms, labels and weights are data.
"""
