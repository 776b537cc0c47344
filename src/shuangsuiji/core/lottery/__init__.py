"""The lottery: what a key makes of tables of numbers. Frozen; imports the standard library, NumPy and itself.

`words` are the streams of random words, `teams` the exact assignment of people to visits. Nothing
here knows a plan, a registry, a date or a word for a clerk: objects, visits, people and kinds of seat are
numbers. Imports within this folder are relative, so that it works wherever it is copied to.
"""
