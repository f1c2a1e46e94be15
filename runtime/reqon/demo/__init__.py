"""The bundled demonstration: a loopback API and the command that kills a mission on it."""
