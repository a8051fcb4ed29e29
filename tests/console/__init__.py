"""The console in a real Chromium, over the real application with results that say exactly what is where."""
