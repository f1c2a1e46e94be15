"""The editors' door: a language server that translates between an editor and `reqon_language`."""
