"""Running a plan: the room where a mission runs and resumes. `Engine` is in `engine.mission`."""
