"""What operators that look at faces share: finding them, confirming them, measuring them, telling them apart.

Belongs here: whatever two of face-detection, face-index, face-search and celebrity-recognition need.
Does not: what only one of them says about a face, such as apparent age.
"""
