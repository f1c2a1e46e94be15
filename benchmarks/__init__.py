"""Speed, as ratios within one run: machines differ, ratios travel. `make bench` runs all."""
