"""A language model as the voice of a plan, where an administrator set one. It never chooses evidence, and nothing it writes is shown unchecked."""
