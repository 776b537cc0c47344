"""The year: plan versions, tables, forecast, and the year after."""
