// Nothing of libcudnn is emulated yet beyond its symbols.
