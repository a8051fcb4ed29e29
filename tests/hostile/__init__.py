"""Files that no operator may choke on: hostile, damaged, or merely unusual, made anew for each run of the tests."""
