"""The exact assignment of people to visits.

`assignment` draws the teams of a `staffing` problem as docs/algorithm.md, section 7, defines. Behind it:
`forward` draws with local tests alone, `exact` tests whether the whole can still be completed, `completion`
keeps a plan that completes, `seats` matches within one visit, `tickets` gives the order.
"""
