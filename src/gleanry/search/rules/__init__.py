"""How texts are cut into tokens, what a question asks for, and which records answer it. Pure."""
