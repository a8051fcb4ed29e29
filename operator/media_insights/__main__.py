"""``media-insights``: the embedded engine, tools for operators, and the controller."""

from media_insights.cli.app import main

__all__ = ["main"]

if __name__ == "__main__":
    main()
