"""Who goes where: eligibility and recusal, fixed groups, and what stands in the way of an assignment.

`eligibility` tells who may fill a line and who steps back. `obstacle` finds the smallest reason why nothing
completes, `obstacles` tells it to a clerk. `outcomes` are the words for what became of each person.
"""
