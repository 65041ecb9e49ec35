/** A program that uses the server through MongoDB's Java driver, as anybody's would. */
package dev.meerkat.clients;
