"""What other tools read, made from stored results: subtitles' metadata, spreadsheets, cut lists, timelines, insights.

Belongs here: pure functions from an :class:`~media_insights.exports.assets.Asset` to pieces of text, one format per
file, all of them in ``formats``. The same results give the same text, byte for byte. Reading results and writing files
belongs to the command lines.
"""
