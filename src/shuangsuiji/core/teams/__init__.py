"""Who goes where: eligibility and recusal, fixed groups, and what stands in the way of an assignment.

`eligibility` turns visits and people into a problem for `core.lottery.teams`, which draws the teams, and
`grouping` does so for fixed groups. `obstacle` finds the smallest reason why nothing completes, `obstacles`
tells it to a clerk. `outcomes` are the words for what became of each person.
"""
