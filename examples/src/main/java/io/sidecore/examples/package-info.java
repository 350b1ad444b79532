/** Examples that run: the trading demo, and the short program of the README. */
package io.sidecore.examples;
