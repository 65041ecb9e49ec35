/** Only tests: the habits of the house, checked on the sources themselves. */
module dev.meerkat.tidy {}
