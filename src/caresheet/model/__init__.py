"""The nouns that pass between the rooms: frozen, standard library only, no I/O."""
