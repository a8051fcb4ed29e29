"""Exports: stored results as other tools read them – subtitles' metadata, spreadsheets, cut lists, timelines, insights.

One format per file; text from results. Pure. Must not be here: reading of stores and printing.
"""
