"""The year: plan versions, tables, outlook, and the year after."""
