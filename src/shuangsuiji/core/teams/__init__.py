"""Who goes where: eligibility and recusal, the exact assignment of inspectors, and what stands in its way.

`eligibility` turns visits and people into a `staffing` problem; `assignment` solves it as draw-algorithm 11
defines. Behind it: `forward` draws with local tests alone, `exact` tests whether the whole can still be
completed, `completion` keeps a plan that completes, `seats` matches within one visit, `tickets` gives the
order. `obstacle` finds the smallest reason why nothing completes, `obstacles` tells it to a clerk.
"""
