"""What operators that analyse faces share: finding them, confirming them, measuring them, telling them apart.

Belongs here: whatever two of face-detection, face-index, face-search and celebrity-recognition need.
Must not be here: what only one of them says about a face, such as apparent age.
"""
