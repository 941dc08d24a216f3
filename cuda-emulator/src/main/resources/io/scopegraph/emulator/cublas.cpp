// Nothing of libcublas is emulated yet beyond its symbols.
